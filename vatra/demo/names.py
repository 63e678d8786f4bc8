"""Names for people who do not exist, drawn by how common they are."""

from __future__ import annotations

import csv
from bisect import bisect_right
from collections import defaultdict
from functools import lru_cache
from itertools import accumulate
from random import Random

from vatra.demo.build import FACTS


class Names:
    """Surnames and given names with their weights."""

    def __init__(self, rows: list[dict[str, str]]) -> None:
        lists: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for row in rows:
            lists[row["part"]].append((row["name"], int(row["weight"])))
        self._names = {part: [name for name, _ in pairs] for part, pairs in lists.items()}
        self._ends = {part: list(accumulate(weight for _, weight in pairs)) for part, pairs in lists.items()}

    def surname(self, rng: Random) -> str:
        """A surname."""
        return self._draw("surname", rng)

    def given(self, rng: Random, sex: str, *, young: bool) -> str:
        """A given name, or two as every third child has; `young`: of a child of today."""
        part = f"young_{sex}" if young and rng.random() < 0.8 else sex
        first = self._draw(part, rng)
        if rng.random() >= 0.35:
            return first
        second = self._draw(part, rng)
        return first if second == first else f"{first} {second}"

    def _draw(self, part: str, rng: Random) -> str:
        ends = self._ends[part]
        return self._names[part][bisect_right(ends, rng.random() * ends[-1])]


@lru_cache(maxsize=1)
def names() -> Names:
    """The shipped names."""
    with (FACTS / "names.csv").open(encoding="utf-8", newline="") as file:
        return Names(list(csv.DictReader(file)))
