"""Counts of each commune, kept in memory until its stream of entries grows or a day comes that changes them.

Whatever is counted follows from entries and the day, so a commune is counted again only when it has
new entries, or when somebody there comes of age: a page of a county costs one look at the heads of the
streams. What is due is counted again every day.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from vatra.assessment import queries as assessment
from vatra.assessment.levels import ORDER
from vatra.care import queries as care
from vatra.people import queries as people
from vatra.register.verify import heads

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
    """What was counted of a commune on a day with a head of its stream, and up to which day it holds."""

    digest: str
    since: date
    until: date | None
    counts: Counts

    def holds(self, digest: str, on: date) -> bool:
        return self.digest == digest and self.since <= on and (self.until is None or on < self.until)


_kept: dict[int, _Kept] = {}
_waiting: dict[int, tuple[tuple[str, date], care.Waiting]] = {}


def counts_of(communes: Collection[int], *, on: date) -> dict[int, Counts]:
    """The counts of each of these communes that has any entry."""
    now = _heads(communes)
    stale = [code for code, digest in now.items() if code not in _kept or not _kept[code].holds(digest, on)]
    if stale:
        if len(_kept) > MOST_KEPT:
            _kept.clear()
        there = people.numbers_in(stale, on=on)
        for code, counts in _counted(stale, there).items():
            until = there[code].until if code in there else on + timedelta(days=1)
            _kept[code] = _Kept(now[code], on, until, counts)
    late = {code: sum(parts[0] for parts in one.values()) for code, one in _waiting_of(now, on).items()}
    return {code: replace(_kept[code].counts, overdue=late[code]) for code in now}


def worklist_counts(
    communes: Collection[int], domains: Collection[str], *, on: date, roles: Collection[str] = ()
) -> dict[str, int]:
    """How many things stand in each part of the worklist of a reader; only communes with news are counted again."""
    return care.parts_of(_waiting_of(_heads(communes), on).values(), domains, roles, on=on)


def _heads(communes: Collection[int]) -> dict[int, str]:
    wanted = frozenset(communes)
    return {head.commune: head.digest for head in heads() if head.commune in wanted}


def _waiting_of(now: Mapping[int, str], on: date) -> dict[int, care.Waiting]:
    """What waits in each commune, given the heads of their streams."""
    stale = [code for code, digest in now.items() if code not in _waiting or _waiting[code][0] != (digest, on)]
    if stale:
        if len(_waiting) > MOST_KEPT:
            _waiting.clear()
        found = care.waiting_in(stale, on=on)
        _waiting.update({code: ((now[code], on), found.get(code, {})) for code in stale})
    return {code: _waiting[code][1] for code in now}


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
