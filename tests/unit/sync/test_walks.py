"""Where a tablet is told to go next: village by village, again only where something is otherwise, and to whom."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from tests.unit.sync.test_need_to_know import CARRYING
from tests.unit.sync.world import HERE, THERE, Tablet, ago, draft, family, handed_in, made_worker, model, uuid
from vatra.access import queries as access
from vatra.access.policies import can_act

pytestmark = pytest.mark.django_db
HOUSES = ("str. Morii 10", "str. Morii 9", "Valea 1")


def house(address: str, commune: int = HERE) -> UUID:
    return uuid(f"{commune}/{address}")


def alone(kind: str, payload: dict, commune: int = HERE):
    """An entry about no household."""
    return replace(draft(kind, "", payload, commune=commune), household=None)


def listed(by, *addresses: str, commune: int = HERE) -> None:
    dwellings = [{"uuid": str(house(one, commune)), "address": one} for one in addresses]
    applied(by, alone("list_dwellings", {"dwellings": dwellings}, commune))


def went(by, address: str, outcome: str, **said) -> None:
    applied(by, alone("record_outcome", {"dwelling": str(house(address)), "outcome": outcome, **said}))


def applied(by, *drafts) -> None:
    assert {one.outcome for one in handed_in(by, *drafts)} == {"received"}


def told(tablet: Tablet, known: str = "") -> list[dict]:
    """The walks of the last page of a sync."""
    return tablet.sync(walks=known)[-1]["walks"]


def addresses(tablet: Tablet) -> list[str]:
    return [stop["address"] for walk in told(tablet) for stop in walk["stops"]]


def test_dwellings_are_told_in_the_order_of_the_walk(tablet, ana):
    listed(ana, *HOUSES)
    assert addresses(tablet) == ["str. Morii 9", "str. Morii 10", "Valea 1"]
    [walk] = told(tablet)
    assert walk["stops"][0] == {"dwelling": str(house("str. Morii 9")), "households": [], "address": "str. Morii 9",
                                "outcome": "", "on": None, "children": None, "note": ""}


def test_a_dwelling_waits_until_somebody_was_met_or_nobody_lives_there(tablet, ana):
    listed(ana, *HOUSES)
    went(ana, "str. Morii 9", "away", children=2, note="seara")
    went(ana, "str. Morii 10", "refused")
    [walk] = told(tablet)
    assert [(one["address"], one["outcome"], one["children"], one["note"]) for one in walk["stops"]] == [
        ("str. Morii 9", "away", 2, "seara"), ("Valea 1", "", None, "")]


def test_a_family_not_asked_in_the_round_is_a_stop_that_names_its_household(tablet, ana):
    applied(ana, family("a"))
    [walk] = told(tablet)
    assert [(one["dwelling"], one["households"]) for one in walk["stops"]] == [(None, [str(uuid("a"))])]


def test_a_village_is_told_again_only_when_something_in_it_is_otherwise(tablet, ana):
    listed(ana, *HOUSES)
    [walk] = told(tablet)
    assert told(tablet, walk["digest"]) == [{**walk, "stops": None}]
    went(ana, "Valea 1", "empty")
    [other] = told(tablet, walk["digest"])
    assert other["digest"] != walk["digest"] and len(other["stops"]) == 2


def test_pages_before_the_last_tell_no_walk(tablet, ana):
    applied(ana, family("a"), family("b"))
    first, *_others, last = tablet.sync(limit=1)
    assert (first["walks"], len(last["walks"])) == (None, 1)


def test_nothing_of_another_commune_is_told(tablet, ana):
    other = made_worker("ion", commune=THERE)
    listed(other, "Ascunsă 1", commune=THERE)
    assert told(tablet) == []
    assert addresses(Tablet(other)) == ["Ascunsă 1"]


@pytest.mark.parametrize("role", CARRYING)
def test_walks_are_told_to_who_makes_visits(role, ana):
    listed(ana, *HOUSES)
    by = made_worker("cine", role)
    may = "visit" in access.roles_book()[role].acts
    assert can_act(by, "visit", HERE, on=ago(0)) is may
    assert len(told(Tablet(by))) == int(may)


def test_what_is_told_of_a_household_is_written_down_once(tablet, ana):
    applied(ana, family("a"), draft("record_outcome", "a", {"outcome": "away", "note": "seara"}))
    rows = model("audit.AuditRow").objects.filter(subject=uuid("a"), purpose="sync")
    [walk] = told(tablet)
    before = rows.count()
    told(tablet, walk["digest"])
    assert before > 0 and rows.count() == before
