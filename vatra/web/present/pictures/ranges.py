"""Ranges: from a low to a high figure with the middle one marked, all on one scale that shows where zero is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDE = 100.0


@dataclass(frozen=True, slots=True)
class Span:
    """A row: the rectangle from its low to its high figure, the mark of the middle one, and the place of zero."""

    name: str
    note: str
    shown: str
    x: str
    width: str
    mark: str
    zero: str


def spans_of(rows: Sequence[tuple[str, float, float, float, str, str]]) -> list[Span]:
    """Rows of (name, one end, the middle, the other end, both ends in words, what the row comes to in words)."""
    ends = [0.0, *(value for row in rows for value in row[1:4])]
    first, last = min(ends), max(ends)
    wide = last - first or 1

    def at(value: float) -> float:
        return WIDE * (value - first) / wide

    return [
        Span(name, note, shown, f"{at(min(low, high)):.2f}", f"{max(0.4, at(max(low, high)) - at(min(low, high))):.2f}",
             f"{at(mid):.2f}", f"{at(0):.2f}")
        for name, low, mid, high, note, shown in rows
    ]
