"""The wild cluster bootstrap: a p-value and an interval that hold with few communities.

Null imposed, signs drawn by community (Rademacher; Webb's six points when there are fewer than 12, where signs alone
give too few draws). The interval is the set of effects that the test does not reject. D. Roodman, M. Ø. Nielsen,
J. G. MacKinnon, M. D. Webb, Fast and wild: Bootstrap inference in Stata using boottest, Stata Journal 19(1), 2019.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np

from vatra.results.evaluation.differences import absorbed_by_rounds, two_by_two
from vatra.results.evaluation.estimates import CONFIDENCE, small_sample, sums_by
from vatra.results.evaluation.panel import Floats, Panel, Whole, check_arms

DRAWS = 9_999
FEW_CLUSTERS = 12
WEBB = np.sqrt(np.array([1.5, 1.0, 0.5]))
STEPS = 60
TIED = 1e-10


@dataclass(frozen=True, slots=True)
class Bootstrapped:
    """`low`, `high`: the interval at `confidence`; `draws`: how many signs were tried (all of them, when few)."""

    p_value: float
    low: float
    high: float
    draws: int
    confidence: float = CONFIDENCE


class _Test:
    """The bootstrap t of every effect supposed: all it needs is linear in that effect, so sums are made once."""

    def __init__(self, outcome: Floats, regressor: Floats, others: Floats, cluster: Whole, signs: Floats) -> None:
        basis = np.linalg.qr(others)[0]
        aim, lever = (values - basis @ (basis.T @ values) for values in (outcome, regressor))
        self.bulk = float(lever @ lever)
        self.effect = float(lever @ aim) / self.bulk
        self.signs = signs
        levers = sums_by(cluster, (lever * lever)[:, None])[:, 0]
        crossed = sums_by(cluster, lever[:, None] * basis)
        self._parts = [self._linear(values, lever, levers, crossed, basis, cluster) for values in (aim, lever)]

    def _linear(
        self, values: Floats, lever: Floats, levers: Floats, crossed: Floats, basis: Floats, cluster: Whole
    ) -> tuple[Floats, Floats]:
        """The cluster sums of the score, and the clusters x clusters map from signs to scores after refitting."""
        sums = sums_by(cluster, (lever * values)[:, None])[:, 0]
        spread = crossed @ sums_by(cluster, values[:, None] * basis).T
        return sums, np.diag(sums) - spread - np.outer(levers, sums) / self.bulk

    def p_value(self, effect: float) -> float:
        """How often a bootstrap t is at least as far from 0 as the one observed, if this were the effect."""
        (aim, aim_map), (lever, lever_map) = self._parts
        sums, scores = aim - effect * lever, aim_map - effect * lever_map
        drawn = self._t(self.signs @ sums, self.signs @ scores.T)
        observed = self._t(np.array([sums.sum()]), scores.sum(axis=1)[None, :])[0]
        return float(np.mean(np.abs(drawn) >= abs(observed) - TIED))

    @staticmethod
    def _t(above: Floats, scores: Floats) -> Floats:
        below = np.sqrt((scores * scores).sum(axis=1))
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(below > 0, above / below, np.where(above == 0, 0.0, np.inf))


def wild_bootstrap(
    panel: Panel, *, seed: int, draws: int = DRAWS, confidence: float = CONFIDENCE, fixed_effects: bool = True
) -> Bootstrapped:
    """Of the effect that `two_way_fixed_effects` gives, or `difference_in_differences` without fixed effects."""
    here = panel.known()
    check_arms(here)
    root = np.sqrt(here.weight)
    others = _levels(here) if fixed_effects else two_by_two(here)[:, :3]
    outcome, regressor = here.outcome * root, here.treated * here.after * root
    signs = _signs(here.clusters, draws, seed)
    test = _Test(outcome, regressor, others * root[:, None], here.cluster, signs)
    low, high = _interval(test, 1 - confidence, _first_reach(here))
    return Bootstrapped(test.p_value(0.0), low, high, len(signs), confidence)


def _levels(panel: Panel) -> Floats:
    """A column for each community, and for each round but the first."""
    columns = [panel.cluster == one for one in np.unique(panel.cluster)]
    columns += [panel.round == one for one in np.unique(panel.round)[1:]]
    return np.column_stack(columns).astype(float)


def _signs(clusters: int, draws: int, seed: int) -> Floats:
    """Draws x clusters; every combination of signs when there are no more of them than draws."""
    if clusters >= FEW_CLUSTERS and 2**clusters <= draws:
        return np.array(list(product((-1.0, 1.0), repeat=clusters)))
    random = np.random.default_rng(seed)
    points = np.array([-1.0, 1.0]) if clusters >= FEW_CLUSTERS else np.concatenate([-WEBB, WEBB])
    return random.choice(points, size=(draws, clusters))


def _first_reach(panel: Panel) -> float:
    """Where to begin to look for the ends of the interval: a spread of the outcome, corrected as the error is."""
    rows, columns = len(panel.outcome), 1 + absorbed_by_rounds(panel)
    spread = float(np.std(panel.outcome)) or 1.0
    return spread * float(np.sqrt(small_sample(panel.clusters, rows, columns) / panel.clusters))


def _interval(test: _Test, level: float, reach: float) -> tuple[float, float]:
    """The effects at which the test begins to reject, on both sides; unbounded where it never does."""
    ends = []
    for side in (-1.0, 1.0):
        far = reach
        while test.p_value(test.effect + side * far) > level and far < reach * 2**20:
            far *= 2
        near = 0.0
        for _ in range(STEPS if far < reach * 2**20 else 0):
            middle = (near + far) / 2
            if test.p_value(test.effect + side * middle) > level:
                near = middle
            else:
                far = middle
        ends.append(test.effect + side * far if far < reach * 2**20 else side * float("inf"))
    return ends[0], ends[1]
