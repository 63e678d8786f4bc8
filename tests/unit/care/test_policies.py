"""Truth tables: what may be done with a case in which state."""

from __future__ import annotations

from datetime import date
from typing import get_args

import pytest

from vatra.care import policies
from vatra.care.models import Case
from vatra.care.payloads import CloseCase
from vatra.care.policies import CannotClose, CannotPlan, CaseState, can_close
from vatra.register.kinds import CannotApply

DAY = date(2026, 3, 2)
EARLIER = date(2026, 3, 1)
OPEN = CaseState(DAY, "open")
REASONS = get_args(CloseCase.model_fields["reason"].annotation)


def with_needs(*needs: tuple[str, int]) -> CaseState:
    return CaseState(DAY, "open", needs)


@pytest.mark.parametrize("reason", REASONS)
@pytest.mark.parametrize("severity", [0, 1, 2, 3, 4])
def test_a_case_closes_with_open_needs_only_for_a_reason_that_ends_it(reason: str, severity: int) -> None:
    state = with_needs(("ED03", severity)) if severity else OPEN
    lawful = reason in {"transferred", "moved", "refused", "deceased", "of_age"}
    assert can_close(state, reason, on=DAY) is (severity < 2 or lawful)


@pytest.mark.parametrize(("state", "on", "code"), [
    (None, DAY, "no_open_case"),
    (CaseState(DAY, "closed"), DAY, "no_open_case"),
    (OPEN, EARLIER, "closed_before_opened"),
    (CaseState(EARLIER, "open", planned_on=date(2026, 3, 9)), DAY, "closed_before_planned"),
    (with_needs(("VI01", 3), ("ED04", 2), ("FA02", 1)), DAY, "open_needs"),
])
def test_why_a_case_cannot_be_closed_is_said(state: CaseState | None, on: date, code: str) -> None:
    with pytest.raises(CannotClose) as refused:
        policies.check_can_close(state, "objectives_met", on=on)
    assert refused.value.code == code
    assert str(refused.value)


def test_the_sentence_names_what_is_still_open_and_nothing_milder() -> None:
    with pytest.raises(CannotClose, match="ED04, VI01") as refused:
        policies.check_can_close(with_needs(("VI01", 3), ("ED04", 2), ("FA02", 1)), "other", on=DAY)
    assert "FA02" not in str(refused.value)


@pytest.mark.parametrize(("state", "on", "allowed"), [
    (OPEN, DAY, True), (OPEN, EARLIER, False), (None, DAY, False), (CaseState(DAY, "closed"), DAY, False),
])
def test_a_plan_needs_an_open_case_and_a_later_day(state: CaseState | None, on: date, allowed: bool) -> None:
    if allowed:
        policies.check_can_plan(state, on=on)
    else:
        with pytest.raises(CannotPlan):
            policies.check_can_plan(state, on=on)


def test_a_household_has_one_open_case() -> None:
    policies.check_can_open(None)
    with pytest.raises(CannotApply):
        policies.check_can_open(OPEN)


@pytest.mark.parametrize(("outcome", "reason", "allowed"), [
    ("done", "", True), ("not_done", "", False), ("refused", "", False),
    ("not_done", "nobody at home", True), ("refused", "the mother does not want it", True),
])
def test_what_was_not_done_says_why(outcome: str, reason: str, allowed: bool) -> None:
    if allowed:
        policies.check_reason_given(outcome, reason)
    else:
        with pytest.raises(CannotApply):
            policies.check_reason_given(outcome, reason)


def test_a_service_outside_the_package_is_refused_by_name() -> None:
    policies.check_service_known("W01", {"W01"})
    with pytest.raises(CannotApply, match="Z99"):
        policies.check_service_known("Z99", {"W01"})


def test_nothing_is_promised_for_a_day_before_the_plan() -> None:
    policies.check_due_after(DAY, DAY, "W02")
    with pytest.raises(CannotPlan, match="W02"):
        policies.check_due_after(EARLIER, DAY, "W02")


def test_the_reasons_of_the_payload_are_those_of_the_record() -> None:
    assert set(REASONS) == set(Case.Reason.values)
    assert set(REASONS) > policies.LAWFUL_WITH_OPEN_NEEDS


@pytest.mark.parametrize(("ages", "heard"), [
    ([9, 36], False), ([10], True), ([17, 3], True), ([18, 40], False), ([None], False), ([], False),
])
def test_a_child_from_ten_years_on_must_be_heard(ages: list[int | None], heard: bool) -> None:
    assert policies.must_be_heard(ages) is heard


@pytest.mark.parametrize(("severe", "received_on", "alone"), [
    (False, policies.CLOSED_BY_TWO_SINCE, True), (True, policies.CLOSED_BY_TWO_SINCE, False), (True, EARLIER, True),
])
def test_who_closes_alone(severe: bool, received_on: date, alone: bool) -> None:
    state = CaseState(EARLIER, "open", severe=severe)
    if alone:
        policies.check_may_close_alone(state, received_on=received_on)
    else:
        with pytest.raises(CannotClose):
            policies.check_may_close_alone(state, received_on=received_on)
