"""The demo in the register: brought in through the door, counted as published, never mixed with anything real."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from click.testing import CliRunner
from django.apps import apps
from django.core.management import call_command
from django.utils import timezone

from tests.unit.demo.test_stories import ON, SHARE
from vatra.access import queries as access
from vatra.access.book import PARTNER
from vatra.cli.demo import demo
from vatra.demo import running
from vatra.demo.figures import PUBLISHED, Counted, counted
from vatra.demo.unfinished import Wanted, begin, finish, unfinished
from vatra.places.load import load
from vatra.register.entries import Draft, receive

SMALL = [SHARE]


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> running.Made:
    """One small local authority, cut short and gone on with, made once for this module's tests and taken away."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        load()
        with pytest.raises(KeyboardInterrupt):
            running.fill(SMALL, seed=3, on=ON, password="parola de probă", told=_stop_half_way)
        yield running.fill(SMALL, seed=3, on=ON, password="parola de probă", begun=True)
        call_command("flush", interactive=False, verbosity=0)


pytestmark = pytest.mark.django_db


def _stop_half_way(done: int, of: int) -> None:
    if 2 * done > of:
        raise KeyboardInterrupt


def test_everything_comes_through_the_register_and_almost_everything_applies(made: running.Made) -> None:
    entries = apps.get_model("register", "Entry").objects
    assert entries.count() == sum(made.entries.values())
    assert sum(made.not_applied.values()) <= 0.01 * entries.count(), made.not_applied
    assert not [reason for reason in made.not_applied if "not_permitted" in reason or "unreadable" in reason]


def test_a_census_and_a_list_of_the_school_are_there_to_be_looked_at(made: running.Made) -> None:
    listed, told = (apps.get_model("people", name).objects.count() for name in ("Dwelling", "DwellingOutcome"))
    assert listed > told > 0
    [comparison] = apps.get_model("results", "Comparison").objects.all()
    assert comparison.finished and comparison.certain > 0
    assert comparison.rows.filter(group="missing").count() >= 5


def test_the_figures_come_out_as_they_were_wanted(made: running.Made) -> None:
    wanted = Counted(SHARE.households, SHARE.vulnerable, SHARE.children, SHARE.women, SHARE.first_cut, SHARE.roma)
    found = counted(made.days)
    assert (found.households, found.vulnerable, found.women) == (wanted.households, wanted.vulnerable, wanted.women)
    assert abs(found.children - wanted.children) <= 3 and abs(found.first_cut - wanted.first_cut) <= 3
    assert abs(found.roma - wanted.roma) <= 1


def test_a_newcomer_meets_signals_triaged_and_not_of_families_known_and_unknown(made: running.Made) -> None:
    rows = apps.get_model("care", "Signal").objects.values_list("household", "triaged_on")
    found = {(household is not None, on is not None) for household, on in rows}
    assert found == {(True, True), (True, False), (False, True), (False, False)}
    assert not [reason for reason in made.not_applied if "signal" in reason]


def test_the_published_figures_are_those_of_the_rulebook() -> None:
    from vatra.assessment.queries import rulebook_in_force

    published = {row["code"]: row["value"] for row in rulebook_in_force(on=ON).rulebook.published}
    assert {code: int(published[code]) for code in (
        "households_registered", "households_vulnerable", "vulnerable_children", "vulnerable_women",
        "vulnerable_children_first", "vulnerable_children_roma_first",
    )} == {
        "households_registered": PUBLISHED.households, "households_vulnerable": PUBLISHED.vulnerable,
        "vulnerable_children": PUBLISHED.children, "vulnerable_women": PUBLISHED.women,
        "vulnerable_children_first": PUBLISHED.first_cut, "vulnerable_children_roma_first": PUBLISHED.roma,
    }


def test_there_is_a_login_for_every_role_of_the_rulebook_that_works_somewhere(made: running.Made) -> None:
    roles = {login.role for login in running.logins_of_each_role()}
    assert roles == set(access.roles_book()) - {PARTNER}  # by an institution's account nobody signs in
    login = next(one for one in running.logins_of_each_role() if one.role == "social_worker")
    worker = apps.get_model("access", "Worker").objects.get(username=login.username)
    assert worker.check_password("parola de probă")


def test_it_is_not_filled_twice(made: running.Made) -> None:
    with pytest.raises(running.NotEmpty) as refused:
        running.check_can_fill()
    assert refused.value.code == "already_here"


def test_asked_for_if_empty_it_only_says_how_to_sign_in(made: running.Made) -> None:
    before = apps.get_model("register", "Entry").objects.count()
    said = CliRunner().invoke(demo, ["--if-empty", "--password", "x"])
    assert said.exit_code == 0 and "demo.asau" in said.output
    assert apps.get_model("register", "Entry").objects.count() == before


def test_asked_for_again_it_refuses(made: running.Made) -> None:
    said = CliRunner().invoke(demo, ["--password", "x"])
    assert said.exit_code == 1


def test_it_never_mixes_with_what_is_real(made: running.Made) -> None:
    worker = apps.get_model("access", "Worker")(uuid=uuid4(), username="maria", full_name="Maria Rusu")
    worker.set_unusable_password()
    worker.save()
    at = datetime(2026, 11, 20, 12, tzinfo=UTC)
    visit = Draft(uuid4(), "record_visit", 1, SHARE.place.siruta, uuid4(), None, {"kind": "home"}, at.date(), at)
    receive([visit], by=worker, at=at)
    with pytest.raises(running.NotEmpty) as refused:
        running.check_can_fill()
    assert refused.value.code == "not_empty"


def test_what_is_being_made_is_remembered_until_it_is_whole(tmp_path: Path) -> None:
    wanted = Wanted(None, 7, ON)
    begin(tmp_path, wanted)
    assert unfinished(tmp_path) == wanted
    finish(tmp_path)
    assert unfinished(tmp_path) is None


def test_a_number_of_communities_that_is_none_is_refused() -> None:
    assert CliRunner().invoke(demo, ["--communes", "none"]).exit_code == 2


def test_the_three_years_end_on_the_day_asked_for(made: running.Made) -> None:
    entries = apps.get_model("register", "Entry").objects
    last = entries.order_by("-on").values_list("on", flat=True).first()
    assert made.days.last == ON and last is not None and last <= ON <= timezone.localdate()


def test_a_newcomer_meets_life_events_and_none_of_them_waits_to_be_settled(made: running.Made) -> None:
    rows = apps.get_model("register", "Entry").objects.filter(kind__in=[
        "split_household", "join_households", "record_parent_gone", "record_union", "undo_life_event",
        "hand_over_household", "ask_for_household",
    ])
    assert {row.kind for row in rows} == {
        "split_household", "join_households", "record_parent_gone", "record_union", "undo_life_event",
        "hand_over_household", "ask_for_household",
    }
    assert {row.state for row in rows} == {"applied"}
