"""P10 at the size of a nation: a list compared in pieces with a register of a million children, and a tenth.

Timed is everything from the rows in Python to what was found of each row; the lists are made before.
"""

from __future__ import annotations

import resource
import time
from functools import partial

from bench.lists import made
from bench.p10_linkage import best, ours, scored, timed
from bench.report import Figure, print_figure

SIZES = ((100_000, 460), (1_000_000, 4_600))  # children, villages
GOAL_F1, GOAL_SECONDS = 0.93, 20.0


def main() -> None:
    """Measure both sizes, the larger against the goal."""
    growth = []
    for children, villages in SIZES:
        lists = made(children, seed=1, villages=villages)
        begun = time.perf_counter()
        found, seconds = timed(partial(ours, lists))
        clock = time.perf_counter() - begun
        score = scored(lists, best(found))
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        growth.append(f"{children:,}: {score}, {seconds:.1f} s, {1e6 * seconds / children:.0f} s a million")
    print_figure(Figure(
        "P10", f"a nation: {len(lists.listed):,} rows of a list against {len(lists.known):,} children",
        f"F1 ≥ {GOAL_F1}, ≤ {GOAL_SECONDS:g} s of processor",
        f"{score}, {seconds:.1f} s of processor, {clock:.1f} s by the clock",
        score.f1 >= GOAL_F1 and seconds <= GOAL_SECONDS, ratio=f"{memory:.1f} GB at most, the lists with them",
        growth=tuple(growth),
    ))


if __name__ == "__main__":
    main()
