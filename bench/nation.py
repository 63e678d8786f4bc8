"""Children loaded into each engine, growing by steps, and how long a query takes there: wall clock and processor.

The engines' working tables hold what `vatra assess` loads: smallints, doubles, NULL = unknown.
"""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

import pyarrow.csv

from vatra.base.shipped import shipped
from vatra.base.throwaway_postgres import throwaway_postgres
from vatra.demo import children
from vatra.method import Program, compile_rulebook, read_rulebook
from vatra.method.sql import PopulationSql

ON = date(2026, 11, 1)
COUNTY, NATION = 110_000, 3_800_000
EVERYBODY = frozenset({"household", "child", "adult", "pregnant"})
TIMES = 5


def share() -> float:
    """`VATRA_BENCH_SHARE`: part of the full sizes; goals are then neither met nor missed."""
    return float(os.environ.get("VATRA_BENCH_SHARE", "1"))


def romania() -> Program:
    """The rulebook of Romania, compiled."""
    return compile_rulebook(read_rulebook(shipped("rulebook/romania")))


def sql_of(program: Program, dialect: str) -> PopulationSql:
    """Its SQL over rows with every column."""
    return PopulationSql(program.rulebook, ON, dialect, frozenset(children.columns_of(program.rulebook)), EVERYBODY)


@dataclass(frozen=True)
class Taken:
    """A query's median wall clock and processor seconds."""

    wall: float
    processor: float

    def __str__(self) -> str:
        return f"{self.wall:.2f} s ({self.processor:.2f} s of processor)"


@dataclass(frozen=True)
class Ground:
    """An engine with a table `population` that can grow."""

    dialect: str
    grow: Callable[[int], None]  # until there are so many children
    query: Callable[[str], tuple[Any, ...]]  # its only row
    processor: Callable[[], float]  # seconds used so far

    def taken(self, sql: str, *, times: int = TIMES) -> Taken:
        """The medians of several runs after one that warms up."""
        self.query(sql)
        walls, processors = [], []
        for _ in range(times):
            wall, processor = time.perf_counter(), self.processor()
            self.query(sql)
            walls.append(time.perf_counter() - wall)
            processors.append(self.processor() - processor)
        return Taken(median(walls), median(processors))


def processor_seconds() -> float:
    """Of this process, all threads."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def server_seconds(backend: int) -> float:
    """Of a PostgreSQL backend and of the parallel workers that have ended (Linux only, else 0)."""
    if not Path(f"/proc/{backend}/stat").exists():
        return 0.0

    def numbers(pid: int) -> list[str]:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()

    own = numbers(backend)
    ended = numbers(int(own[1]))  # the postmaster adds up its children that have ended
    return (int(own[11]) + int(own[12]) + int(ended[13]) + int(ended[14])) / os.sysconf("SC_CLK_TCK")


def plain_scan(program: Program) -> str:
    """The least any engine must do: read every column once."""
    sums = ", ".join(f'SUM("{name}")' for name in children.columns_of(program.rulebook))
    return f'SELECT {sums} FROM "population"'


@contextmanager
def duckdb(program: Program) -> Iterator[Ground]:
    """DuckDB in memory; the children are made where they stay."""
    from vatra.results.population.engines import DuckdbEngine

    engine, there = DuckdbEngine(), 0

    def grow(until: int) -> None:
        nonlocal there
        drawn = children.drawn(program.rulebook, since=there, until=until)
        head = 'INSERT INTO "population"' if there else 'CREATE TABLE "population" AS'
        engine.connection.execute(f"{head} {drawn}")
        there = until

    yield Ground("duckdb", grow, engine.totals, processor_seconds)
    engine.close()


@contextmanager
def sqlite(program: Program) -> Iterator[Ground]:
    """SQLite in memory, a part per processor."""
    from vatra.results.population.engines import SqliteEngine

    engine, there = SqliteEngine(), 0

    def grow(until: int) -> None:
        nonlocal there
        for table in children.batches(program.rulebook, since=there, until=until):
            (engine.add if there else engine.load)("population", table)
            there += table.num_rows

    yield Ground("sqlite", grow, engine.totals, processor_seconds)
    engine.close()


@contextmanager
def postgres(program: Program) -> Iterator[Ground]:
    """A private PostgreSQL with an unlogged table, set for one large reader; removed afterwards."""
    import psycopg

    types = {"SMALLINT": "smallint", "INTEGER": "integer", "DOUBLE": "double precision"}
    columns = ", ".join(f'"{name}" {types[type_]}' for name, type_ in children.columns_of(program.rulebook).items())
    there = 0
    with throwaway_postgres() as url, psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE UNLOGGED TABLE "population" ("id" text, "household" text, {columns})')
        # compiling takes seconds and pays from about a million rows; every further worker would compile again
        connection.execute("SET jit = on")
        connection.execute(f"SET max_parallel_workers_per_gather = {max(1, (os.cpu_count() or 2) - 1)}")

        def grow(until: int) -> None:
            nonlocal there
            with connection.cursor() as cursor, cursor.copy('COPY "population" FROM STDIN (FORMAT csv)') as copy:
                for table in children.batches(program.rulebook, since=there, until=until):
                    sink = pyarrow.BufferOutputStream()
                    pyarrow.csv.write_csv(table, sink, pyarrow.csv.WriteOptions(include_header=False))
                    copy.write(sink.getvalue())
            there = until
            connection.execute('VACUUM ANALYZE "population"')

        yield Ground(
            "postgres",
            grow,
            lambda sql: connection.execute(sql).fetchone() or (),
            lambda: server_seconds(connection.info.backend_pid),
        )
