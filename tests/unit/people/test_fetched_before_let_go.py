"""A household fetched by its new commune before the old one's word has come: it goes when that comes, by itself."""

from __future__ import annotations

from itertools import permutations
from uuid import UUID, uuid5

import pytest

from tests.unit.register.test_rebuild import picture
from tests.unit.sync.world import HERE, THERE, ago, draft, family, handed_in, made_places, made_worker, model, uuid
from vatra.register.rebuild import rebuild

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
ELSEWHERE = 20001


@pytest.fixture
def teams(db):
    """Who works in the old commune and who in the new one."""
    made_places()
    return made_worker("ana"), made_worker("ion", commune=THERE)


def number(name: str) -> UUID:
    return uuid5(uuid("h"), name)


def handed_over(on: int = 3, to: int = THERE):
    return draft("hand_over_household", "h", {"commune": to}, on=ago(on), number=number("over"))


def left(on: int = 3):
    return draft("move_out", "h", {"to": "commune"}, on=ago(on), number=number("left"))


def fetched(on: int = 2, commune: int = THERE):
    return draft("move_in", "h", {"address": "Calea Nouă 1"}, on=ago(on), commune=commune, number=number("in"))


def visit(on: int):
    return draft("record_visit", "h", {"kind": "home"}, on=ago(on), number=number(f"visit {on}"))


def lives_in() -> int:
    return model("people.Household").objects.get(uuid=uuid("h")).commune_id


def state_of(entry) -> str:
    return model("register.Entry").objects.get(uuid=entry.uuid).state


@pytest.mark.parametrize("word", [handed_over, left])
def test_the_old_communes_word_lets_the_waiting_one_in(teams, word):
    ana, ion = teams
    handed_in(ana, family("h"))
    assert [(one.outcome, one.reason_code) for one in handed_in(ion, fetched())] == [("to_settle", "unknown_household")]
    assert lives_in() == HERE
    assert handed_in(ana, word())[0].outcome == "received"
    assert (lives_in(), state_of(fetched())) == (THERE, "applied")
    before = picture()
    rebuild()
    assert picture() == before


def test_handed_to_one_commune_it_does_not_go_to_another(teams):
    ana, ion = teams
    model("places.Commune").objects.create(siruta=ELSEWHERE, name="Altundeva", searched="altundeva", kind="commune",
                                           county=model("places.County").objects.get(), urban=False)
    handed_in(ana, family("h"))
    handed_in(ion, fetched())
    assert handed_in(ana, handed_over(to=ELSEWHERE))[0].outcome == "received"
    assert (lives_in(), state_of(fetched())) == (HERE, "to_settle")


def test_nobody_fetches_a_household_by_waiting_for_it(teams):
    ana, ion = teams
    handed_in(ana, family("h"))
    handed_in(ion, fetched())
    handed_in(ana, visit(1), draft("move_out", "h", {"to": "commune"}, on=ago(1), person=uuid("h/ioana")))
    assert (lives_in(), state_of(fetched())) == (HERE, "to_settle")


def test_who_came_before_they_were_let_go_is_for_a_human(teams):
    ana, ion = teams
    handed_in(ana, family("h"))
    handed_in(ion, fetched(on=9))
    handed_in(ana, handed_over(on=3))
    assert (lives_in(), state_of(fetched())) == (HERE, "to_settle")


def test_late_work_of_the_old_team_in_the_same_batch_goes_after_the_household(teams):
    ana, ion = teams
    handed_in(ana, family("h"))
    handed_in(ion, fetched())
    receipts = handed_in(ana, handed_over(), visit(4))
    assert [(one.outcome, one.commune) for one in receipts] == [("received", None), ("received", THERE)]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_in_any_order_the_household_ends_where_it_lives(teams, order):
    ana, ion = teams
    said = [(ana, family("h")), (ana, handed_over()), (ion, fetched())]
    for place in order:
        handed_in(said[place][0], said[place][1])
    assert lives_in() == THERE
    assert not model("register.Entry").objects.filter(state="to_settle").exists()
