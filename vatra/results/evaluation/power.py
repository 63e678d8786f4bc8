"""How small an effect a comparison of communities could find."""

from __future__ import annotations

from math import sqrt

from vatra.results.evaluation.distributions import t_quantile
from vatra.results.evaluation.estimates import CONFIDENCE

POWER = 0.8


def detectable(
    *, treated: int, comparison: int, subjects: float, spread: float, likeness: float, persistence: float = 0.5,
    own_persistence: float = 0.5, confidence: float = CONFIDENCE, power: float = POWER,
) -> float:
    """The smallest difference in differences found with this power, in the unit of `spread`.

    `treated`, `comparison`: communities in each arm. `subjects`: assessed in each community and round. `spread`: the
    standard deviation of the outcome. `likeness`: its intracluster correlation (0 to 1). `persistence`: correlation
    of a community's mean between rounds; `own_persistence`: of one subject's deviation, 0 when others are assessed.
    D. M. Murray, Design and Analysis of Group-Randomized Trials, 1998, chapter 9: variance 2 (1-r) for each part.
    """
    between = likeness * 2 * (1 - persistence)
    within = (1 - likeness) * 2 * (1 - own_persistence) / subjects
    error = spread * sqrt((between + within) * (1 / treated + 1 / comparison))
    degrees = treated + comparison - 2
    return (t_quantile(0.5 + confidence / 2, degrees) + t_quantile(power, degrees)) * error
