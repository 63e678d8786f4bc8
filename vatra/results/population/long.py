"""The long shape: rows of households and of members, joined by `household`, with real counts over members."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from vatra.method.mistakes import BadInput
from vatra.method.program import LEVELS, Program, Result
from vatra.method.sql_long import HouseholdsSql
from vatra.results.population.columns import Shape
from vatra.results.population.counts import Counts
from vatra.results.population.engines import engine_named
from vatra.results.population.errors import BadCell, BadPopulation
from vatra.results.population.reading import Encoded, Encoder, Source
from vatra.results.population.writing import Results

KINDS = ("household", "child", "adult", "pregnant")
MOST_AT_ONCE = 50_000  # households assessed one by one before they are written


class Households:
    """The whole file, checked: a row per household, and its members' rows."""

    def __init__(self, shape: Shape, program: Program, on: date) -> None:
        self.shape = shape
        self.subject = program.answers.subject
        self.encoder = Encoder(shape, on)
        self.tables: list[pa.Table] = []
        self.said: list[dict[str, Any]] = []
        self.keep_said = False
        self.seen: dict[tuple[str, str], int] = {}
        self.wrong: list[BadCell] = []

    def add(self, piece: pa.Table) -> None:
        """Takes a piece of the file. Raises `BadPopulation` when a cell does not fit."""
        before = self.encoder.rows_before
        table, columns = self.encoder.table(piece)
        kinds, ids = table.column("kind").to_pylist(), table.column("id").to_pylist()
        households = table.column("household").to_pylist()
        for place, (kind, id_, household) in enumerate(zip(kinds, ids, households, strict=True)):
            self.check_row(before + place + 2, kind, id_, household)
        for name, encoded in columns.items():
            self.check_subjects(before, name, encoded, kinds)
        if self.wrong:
            raise BadPopulation(sorted(self.wrong))
        self.tables.append(table)
        if self.keep_said:
            self.said += said_rows(columns, kinds, ids, households)

    def check_row(self, row: int, kind: str, id_: str, household: str) -> None:
        """The kind is one of ours; a household and a member of it stand once."""
        if kind not in KINDS:
            self.wrong.append(
                BadCell(
                    row,
                    "kind",
                    f"„{kind}” nu este unul din: {', '.join(KINDS)}",
                    f"“{kind}” is not one of: {', '.join(KINDS)}",
                )
            )
            return
        key = (household, "" if kind == "household" else f"m{id_}")
        if self.seen.setdefault(key, row) != row:
            self.wrong.append(
                BadCell(row, "id", f"apare și pe rândul {self.seen[key]}", f"also stands on row {self.seen[key]}")
            )

    def check_subjects(self, before: int, name: str, encoded: Encoded, kinds: list[str]) -> None:
        """A household's fact stands in a row of a household, a member's in a member's."""
        of_household = self.subject[name] == "household"
        for place, known in enumerate(encoded.places.is_valid().to_pylist()):
            if known and (kinds[place] == "household") is not of_household:
                self.wrong.append(
                    BadCell(
                        before + place + 2,
                        name,
                        "faptul nu este despre acest fel de rând",
                        "the fact is not about this kind of row",
                    )
                )
                return

    def split(self) -> tuple[pa.Table, pa.Table]:
        """The working tables "household" and "member"."""
        table = pa.concat_tables(self.tables)
        is_household = pc.equal(table.column("kind"), "household")
        mine = {"id", "kind"} | {
            n for n in table.column_names if self.subject.get(n.removeprefix("given_")) not in (None, "household")
        }
        households = table.filter(is_household).select([n for n in table.column_names if n not in mine])
        missing = pc.unique(pc.drop_null(table.column("household")))
        missing = missing.filter(pc.invert(pc.is_in(missing, households.column("household").combine_chunks())))
        empty = {
            f.name: missing if f.name == "household" else pa.nulls(len(missing), f.type) for f in households.schema
        }
        households = pa.concat_tables([households, pa.table(empty, schema=households.schema)])
        columns = [n for n in table.column_names if n in mine or n == "household"]
        members = table.filter(pc.invert(is_household)).select(columns)
        for kind in KINDS[1:]:
            carries = pc.equal(members.column("kind"), kind)
            for name in columns:
                if self.subject.get(name.removeprefix("given_")) == kind:
                    carries = pc.or_(carries, pc.is_valid(members.column(name)))
            members = members.append_column(f"is_{kind}", carries.cast(pa.int16()))
        return households, members


