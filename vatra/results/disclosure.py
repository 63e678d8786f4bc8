"""What may be told of a count over a count to those who see only numbers: nothing that points at a person.

A cell is withheld when its numerator, or the rest of its denominator, is 1 to 4 people; and when only one commune's is
withheld while the total is told, the next smallest is withheld with it, since the total would tell it by subtraction.
A total is told when what all withheld communes have together is not small either.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TypeVar

from vatra.results.small_cells import LEAST, is_small

Name = TypeVar("Name", int, str)  # of a commune, or of a part
Count = tuple[float, float | None]  # numerator, denominator (None: the number stands alone)


def points_at_someone(count: Count) -> bool:
    """Whether a count alone could point at a person."""
    above, below = count
    return is_small(round(above)) or (below is not None and (is_small(round(below)) or is_small(round(below - above))))


def withheld_of(counts: Mapping[Name, Count], *, also: Collection[Name] = ()) -> frozenset[Name]:
    """Of counts by commune (or by part) whose total is told: those that must not be told.

    `also`: those that are withheld for another reason; they take part in what can be worked out.
    """
    hidden = {commune for commune, count in counts.items() if points_at_someone(count) or commune in also}
    rest = sorted((count for count in counts.items() if count[0] not in hidden), key=lambda one: (one[1][0], one[0]))
    while hidden and rest and not _safe(counts, hidden):
        hidden.add(rest.pop(0)[0])
    return frozenset(hidden)


def _safe(counts: Mapping[Name, Count], hidden: set[Name]) -> bool:
    """Whether the total less what is told leaves at least two communes, and not a small number."""
    together = (
        sum(counts[commune][0] for commune in hidden),
        None if any(counts[commune][1] is None for commune in hidden)
        else sum(counts[commune][1] or 0 for commune in hidden),
    )
    return len(hidden) > 1 and together[0] >= LEAST and not points_at_someone(together)


def total_may_be_told(counts: Mapping[Name, Count], hidden: frozenset[Name]) -> bool:
    """Whether the sum of all communes may be told, given which of them are withheld."""
    return not hidden or _safe(counts, set(hidden))


def sum_may_be_told(together: Count, communes: int, pointing: int) -> bool | None:
    """The same from the sum alone: of so many communes, `pointing` of which could point at someone by themselves.

    None: only the single counts can tell. Where all of them withheld together would leave nothing to work out, as few
    as needed are withheld (`withheld_of`) and the sum is told; counts are never negative, so that what is withheld
    has no more in it than the sum.
    """
    if not pointing:
        return True
    if communes < 2 or together[0] < LEAST:
        return False
    return None if points_at_someone(together) else True
