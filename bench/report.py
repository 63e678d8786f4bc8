"""How a benchmark says what it found."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median


@dataclass(frozen=True, slots=True)
class Figure:
    """One promise measured. `met` is None where there is a figure but no goal."""

    promise: str            # P1, P6, ...
    what: str               # what was measured, on what
    goal: str               # the goal with its unit
    figure: str             # what was reached, same unit
    met: bool | None
    ratio: str = ""         # against a peer or a limit measured in the same run
    growth: tuple[str, ...] = field(default=())  # "10,000: 21 ms", over three sizes


class Stopwatch:
    """Seconds that a block took; read `seconds` after the block."""

    seconds = 0.0


@contextmanager
def stopwatch() -> Iterator[Stopwatch]:
    """Time a block."""
    watch = Stopwatch()
    begun = time.perf_counter()
    try:
        yield watch
    finally:
        watch.seconds = time.perf_counter() - begun


def seconds_of(act: Callable[[], object], *, times: int = 5) -> float:
    """The median of several runs, in seconds."""
    taken = []
    for _ in range(times):
        with stopwatch() as watch:
            act()
        taken.append(watch.seconds)
    return median(taken)


def percentile(values: list[float], share: float) -> float:
    """The value below which this share of the values lies (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def print_figure(figure: Figure) -> None:
    """One promise in a few lines."""
    mark = {True: "met", False: "NOT MET", None: "measured"}[figure.met]
    print(f"{figure.promise:4} {figure.what}")
    print(f"     goal {figure.goal} | figure {figure.figure} | {mark}" + (f" | {figure.ratio}" if figure.ratio else ""))
    if figure.growth:
        print(f"     growth: {' · '.join(figure.growth)}")
    print(flush=True)
