"""P6: every rule and service over a population that is loaded: a county in SQLite, a nation in DuckDB and PostgreSQL.

Loading is timed apart. Python's answers to the first rows must be those of the engine.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager

from bench import nation
from bench.nation import COUNTY, NATION, Ground, Taken
from bench.report import Figure, print_figure, stopwatch
from vatra.demo import children
from vatra.method import Program

BY_ONE = 2_000  # rows that Python assesses one by one
# engine, children, goal in seconds
GOALS: tuple[tuple[str, Callable[[Program], AbstractContextManager[Ground]], int, float], ...] = (
    ("sqlite", nation.sqlite, COUNTY, 1.0),
    ("duckdb", nation.duckdb, NATION, 5.0),
    ("postgres", nation.postgres, NATION, 10.0),
)


def main() -> None:
    """Measure each engine at a quarter, a half and the whole; engines may be named as arguments."""
    program = nation.romania()
    a_row = one_by_one(program)
    for name, ground, rows, goal in GOALS:
        if not sys.argv[1:] or name in sys.argv[1:]:
            with ground(program) as ready:
                measure(program, ready, int(rows * nation.share()), goal, a_row)


def measure(program: Program, ground: Ground, rows: int, goal: float, a_row: float) -> None:
    """One engine at three sizes; the answers are compared with those of Python first."""
    sql = nation.sql_of(program, ground.dialect).counts("population")
    ground.grow(BY_ONE)
    check(program, ground.query(sql))
    sizes: dict[int, Taken] = {}
    loading = 0.0
    for size in (rows // 4, rows // 2, rows):
        with stopwatch() as watch:
            ground.grow(size)
        loading += watch.seconds
        sizes[size] = ground.taken(sql)
    whole, limit = sizes[rows], ground.taken(nation.plain_scan(program))
    rules = len(program.rulebook.vulnerabilities_on(nation.ON))
    load = "/".join(f"{each:.1f}" for each in os.getloadavg())
    print_figure(
        Figure(
            "P6",
            f"{ground.dialect}: {rules} rules and the services over {rows:,} children",
            f"≤ {goal:g} s",
            str(whole),
            whole.wall <= goal if nation.share() >= 1 else None,
            ratio=f"{whole.wall / limit.wall:.1f}x a plain scan of every column ({limit}); Python row by row "
            f"{a_row * rows:,.0f} s, {a_row * rows / whole.wall:,.0f}x that long; made and loaded in {loading:.0f} s; "
            f"load {load} on {os.cpu_count()} cores",
            growth=tuple(f"{size:,}: {taken}" for size, taken in sizes.items()),
        )
    )


def one_by_one(program: Program) -> float:
    """Processor seconds of one row in Python."""
    rows = list(children.said(next(children.batches(program.rulebook, since=0, until=BY_ONE)), program.rulebook))
    before = nation.processor_seconds()
    for household, members in rows:
        program.assess(household, members, on=nation.ON)
    return (nation.processor_seconds() - before) / len(rows)


def check(program: Program, counted: tuple[int, ...]) -> None:
    """The engine's counts of the first rows must be those of Python."""
    sql = nation.sql_of(program, "sqlite")
    found = {code: [0, 0] for code in sql.codes}  # known, present
    table = next(children.batches(program.rulebook, since=0, until=BY_ONE))
    for household, members in children.said(table, program.rulebook):
        result = program.assess(household, members, on=nation.ON)
        for finding in (each for subject in (result.household, *result.subjects) for each in subject.findings):
            found[finding.code][0] += finding.state != "unknown"
            found[finding.code][1] += finding.state == "present"
    expected = [number for code in sql.codes for number in found[code]]
    if [int(number) for number in counted[1 : 1 + len(expected)]] != expected:
        raise SystemExit("the engine's findings are not those of Python")


if __name__ == "__main__":
    main()