def said_rows(
    columns: dict[str, Encoded], kinds: list[str], ids: list[str], households: list[str]
) -> list[dict[str, Any]]:
    """The rows as answers, for the Python engine."""
    answers = {
        name: [None if place is None else encoded.said[place] for place in encoded.places.to_pylist()]
        for name, encoded in columns.items()
    }
    return [
        {"kind": kind, "id": id_, "household": household}
        | {name: several[place] for name, several in answers.items() if several[place] is not None}
        for place, (kind, id_, household) in enumerate(zip(kinds, ids, households, strict=True))
    ]


def assess_long(
    source: Source,
    shape: Shape,
    program: Program,
    *,
    on: date,
    engine: str,
    out: Path | None,
    database: str | None,
    progress: Callable[[int, int | None], None],
) -> Counts:
    """Assesses a file of whole households: read and checked in full, then one statement."""
    files = Households(shape, program, on)
    files.keep_said = engine == "python"
    sql = HouseholdsSql(program.rulebook, on, engine, shape.table_columns)
    counts = Counts([each.code for each in sql.vulnerabilities], sql.services)
    for piece in source.pieces():
        files.add(piece)
        progress(files.encoder.rows_before, source.rows)
    if not files.tables:
        return counts
    with ExitStack() as stack:
        results = stack.enter_context(Results(out)) if out is not None else None
        if engine == "python":
            for coded in by_household(files.said, program, on, counts):
                counts.add_table(coded)
                if results is not None:
                    results.write(coded, counts.codes, counts.services)
            return counts
        ready = stack.enter_context(engine_named(engine, database))
        households, members = files.split()
        ready.load("household", households)
        ready.load("member", members)
        if results is None:
            counts.add_row(ready.totals(sql.counts()), apart=True)
        else:
            coded = ready.rows(sql.coded()).sort_by(
                [("household", "ascending"), ("kind", "ascending"), ("id", "ascending")]
            )
            counts.add_table(coded)
            results.write(coded, counts.codes, counts.services)
    return counts


def by_household(said: list[dict[str, Any]], program: Program, on: date, counts: Counts) -> Iterator[pa.Table]:
    """Household after household through `Program.assess`."""
    grouped: dict[str, tuple[dict[str, Any], list[dict[str, Any]]]] = {}
    for row in said:
        household, members = grouped.setdefault(row["household"], ({}, []))
        facts = {code: answer for code, answer in row.items() if code != "household"}
        if row["kind"] == "household":
            household.update({code: answer for code, answer in facts.items() if code not in ("kind", "id")})
        else:
            members.append(facts)
    rows: list[dict[str, Any]] = []
    for name, (household, members) in grouped.items():
        try:
            rows += result_rows(name, program.assess(household, members, on=on), counts)
        except BadInput as error:
            raise BadPopulation([BadCell(0, error.path, error.reason_ro, error.reason_en)]) from None
        if len(rows) >= MOST_AT_ONCE:
            yield table_of(rows, counts)
            rows = []
    yield table_of(rows, counts)


def result_rows(name: str, result: Result, counts: Counts) -> Iterator[dict[str, Any]]:
    """The coded rows of one household: its own, then its members'."""
    for subject in (result.household, *result.subjects):
        row: dict[str, Any] = dict.fromkeys(counts.codes, -1) | dict.fromkeys(counts.services, 0)
        row |= {"kind": subject.kind, "id": name if subject is result.household else subject.id, "household": name}
        row |= {
            finding.code: None if finding.state == "unknown" else finding.severity or 0 for finding in subject.findings
        }
        row |= {service.code: 1 for service in subject.services}
        yield row | {"level": LEVELS.index(subject.level)}


def table_of(rows: list[dict[str, Any]], counts: Counts) -> pa.Table:
    """Coded rows as a table."""
    texts = {name: pa.array([row[name] for row in rows], pa.string()) for name in ("kind", "id", "household")}
    numbers = {
        name: pa.array([row[name] for row in rows], pa.int32()) for name in (*counts.codes, *counts.services, "level")
    }
    return pa.table(texts | numbers)
