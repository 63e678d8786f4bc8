"""Indicators counted: numerators and denominators by month, commune and dimension, the same on every engine.

Counts are whole; a value that is summed stands in ten-thousandths, so that no engine's order of adding shows. What
rests on facts as they are known now is counted for the last month only: the register keeps when a fact was seen, not
each value that it ever had.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pyarrow as pa

from vatra.method.evidence import OF_THE_PERIOD, tables_of
from vatra.method.indicators import Indicator, Tally, indicators_of
from vatra.method.rulebook import Rulebook
from vatra.method.sql_counts import PERIODS, CountSql
from vatra.method.tree import Fact, walk
from vatra.results.evidence import subjects_by_code
from vatra.results.periods import Month, table_of
from vatra.results.population.engines import Engine

PARTS = 10_000  # of one, in which summed values stand
ONLY_NOW = frozenset({"unknown", "severity"})  # columns that hold what is known now
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Cell:
    """One count of one indicator: whose it is (`split`: dimension -> place, 0 when not known) and how many.

    `denominator` None: the number stands alone. `value`: of a median, the value (ten-thousandths) counted here.
    """

    indicator: str
    month: int
    commune: int
    split: tuple[tuple[str, int], ...]
    numerator: int
    denominator: int | None
    value: int | None = None


@dataclass(frozen=True)
class Counting:
    """Counts the indicators of one rulebook over gathered tables."""

    book: Rulebook
    months: tuple[Month, ...]

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        """Those that are counted."""
        return indicators_of(self.book)

    @cached_property
    def facts(self) -> frozenset[str]:
        """The facts that some indicator asks about: what has to be gathered."""
        return frozenset(code for each in self.indicators for code in self._facts_of(each))

    def _facts_of(self, indicator: Indicator) -> set[str]:
        sides = [side for side in (indicator.numerator, indicator.denominator) if side is not None]
        return {node.code for side in sides for node in walk_tally(side) if node.code in self.book.facts}

    def only_now(self, indicator: Indicator) -> bool:
        """Whether it can be counted for the last month only."""
        sides = [side for side in (indicator.numerator, indicator.denominator) if side is not None]
        named = {node.code for side in sides for node in walk_tally(side)}
        return bool(named & ONLY_NOW or named & self.book.facts.keys())

    def load(self, engine: Engine, tables: Mapping[str, pa.Table]) -> None:
        """Hand the gathered tables to an engine."""
        for name, table in tables.items():
            engine.load(name, table)

    def count(
        self, engine: Engine, *, only: Sequence[Indicator] | None = None,
        progress: Progress = lambda done, of: None,
    ) -> list[Cell]:
        """Every cell of every indicator (or of some), in the order of the rulebook, months, communes and places."""
        wanted = self.indicators if only is None else only
        sql = CountSql(engine.dialect, self.book.parameters_on(self.months[-1].last), tables_of(self.book))
        cells: list[Cell] = []
        for done, each in enumerate(wanted):
            engine.load(PERIODS, table_of(self.months[-1:] if self.only_now(each) else self.months))
            cells += self._cells(each, engine, sql)
            progress(done + 1, len(wanted))
        return cells

    def _cells(self, indicator: Indicator, engine: Engine, sql: CountSql) -> Iterable[Cell]:
        if indicator.measure == "median":
            rows = _rows(engine.rows(sql.statement(indicator.numerator, indicator.by, values=True)))
            return [Cell(indicator.code, *_placed(row, indicator.by), row["counted"], None, row["value"])
                    for row in rows]
        above = _by_place(engine.rows(sql.statement(indicator.numerator, indicator.by)), indicator.by)
        if indicator.denominator is None:
            return [Cell(indicator.code, *place, counted, None) for place, counted in sorted(above.items())]
        by, codes = indicator.by, {}
        if "code" in by and indicator.denominator.table == "assessed":
            by, codes = tuple("subject" if name == "code" else name for name in by), subjects_by_code(self.book)
        below = _by_place(engine.rows(sql.statement(indicator.denominator, by)), by)
        if codes:
            below = _by_code(below, codes)
        return [Cell(indicator.code, *place, above.get(place, 0), below.get(place, 0))
                for place in sorted({*above, *below})]


Place = tuple[int, int, tuple[tuple[str, int], ...]]


def walk_tally(tally: Tally) -> list[Fact]:
    """The columns and facts that a tally names."""
    trees = [tally.when, *([tally.value] if tally.value is not None else [])]
    return [node for tree in trees for node in walk(tree) if isinstance(node, Fact) and node.code not in OF_THE_PERIOD]


def _rows(table: pa.Table) -> list[dict[str, int]]:
    return table.to_pylist()  # type: ignore[no-any-return]


def _placed(row: Mapping[str, int], by: tuple[str, ...]) -> Place:
    return row["month"], row["commune"], tuple((name, row[name]) for name in by)


def _by_place(table: pa.Table, by: tuple[str, ...]) -> dict[Place, int]:
    return {_placed(row, by): row["counted"] for row in _rows(table)}


def _by_code(below: Mapping[Place, int], codes: Mapping[int, int]) -> dict[Place, int]:
    """Of those assessed, the ones of each vulnerability's subject: its denominator."""
    by_subject: dict[int, list[int]] = {}
    for code, subject in codes.items():
        by_subject.setdefault(subject, []).append(code)
    return {
        (month, commune, tuple(("code", code) if name == "subject" else (name, place) for name, place in split)): many
        for (month, commune, split), many in below.items()
        for code in by_subject.get(dict(split)["subject"], [])
    }


