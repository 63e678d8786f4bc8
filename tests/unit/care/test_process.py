"""The process as a table: act x role x state, and what a history of acts makes of it."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vatra.access.queries import roles_book
from vatra.care import process
from vatra.care.process import BY_THE_RULES, NEXT, OPEN, TABLE, UNDER_WAY, Calendar, Happening, State, Stay
from vatra.care.stages import ORDER, OUT_OF_TURN
from vatra.register.kinds import every_kind

DAY = date(2026, 1, 5)
CALENDAR = Calendar(review=3, post_monitoring=3, archive=60)
S = State
CASEWORKERS = {"social_worker", "social_technician", "head"}
SUPERVISORS = {"head", "supervisor_dgaspc", "supervisor_dsp", "supervisor_isj", "supervisor_cjrae"}
PLANNERS = CASEWORKERS | {"community_nurse", "school_counsellor"}
CASEWORK = {
    "record_initial_assessment": set(S) - {S.UNKNOWN},
    "decide_no_case": {S.TO_DECIDE},
    "open_case": set(S) - set(OPEN) - {S.UNKNOWN},
    "name_team": set(OPEN),
    "approve_plan": {S.APPROVAL},
    "review_case": {S.APPROVAL, S.IMPLEMENTATION, S.MONITORING, S.REVIEW},
    "ask_to_close": set(UNDER_WAY),
    "close_case": set(UNDER_WAY),
}


def after(days: int) -> date:
    return DAY + timedelta(days=days)


def told(*acts: tuple[int, str] | tuple[int, str, str]) -> list[Happening]:
    return [Happening(after(on), act, *word) for on, act, *word in ((0, "enrol_household"), *acts)]


def state(*acts: tuple[int, str] | tuple[int, str, str], on: int = 900) -> State:
    return process.state_on(told(*acts), CALENDAR, after(on))


@pytest.mark.parametrize("role", sorted(roles_book()))
@pytest.mark.parametrize("act", [*CASEWORK, "agree_plan", "agree_to_close"])
def test_who_may_do_what_in_which_state(act: str, role: str) -> None:
    states = CASEWORK.get(act) or {"agree_plan": set(OPEN), "agree_to_close": {S.CLOSING_ASKED}}[act]
    roles = {"agree_plan": PLANNERS, "agree_to_close": SUPERVISORS}.get(act, CASEWORKERS)
    allowed = {where for where in S if process.may(roles_book()[role].acts, where, act)}
    assert allowed == (states if role in roles else set())


def test_the_table_asks_for_the_act_words_of_the_kinds_of_entry() -> None:
    words = {kind.name: kind.act for kind in every_kind()}
    assert {row.act: row.may for row in TABLE if row.may != BY_THE_RULES} == {
        act: words[act] for act in {row.act for row in TABLE if row.may != BY_THE_RULES}
    }


def test_no_act_leads_to_two_states() -> None:
    said = [(row.state, row.act, word) for row in TABLE for word in row.words or ("",)]
    assert len(said) == len(set(said))
    worded = {(row.state, row.act) for row in TABLE if row.words}
    assert worded.isdisjoint({(row.state, row.act) for row in TABLE if not row.words})


def test_every_act_of_the_table_has_its_place_in_a_day_and_what_is_guarded_says_why() -> None:
    assert {row.act for row in TABLE} == {*ORDER, "months_pass"}
    assert OUT_OF_TURN.keys() <= {row.act for row in TABLE}


def test_every_state_can_be_reached_and_says_what_comes_next() -> None:
    reached, before = {S.UNKNOWN}, set()
    while reached != before:
        before = set(reached)
        reached |= {row.to for row in TABLE if row.state in before}
    assert reached == set(S)
    assert set(S) - NEXT.keys() == {S.UNKNOWN, S.NO_CASE, S.TRANSFERRED, S.CLOSED, S.ARCHIVED}
    assert all(act in process.acts_in(where) or act == "record_interview" or act == "record_visit"
               for where, (act, _rules) in NEXT.items())


WHOLE = (
    (1, "record_interview"), (1, "found_severe"), (2, "record_initial_assessment", "high"), (2, "open_case"),
    (3, "name_team"), (10, "record_delivery", "S04"), (20, "agree_plan"), (22, "approve_plan"),
    (40, "record_visit", "monitored"), (100, "review_case", "go_on"), (150, "ask_to_close", "objectives_met"),
    (152, "agree_to_close", "objectives_met"),
)


@pytest.mark.parametrize(("on", "expected"), [
    (0, S.REGISTERED), (1, S.INITIAL_ASSESSMENT), (2, S.CASE_OPENED), (3, S.DETAILED_ASSESSMENT), (10, S.PLAN),
    (20, S.APPROVAL), (22, S.IMPLEMENTATION), (40, S.MONITORING), (111, S.MONITORING), (150, S.CLOSING_ASKED),
    (152, S.POST_MONITORING), (300, S.CLOSED), (2200, S.ARCHIVED),
])
def test_a_case_goes_through_the_states_to_its_end(on: int, expected: State) -> None:
    assert state(*WHOLE, on=on) is expected


def test_a_signal_waits_for_its_triage_then_for_the_visit_whatever_was_decided() -> None:
    assert state((1, "record_interview"), (5, "record_signal")) is S.SIGNALLED
    assert state((5, "record_signal"), (5, "triage_signal", "information")) is S.INITIAL_ASSESSMENT
    assert state((5, "record_signal"), (5, "triage_signal", "emergency")) is S.EMERGENCY


def test_an_emergency_stands_until_it_is_told_and_the_sheet_comes_after() -> None:
    assert state((1, "found_emergency")) is S.EMERGENCY
    assert state((1, "found_emergency"), (1, "record_delivery", "W10")) is S.EMERGENCY
    assert state((1, "found_emergency"), (1, "record_delivery", "W12")) is S.INITIAL_ASSESSMENT


@pytest.mark.parametrize("decision", ["no_case", "transferred"])
def test_no_case_is_decided_only_after_the_initial_assessment(decision: str) -> None:
    assert state((1, "found_severe"), (2, "decide_no_case", decision), on=5) is S.INITIAL_ASSESSMENT
    seen = (2, "record_initial_assessment", "low")
    assert state((1, "found_severe"), seen, (2, "decide_no_case", decision), on=5) is S(decision)


def test_a_review_is_due_three_months_after_the_plan_and_after_each_review() -> None:
    running = WHOLE[:9]
    assert state(*running, on=109) is S.MONITORING
    assert state(*running, on=115) is S.REVIEW
    assert state(*running, (60, "record_interview"), on=130) is S.MONITORING
    assert state(*running, (115, "review_case", "change_plan"), on=116) is S.PLAN


def test_a_closing_that_is_not_agreed_is_looked_at_again() -> None:
    assert state(*WHOLE[:11], (152, "agree_to_close", "not_agreed"), on=160) is S.REVIEW


def test_a_case_closed_and_opened_again_on_one_day_is_open() -> None:
    again = (*WHOLE[:10], (150, "open_case"), (150, "close_case", "moved"))
    assert state(*again, on=150) is S.CASE_OPENED


def test_something_severe_in_a_closed_case_asks_for_a_visit_again() -> None:
    assert state(*WHOLE, (400, "found_severe"), on=401) is S.INITIAL_ASSESSMENT


acts = st.sampled_from(sorted({(row.act, word) for row in TABLE for word in row.words or ("",)}))
lives = st.lists(st.tuples(st.integers(1, 700), acts), max_size=30)


def walked(life: list[tuple[int, tuple[str, str]]]) -> tuple[list[Happening], list[Stay]]:
    happened = told(*((on, act, word) for on, (act, word) in life if act not in ("months_pass", "enrol_household")))
    return happened, process.stays(happened, CALENDAR)


@given(lives)
def test_in_any_life_every_change_of_state_is_a_row_of_the_table(life: list[tuple[int, tuple[str, str]]]) -> None:
    _happened, found = walked(life)
    rows = {(row.state, row.to) for row in TABLE}
    assert all((one.state, other.state) in rows for one, other in pairwise(found))
    assert all(one.until == other.since for one, other in pairwise(found))


@given(lives)
def test_in_any_life_a_case_ends_only_by_an_act_that_ends_it(life: list[tuple[int, tuple[str, str]]]) -> None:
    happened, found = walked(life)
    endings = {one.on for one in happened if one.act in ("close_case", "agree_to_close")}
    for one, other in pairwise(found):
        if one.state in OPEN and other.state not in OPEN:
            assert other.since in endings and other.state in (S.CLOSED, S.POST_MONITORING)
        if one.state is S.CLOSING_ASKED:
            assert other.since in {h.on for h in happened if h.act == "agree_to_close"}


@given(lives)
def test_in_any_life_a_state_does_not_depend_on_what_comes_after(life: list[tuple[int, tuple[str, str]]]) -> None:
    happened, found = walked(life)
    for stay in found:
        of_day = [one.state for one in found if one.since == stay.since]
        assert process.state_on(happened, CALENDAR, stay.since) in of_day
