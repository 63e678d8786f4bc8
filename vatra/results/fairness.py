"""Communes compared fairly: which of them differ by more than chance, instead of who stands first.

A small commune's share swings more than a large one's. A funnel plot (Spiegelhalter 2005, "Funnel plots for comparing
institutional performance", Statistics in Medicine 24:1185-1202) draws the limits between which a commune of each size
falls by chance alone: exact ones of the binomial, interpolated as in its appendix. Where the communes differ more
among themselves than chance explains, the limits are widened by that over-dispersion (its section 3), estimated from
winsorised z-scores, and it is said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

import numpy as np

INNER, OUTER = 0.025, 0.001  # tails beyond the limits of 95 % and 99.8 %
Z = {INNER: 1.959964, OUTER: 3.090232}
WINSORISED = 0.1  # of the z-scores at each end are drawn in to the next ones
LEAST_SPREAD = 5  # communes below which over-dispersion is not estimated
EXACT_UP_TO = 50_000  # cases; beyond it the binomial is the normal to every digit shown
FAR = 12  # standard deviations beyond which the binomial has nothing left


@dataclass(frozen=True, slots=True)
class Limits:
    """Between which shares a commune with so many cases falls by chance: 95 % (inner) and 99.8 % (outer)."""

    whole: float
    outer_low: float
    inner_low: float
    inner_high: float
    outer_high: float


@dataclass(frozen=True, slots=True)
class Standing:
    """One commune: `part` of `whole`, and how it stands: within | apart (beyond 95 %) | far (beyond 99.8 %)."""

    commune: int
    part: int
    whole: int
    standing: str

    @property
    def share(self) -> float:
        """Its share, 0 to 1."""
        return self.part / self.whole


@dataclass(frozen=True, slots=True)
class Funnel:
    """Communes around their common share; `spread`: the variance over that of chance, 1 when chance explains it."""

    target: float
    spread: float
    standings: tuple[Standing, ...]

    @property
    def overdispersed(self) -> bool:
        """Whether the communes differ more than chance explains."""
        return self.spread > 1

    def limits(self, whole: int) -> Limits:
        """The limits at a size."""
        return limits(self.target, whole, self.spread)


def funnel_of(counts: Mapping[int, tuple[int, int]]) -> Funnel | None:
    """Communes (part, whole) around their common share; None when there are fewer than two with any case."""
    known = {commune: count for commune, count in counts.items() if count[1] > 0}
    if len(known) < 2:
        return None
    target = sum(part for part, _ in known.values()) / sum(whole for _, whole in known.values())
    spread = spread_of(target, list(known.values()))
    standings = tuple(
        Standing(commune, part, whole, _standing(part / whole, limits(target, whole, spread)))
        for commune, (part, whole) in sorted(known.items())
    )
    return Funnel(target, spread, standings)


def _standing(share: float, at: Limits) -> str:
    if share < at.outer_low or share > at.outer_high:
        return "far"
    return "apart" if share < at.inner_low or share > at.inner_high else "within"


def spread_of(target: float, counts: list[tuple[int, int]]) -> float:
    """The over-dispersion factor: 1 unless the winsorised z-scores vary significantly more than chance makes them."""
    if len(counts) < LEAST_SPREAD or not 0 < target < 1:
        return 1.0
    scores = sorted((part / whole - target) / sqrt(target * (1 - target) / whole) for part, whole in counts)
    drawn = int(len(scores) * WINSORISED)
    if drawn:
        scores = [min(max(score, scores[drawn]), scores[-drawn - 1]) for score in scores]
    factor = sum(score * score for score in scores) / len(scores)
    by_chance = 1 + 2 * sqrt(2 / len(scores))  # two standard deviations of a mean of squares
    return factor if factor > by_chance else 1.0


def limits(target: float, whole: int, spread: float = 1.0) -> Limits:
    """The limits of one size: exact where chance explains the spread, else normal ones widened by it."""
    if not 0 < target < 1:
        return Limits(whole, target, target, target, target)
    if spread > 1 or whole > EXACT_UP_TO:
        half = {tail: Z[tail] * sqrt(spread * target * (1 - target) / whole) for tail in Z}
        found = [target - half[OUTER], target - half[INNER], target + half[INNER], target + half[OUTER]]
    else:
        found = [_quantile(target, whole, tail) for tail in (OUTER, INNER, 1 - INNER, 1 - OUTER)]
    return Limits(whole, *(min(1.0, max(0.0, each)) for each in found))


def _quantile(target: float, whole: int, below: float) -> float:
    """The share below which a binomial falls with this probability, interpolated between its whole numbers."""
    spread = sqrt(whole * target * (1 - target))
    first = max(0, int(whole * target - FAR * spread) - 2)
    last = min(whole, int(whole * target + FAR * spread) + 2)
    counts = np.arange(first + 1, last + 1)
    ratios = np.log((whole - counts + 1) / counts) + np.log(target / (1 - target))
    logs = np.concatenate(([0.0], np.cumsum(ratios)))
    weights = np.exp(logs - logs.max())
    reached = np.cumsum(weights / weights.sum())
    place = int(np.searchsorted(reached, below, side="right"))
    if place >= len(reached):
        return 1.0
    before = float(reached[place - 1]) if place else 0.0
    step = float(reached[place]) - before
    back = (float(reached[place]) - below) / step if step else 0.0
    return (first + place - back) / whole
