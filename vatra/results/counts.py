"""Counts of each commune, kept in memory until its stream of entries grows or the day changes.

Whatever is counted follows from entries and the day, so a commune is counted again only when it has
new entries: a page of a county costs one look at the heads of the streams.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

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


_kept: dict[int, tuple[tuple[str, date], Counts]] = {}


def counts_of(communes: Collection[int], *, on: date) -> dict[int, Counts]:
    """The counts of each of these communes that has any entry."""
    wanted = frozenset(communes)
    now = {head.commune: (head.digest, on) for head in heads() if head.commune in wanted}
    stale = [commune for commune, at in now.items() if commune not in _kept or _kept[commune][0] != at]
    if stale:
        if len(_kept) > MOST_KEPT:
            _kept.clear()
        _kept.update({commune: (now[commune], counts) for commune, counts in _counted(stale, on).items()})
    return {commune: _kept[commune][1] for commune in now}


def _counted(communes: list[int], on: date) -> dict[int, Counts]:
    """Count some communes anew: a query for each thing counted, however many communes."""
    there = people.numbers_in(communes, on=on)
    levels = assessment.severity_counts(communes)
    cases, overdue = care.open_cases_by_commune(communes), care.overdue_by_commune(communes, on=on)
    counted = {}
    for commune in communes:
        numbers, found = there.get(commune), levels.get(commune, {})
        counted[commune] = Counts(
            households=numbers.households if numbers else 0, persons=numbers.persons if numbers else 0,
            children=numbers.children if numbers else 0, households_by_level=_by_level(found.get("household", {})),
            children_by_level=_by_level(found.get("child", {})), adults_assessed=sum(found.get("adult", {}).values()),
            open_cases=cases.get(commune, 0), overdue=overdue.get(commune, 0),
        )
    return counted


def _by_level(found: dict[str, int]) -> dict[str, int]:
    return {level: found.get(level, 0) for level in ORDER}
