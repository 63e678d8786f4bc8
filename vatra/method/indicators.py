"""Indicators: a count over a count, defined in indicators.csv and understood as trees.

`numerator_from` empty: the numerator counts those of the denominator for whom `numerator_when` holds as well.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from vatra.method.evidence import COUNTED_EACH, DIMENSIONS, Table, tables_of, vocabulary
from vatra.method.grammar import parse_expression
from vatra.method.meaning import NUMBER, Meaning
from vatra.method.mistakes import Unreadable
from vatra.method.rulebook import Place, Row, Rulebook
from vatra.method.sheets import split
from vatra.method.tree import And, Node, Truth

MEASURES = ("share", "rate", "ratio", "mean", "median", "number")
TIMES = {"share": 100, "rate": 1000}
Note = Callable[[Place, str, str, str], None]  # where, column, reason in Romanian, reason in English


@dataclass(frozen=True, slots=True)
class Tally:
    """One side: the rows of a table for which a condition holds, counted by `each`, or a value of theirs summed."""

    table: str
    when: Node
    each: str = "row"
    value: Node | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator. `by`: the dimensions that its rows can be split by. `denominator` None: a number stands alone."""

    code: str
    measure: str
    numerator: Tally
    denominator: Tally | None
    by: tuple[str, ...]
    at: Place
    row: Row

    @property
    def times(self) -> int:
        """By what the quotient is multiplied: 100 for shares, 1,000 for rates."""
        return TIMES.get(self.measure, 1)


def indicators_of(book: Rulebook, note: Note = lambda *mistake: None) -> tuple[Indicator, ...]:
    """Those that can be counted, in the order of the rulebook; every mistake is noted with its place."""
    tables = tables_of(book)
    placed = ((Place("indicators.csv", number), row) for number, row in enumerate(book.indicators, start=2))
    found = (_indicator(at, row, book, tables, note) for at, row in placed)
    return tuple(each for each in found if each is not None)


def _indicator(
    at: Place, row: Row, book: Rulebook, tables: Mapping[str, Table], note: Note
) -> Indicator | None:
    if not row.get("measure"):
        if not row.get("not_counted_ro"):
            note(at, "measure", "lipsește felul de a număra, sau de ce nu se numără",
                         "how it is counted is missing, or why it is not")
        return None
    if row["measure"] not in MEASURES:
        note(at, "measure", f"este unul dintre {', '.join(MEASURES)}", f"is one of {', '.join(MEASURES)}")
        return None
    denominator = _tally("denominator", at, row, book, tables, note) if row.get("denominator_from") else None
    if row.get("denominator_from") and denominator is None:
        return None
    numerator = _tally("numerator", at, row, book, tables, note, within=denominator)
    if numerator is None:
        return None
    by = tuple(name for name in DIMENSIONS if name in split(row.get("disaggregation", "")) or name == row.get("group"))
    both = [tables[side.table].dimensions for side in (numerator, denominator) if side is not None]
    return Indicator(
        row["code"], row["measure"], numerator, denominator,
        tuple(name for name in by if all(name in each for each in both) or name in ("code", "subject")), at, row,
    )


def _tally(
    side: str, at: Place, row: Row, book: Rulebook, tables: Mapping[str, Table], note: Note,
    within: Tally | None = None,
) -> Tally | None:
    """One side of a row, or None with its mistakes noted."""
    name = row.get(f"{side}_from") or (within.table if within else "")
    table = tables.get(name)
    if table is None:
        known = ", ".join(tables)
        note(at, f"{side}_from", f"„{name}” nu este printre tabele: {known}",
                     f"“{name}” is not among the tables: {known}")
        return None
    each = row.get(f"{side}_each") or (within.each if within and not row.get(f"{side}_from") else "row")
    if each not in COUNTED_EACH or (each != "row" and each not in table.columns):
        note(at, f"{side}_each", f"„{each}” nu se poate număra aici", f"“{each}” cannot be counted here")
        return None
    meaning = Meaning(vocabulary(table, book), "household")
    when = _read(f"{side}_when", at, row, note, meaning)
    value = _read(f"{side}_value", at, row, note, meaning, number=True) if row.get(f"{side}_value") else None
    if when is None:
        return None
    if within is not None and not row.get(f"{side}_from"):
        when = And((within.when, when))
    return Tally(table.name, when, each, value)


def _read(
    column: str, at: Place, row: Row, note: Note, meaning: Meaning, *, number: bool = False
) -> Node | None:
    text = row.get(column, "")
    if not text:
        return Truth(True)
    try:
        parsed = parse_expression(text)
        return meaning.typed(parsed, NUMBER) if number else meaning.condition(parsed)
    except Unreadable as error:
        note(at, column, error.reason_ro, error.reason_en)
        return None
