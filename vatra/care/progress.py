"""How far the work with a household has come, as its reader may know: its state, its sheets, what is compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from vatra.assessment import queries as assessment
from vatra.base.prepared import Prepared
from vatra.care import notes, process
from vatra.care.merged import every
from vatra.care.models import Case, Plan, Stage, Step, Visit
from vatra.care.process import NEXT, State
from vatra.care.stepped import StepSeen, seen, state_shown, states_behind

NOW = Q(until=None)


@dataclass(frozen=True, slots=True)
class StageSeen:
    """The state of a household on a day, since when, the act asked for next and the deadlines that say by when."""

    state: str
    since: date
    next_act: str
    rules: tuple[str, ...]

    def may_do(self, act: str, word: str = "") -> bool:
        """Whether the table of the process has a row for this here."""
        return process.move(State(self.state), act, word) is not None


@dataclass(frozen=True, slots=True)
class Monitored:
    """A monitoring sheet and the visit on which it was filled in."""

    on: date
    by: str
    sheet: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Compared:
    """A finding then and now: `change` is new, gone, graver, milder or same; severities are 0 where it was not."""

    code: str
    person: UUID | None
    before: int
    now: int
    change: str


def stage(household: UUID, domains: Collection[str], *, on: date) -> StageSeen | None:
    """The state of a household as its reader may know it; None before it is in the register."""
    row = next(iter(_STAGES(household, on, on)), None)
    return _stage(state_shown(row[0], domains), row[1]) if row else None


def _stage(state: str, since: date) -> StageSeen:
    act, rules = NEXT.get(State(state), ("", ()))
    return StageSeen(state, since, act, rules)


def _holds(on: date) -> Q:
    return Q(since__lte=on) & (NOW | Q(until__gt=on))


_STAGES = Prepared(
    lambda household, since, until: Stage.objects.filter(
        NOW | Q(until__gt=until), since__lte=since, household__uuid=household
    ).order_by("-since", "-id").values_list("state", "since"), once=True
)


def households_in(state: str, communes: Collection[int], domains: Collection[str], *, on: date) -> list[UUID]:
    """The households of these communes that stand in a state on a day, as the reader may know it."""
    rows = Stage.objects.filter(
        _holds(on), state__in=states_behind(state, domains), household__commune__in=list(communes)
    )
    return [household for household, in rows.values_list("household__uuid")]


def states_in(communes: Collection[int], *, on: date) -> dict[int, dict[str, int]]:
    """How many households of each commune stand in each state that any is in. For counting; one query."""
    rows = Stage.objects.filter(_holds(on), household__commune__in=list(communes), household__ended_on=None)
    found: dict[int, dict[str, int]] = {}
    for commune, state, number in rows.values_list("household__commune", "state").annotate(n=Count("id")).order_by():
        found.setdefault(commune, {})[state] = number
    return found


def states_seen(counted: Iterable[Mapping[str, int]], domains: Collection[str]) -> dict[str, int]:
    """What `states_in` gives of some communes, together and as the reader may know it."""
    seen: Counter[str] = Counter()
    for one in counted:
        for state, number in one.items():
            seen[state_shown(state, domains)] += number
    return dict(seen)


def last_monitoring(household: UUID, domains: Collection[str]) -> Monitored | None:
    """The last monitoring sheet that the reader may read, to start the next one from."""
    rows = Visit.objects.filter(household__uuid__in=every(household)).exclude(monitoring=None)
    for row in rows.select_related("by").order_by("-on", "-id"):
        if notes.Authors({row.by_id}).share(row.by_id, row.on, row.note_for, domains):
            return Monitored(row.on, row.by.full_name, row.monitoring or {})
    return None


def closings_waiting(communes: Collection[int], domains: Collection[str]) -> list[StepSeen]:
    """The closings asked for in these communes on which nobody has given the second word, the oldest first."""
    latest = {row.household_id: row for row in _CLOSINGS(communes)} if communes else {}
    authors = notes.Authors({row.by_id for row in latest.values()})
    return [seen(row, authors, domains) for row in sorted(latest.values(), key=lambda row: (row.on, row.pk))]


def _asked_to_close(communes: Collection[int]) -> QuerySet[Step]:
    homes = Stage.objects.filter(state=State.CLOSING_ASKED, until=None, household__commune__in=communes)
    return Step.objects.filter(kind=Step.Kind.CLOSING, household__in=homes.values("household"))


_CLOSINGS = Prepared(lambda communes: _asked_to_close(communes).select_related("by").order_by("on", "id"))


def compared(
    household: UUID, domains: Collection[str], *, since: date, on: date, known: Mapping[str, str]
) -> list[Compared]:
    """What was found on a day and what is found now, as far as the reader may know; what changed first.

    `known` gives the need-to-know domain of each code.
    """
    found = [one for one in assessment.findings_of([household], ended=True).get(household, [])
             if one.judged != "rejected" and known.get(one.code) in domains]
    by_subject: dict[tuple[str, UUID | None], list[Any]] = {}
    for one in found:
        by_subject.setdefault((one.code, one.person), []).append(one)
    told = (
        _compared(code, person, *(max(_severity(one, day) for one in several) for day in (since, on)))
        for (code, person), several in by_subject.items()
    )
    order = ("new", "graver", "same", "milder", "gone")
    return sorted((one for one in told if one.before or one.now),
                  key=lambda one: (order.index(one.change), -max(one.now, one.before), one.code, str(one.person)))


def _compared(code: str, person: UUID | None, before: int, now: int) -> Compared:
    change = ("new" if not before else "gone" if not now else "same" if now == before
              else "graver" if now > before else "milder")
    return Compared(code, person, before, now, change)


def _severity(one: Any, on: date) -> int:
    """The severity of a finding on a day, 0 when it was not present then."""
    if one.until is not None and one.until <= on:
        return 0
    course = [(date.fromisoformat(str(day)), severity) for day, severity in one.course]
    return next((severity for day, severity in reversed(course) if day <= on), 0)


def looked_on(household: UUID) -> date | None:
    """The day of the last review, else of the running plan: what a new review is compared with."""
    steps = Step.objects.filter(household__uuid__in=every(household), kind=Step.Kind.REVIEW)
    days: Iterable[date] = steps.values_list("on", flat=True)
    plans = Plan.objects.filter(household__uuid__in=every(household), ended_on=None).values_list("agreed_on", flat=True)
    cases = Case.objects.filter(household__uuid__in=every(household), state="open").values_list("opened_on", flat=True)
    return max([*days, *plans], default=None) or max(cases, default=None)


def closed_cases(household: UUID) -> list[Case]:
    """The closed cases of a household, the latest first (read only)."""
    return list(Case.objects.filter(household__uuid__in=every(household), state="closed").order_by("-closed_on", "-id"))
