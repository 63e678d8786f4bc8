"""What findings say beside each other: a repeat within a year, a plan in time, three at once, help that helped."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.care.village import asked, day, draft, enrolled, made_commune, send, uuid
from tests.unit.results.test_counted_lately import number
from vatra.results.beside import at_once

ABUSED, SAFE = {"c_phys": "suspected"}, {"c_phys": "none"}


@pytest.fixture
def worker(db: None) -> Any:
    return made_commune()


def told(code: str, on: date) -> tuple[Any, Any]:
    found = number(code, on)
    return found.numerator, found.denominator


@pytest.mark.django_db
@pytest.mark.postgres
class TestOfAVillage:
    def test_a_second_finding_of_violence_within_a_year_is_a_repeat_and_one_of_the_same_day_is_not(self, worker):
        send(worker, *(enrolled(house) for house in "abc"),
             asked("a", 1, ABUSED), asked("a", 30, SAFE), asked("a", 200, ABUSED),
             asked("b", 1, ABUSED | {"c_emot": "suspected"}),
             asked("c", 1, ABUSED), asked("c", 30, {"c_emot": "suspected"}, name="another"))
        assert told("abuse_repeat", day(20)) == (0, 3)
        assert told("abuse_repeat", day(40)) == (1, 3), "c: another kind of violence, four weeks later"
        assert told("abuse_repeat", day(210)) == (2, 3)

    def test_after_more_than_a_year_it_is_a_first_one_again(self, worker):
        send(worker, enrolled("a"), asked("a", 1, ABUSED), asked("a", 30, SAFE), asked("a", 400, ABUSED))
        assert told("abuse_repeat", day(410)) == (0, 1)

    def test_a_finding_that_was_rejected_is_no_earlier_one(self, worker):
        send(worker, enrolled("a"), asked("a", 1, ABUSED),
             draft("reject_finding", "a", 2, {"code": "VI01", "reason": "O căzătură"}, person="a/copil"),
             asked("a", 30, SAFE), asked("a", 60, ABUSED, name="later"))
        assert told("abuse_repeat", day(70)) == (0, 1)

    @pytest.mark.parametrize(("planned", "in_time"), [(20, 1), (50, 0), (None, 0)])
    def test_a_plan_is_in_time_when_it_promises_something_for_it_within_thirty_days(self, worker, planned, in_time):
        def plan(on: int, code: str, name: str) -> Any:
            return draft("agree_plan", "a", on, {"agreed_with": "mama", "services": [
                {"service": "W12", "codes": [code], "due_on": day(on + 9).isoformat(),
                 "responsible": "social_worker"}]}, name=name)

        send(worker, enrolled("a"), asked("a", 1, {"c_abandon_risk": "suspected"} | ABUSED),
             draft("open_case", "a", 2, {}), plan(3, "VI01", "of another matter"),
             *([plan(planned, "FA07", "of this")] if planned else []))
        assert told("plan_in_time_separation", day(25)) == (0, 0), "its thirty days are not over"
        assert told("plan_in_time_separation", day(60)) == (in_time, 1)

    def test_three_at_once_are_counted_of_children_with_one_or_more_as_they_stood(self, worker):
        send(worker, *(enrolled(house) for house in "ab"),
             asked("a", 1, ABUSED | {"c_gp": False, "c_emot": "suspected"}),
             asked("b", 1, {"c_gp": False}), asked("a", 90, {"c_emot": "none"}, name="one is gone"))
        at_first, later = told("three_or_more", day(20)), told("three_or_more", day(100))
        assert at_first == (1, 2)
        assert later == (0, 2)

    def test_a_parent_who_treats_the_children_better_is_one_whose_finding_ended(self, worker):
        def said(on: int, how: str) -> Any:
            return draft("record_interview", "a", on, {"questionnaire": "household", "household": {}, "members": [
                {"person": str(uuid("a/mama")), "facts": {"a_role": "parent", "a_parenting": how}}]}, name=how)

        send(worker, enrolled("a"), said(1, "harsh"))
        assert told("parenting_change", day(20)) == (0, 1)
        send(worker, said(60, "ok"))
        assert told("parenting_change", day(70)) == (1, 1)
        assert told("parenting_change", day(500)) == (0, 0)

    def test_posts_are_the_weighted_load_over_what_one_carries(self, worker):
        send(worker, *(enrolled(house) for house in "ab"), asked("a", 1, ABUSED), asked("b", 1, {"c_gp": False}),
             draft("open_case", "a", 2, {}), draft("open_case", "b", 2, {}))
        assert number("suggested_posts", day(20)).value == pytest.approx((4 + 2) / 60, abs=0.0002)


HOME = UUID(int=7)
FIRST = date(2026, 1, 1)
SPANS = st.lists(st.tuples(st.integers(0, 30), st.one_of(st.none(), st.integers(0, 30))), max_size=8)


@given(SPANS)
def test_on_every_day_as_many_are_at_once_as_findings_stand(spans: Any) -> None:
    rows = [
        (HOME, uuid5(HOME, "child"), 1, f"C{place}", 2, FIRST + timedelta(days=since),
         None if length is None else FIRST + timedelta(days=since + length), "")
        for place, (since, length) in enumerate(spans)
    ]
    found = list(at_once(rows, {row[3]: "child" for row in rows}))
    for on in (FIRST + timedelta(days=count) for count in range(65)):
        standing = sum(row[5] <= on and (row[6] is None or on < row[6]) for row in rows)
        there = [one.many for one in found if one.since <= on and (one.until is None or on < one.until)]
        assert there == ([standing] if standing else [])
