"""One population through one engine, from file to counts and, if wanted, to a file of results."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from vatra.method.program import Program
from vatra.method.sql import PopulationSql
from vatra.results.population.columns import Shape, shape_of
from vatra.results.population.counts import Counts
from vatra.results.population.engines import Engine, engine_named
from vatra.results.population.errors import whole_file
from vatra.results.population.long import assess_long
from vatra.results.population.one_by_one import OneByOne
from vatra.results.population.reading import Encoder, Source, open_source
from vatra.results.population.writing import Results

ENGINES = ("sqlite", "postgres", "duckdb", "python")
Progress = Callable[[int, int | None], None]  # rows done, rows in all when known


def assess_population(
    path: Path,
    program: Program,
    *,
    on: date,
    engine: str,
    out: Path | None = None,
    database: str | None = None,
    progress: Progress = lambda done, total: None,
) -> Counts:
    """Assesses every row of a file and counts what was found; `out` (.csv or .parquet) gets one row per row.

    Raises `BadPopulation` (nothing is written then) and `NoEngine`.
    """
    source = open_source(path)
    shape = shape_of(source.header, program)
    if out is not None and out.suffix not in (".csv", ".parquet"):
        raise whole_file(
            f"{out.name}: rezultatul este .csv sau .parquet", f"{out.name}: the result is .csv or .parquet"
        )
    if shape.long:
        return assess_long(source, shape, program, on=on, engine=engine, out=out, database=database, progress=progress)
    with ExitStack() as stack:
        results = stack.enter_context(Results(out)) if out is not None else None
        if engine == "python":
            return one_by_one(source, shape, program, on, results, progress)
        ready = stack.enter_context(engine_named(engine, database))
        return in_sql(source, shape, program, on, ready, results, progress)


def statement_for(shape: Shape, program: Program, on: date, dialect: str) -> PopulationSql:
    """The SQL for a file of this shape."""
    return PopulationSql(program.rulebook, on, dialect, shape.table_columns, shape.described)


def in_sql(
    source: Source,
    shape: Shape,
    program: Program,
    on: date,
    engine: Engine,
    results: Results | None,
    progress: Progress,
) -> Counts:
    """Piece by piece: load, evaluate, count, forget."""
    sql = statement_for(shape, program, on, engine.dialect)
    counts = Counts([each.code for each in sql.vulnerabilities], sql.services)
    encoder = Encoder(shape, on)
    for piece in source.pieces():
        table, _ = encoder.table(piece)
        engine.load("population", table.set_column(0, "id", numbered(table)))
        if results is None:
            counts.add_row(engine.totals(sql.counts("population")))
        else:
            coded = in_order(engine.rows(sql.coded("population")), table)
            counts.add_table(coded)
            results.write(coded, counts.codes, counts.services)
        progress(encoder.rows_before, source.rows)
    engine.drop("population")
    return counts


def numbered(table: pa.Table) -> pa.Array:
    """Places in the piece as ids: engines give rows back in any order, and ids of files need not be unique."""
    return pa.array([str(place) for place in range(table.num_rows)], pa.string())


def in_order(coded: pa.Table, table: pa.Table) -> pa.Table:
    """Results in the order of the file, with the file's own ids."""
    coded = coded.take(pc.sort_indices(pc.cast(coded.column("id"), pa.int64())))
    return coded.set_column(0, "id", table.column("id")).set_column(1, "household", table.column("household"))


def one_by_one(
    source: Source, shape: Shape, program: Program, on: date, results: Results | None, progress: Progress
) -> Counts:
    """Row by row through `Program.assess`: slow, and the measure of the other engines."""
    sql = statement_for(shape, program, on, "sqlite")
    counts = Counts([each.code for each in sql.vulnerabilities], sql.services)
    encoder, rows = Encoder(shape, on), OneByOne(shape, program, on, counts)
    for piece in source.pieces():
        table, columns = encoder.table(piece)
        coded = rows.coded(table, columns)
        counts.add_table(coded)
        if results is not None:
            results.write(coded, counts.codes, counts.services)
        progress(encoder.rows_before, source.rows)
    return counts
