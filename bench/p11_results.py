"""P11: counting indicators over a nation's work: every cell, as each night, and one picture from the rows.

    python -m bench p11                    # both benches of P11: this one, and the pages (bench/p11_pages.py)

`vatra synth` draws nations of three sizes as evidence files; what is a row of work is an event. DuckDB counts every
cell of every indicator. Before that, over a small nation, SQLite, PostgreSQL and (where the extra `bigdata` and a Java
are installed) Spark on a cluster of two workers must answer with the same cells as DuckDB.

    VATRA_BENCH_CHILDREN=76000,760000      other sizes than 1, 10 and 50 million events
    VATRA_BENCH_NATIONS=folder             keeps the nations there for the next time, some 0.8 GB; else they go away
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import django
import pyarrow as pa

from bench.nation import NATION, processor_seconds
from bench.report import Figure, percentile, print_figure, stopwatch
from bench.spark_cluster import can_run_spark, spark_cluster

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vatra.config.settings")
django.setup()

from vatra.base.shipped import shipped  # noqa: E402 - the rooms need their settings first
from vatra.method import Program, compile_rulebook, read_rulebook  # noqa: E402
from vatra.results.evidence_files import EvidenceFiles  # noqa: E402
from vatra.results.indicators import Counting  # noqa: E402
from vatra.results.periods import months_until  # noqa: E402
from vatra.results.population.engines import DuckdbEngine, Engine, SqliteEngine, postgres  # noqa: E402
from vatra.results.population.spark import spark  # noqa: E402

ON = date(2026, 11, 30)
SIZES = (NATION // 50, NATION // 5, NATION)
MONTHS = 36
COMPARED, MONTHS_COMPARED = 50_000, 6  # children and months of the nation by which the engines are compared
STATES = frozenset({"persons", "households", "assessed", "posts"})  # who is there; every other row is something done
GOAL_S = 1.0
ONE_PICTURE = ("services_done", "referrals_completed", "visits_done", "monitoring_in_time")
ASKED = 10
PEER = "PostgreSQL over raw rows 0.3-9.5 s"


@dataclass(frozen=True)
class Counted:
    """What one size took: seconds by the clock and of processor."""

    children: int
    events: int
    cells: int
    clock: float
    processor: float
    limit: float
    pictures: tuple[float, ...]

    def __str__(self) -> str:
        return (f"{self.events:,} events, {self.cells:,} cells in {self.clock:.1f} s "
                f"({self.processor:.1f} s of processor)")


def main() -> None:
    """The engines compared, then each size, Spark last; a folder that is named keeps what was drawn."""
    program = compile_rulebook(read_rulebook(shipped("rulebook/romania")))
    sizes = [int(size) for size in os.environ.get("VATRA_BENCH_CHILDREN", "").split(",") if size] or list(SIZES)
    with ExitStack() as stack:
        kept = os.environ.get("VATRA_BENCH_NATIONS")
        folder = Path(kept or stack.enter_context(tempfile.TemporaryDirectory(prefix="vatra-p11-")))
        small = _drawn(folder, program, COMPARED, MONTHS_COMPARED)
        wanted = _cells("DuckDB", closing(DuckdbEngine()), small, program)
        for name, engine in (("SQLite", closing(SqliteEngine(parts=1))), ("PostgreSQL", postgres(None))):
            assert _cells(name, engine, small, program) == wanted, name
        counting = Counting(program.rulebook, tuple(months_until(ON, number=MONTHS)))
        found = []
        for children in sizes:
            found.append(_counted(_drawn(folder, program, children, MONTHS), counting, children))
            _say(f"{children:,} children: {found[-1]}")
        _print(found)
        if can_run_spark():
            assert _cells("Spark, two workers", _spark_of_two(), small, program) == wanted, "Spark"


def _drawn(folder: Path, program: Program, children: int, months: int) -> EvidenceFiles:
    """The evidence of a nation, made by the command that anyone would use; stopped, that goes on where it was."""
    made, vatra = folder / f"{children}-{months}", Path(sys.executable).with_name("vatra")
    files = EvidenceFiles(made / "evidence", program.rulebook, program.version, Counting(program.rulebook, ()).facts)
    if not files.is_whole():
        _say(f"drawing {children:,} children, {months} months")
        home = {**os.environ, "VATRA_HOME": str(folder / "home")}
        (folder / "home").mkdir(parents=True, exist_ok=True)
        for said in (("manage", "migrate", "-v0"), ("places", "load"),
                     ("synth", made, "--children", str(children), "--months", str(months), "--on", str(ON))):
            subprocess.run([vatra, *said], check=True, env=home, stdout=subprocess.DEVNULL)
    return files


def _cells(
    name: str, engine: AbstractContextManager[Engine], files: EvidenceFiles, program: Program
) -> list[pa.Table]:
    """The cells of every month of a small nation, as one engine counts them."""
    counting = Counting(program.rulebook, tuple(months_until(ON, number=MONTHS_COMPARED)))
    with engine as running, stopwatch() as watch:
        files.read_into(running)
        cells = [table for _, table in counting.tables(running)]
    number = sum(table.num_rows for table in cells)
    _say(f"{name}: {number:,} cells over {files.rows():,} rows in {watch.seconds:.0f} s")
    return cells


@contextmanager
def _spark_of_two() -> Iterator[Engine]:
    with spark_cluster() as address, spark(address) as session:
        yield session


def _say(words: str) -> None:
    print(f"P11  {words}; load {os.getloadavg()[0]:.1f}", flush=True)


def _counted(files: EvidenceFiles, counting: Counting, children: int) -> Counted:
    cells, begun = 0, processor_seconds()
    with closing(DuckdbEngine()) as engine:
        with stopwatch() as watch:
            files.read_into(engine)
            for _, table in counting.tables(engine):
                cells += table.num_rows
        used = processor_seconds() - begun
        events = sum(engine.totals(f'SELECT COUNT(*) FROM "{name}"')[0] for name in files.tables if name not in STATES)
        with stopwatch() as limit:
            for name in files.tables:
                columns = ", ".join(f'SUM("{column}")' for column in files.schema(name).names)
                engine.totals(f'SELECT {columns} FROM "{name}"')
        last = Counting(counting.book, counting.months[-1:])
        wanted = [each for each in counting.indicators if each.code in ONE_PICTURE]
        pictures = []
        for _ in range(ASKED):
            with stopwatch() as one:
                list(last.tables(engine, only=wanted))
            pictures.append(one.seconds)
    return Counted(children, events, cells, watch.seconds, used, limit.seconds, tuple(pictures))


def _print(found: list[Counted]) -> None:
    largest = found[-1]
    full = largest.children >= NATION
    load = "/".join(f"{each:.1f}" for each in os.getloadavg())
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print_figure(Figure(
        "P11", f"every cell of every indicator, 36 months, {largest.children:,} children, {largest.events:,} events",
        "at night", f"{largest.clock:.0f} s ({largest.processor:.0f} s of processor), {largest.cells:,} cells", None,
        ratio=f"{largest.clock / largest.limit:.0f}x reading every column once ({largest.limit:.1f} s); "
              f"{memory:,.0f} MB at most; load {load} on {os.cpu_count()} cores",
        growth=tuple(str(one) for one in found),
    ))
    p95 = percentile(list(largest.pictures), 0.95)
    print_figure(Figure(
        "P11", f"{len(ONE_PICTURE)} indicators of the last month straight from {largest.events:,} events",
        f"p95 ≤ {GOAL_S:g} s", f"{p95:.2f} s", p95 <= GOAL_S if full else None, ratio=PEER,
        growth=tuple(f"{one.events:,} events: {percentile(list(one.pictures), 0.95):.2f} s" for one in found),
    ))


if __name__ == "__main__":
    main()
