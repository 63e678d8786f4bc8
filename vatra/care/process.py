"""The case-management process as one table: from which state which act leads to which, and who may.

A state says what is to be done next with a household; it is entered, it is not a verdict. Everything else follows
from the table: what may be done now, the state of a household from its history, the diagram of docs/reference.
Pure: no database, no clock. Sources: HG 612/2025 (72 hours), Order 286/2006 (plan), Order 288/2006 (case
management); what is not confirmed there is said with its deadline in the rulebook.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby

from vatra.base.days import add_months


class State(StrEnum):
    """Where a household stands; the comment gives the number of the national process."""

    UNKNOWN = "unknown"  # not in the register
    REGISTERED = "registered"  # 0
    SURVEYED = "surveyed"  # 1
    SIGNALLED = "signalled"  # 1b
    INITIAL_ASSESSMENT = "initial_assessment"  # 2
    EMERGENCY = "emergency"  # 2e
    TO_DECIDE = "to_decide"  # 3, before it is decided
    NO_CASE = "no_case"  # 3: information only
    TRANSFERRED = "transferred"  # 3: to DGASPC
    CASE_OPENED = "case_opened"  # 3
    DETAILED_ASSESSMENT = "detailed_assessment"  # 4
    PLAN = "plan"  # 5
    APPROVAL = "approval"  # 5, agreed and not yet approved
    IMPLEMENTATION = "implementation"  # 6
    MONITORING = "monitoring"  # 7
    REVIEW = "review"  # 8
    CLOSING_ASKED = "closing_asked"  # 9, before a second person agrees
    CLOSED = "closed"  # 9
    POST_MONITORING = "post_monitoring"  # 10
    ARCHIVED = "archived"  # 11


S = State
CALM = (S.REGISTERED, S.SURVEYED, S.NO_CASE, S.TRANSFERRED, S.CLOSED, S.POST_MONITORING, S.ARCHIVED)
BEFORE_A_CASE = (*CALM, S.SIGNALLED, S.INITIAL_ASSESSMENT, S.EMERGENCY, S.TO_DECIDE)
UNDER_WAY = (
    S.CASE_OPENED, S.DETAILED_ASSESSMENT, S.PLAN, S.APPROVAL, S.IMPLEMENTATION, S.MONITORING, S.REVIEW,
)
OPEN = (*UNDER_WAY, S.CLOSING_ASKED)
BY_THE_RULES = ""  # nobody's act: the rulebook's findings, or the calendar
LAWFUL = ("transferred", "moved", "refused", "deceased", "of_age", "other")  # closed without its objectives
SAME = None


@dataclass(frozen=True, slots=True)
class Move:
    """One row: in `state`, `act` (saying one of `words`, when there are any) leads to `to`; `may` of roles.csv."""

    state: State
    act: str
    words: tuple[str, ...]
    to: State
    may: str


def _rows(
    states: Iterable[State], act: str, to: State | None, may: str, words: tuple[str, ...] = ()
) -> Iterator[Move]:
    return (Move(state, act, words, to or state, may) for state in states)


TABLE: tuple[Move, ...] = tuple(row for rows in (
    _rows([S.UNKNOWN], "enrol_household", S.REGISTERED, "register_people"),
    _rows([S.REGISTERED], "record_interview", S.SURVEYED, "interview"),
    _rows([*CALM, S.SIGNALLED], "found_severe", S.INITIAL_ASSESSMENT, BY_THE_RULES),
    _rows([*CALM, S.SIGNALLED, S.INITIAL_ASSESSMENT, S.TO_DECIDE], "found_emergency", S.EMERGENCY, BY_THE_RULES),
    _rows([S.EMERGENCY], "found_milder", S.INITIAL_ASSESSMENT, BY_THE_RULES),
    _rows([S.EMERGENCY, S.INITIAL_ASSESSMENT], "found_no_longer", S.SURVEYED, BY_THE_RULES),
    _rows(CALM, "record_signal", S.SIGNALLED, "visit"),
    _rows([S.SIGNALLED], "triage_signal", S.INITIAL_ASSESSMENT, "case", ("visit", "information", "transferred")),
    _rows([S.SIGNALLED, S.INITIAL_ASSESSMENT, S.TO_DECIDE], "triage_signal", S.EMERGENCY, "case", ("emergency",)),
    _rows([S.EMERGENCY], "record_delivery", S.INITIAL_ASSESSMENT, "deliver", ("W12",)),
    _rows(BEFORE_A_CASE, "record_initial_assessment", S.TO_DECIDE, "case"),
    _rows(OPEN, "record_initial_assessment", SAME, "case"),
    _rows([S.TO_DECIDE], "decide_no_case", S.NO_CASE, "case", ("no_case",)),
    _rows([S.TO_DECIDE], "decide_no_case", S.TRANSFERRED, "case", ("transferred",)),
    _rows(BEFORE_A_CASE, "open_case", S.CASE_OPENED, "case"),
    _rows([S.CASE_OPENED], "name_team", S.DETAILED_ASSESSMENT, "case"),
    _rows([one for one in OPEN if one is not S.CASE_OPENED], "name_team", SAME, "case"),
    _rows([S.CASE_OPENED, S.DETAILED_ASSESSMENT], "record_delivery", S.PLAN, "deliver", ("S04",)),
    _rows([S.CASE_OPENED, S.DETAILED_ASSESSMENT], "record_interview", S.PLAN, "interview"),
    _rows(UNDER_WAY, "agree_plan", S.APPROVAL, "plan"),
    _rows([S.CLOSING_ASKED], "agree_plan", SAME, "plan"),
    _rows([S.APPROVAL], "approve_plan", S.IMPLEMENTATION, "case"),
    _rows([S.IMPLEMENTATION], "record_visit", S.MONITORING, "visit", ("monitored",)),
    _rows([S.IMPLEMENTATION, S.MONITORING], "months_pass", S.REVIEW, BY_THE_RULES, ("review",)),
    _rows([S.REVIEW], "record_interview", S.MONITORING, "interview"),
    _rows([S.IMPLEMENTATION, S.MONITORING, S.REVIEW], "review_case", S.MONITORING, "case", ("go_on", "close")),
    _rows([S.APPROVAL], "review_case", SAME, "case", ("go_on", "close")),
    _rows([S.APPROVAL, S.IMPLEMENTATION, S.MONITORING, S.REVIEW], "review_case", S.PLAN, "case", ("change_plan",)),
    _rows(UNDER_WAY, "ask_to_close", S.CLOSING_ASKED, "case"),
    _rows([S.CLOSING_ASKED], "agree_to_close", S.POST_MONITORING, "supervise", ("objectives_met",)),
    _rows([S.CLOSING_ASKED], "agree_to_close", S.CLOSED, "supervise", LAWFUL),
    _rows([S.CLOSING_ASKED], "agree_to_close", S.REVIEW, "supervise", ("not_agreed",)),
    _rows(UNDER_WAY, "close_case", S.POST_MONITORING, "case", ("objectives_met",)),
    _rows(UNDER_WAY, "close_case", S.CLOSED, "case", LAWFUL),
    _rows([S.POST_MONITORING], "months_pass", S.CLOSED, BY_THE_RULES, ("post_monitoring",)),
    _rows([S.CLOSED, S.NO_CASE, S.TRANSFERRED], "months_pass", S.ARCHIVED, BY_THE_RULES, ("archive",)),
) for row in rows)

# What is asked for in a state, and by which deadlines of the rulebook it is due.
NEXT: Mapping[State, tuple[str, tuple[str, ...]]] = {
    S.REGISTERED: ("record_interview", ("first_survey",)),
    S.SURVEYED: ("record_interview", ("survey_renewal",)),
    S.SIGNALLED: ("triage_signal", ("triage",)),
    S.INITIAL_ASSESSMENT: ("record_initial_assessment", ("initial_visit", "initial_visit_signalled")),
    S.EMERGENCY: ("record_delivery", ("emergency_report", "emergency_written")),
    S.TO_DECIDE: ("open_case", ("case_opened",)),
    S.CASE_OPENED: ("name_team", ("detailed_assessment",)),
    S.DETAILED_ASSESSMENT: ("record_interview", ("detailed_assessment",)),
    S.PLAN: ("agree_plan", ("plan",)),
    S.APPROVAL: ("approve_plan", ("plan",)),
    S.IMPLEMENTATION: ("record_visit", ("monitoring_weekly", "monitoring")),
    S.MONITORING: ("record_visit", ("monitoring_weekly", "monitoring")),
    S.REVIEW: ("review_case", ("review",)),
    S.CLOSING_ASKED: ("agree_to_close", ()),
    S.POST_MONITORING: ("record_visit", ("post_monitoring",)),
}


@dataclass(frozen=True, slots=True)
class Happening:
    """An act on a day, with the word of it that the table asks for."""

    on: date
    act: str
    word: str = ""


@dataclass(frozen=True, slots=True)
class Stay:
    """A state from a day until a day (exclusive; None: until something happens)."""

    state: State
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """After how many months the calendar moves on: the rulebook's clocks of review, post-monitoring and archiving."""

    review: int = 3
    post_monitoring: int = 3
    archive: int = 60


