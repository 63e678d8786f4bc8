"""Counts of each commune, kept in memory until its stream of entries grows or a day comes that changes them.

Whatever is counted follows from entries and the day, so a commune is counted again only when it has
new entries, or when somebody there comes of age: a page of a county costs one look at the heads of the
streams. What is due is counted again every day.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Generic, TypeVar

from vatra.assessment import queries as assessment
from vatra.assessment.levels import ORDER
from vatra.care import queries as care
from vatra.people import queries as people
from vatra.register.changes import last_words

MOST_KEPT = 4_000  # more than there are communes


@dataclass(frozen=True, slots=True)
class Counts:
    """One commune in numbers, as of a day. By level: of those assessed, the mildest level first."""

    households: int = 0
    persons: int = 0
    children: int = 0
    households_by_level: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ORDER, 0))
    children_by_level: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ORDER, 0))
    adults_assessed: int = 0
    open_cases: int = 0
    overdue: int = 0

    @property
    def households_assessed(self) -> int:
        """How many households were ever assessed."""
        return sum(self.households_by_level.values())

    @property
    def children_assessed(self) -> int:
        """How many children were ever assessed."""
        return sum(self.children_by_level.values())


@dataclass(frozen=True, slots=True)
class _Kept:
    """What was counted of a commune on a day with the last words of its stream, and up to which day it holds."""

    said: str
    since: date
    until: date | None
    counts: Counts

    def holds(self, said: str, on: date) -> bool:
        return self.said == said and self.since <= on and (self.until is None or on < self.until)


T = TypeVar("T")


class EachDay(Generic[T]):
    """What `make` gives of some communes, kept of each until something is kept there or a day is over.

    `nothing` stands for a commune of which it gives nothing.
    """

    def __init__(self, make: Callable[..., Mapping[int, T]], nothing: T) -> None:
        self._make, self._nothing = make, nothing
        self._made: dict[int, tuple[tuple[str, date], T]] = {}

    def of(self, now: Mapping[int, str], on: date) -> dict[int, T]:
        """Of each of these communes, given the last words of their streams."""
        stale = [code for code, said in now.items() if code not in self._made or self._made[code][0] != (said, on)]
        if stale:
            if len(self._made) > MOST_KEPT:
                self._made.clear()
                stale = list(now)
            made = self._make(stale, on=on)
            self._made.update({code: ((now[code], on), made.get(code, self._nothing)) for code in stale})
        return {code: self._made[code][1] for code in now}


_kept: dict[int, _Kept] = {}
_waiting: EachDay[care.Waiting] = EachDay(care.waiting_in, {})
_states: EachDay[Mapping[str, int]] = EachDay(care.states_in, {})


def counts_of(communes: Collection[int], *, on: date) -> dict[int, Counts]:
    """The counts of each of these communes that has any entry."""
    now = last_words(communes)
    stale = [code for code, said in now.items() if code not in _kept or not _kept[code].holds(said, on)]
    if stale:
        if len(_kept) > MOST_KEPT:
            _kept.clear()
            stale = list(now)
        there = people.numbers_in(stale, on=on)
        for code, counts in _counted(stale, there).items():
            until = there[code].until if code in there else on + timedelta(days=1)
            _kept[code] = _Kept(now[code], on, until, counts)
    late = {code: sum(parts[0] for parts in one.values()) for code, one in _waiting.of(now, on).items()}
    return {code: replace(_kept[code].counts, overdue=late[code]) for code in now}


def worklist_counts(
    communes: Collection[int], domains: Collection[str], *, on: date, roles: Collection[str] = ()
) -> dict[str, int]:
    """How many things stand in each part of the worklist of a reader; only communes with news are counted again."""
    return care.parts_of(waiting_in(communes, on=on).values(), domains, roles, on=on)


def waiting_in(communes: Collection[int], *, on: date) -> dict[int, care.Waiting]:
    """What waits in each of these communes that has any entry, as `care.waiting_in` gives it."""
    return _waiting.of(last_words(communes), on)


def number_by_state(communes: Collection[int], domains: Collection[str], *, on: date) -> dict[str, int]:
    """How many households of these communes stand in each state that any is in, as the reader may know it."""
    return care.states_seen(_states.of(last_words(communes), on).values(), domains)


def _counted(communes: list[int], there: Mapping[int, people.Numbers]) -> dict[int, Counts]:
    """Count some communes anew: a query for each thing counted, however many communes."""
    levels = assessment.severity_counts(communes)
    cases = care.open_cases_by_commune(communes)
    counted = {}
    for commune in communes:
        numbers, found = there.get(commune), levels.get(commune, {})
        counted[commune] = Counts(
            households=numbers.households if numbers else 0, persons=numbers.persons if numbers else 0,
            children=numbers.children if numbers else 0, households_by_level=_by_level(found.get("household", {})),
            children_by_level=_by_level(found.get("child", {})), adults_assessed=sum(found.get("adult", {}).values()),
            open_cases=cases.get(commune, 0),
        )
    return counted


def _by_level(found: dict[str, int]) -> dict[str, int]:
    return {level: found.get(level, 0) for level in ORDER}
