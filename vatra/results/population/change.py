"""What changes for whom if another rulebook is published: the old and the new one over the same children, in one pass.

A vulnerability that means the same in both is computed once; what cannot differ is not counted. Rows per child only
(flat shape). The rows are those of today: an answer that the new rulebook does not know is unknown to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from vatra.method.dialects import quoted
from vatra.method.program import LEVELS, Program
from vatra.method.sql import PopulationSql
from vatra.results.population.columns import LABELS, Column, Shape, column_of, shape_of
from vatra.results.population.engines import Engine, engine_named
from vatra.results.population.errors import whole_file
from vatra.results.population.kept import KeptPieces, Piece
from vatra.results.population.reading import Encoded, Encoder, open_source
from vatra.results.population.run import Progress
from vatra.results.population.sameness import same_in_both
from vatra.results.population.splits import BESIDE, SPLITS, splits_in

STATES = ("present", "absent", "unknown")


@dataclass
class Shift:
    """One vulnerability: children by (state before, state after), and those whom it finds graver or milder."""

    moved: dict[tuple[str, str], int] = field(default_factory=dict)
    graver: int = 0
    milder: int = 0

    @property
    def gained(self) -> int:
        """Children in whom it would be newly found."""
        return sum(number for (old, new), number in self.moved.items() if new == "present" != old)

    @property
    def lost(self) -> int:
        """Children in whom it would no longer be found."""
        return sum(number for (old, new), number in self.moved.items() if old == "present" != new)

    @property
    def to_ask(self) -> int:
        """Children of whom it would no longer be known."""
        return sum(number for (old, new), number in self.moved.items() if new == "unknown" != old)

    @property
    def by_way(self) -> dict[str, int]:
        """Children by how it is found otherwise, each once: those in whom it was found and is not known are lost."""
        return {
            "gained": self.gained, "lost": self.lost, "graver": self.graver, "milder": self.milder,
            "to_ask": self.moved.get(("absent", "unknown"), 0), "known": self.moved.get(("unknown", "absent"), 0),
        }


@dataclass
class Change:
    """What would change: only vulnerabilities and services that could differ are named.

    `levels`: children by (level before, level after). `services`: (children newly proposed it, children no longer).
    `touched`: children for whom any finding, level or service differs. `parts`: by split and name, [children, those in
    whom something is newly found, in whom something no longer is]. `rows`: counted so far, of `of`
    where the file says how many there are; `whole`: all are.
    """

    before: str
    after: str
    on: date
    children: int = 0
    touched: int = 0
    findings: dict[str, Shift] = field(default_factory=dict)
    levels: dict[tuple[str, str], int] = field(default_factory=dict)
    services: dict[str, tuple[int, int]] = field(default_factory=dict)
    parts: dict[str, dict[str, list[int]]] = field(default_factory=dict)
    rows: int = 0
    of: int | None = None
    whole: bool = False

    def level_gained_lost(self, level: str) -> tuple[int, int]:
        """Children who would come to a level, and who would leave it."""
        came = sum(number for (old, new), number in self.levels.items() if new == level != old)
        left = sum(number for (old, new), number in self.levels.items() if old == level != new)
        return came, left

    @property
    def level_moves(self) -> tuple[int, int]:
        """Children who would come to a graver level, and to a milder one."""
        places = [(LEVELS.index(new) - LEVELS.index(old), many) for (old, new), many in self.levels.items()]
        return sum(many for by, many in places if by > 0), sum(many for by, many in places if by < 0)

    def add_piece(self, piece: Piece, sql: ChangeSql) -> None:
        """Adds the counts of the next piece of the file."""
        for row in piece.rows:
            self.add_row(row, replace(sql, splits=piece.splits))
        self.rows, self.whole = piece.until, piece.until in (piece.since, self.of)

    def add_row(self, row: Sequence[int], sql: ChangeSql) -> None:
        """Adds a row that `ChangeSql.counts` selects."""
        numbers = iter([int(number) for number in row])
        places = {name: next(numbers) for name in sql.splits}
        several = [next(numbers) for _ in range(3)]
        self.children += several[0]
        self.touched += next(numbers)
        for name, place in places.items():
            parts = self.parts.setdefault(name, {each: [0, 0, 0] for each in SPLITS[name]})
            part = SPLITS[name][place]
            parts[part] = [one + more for one, more in zip(parts[part], several, strict=True)]
        for code in sql.differing:
            shift = self.findings.setdefault(code, Shift())
            for pair in pairs(STATES):
                shift.moved[pair] = shift.moved.get(pair, 0) + next(numbers)
            shift.graver += next(numbers)
            shift.milder += next(numbers)
        for pair in pairs(LEVELS, same=True):
            self.levels[pair] = self.levels.get(pair, 0) + next(numbers)
        for code in sql.services:
            gained, lost = self.services.get(code, (0, 0))
            self.services[code] = (gained + next(numbers), lost + next(numbers))


def pairs(values: Sequence[str], *, same: bool = False) -> list[tuple[str, str]]:
    """Every (before, after), without those that stay unless `same`."""
    return [(old, new) for old in values for new in values if same or old != new]


@dataclass(frozen=True)
class ChangeSql:
    """Writes the statement. `again`: columns the new rulebook reads otherwise, in the table as `after …`.

    `splits`: names of `splits.SPLITS` whose places stand in the table as `split …`; a row of counts for each of them.
    """

    old: PopulationSql
    new: PopulationSql
    again: frozenset[str] = frozenset()
    splits: tuple[str, ...] = ()

    @property
    def same(self) -> frozenset[str]:
        """Vulnerabilities that cannot differ."""
        return same_in_both(self.old, self.new, self.again)

    @property
    def differing(self) -> list[str]:
        """The others, of both rulebooks."""
        same = self.same
        return [code for code in dict.fromkeys((*self.old.codes, *self.new.codes)) if code not in same]

    @property
    def services(self) -> list[str]:
        """Services that may be proposed to others than before."""
        differing = set(self.differing)
        old, new = wanted(self.old), wanted(self.new)
        return [
            code
            for code in dict.fromkeys((*old, *new))
            if old.get(code) != new.get(code) or differing & (old[code] | new[code])
        ]

    def counts(self, table: str) -> str:
        """The counts over a working table: one row, or one for each part where there are splits."""
        same = self.same
        carried = [f"after {name}" if name in self.again else name for name in sorted(self.new.stored())]
        shared = [column for code in sorted(same) for column in dict.fromkeys((code, self.old.found(code)[1:-1]))]
        truths = [quoted(name) for name in shared if name not in self.old.codes]
        by = [f"split {name}" for name in self.splits]
        inner = self.old.coded(table, *truths, carried=[*carried, *by])
        kept = [f"{quoted(name)} AS {quoted(name.removeprefix('after '))}" for name in carried]
        was = [code for code in self.differing if code in self.old.codes]
        was += [code for code in self.services if code in self.old.services] + ["level"]
        columns = [
            '"id"',
            '"household"',
            *kept,
            *map(quoted, shared),
            *map(quoted, by),
            *(f'{quoted(name)} AS "was {name}"' for name in was),
        ]
        new = replace(self.new, ready=same)
        outer = new.coded("before", carried=[*(f"was {name}" for name in was), *by])
        first = f"SELECT {', '.join(columns)} FROM ({inner}) AS old"
        chosen = ", ".join(f"{one} AS n{place}" for place, one in enumerate([*map(quoted, by), *self.sums()]))
        grouped = f" GROUP BY {', '.join(map(quoted, by))}" if by else ""
        return f"WITH before AS ({first}) SELECT {chosen} FROM ({outer}) AS new{grouped}"

    def sums(self) -> list[str]:
        """The counts themselves."""
        parts: list[str] = []
        ways: list[str] = []
        gained: list[str] = []
        lost: list[str] = []
        for code in self.differing:
            old = f'"was {code}"' if code in self.old.codes else "0"
            new = quoted(code) if code in self.new.codes else "0"
            ways.append(f"{old} <> {new} OR ({old} IS NULL) <> ({new} IS NULL)")
            here = [f"COALESCE({one}, 0) > 0" for one in (old, new)]
            gained.append(f"({here[1]} AND NOT {here[0]})")
            lost.append(f"({here[0]} AND NOT {here[1]})")
            parts += [
                f"COUNT(CASE WHEN {state(old, before)} AND {state(new, after)} THEN 1 END)"
                for before, after in pairs(STATES)
            ]
            parts += [
                f"COUNT(CASE WHEN {old} > 0 AND {new} > {old} THEN 1 END)",
                f"COUNT(CASE WHEN {new} > 0 AND {new} < {old} THEN 1 END)",
            ]
        ways.append('"was level" <> "level"')
        parts += [
            f'COUNT(CASE WHEN "was level" = {LEVELS.index(before)} AND "level" = {LEVELS.index(after)} THEN 1 END)'
            for before, after in pairs(LEVELS, same=True)
        ]
        for code in self.services:
            old = f'"was {code}"' if code in self.old.services else "0"
            new = quoted(code) if code in self.new.services else "0"
            ways.append(f"{old} <> {new}")
            parts += [f"COUNT(CASE WHEN {new} > {old} THEN 1 END)", f"COUNT(CASE WHEN {new} < {old} THEN 1 END)"]
        heads = [f"COUNT(CASE WHEN {' OR '.join(some) or '0 = 1'} THEN 1 END)" for some in (gained, lost, ways)]
        return ["COUNT(*)", *heads, *parts]


def state(column: str, name: str) -> str:
    """Whether a severity says present, absent or unknown."""
    return column + {"present": " > 0", "absent": " = 0", "unknown": " IS NULL"}[name]


def wanted(sql: PopulationSql) -> dict[str, frozenset[str]]:
    """The vulnerabilities that bring each service."""
    every = frozenset(sql.codes)
    return {
        service.code: every if service.vulnerabilities == ("*",) else every & set(service.vulnerabilities)
        for service in sql.book.services
        if service.propose != "never"
    }


def change_in_population(
    path: Path,
    before: Program,
    after: Program,
    *,
    on: date,
    engine: str = "duckdb",
    database: str | None = None,
    progress: Progress = lambda done, total: None,
    kept: KeptPieces | None = None,
    enough: Callable[[], bool] = lambda: False,
) -> Change:
    """What would change for the children of a file on a day, piece by piece, until it is enough.

    `kept`: the pieces counted before, of this file, these rulebooks and this day; those counted now are added to it.
    Raises `BadPopulation` and `NoEngine`.
    """
    source = open_source(path)
    old, new = shapes(source.header, before, after)
    again = frozenset(read_otherwise(old, new))
    found = Change(before.version, after.version, on, of=source.rows)
    encoders = Encoder(old, on), Forgiving(new, on, frozenset(column.name for column in old.columns))
    with engine_named(engine, database) as ready:
        described = old.described | new.described
        sql = ChangeSql(
            PopulationSql(before.rulebook, on, ready.dialect, old.table_columns, described),
            PopulationSql(after.rulebook, on, ready.dialect, new.table_columns, described),
            again,
        )
        for one in kept or ():
            found.add_piece(one, sql)
        left = iter(()) if found.whole else source.pieces(found.rows)
        for encoder in encoders:
            encoder.rows_before = found.rows
        progress(found.rows, source.rows)
        while not found.whole and not enough():
            one = _next_piece(left, encoders, sql, ready, found.rows)
            if kept is not None:
                kept.add(one.since, one.until, one.splits, one.rows)
            found.add_piece(one, sql)
            progress(found.rows, source.rows)
        ready.drop("population")
    return found


def _next_piece(
    left: Iterator[pa.Table], encoders: tuple[Encoder, Encoder], sql: ChangeSql, engine: Engine, since: int
) -> Piece:
    """The counts of the next piece; without rows when there is none."""
    piece = next(left, None)
    if piece is None:
        return Piece(since, since, (), ())
    table, splits = table_of(piece, encoders, sql.again)
    engine.load("population", table)
    counts = engine.rows(replace(sql, splits=splits).counts("population"))
    rows = zip(*([int(one) for one in column.to_pylist()] for column in counts), strict=True)
    return Piece(since, since + piece.num_rows, splits, tuple(rows))


def shapes(header: Iterable[str], before: Program, after: Program) -> tuple[Shape, Shape]:
    """The shape of a file for each rulebook: the columns it knows. Raises `BadPopulation` for what neither knows."""
    names = [name.strip() for name in header]
    if "kind" in names:
        raise whole_file("numai rânduri pe copil, fără coloana kind", "rows per child only, without the column kind")
    names = [name for name in names if name not in BESIDE]
    known = [
        {name for name in names if name in LABELS or column_of(name, each.rulebook, each.answers, long=False)}
        for each in (before, after)
    ]
    either = known[0] | known[1]
    return (
        shape_of([name for name in names if name in known[0] or name not in either], before),
        shape_of([name for name in names if name in known[1] or name not in either], after),
    )


def read_otherwise(old: Shape, new: Shape) -> set[str]:
    """Columns of the working table whose cells mean something else in the new rulebook, or that only it knows."""

    def meaning(column: Column) -> tuple[Any, ...]:
        return column.code, column.member, column.type, column.choices, column.derived

    was = {column.name: meaning(column) for column in old.columns}
    return {
        column.stored for column in new.columns if column.type != "birth" and was.get(column.name) != meaning(column)
    }


class Forgiving(Encoder):
    """Answers that fit the old rulebook and not the new one are unknown to the new one."""

    def __init__(self, shape: Shape, on: date, forgiven: frozenset[str]) -> None:
        super().__init__(shape, on)
        self.forgiven = forgiven

    def column(self, column: Column, array: pa.Array) -> Encoded:
        """The distinct answers of a column."""
        before = len(self.wrong)
        encoded = super().column(column, array)
        if column.name in self.forgiven:
            del self.wrong[before:]
        return encoded


def table_of(
    piece: pa.Table, encoders: tuple[Encoder, Encoder], again: frozenset[str]
) -> tuple[pa.Table, tuple[str, ...]]:
    """The working table of a piece: as the old rulebook reads it, and beside it what the new one reads otherwise.

    And by what its children are told apart.
    """
    names = [name.strip() for name in piece.column_names]
    piece, before = piece.rename_columns(names), encoders[0].rows_before
    tables = [
        encoder.table(piece.select([name for name in names if name in encoder.shape.header]))[0] for encoder in encoders
    ]
    more = {f"after {name}": tables[1].column(name) for name in sorted(again)}
    splits = splits_in(piece, tables[0], rows_before=before)
    more |= {f"split {name}": places for name, places in splits.items()}
    return pa.table({name: tables[0].column(name) for name in tables[0].column_names} | more), tuple(splits)
