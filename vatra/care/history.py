"""What is known of one household, as plain values: all that its deadlines are a function of."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Found:
    """A finding and its span; `until` is exclusive, None while it holds. A rejection ends it for care.

    `course`: from which day it had which severity, oldest first.
    """

    code: str
    domain: str
    person: UUID | None
    since: date
    course: tuple[tuple[date, int], ...]
    until: date | None = None

    def severity(self, on: date) -> int:
        """Its severity on a day: the latest word of its course by then, 0 before it began."""
        return next((severity for day, severity in reversed(self.course) if day <= on), 0)

    def reached(self, severity: int) -> date | None:
        """The first day on which it was at least this severe."""
        return next((day for day, held in self.course if held >= severity), None)


@dataclass(frozen=True, slots=True)
class Span:
    """A case or a plan: from a day to a day (or still running)."""

    uuid: UUID
    since: date
    until: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Promised:
    """A service of a plan."""

    service: str
    person: UUID | None
    codes: tuple[str, ...]
    agreed_on: date
    due_on: date
    state: str
    done_on: date | None
    ended_on: date | None  # when its plan or case ended


@dataclass(frozen=True, slots=True)
class Met:
    """A visit (`kind`, `service` its purpose) or a delivery (`kind` its outcome) on a day.

    `sheet`: a visit with its monitoring sheet. `by_call`: a report of an emergency that was not in writing.
    """

    on: date
    kind: str
    service: str = ""
    sheet: bool = False
    by_call: bool = False


@dataclass(frozen=True, slots=True)
class Sent:
    """A referral: sent, acknowledged, answered (an appointment is an answer), ended; or asked for no longer."""

    service: str
    person: UUID | None
    codes: tuple[str, ...]
    sent_on: date
    acknowledged_on: date | None = None
    answered_on: date | None = None
    ended_on: date | None = None
    withdrawn_on: date | None = None


@dataclass(frozen=True, slots=True)
class Signalled:
    """A signal: the day it was noticed, the day it was triaged, and how."""

    on: date
    triaged_on: date | None = None
    decision: str = ""


@dataclass(frozen=True, slots=True)
class Stepped:
    """A step of the process: the kind of its entry, and the word of it that the table of the process asks for."""

    on: date
    kind: str
    word: str = ""


@dataclass(frozen=True, slots=True)
class Departs:
    """A parent who leaves on a day: heard of on a day, notified to SPAS on a day (or not yet).

    `back_on`: announced as back. `delegated_on`: from which day the court delegated parental authority, if it has.
    """

    parent: UUID
    leaves_on: date
    heard_on: date
    notified_on: date | None = None
    back_on: date | None = None
    delegated_on: date | None = None


@dataclass(slots=True)
class History:
    """One household's findings and care, in no particular order."""

    household: UUID
    commune_id: int
    enrolled_on: date
    ended_on: date | None = None
    found: list[Found] = field(default_factory=list)
    interviews: list[date] = field(default_factory=list)
    cases: list[Span] = field(default_factory=list)
    plans: list[Span] = field(default_factory=list)
    promised: list[Promised] = field(default_factory=list)
    visits: list[Met] = field(default_factory=list)
    deliveries: list[Met] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)
    signals: list[Signalled] = field(default_factory=list)
    steps: list[Stepped] = field(default_factory=list)
    departures: list[Departs] = field(default_factory=list)
    supervised: list[date] = field(default_factory=list)

    def latest(self) -> date:
        """The latest day anything of it speaks of: which rulebook's clocks it is held to."""
        days = [self.enrolled_on, *self.interviews, *(met.on for met in (*self.visits, *self.deliveries))]
        days += [day for f in self.found for day in (f.since, f.until) if day]
        days += [day for span in (*self.cases, *self.plans) for day in (span.since, span.until) if day]
        days += [step.on for step in self.steps]
        days += [day for signal in self.signals for day in (signal.on, signal.triaged_on) if day]
        days += self.supervised
        return max(days + [sent.sent_on for sent in self.sent])

    def holding(self, on: date) -> list[Found]:
        """The findings that hold on a day."""
        return [f for f in self.found if f.since <= on and (f.until is None or on < f.until)]

    def severity(self, on: date) -> int:
        """The highest severity that holds on a day, 0 for none."""
        return max((f.severity(on) for f in self.holding(on)), default=0)


def within(day: date, spans: list[Span]) -> bool:
    """Whether one of the spans runs on a day (its last day included)."""
    return any(s.since <= day and (s.until is None or day <= s.until) for s in spans)
