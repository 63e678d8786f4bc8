"""P7: "what changes if I publish this?" over a nation on DuckDB, with the data loaded."""

from __future__ import annotations

import os
from dataclasses import replace

from bench import nation
from bench.report import Figure, print_figure
from vatra.method import Program, compile_rulebook
from vatra.results.population.change import Change, ChangeSql

GOAL_S = 10.0
USUAL = ("vmi_incl", "vmi_fam", "hazards_n", "gp_newborn_d")  # lines that a government decision moves in a year


def main() -> None:
    """A usual change at three sizes, and the worst: every number of the rulebook is another."""
    program = nation.romania()
    rows, goal, full = int(nation.NATION * nation.share()), GOAL_S, nation.share() >= 1
    usual = ChangeSql(nation.sql_of(program, "duckdb"), nation.sql_of(moved(program, USUAL), "duckdb"))
    worst = ChangeSql(
        nation.sql_of(program, "duckdb"), nation.sql_of(moved(program, tuple(program.rulebook.parameters)), "duckdb")
    )
    with nation.duckdb(program) as ground:
        growth = []
        for size in (rows // 4, rows // 2, rows):
            ground.grow(size)
            growth.append(f"{size:,}: {(whole := ground.taken(usual.counts('population')))}")
        plain = ground.taken(nation.sql_of(program, "duckdb").counts("population"))
        everything = ground.taken(worst.counts("population"))
        change = Change("", "", nation.ON)
        change.add_row(ground.query(usual.counts("population")), usual)
    load = "/".join(f"{each:.1f}" for each in os.getloadavg())
    print_figure(
        Figure(
            "P7",
            f"duckdb: {len(USUAL)} numbers moved, {len(usual.differing)} vulnerabilities could differ, "
            f"{rows:,} children, {change.touched:,} touched",
            f"≤ {goal:g} s",
            str(whole),
            whole.wall <= goal if full else None,
            ratio=f"{whole.wall / plain.wall:.1f}x one assessment ({plain}); load {load} on {os.cpu_count()} cores",
            growth=tuple(growth),
        )
    )
    print_figure(
        Figure(
            "P7",
            f"duckdb: every number moved, {len(worst.differing)} vulnerabilities could differ",
            f"≤ {goal:g} s",
            str(everything),
            everything.wall <= goal if full else None,
            ratio=f"{everything.wall / plain.wall:.1f}x one assessment",
        )
    )


def moved(program: Program, codes: tuple[str, ...]) -> Program:
    """The rulebook with some numbers a tenth larger."""
    book = program.rulebook
    numbers = {
        code: tuple(replace(number, value=number.value * 1.1 + 0.5) if code in codes else number for number in dated)
        for code, dated in book.parameters.items()
    }
    return compile_rulebook(replace(book, parameters=numbers))


if __name__ == "__main__":
    main()