_BY_STATE = {(row.state, row.act, word): row for row in TABLE for word in row.words or ("",)}
_ANY_WORD = {(row.state, row.act) for row in TABLE if not row.words}


def move(state: State, act: str, word: str = "") -> State | None:
    """Where an act leads from a state; None when it does not belong to it and changes nothing."""
    row = _BY_STATE.get((state, act, "" if (state, act) in _ANY_WORD else word))
    return row.to if row else None


def acts_in(state: State) -> frozenset[str]:
    """The acts that have a row from a state."""
    return frozenset(row.act for row in TABLE if row.state is state)


def may(role_acts: Iterable[str], state: State, act: str) -> bool:
    """Whether somebody with these act words of roles.csv may do this in a state."""
    held = set(role_acts)
    return any(row.act == act and row.state is state and row.may in held for row in TABLE)


def stays(happened: Sequence[Happening], calendar: Calendar) -> list[Stay]:
    """The states of a household, the oldest first, those that only the calendar brings about at the end.

    Of one day the acts are taken in the order given; one that does not belong to the state of then is tried again
    after each that does (a case closed and opened again on one day), and else moves nothing.
    """
    walk = _Walk(calendar)
    ordered = sorted(happened, key=lambda one: one.on)
    for day, of_day in groupby(ordered, key=lambda one: one.on):
        walk.wait_until(day)
        walk.through(day, list(of_day))
    walk.wait_until(date.max)
    found = walk.found
    return [Stay(state, since, found[place + 1][1] if place + 1 < len(found) else None)
            for place, (state, since) in enumerate(found)]


