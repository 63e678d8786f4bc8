"""Bars: rows of a table, each with its bar from zero; and one whole in its parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDE = 100.0  # units across; a bar is stretched to its cell
SEEN = 0.6  # the least width of a bar of a value that is not zero


@dataclass(frozen=True, slots=True)
class Bar:
    """A row: `width` of its bar ("" where nothing may be told or there is nothing), `mark` a line to hold it against.

    `address` opens the number; `cases` what stands behind it, for who may see it.
    """

    name: str
    shown: str
    width: str = ""
    mark: str = ""
    note: str = ""
    address: str = ""
    cases: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """What a bar is made of: `value` None is not drawn; `mark`: a value to hold it against; `kind`: its own look."""

    name: str
    value: float | None
    shown: str
    note: str = ""
    address: str = ""
    cases: str = ""
    mark: float | None = None
    kind: str = ""


def bars_of(rows: Sequence[Row], *, most: float | None = None) -> list[Bar]:
    """The rows with their bars, on one scale that begins at zero and ends with `most` or the largest value."""
    ends = [row.value or 0 for row in rows] + [row.mark or 0 for row in rows]
    top = most or max(ends, default=0) or 1
    return [
        Bar(row.name, row.shown, _width(row.value, top), _place(row.mark, top), row.note, row.address, row.cases,
            row.kind)
        for row in rows
    ]


def _width(value: float | None, top: float) -> str:
    if value is None or value <= 0:
        return ""
    return f"{min(WIDE, max(SEEN, WIDE * value / top)):.2f}"


def _place(value: float | None, top: float) -> str:
    return "" if value is None else f"{min(WIDE, WIDE * value / top):.2f}"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a whole: where it begins and how wide it is, of 100; `step`: which of the style sheet's steps it is."""

    x: str
    width: str
    step: str


def pieces_of(parts: Sequence[tuple[str, int | None]]) -> list[Piece]:
    """One whole from left to right, (step, count); what may not be told is not drawn, nor is the whole stretched."""
    whole = sum(count or 0 for _step, count in parts)
    found, x = [], 0.0
    for step, count in parts:
        if count:
            width = WIDE * count / whole
            found.append(Piece(f"{x:.2f}", f"{width:.2f}", step))
            x += width
    return found
