"""What indicators count of councils, placements and referrals nobody answers: from the acts to the number."""

from __future__ import annotations

from contextlib import closing
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps

from tests.unit.care.village import COMMUNE, colleague, day, draft, enrolled, made_commune, send, uuid
from tests.unit.results.test_indicators import BOOK
from vatra.method.evidence import OF_NOBODY, tables_of
from vatra.method.indicators import indicators_of
from vatra.people.counted import _placements
from vatra.results.evidence import Gathering
from vatra.results.indicators import Counting, measured
from vatra.results.periods import months_until
from vatra.results.population.engines import DuckdbEngine

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture
def worker(db: None) -> Any:
    return made_commune()


def number(code: str, on: date) -> Any:
    """An indicator of the commune as of a day."""
    counting = Counting(BOOK, tuple(months_until(on, number=1)))
    [indicator] = [one for one in counting.indicators if one.code == code]
    with closing(DuckdbEngine()) as engine:
        counting.load(engine, Gathering(BOOK, counting.facts).commune(COMMUNE))
        return measured(indicator, counting.count(engine, only=[indicator]))


def council(*days: int, case: str = "") -> None:
    """A council that met on these days, each time about the case of a household, if named."""
    model = apps.get_model
    made = model("community.Council").objects.create(
        uuid=uuid("council"), commune_id=COMMUNE, decision="HCL 1", decided_on=day(0), decided_by="mayor",
        rhythm="monthly")
    keeper = model("access.Worker").objects.get(username="ana")
    for place, number_of_day in enumerate(days):
        meeting = model("community.Meeting").objects.create(
            uuid=uuid(f"meeting{place}"), council=made, day=day(number_of_day), hour="10:00", place="primărie",
            called_by=keeper, state="held", held_on=day(number_of_day))
        if case:
            model("community.AgendaItem").objects.create(
                uuid=uuid(f"item{place}"), meeting=meeting, position=1, sort="case", code="C1", title="un caz",
                household_id=uuid(case), discussed_on=day(number_of_day))


def test_meetings_held_in_the_last_quarter_are_counted_one_by_one(worker):
    send(worker, enrolled("a"))
    council(5, 40, 200)
    assert number("council_meetings", day(60)).value == 2
    assert number("council_meetings", day(210)).value == 1


def test_posts_filled_are_the_workers_of_the_team_each_once_in_a_profession(worker):
    assert number("posts_filled", day(60)).value == 1
    colleague("sora", "community_nurse")
    colleague("primar", "mayor")
    found = number("posts_filled", day(60))
    assert (found.value, found.denominator) == (2, None)


def test_a_meeting_is_about_nobody_so_that_few_of_them_are_told(worker):
    [meetings] = [one for one in indicators_of(BOOK) if one.code == "council_meetings"]
    assert meetings.numerator.table in OF_NOBODY
    for name in OF_NOBODY:
        assert not {"household", "person", "worker", "sex", "born"} & tables_of(BOOK)[name].columns.keys()


def test_a_case_of_which_the_council_spoke_was_brought_before_it(worker):
    send(worker, enrolled("a"), enrolled("b"), draft("open_case", "a", 1, {}), draft("open_case", "b", 1, {}))
    assert number("council_cases", day(60)).numerator == 0
    council(20, 40, case="a")
    found = number("council_cases", day(60))
    assert (found.numerator, found.denominator) == (1, 2)


def placed(house: str, on: int) -> Any:
    return draft("place_child", house, on, {"measure": "foster", "to": "foster"}, person=f"{house}/copil")


def returned(house: str, on: int) -> Any:
    return draft("return_child", house, on, {}, person=f"{house}/copil")


def test_a_child_placed_in_the_year_is_a_separation_once(worker):
    send(worker, *(enrolled(house) for house in "abc"), placed("a", 10), returned("a", 20), placed("a", 30),
         placed("b", 40))
    found = number("separations", day(60))
    assert found.numerator == 2
    assert number("separations", day(500)).numerator == 0


@pytest.mark.parametrize(("again", "kept"), [(None, 1), (300, 0), (450, 1)])
def test_a_return_is_kept_when_the_child_was_not_placed_again_for_a_year(worker, again, kept):
    send(worker, enrolled("a"), placed("a", 10), returned("a", 20), *([placed("a", again)] if again else []))
    assert number("reintegration_kept", day(300)).denominator == 0, "the year is not over"
    found = number("reintegration_kept", day(460))
    assert (found.numerator, found.denominator) == (kept, 1)


def test_placements_are_told_apart_by_returns():
    a, b, c, d = (day(number) for number in (1, 2, 3, 4))
    assert list(_placements([("place_child", a), ("return_child", b), ("place_child", c)])) == [
        (a, b, c), (c, None, None)]
    assert list(_placements([("place_child", a), ("place_child", b), ("return_child", c)])) == [(a, c, None)]
    assert list(_placements([("return_child", a), ("place_child", d)])) == [(None, a, d), (d, None, None)]
    assert list(_placements([])) == []


SENT = {"service": "N07", "institution": "", "consent": "mama"}
OUTCOMES = [("no_provider", True), ("turned_away", True), ("waiting_list", True), ("refused", False), ("helped", False),
            ("", True), ("acknowledged", False)]


@pytest.mark.parametrize(("outcome", "unmet"), OUTCOMES)
def test_a_referral_is_unmet_when_nobody_gives_it_and_when_nobody_answers_in_time(worker, outcome, unmet):
    send(worker, enrolled("a"), draft("open_case", "a", 0, {}))
    apps.get_model("care.Referral").objects.create(
        uuid=uuid("sent"), household_id=uuid("a"), service="N07", institution="X", by=worker, sent_on=day(10),
        state="sent" if outcome in ("", "acknowledged") else "closed",
        acknowledged_on=day(12) if outcome == "acknowledged" else None,
        outcome="" if outcome in ("", "acknowledged") else outcome,
        outcome_on=None if outcome in ("", "acknowledged") else day(15))
    found = number("referrals_unmet", day(40))
    assert (found.numerator, found.denominator) == (int(unmet), 1)
    assert number("referrals_unmet", day(10) + timedelta(days=14)).numerator == (0 if not outcome else int(unmet))