def state_on(happened: Sequence[Happening], calendar: Calendar, on: date) -> State:
    """The state in which a household is on a day, with all that happened by its end."""
    found = [stay for stay in stays([one for one in happened if one.on <= on], calendar) if stay.since <= on]
    return found[-1].state if found else S.UNKNOWN


class _Walk:
    """One household on its way through the table."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar, self.state = calendar, S.UNKNOWN
        self.found: list[tuple[State, date]] = []
        self.looked_on = date.min  # the last day on which a plan was agreed, or the case looked at again

    def through(self, day: date, waiting: list[Happening]) -> None:
        """Take the acts of a day, each as soon as it belongs to the state."""
        place = 0
        while place < len(waiting):
            one = waiting[place]
            to = move(self.state, one.act, one.word)
            if to is None:
                place += 1
                continue
            del waiting[place]
            if one.act in ("agree_plan", "review_case", "record_interview"):
                self.looked_on = day
            if to is not self.state:
                self._enter(to, day)
                place = 0
        looked = [one for one in waiting if one.act == "record_interview"]
        if looked and self.state in (S.IMPLEMENTATION, S.MONITORING):
            self.looked_on = day  # asked again before the review was due: the rules were run anew

    def wait_until(self, day: date) -> None:
        """Let the calendar move the state on until a day."""
        while (turn := self._turn()) is not None and turn[1] <= day:
            self._enter(*turn)

    def _turn(self) -> tuple[State, date] | None:
        for word, months in (("review", self.calendar.review), ("post_monitoring", self.calendar.post_monitoring),
                             ("archive", self.calendar.archive)):
            to = move(self.state, "months_pass", word)
            if to is not None:
                since = self.looked_on if word == "review" else self.found[-1][1]
                return to, add_months(since, months)
        return None

    def _enter(self, state: State, day: date) -> None:
        self.state = state
        self.found.append((state, max([day, *(since for _state, since in self.found[-1:])])))
