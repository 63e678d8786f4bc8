"""Whether both arms moved alike before the intervention, and how its effect came round by round."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vatra.results.evaluation.differences import absorbed_by_rounds, without_levels
from vatra.results.evaluation.distributions import f_above
from vatra.results.evaluation.estimates import Estimate, least_squares
from vatra.results.evaluation.panel import Panel, check_arms


@dataclass(frozen=True, slots=True)
class EventStudy:
    """The difference between the arms by round, less that of the last round before (`reference`).

    `alike_before`: the p-value of "no difference in any earlier round"; None when there is only one round before.
    """

    reference: int
    rounds: dict[int, Estimate]
    alike_before: float | None


def event_study(panel: Panel) -> EventStudy:
    """Levels of communities and rounds, and the treated arm apart in every round but the last before."""
    here = panel.known()
    check_arms(here)
    every = [int(one) for one in np.unique(here.round)]
    reference = max(one for one in every if one < here.begun)
    apart = [one for one in every if one != reference]
    columns = [here.outcome, *(here.treated * (here.round == one) for one in apart)]
    rid = without_levels(np.column_stack(columns), [here.cluster, here.round], here.weight)
    fit = least_squares(rid[:, 0], rid[:, 1:], here.cluster, here.weight, absorbed=absorbed_by_rounds(here))
    before = [place for place, one in enumerate(apart) if one < reference]
    return EventStudy(
        reference, {one: fit.estimate(place) for place, one in enumerate(apart)},
        _joint(fit.coefficients[before], fit.covariance[np.ix_(before, before)], fit.clusters) if before else None,
    )


def _joint(coefficients: np.ndarray, covariance: np.ndarray, clusters: int) -> float:
    """The p-value of all being 0 at once (Wald's test, as F with clusters - 1 degrees of freedom)."""
    wald = float(coefficients @ np.linalg.solve(covariance, coefficients)) / len(coefficients)
    return f_above(wald, len(coefficients), clusters - 1)
