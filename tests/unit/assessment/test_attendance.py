"""Attendance told between interviews is the questionnaire's own answer, and moves no clock of an interview."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps

from tests.unit.care.village import asked, colleague, day, draft, enrolled, made_commune, send, uuid
from vatra.assessment import queries as assessment

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
CHILD = uuid("a/copil")
STUDIES = {"c_enrolled": True, "c_abs_h": 2, "c_abs_share": 0, "c_repeat": False, "c_failing": 0, "c_overage": 0}


@pytest.fixture
def ana(db: None) -> Any:
    made = made_commune()
    send(made, enrolled("a"), asked("a", 0, STUDIES))
    return made


def missed(hours: int, on: int, **more: Any) -> Any:
    return draft("record_attendance", "a", on, {"hours": hours}, **{"person": "a/copil"} | more)


def hours(on: int) -> Any:
    return assessment.current_facts(uuid("a"), on=day(on))[CHILD]["c_abs_h"][:2]


def open_codes() -> set[str]:
    return {one.code for one in assessment.open_findings(uuid("a"))}


def test_many_hours_are_found_to_be_a_risk_of_dropping_out_and_few_end_it(ana: Any) -> None:
    assert "ED04" not in open_codes()
    send(ana, missed(34, 20))
    assert hours(20) == [34, day(20).isoformat()] and "ED04" in open_codes()
    send(ana, missed(3, 40))
    assert "ED04" not in open_codes()


def test_an_answer_of_a_later_day_counts_whichever_way_it_was_told(ana: Any) -> None:
    send(ana, missed(34, 40), asked("a", 20, {"c_abs_h": 5}))
    assert hours(40) == [34, day(40).isoformat()]


def test_two_workers_who_tell_different_hours_on_one_day_are_shown(ana: Any) -> None:
    send(ana, missed(34, 20))
    send(colleague("mihai", "school_mediator"), missed(4, 20, name="mihai"))
    [shown] = assessment.contradictions([uuid("a")], on=day(20))
    assert (shown.fact, [value for value, _by in shown.said]) == ("c_abs_h", [4, 34])


def test_it_is_no_interview_so_nothing_that_waits_for_one_is_met(ana: Any) -> None:
    send(ana, missed(34, 20))
    assert assessment.interview_days([uuid("a")]) == {uuid("a"): [day(0)]}
    assert apps.get_model("assessment.Interview").objects.count() == 1


@pytest.mark.parametrize(("role", "outcome"), [
    ("school_mediator", "received"), ("school_counsellor", "received"), ("head", "received"),
    ("community_nurse", "to_settle"), ("health_mediator", "to_settle"), ("supervisor_isj", "to_settle"),
])
def test_who_tells_of_school_sees_school(ana: Any, role: str, outcome: str) -> None:
    [receipt] = send(colleague(role, role), missed(34, 20))
    assert receipt.outcome == outcome, receipt


@pytest.mark.parametrize(("person", "code"), [(None, "no_child"), ("b/copil", "not_a_member")])
def test_it_is_told_of_a_child_of_the_household(ana: Any, person: str | None, code: str) -> None:
    send(ana, enrolled("b"))
    [receipt] = send(ana, missed(34, 20, person=person))
    assert (receipt.outcome, receipt.reason_code) == ("to_settle", code)
