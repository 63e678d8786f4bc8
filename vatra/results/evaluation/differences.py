"""Before and after; two arms, before and after; two-way fixed effects."""

from __future__ import annotations

import numpy as np

from vatra.results.evaluation.estimates import Estimate, least_squares
from vatra.results.evaluation.panel import Floats, Panel, Whole, check_arms

CLOSE = 1e-10
MOST_ROUNDS = 10_000


def before_after(panel: Panel) -> Estimate:
    """How the outcome of the treated arm changed; says nothing of what would have happened anyway."""
    here = panel.known()
    here = here.where(here.treated == 1.0)
    design = np.column_stack([np.ones(len(here.outcome)), here.after])
    return least_squares(here.outcome, design, here.cluster, here.weight).estimate(1)


def difference_in_differences(panel: Panel) -> Estimate:
    """The change of the treated arm less that of the comparison (2 x 2)."""
    here = panel.known()
    check_arms(here)
    return least_squares(here.outcome, two_by_two(here), here.cluster, here.weight).estimate(3)


def two_by_two(panel: Panel) -> Floats:
    """The columns of the 2 x 2 comparison: constant, arm, after, both."""
    return np.column_stack(
        [np.ones(len(panel.outcome)), panel.treated, panel.after, panel.treated * panel.after]
    )


def two_way_fixed_effects(panel: Panel) -> Estimate:
    """The same effect with a level of its own for each community and each round."""
    here = panel.known()
    check_arms(here)
    both = np.column_stack([here.outcome, here.treated * here.after])
    rid = without_levels(both, [here.cluster, here.round], here.weight)
    return least_squares(
        rid[:, 0], rid[:, 1:], here.cluster, here.weight, absorbed=absorbed_by_rounds(here)
    ).estimate(0)


def absorbed_by_rounds(panel: Panel) -> int:
    """The columns that count for the correction: rounds; levels of communities are nested in the clusters."""
    return len(np.unique(panel.round))


def without_levels(values: Floats, groups: list[Whole], weight: Floats) -> Floats:
    """The columns less the weighted means of every group, by turns until nothing changes (Frisch, Waugh, Lovell)."""
    left = values.copy()
    places = [np.unique(group, return_inverse=True)[1] for group in groups]
    totals = [np.bincount(place, weights=weight) for place in places]
    for _ in range(MOST_ROUNDS):
        moved = 0.0
        for place, total in zip(places, totals, strict=True):
            for column in range(left.shape[1]):
                means = np.bincount(place, weights=weight * left[:, column]) / total
                left[:, column] -= means[place]
                moved = max(moved, float(np.abs(means).max()))
        if moved < CLOSE:
            break
    return left
