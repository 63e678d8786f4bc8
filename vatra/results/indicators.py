"""Indicators counted: numerators and denominators by month, commune and dimension, the same on every engine.

Counts are whole; a value that is summed stands in ten-thousandths, so that no engine's order of adding shows. What
rests on facts as they are known now is counted for the last month only: the register keeps when a fact was seen, not
each value that it ever had.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pyarrow as pa
import pyarrow.compute as pc

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

    @cached_property
    def dimensions(self) -> tuple[str, ...]:
        """By what any of them is split."""
        return tuple(sorted({name for each in self.indicators for name in self.split(each)}))

    def split(self, indicator: Indicator) -> tuple[str, ...]:
        """By what the cells of one are split."""
        return (*(["subject"] if self.of_subjects(indicator) else []), *indicator.by)

    def tables(
        self, engine: Engine, *, only: Sequence[Indicator] | None = None,
        progress: Progress = lambda done, of: None,
    ) -> Iterator[tuple[Indicator, pa.Table]]:
        """The cells of each indicator (or of some) as a table: month, commune, its dimensions, value, numerator,
        denominator; in the order of the rulebook, months, communes and places.

        A cell that is not there counts nobody. Who was assessed is counted once for each subject (code 0), not again
        for each of its vulnerabilities: all of them are shares of it.
        """
        wanted = self.indicators if only is None else only
        sql = CountSql(engine.dialect, self.book.parameters_on(self.months[-1].last), tables_of(self.book))
        for done, each in enumerate(wanted):
            engine.load(PERIODS, table_of(self.months[-1:] if self.only_now(each) else self.months))
            yield each, self._counted(each, engine, sql)
            progress(done + 1, len(wanted))

    def count(
        self, engine: Engine, *, only: Sequence[Indicator] | None = None,
        progress: Progress = lambda done, of: None,
    ) -> list[Cell]:
        """The same as cells: for as many communes as are shown, not for a nation."""
        return [cell for each, table in self.tables(engine, only=only, progress=progress)
                for cell in _cells(each, self.split(each), table)]

    def _counted(self, indicator: Indicator, engine: Engine, sql: CountSql) -> pa.Table:
        keys = ["month", "commune", *indicator.by]
        if indicator.measure == "median":
            values = engine.rows(sql.statement(indicator.numerator, indicator.by, values=True))
            return _whole(values.rename_columns({"counted": "numerator"}), [*keys, "value"])
        above = engine.rows(sql.statement(indicator.numerator, indicator.by)).rename_columns({"counted": "numerator"})
        if indicator.denominator is None:
            return _whole(above, keys)
        if self.of_subjects(indicator):
            return self._beside_subjects(indicator, above, engine, sql)
        below = engine.rows(sql.statement(indicator.denominator, indicator.by))
        below = below.rename_columns({"counted": "denominator"})
        return _whole(above.join(below, keys, join_type="full outer"), keys, divided=True)

    def of_subjects(self, indicator: Indicator) -> bool:
        """Whether its denominators are those assessed: one for all vulnerabilities of a subject, kept with code 0."""
        return ("code" in indicator.by and indicator.denominator is not None
                and indicator.denominator.table == "assessed")

    def _beside_subjects(self, indicator: Indicator, above: pa.Table, engine: Engine, sql: CountSql) -> pa.Table:
        assert indicator.denominator is not None
        by = tuple("subject" if name == "code" else name for name in indicator.by)
        below = engine.rows(sql.statement(indicator.denominator, by)).rename_columns({"counted": "denominator"})
        below = below.append_column("code", pa.repeat(pa.scalar(0, pa.int32()), below.num_rows))
        above = above.join(self._subjects, "code", join_type="left outer")
        above = above.set_column(above.column_names.index("subject"), "subject", pc.fill_null(above["subject"], 0))
        both = pa.concat_tables([above, below], promote_options="default")
        return _whole(both, ["month", "commune", "subject", *indicator.by], divided=True)

    @cached_property
    def _subjects(self) -> pa.Table:
        """Each vulnerability's code beside its subject."""
        codes = subjects_by_code(self.book)
        return pa.table({"code": pa.array(codes, pa.int32()), "subject": pa.array(codes.values(), pa.int32())})

    @property
    def schema(self) -> pa.Schema:
        """The columns of all cells together: what a file of cells holds."""
        return pa.schema([
            ("indicator", pa.string()), ("month", pa.int32()), ("commune", pa.int32()),
            *((name, pa.int16()) for name in self.dimensions),
            ("value", pa.int64()), ("numerator", pa.int64()), ("denominator", pa.int64()),
        ])

    def in_file(self, indicator: Indicator, counted: pa.Table) -> pa.Table:
        """The cells of one indicator with the columns of all."""
        named = {"indicator": pa.repeat(pa.scalar(indicator.code), counted.num_rows)}
        return pa.table({
            field.name: named.get(field.name, counted[field.name].cast(field.type) if field.name in counted.column_names
                                  else pa.nulls(counted.num_rows, field.type))
            for field in self.schema}, self.schema)


def _whole(counted: pa.Table, keys: Sequence[str], *, divided: bool = False) -> pa.Table:
    """In order, each column there; where only one side has a place the other has none of it."""
    for name in ("value", "numerator", "denominator"):
        if name not in counted.column_names:
            counted = counted.append_column(name, pa.nulls(counted.num_rows, pa.int64()))
    sides = [counted[name] for name in ("numerator", "denominator")]
    filled = [pc.fill_null(side, 0) if divided else side for side in sides]
    for name, side in zip(("numerator", "denominator"), filled, strict=True):
        counted = counted.set_column(counted.column_names.index(name), name, side)
    return counted.sort_by([(key, "ascending") for key in keys])


def _cells(indicator: Indicator, names: Sequence[str], counted: pa.Table) -> Iterator[Cell]:
    for row in counted.to_pylist():
        split = tuple((name, row[name]) for name in names)
        yield Cell(indicator.code, row["month"], row["commune"], split, row["numerator"], row["denominator"],
                   row["value"])


def walk_tally(tally: Tally) -> list[Fact]:
    """The columns and facts that a tally names."""
    trees = [tally.when, *([tally.value] if tally.value is not None else [])]
    return [node for tree in trees for node in walk(tree) if isinstance(node, Fact) and node.code not in OF_THE_PERIOD]


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
    above, below = in_units(indicator, sum(cell.numerator for cell in listed),
                            sum(cell.denominator or 0 for cell in listed))
    if below is None:
        return Measured(above, above, None)
    return Measured(indicator.times * above / below if below else None, above, below)


def in_units(indicator: Indicator, numerator: int, denominator: int | None) -> tuple[float, float | None]:
    """Whole numbers of an indicator as they are kept, in its own units; no denominator where the number stands alone.

    Of a median: how many values there are.
    """
    if indicator.measure == "median":
        return numerator, None
    above = numerator / _parts(indicator.numerator)
    return above, None if indicator.denominator is None else (denominator or 0) / _parts(indicator.denominator)


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