def as_table(cells: Iterable[Cell]) -> pa.Table:
    """Cells as a table, a column for each dimension: what is published and kept as Parquet."""
    listed = list(cells)
    names = sorted({name for cell in listed for name, _ in cell.split})
    splits = [dict(cell.split) for cell in listed]
    columns = {
        "indicator": pa.array([cell.indicator for cell in listed], pa.string()),
        "month": pa.array([cell.month for cell in listed], pa.int32()),
        "commune": pa.array([cell.commune for cell in listed], pa.int32()),
        **{name: pa.array([split.get(name) for split in splits], pa.int16()) for name in names},
        "value": pa.array([cell.value for cell in listed], pa.int64()),
        "numerator": pa.array([cell.numerator for cell in listed], pa.int64()),
        "denominator": pa.array([cell.denominator for cell in listed], pa.int64()),
    }
    return pa.table(columns)


@dataclass(frozen=True, slots=True)
class Measured:
    """An indicator over some cells: `value` in its own unit (None: nothing to divide by), from `numerator` of …"""

    value: float | None
    numerator: float
    denominator: float | None


def measured(indicator: Indicator, cells: Iterable[Cell]) -> Measured:
    """One number from the cells of an indicator: of one month, of as many communes and places as wanted."""
    listed = [cell for cell in cells if cell.indicator == indicator.code]
    if indicator.measure == "median":
        return _median(listed)
    above = sum(cell.numerator for cell in listed) / _parts(indicator.numerator)
    if indicator.denominator is None:
        return Measured(above, above, None)
    below = sum(cell.denominator or 0 for cell in listed) / _parts(indicator.denominator)
    return Measured(indicator.times * above / below if below else None, above, below)


def _parts(tally: Tally) -> int:
    return PARTS if tally.value is not None else 1


def _median(cells: list[Cell]) -> Measured:
    """The middle value; of an even number, between the two in the middle."""
    counted = sorted((cell.value or 0, cell.numerator) for cell in cells)
    many = sum(times for _, times in counted)
    if not many:
        return Measured(None, 0, None)
    middle = [_nth(counted, (many - 1) // 2), _nth(counted, many // 2)]
    return Measured(sum(middle) / 2 / PARTS, many, None)


def _nth(counted: list[tuple[int, int]], place: int) -> int:
    for value, times in counted:
        if place < times:
            return value
        place -= times
    raise IndexError(place)
