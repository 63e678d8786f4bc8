"""P11: counting indicators over a nation's work: every cell, as each night, and one picture from the rows.

`vatra synth` draws nations of three sizes as evidence files; what is a row of work is an event. DuckDB counts every
cell of every indicator; at the smallest size SQLite and PostgreSQL (and Spark, where it is installed) must answer with
the same cells. The limit beside it: reading every column of the same files once. `VATRA_BENCH_SHARE` draws smaller
nations, `VATRA_BENCH_NATIONS` names a folder in which they are kept for the next time.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from shutil import which

import django
import pyarrow as pa

from bench.nation import NATION, processor_seconds, share
from bench.report import Figure, percentile, print_figure, stopwatch

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vatra.config.settings")
django.setup()

from vatra.base.shipped import shipped  # noqa: E402 - the rooms need their settings first
from vatra.method import compile_rulebook, read_rulebook  # noqa: E402
from vatra.results.evidence_files import EvidenceFiles  # noqa: E402
from vatra.results.indicators import Counting  # noqa: E402
from vatra.results.periods import months_until  # noqa: E402
from vatra.results.population.engines import DuckdbEngine, Engine, SqliteEngine, postgres  # noqa: E402
from vatra.results.population.spark import spark  # noqa: E402

ON = date(2026, 11, 30)
SIZES = (NATION // 50, NATION // 5, NATION)
STATES = frozenset({"persons", "households", "assessed", "posts"})  # who is there; every other row is something done
GOAL_S = 1.0
ONE_PICTURE = ("services_done", "referrals_completed", "visits_done", "monitoring_in_time")
ASKED = 10
COMPARED = 2  # months whose cells the engines are compared by; all of them take minutes on each
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


def main() -> None:
    """Three sizes; a folder that is named keeps them."""
    program = compile_rulebook(read_rulebook(shipped("rulebook/romania")))
    counting = Counting(program.rulebook, tuple(months_until(ON, number=36)))
    with ExitStack() as stack:
        kept = os.environ.get("VATRA_BENCH_NATIONS")
        folder = Path(kept or stack.enter_context(tempfile.TemporaryDirectory(prefix="vatra-p11-")))
        found = []
        for children in (round(size * share()) for size in SIZES):
            files = EvidenceFiles(_drawn(folder, children), program.rulebook, program.version, counting.facts)
            if not found:
                _check_engines(files, Counting(counting.book, counting.months[-COMPARED:]))
            found.append(_counted(files, counting, children))
    _print(found)


def _drawn(folder: Path, children: int) -> Path:
    """The evidence of a nation, made by the command that anyone would use."""
    made, vatra = folder / str(children), Path(sys.executable).with_name("vatra")
    if not (made / "evidence").exists():
        home = {**os.environ, "VATRA_HOME": str(folder / "home")}
        (folder / "home").mkdir(parents=True, exist_ok=True)
        for said in (("manage", "migrate", "-v0"), ("places", "load"),
                     ("synth", str(made), "--children", str(children), "--on", str(ON))):
            subprocess.run([vatra, *said], check=True, env=home, stdout=subprocess.DEVNULL)
    return made / "evidence"


def _cells(files: EvidenceFiles, counting: Counting, engine: Engine) -> list[pa.Table]:
    files.read_into(engine)
    return [table for _, table in counting.tables(engine)]


def _check_engines(files: EvidenceFiles, counting: Counting) -> None:
    """The same cells from each engine. Raises AssertionError."""
    with closing(DuckdbEngine()) as duckdb:
        wanted = _cells(files, counting, duckdb)
    names = ["sqlite", "postgres"]
    with closing(SqliteEngine(parts=1)) as sqlite:
        assert _cells(files, counting, sqlite) == wanted
    with postgres(None) as server:
        assert _cells(files, counting, server) == wanted
    if find_spec("pyspark") and which("java"):
        names.append("spark")
        with spark(None) as session:
            assert _cells(files, counting, session) == wanted
    cells = sum(table.num_rows for table in wanted)
    print(f"P11  duckdb, {', '.join(names)}: the same {cells:,} cells\n", flush=True)


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
    largest, full = found[-1], share() >= 1
    load = "/".join(f"{each:.1f}" for each in os.getloadavg())
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print_figure(Figure(
        "P11", f"every cell of every indicator, 36 months, {largest.children:,} children, {largest.events:,} events",
        "at night", f"{largest.clock:.0f} s ({largest.processor:.0f} s of processor), {largest.cells:,} cells", None,
        ratio=f"{largest.clock / largest.limit:.0f}x reading every column once ({largest.limit:.1f} s); "
              f"{memory:,.0f} MB at most; load {load} on {os.cpu_count()} cores",
        growth=tuple(f"{one.events:,} events: {one.clock:.1f} s ({one.processor:.1f} s of processor)"
                     for one in found),
    ))
    p95 = percentile(list(largest.pictures), 0.95)
    print_figure(Figure(
        "P11", f"{len(ONE_PICTURE)} indicators of the last month straight from {largest.events:,} events",
        f"p95 ≤ {GOAL_S:g} s", f"{p95:.2f} s", p95 <= GOAL_S if full else None, ratio=PEER,
        growth=tuple(f"{one.events:,} events: {percentile(list(one.pictures), 0.95):.2f} s" for one in found),
    ))


if __name__ == "__main__":
    main()
