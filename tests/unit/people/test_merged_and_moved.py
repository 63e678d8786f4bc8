"""Two enrolments of one family are merged while it moves: late work finds it, and its new team hears of that work."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.unit.people.test_fetched_before_let_go import fetched, handed_over, lives_in, state_of, visit
from tests.unit.register.test_rebuild import picture
from tests.unit.sync.world import HERE, THERE, Tablet, ago, draft, family, handed_in, made_places, made_worker, uuid
from vatra.register.homes import homes
from vatra.register.rebuild import rebuild

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture
def teams(db):
    """Who works in the old commune and who in the new one."""
    made_places()
    return made_worker("ana"), made_worker("ion", commune=THERE)


def merged(**how):
    """The family that moves is found to be one that had been enrolled before, under another number."""
    said = {"gone": str(uuid("h")), "members": [], "reason": "aceeași familie"}
    return draft("merge_households", "kept", said, **({"on": ago(4)} | how))


def rebuilt_alike() -> None:
    before = picture()
    rebuild()
    assert picture() == before


def test_late_work_goes_after_a_household_whose_enrolment_came_last_of_all(teams):
    ana, ion = teams
    handed_in(ana, handed_over())
    handed_in(ion, fetched())
    handed_in(ana, family("h"))
    assert (lives_in(), state_of(fetched())) == (THERE, "applied")
    assert [(one.outcome, one.commune) for one in handed_in(ana, visit(4))] == [("received", THERE)]
    rebuilt_alike()


def test_copies_put_aside_later_do_not_bring_a_household_back_where_it_was(teams):
    ana, ion = teams
    lives_again = draft("move_in", "h", {"address": "Calea Veche 1"}, on=ago(1), number=uuid("again"))
    handed_in(ana, handed_over())
    handed_in(ion, fetched())
    handed_in(ana, family("h"))
    handed_in(ion, draft("hand_over_household", "h", {"commune": HERE}, on=ago(1), commune=THERE))
    handed_in(ana, lives_again)
    handed_in(ion, replace(fetched(), payload={"address": "Altă cale 2"}))
    put_aside = {"entry": str(fetched().uuid), "choice": "dismiss_copies", "reason": "trimisă de două ori"}
    handed_in(ion, draft("settle_entry", "h", put_aside, commune=THERE))
    assert homes([uuid("h")])[uuid("h")][-1][1] == HERE == lives_in()


@pytest.mark.parametrize("first", ["merged", "moved"])
def test_late_work_about_the_merged_one_is_applied_where_the_family_lives_and_told_there(teams, first):
    ana, ion = teams
    tablet = Tablet(ion)
    if first == "merged":
        handed_in(ana, family("h"), family("kept"), merged(), handed_over())
        handed_in(ion, fetched())
    else:
        handed_in(ana, family("h"), handed_over())
        handed_in(ion, fetched(), family("kept", commune=THERE), merged(commune=THERE, on=ago(1)))
    tablet.sync()
    assert set(tablet.held) == {str(uuid("kept"))}
    assert [(one.outcome, one.commune) for one in handed_in(ana, visit(5))] == [("received", THERE)]
    tablet.sync()
    told = tablet.held[str(uuid("kept"))]["timeline"]
    assert [one["on"] for one in told if one["kind"] == "visit"] == [ago(5).isoformat()]
    rebuilt_alike()


def test_what_stays_in_the_old_stream_is_told_where_the_family_lives(teams):
    ana, ion = teams
    tablet = Tablet(ion)
    handed_in(ana, family("h", on=ago(4)), family("kept"), merged(), handed_over())
    handed_in(ion, fetched())
    tablet.sync()
    before_it_was_known = visit(6)
    assert [(one.outcome, one.commune) for one in handed_in(ana, before_it_was_known)] == [("received", None)]
    tablet.sync()
    assert ago(6).isoformat() in [one["on"] for one in tablet.held[str(uuid("kept"))]["timeline"]]
    rebuilt_alike()
