"""How many children the register knows, beside the 2021 census; and how many may live where nobody has been.

Against the census: children of an age in the register on a day, over residents of that age on 1 December 2021. Both
are counts and neither is a sample; what is not certain is the denominator. It is the sum of many who were born, moved
and left by chance, so that the count of a like place would fall within 1.96 times its square root in 95 of 100
(Poisson); of those aged 15 to 19 between 50 and 70 % are taken to be under 18. What no interval holds is said beside
it: the census is years old, those it counted are older now, and it missed some homes itself.

Where nobody has been: as many children to a dwelling as in those that were visited in the round, with a 95 %
prediction interval (normal, of the mean and of the sum). It holds as far as those left are like those visited.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt

from vatra.people import queries as people
from vatra.places import queries as places
from vatra.results.ledger import Ledger

Z = 1.96  # of the normal: 95 of 100
OF_AGE = 18
LEAST_VISITED = 30  # dwellings, to speak of those left
TEENS = (15, 20)
YOUNGER_THAN_18 = (0.5, 0.6, 0.7)  # of those aged 15 to 19: least, taken, most


@dataclass(frozen=True, slots=True)
class AgeGroup:
    """Ages from `since` to before `until`; `census` None where INS suppressed it. Shares are of the census, 1 = all."""

    since: int
    until: int
    here: int
    census: float | None
    low: float | None
    high: float | None

    @property
    def share(self) -> float | None:
        """Children here over those of the census."""
        return self.here / self.census if self.census else None


@dataclass(frozen=True, slots=True)
class Missing:
    """Children who may live in the dwellings where nobody has been: how many, and within which bounds."""

    dwellings: int
    expected: float
    low: float
    high: float


def age_groups(commune: int, *, on: date) -> list[AgeGroup]:
    """The children of a commune on a day by the census's age groups, the last row all under 18."""
    census = places.children_by_census(commune)
    homes = people.households_in([commune], on=on).values_list("uuid", flat=True)
    children = [age for ages in people.ages_of_children(list(homes), on=on).values() for age in ages]
    rows = []
    for (since, until), persons in sorted(census.by_age.items()):
        parts = YOUNGER_THAN_18 if (since, until) == TEENS else (1.0, 1.0, 1.0)
        bounds = None if persons is None else [part * persons for part in parts]
        rows.append(_group(since, min(until, OF_AGE), children, bounds))
    known = [bounds for row in rows if (bounds := _bounds(row)) is not None]
    whole = [sum(column) for column in zip(*known, strict=True)] if known and len(known) == len(rows) else None
    return [*rows, _group(0, OF_AGE, children, whole)] if rows else []


def _bounds(row: AgeGroup) -> list[float] | None:
    """Least, taken and most of the census behind a row."""
    if row.census is None:
        return None
    least, taken, most = YOUNGER_THAN_18 if row.since == TEENS[0] else (1.0, 1.0, 1.0)
    return [row.census / taken * least, row.census, row.census / taken * most]


def _group(since: int, until: int, children: Collection[int], bounds: Sequence[float] | None) -> AgeGroup:
    here = sum(since <= age < until for age in children)
    if bounds is None or not bounds[1]:
        return AgeGroup(since, until, here, None, None, None)
    least, taken, most = bounds
    fewest, many = max(least - Z * sqrt(least), 1.0), most + Z * sqrt(most)
    return AgeGroup(since, until, here, taken, here / many, here / fewest)


def children_missing(found: Ledger, *, on: date) -> Missing | None:
    """Children expected where somebody is still to go; None with too few dwellings visited, or none left."""
    visited = [line for line in found.lines if line.outcome == "visited" and line.households]
    left = [line for line in found.lines if line.waits and not line.households]
    if len(visited) < LEAST_VISITED or not left:
        return None
    ages = people.ages_of_children([home for line in visited for home in line.households], on=on)
    counts = [sum(len(ages[home]) for home in line.households) for line in visited]
    return predicted(counts, len(left))


def predicted(counts: Sequence[int], left: int) -> Missing:
    """A sum over `left` further dwellings like those counted (two or more), with its 95 % prediction interval."""
    number = len(counts)
    mean = sum(counts) / number
    variance = sum((count - mean) ** 2 for count in counts) / (number - 1)
    spread = Z * sqrt(variance * (left + left**2 / number))
    return Missing(left, left * mean, max(0.0, left * mean - spread), left * mean + spread)
