"""Weighted least squares with errors that allow for likeness within communities.

The error is CR1: clusters G, rows n and columns k enter as G/(G-1) x (n-1)/(n-k), and intervals use Student's t
with G-1 degrees of freedom (A. C. Cameron, D. L. Miller, A Practitioner's Guide to Cluster-Robust Inference,
Journal of Human Resources 50(2), 2015, sections II.B and VI.D).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vatra.results.evaluation.distributions import t_quantile, t_two_sided
from vatra.results.evaluation.panel import Floats, Whole

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Estimate:
    """An effect in the unit of the outcome. `low`, `high`: its interval at `confidence`."""

    effect: float
    error: float
    low: float
    high: float
    p_value: float
    clusters: int
    observations: int
    confidence: float = CONFIDENCE


@dataclass(frozen=True)
class Fit:
    """Coefficients with their cluster-robust covariance."""

    coefficients: Floats
    covariance: Floats
    clusters: int
    observations: int

    def estimate(self, column: int, *, confidence: float = CONFIDENCE) -> Estimate:
        """One coefficient as an estimate."""
        effect, error = float(self.coefficients[column]), float(np.sqrt(max(self.covariance[column, column], 0.0)))
        reach = t_quantile(0.5 + confidence / 2, self.clusters - 1) * error
        p_value = t_two_sided(effect / error, self.clusters - 1) if error else float(effect == 0)
        return Estimate(
            effect, error, effect - reach, effect + reach, p_value, self.clusters, self.observations, confidence
        )


def small_sample(clusters: int, rows: int, columns: int) -> float:
    """The CR1 correction for few clusters and many columns."""
    return clusters / (clusters - 1) * (rows - 1) / (rows - columns)


def least_squares(outcome: Floats, design: Floats, cluster: Whole, weight: Floats, *, absorbed: int = 0) -> Fit:
    """Fit rows x columns of full rank; `absorbed`: columns that were taken out of the design beforehand."""
    root = np.sqrt(weight)[:, None]
    scaled, aim = design * root, outcome * root[:, 0]
    inverse = np.linalg.inv(scaled.T @ scaled)
    coefficients = inverse @ (scaled.T @ aim)
    scores = sums_by(cluster, scaled * (aim - scaled @ coefficients)[:, None])
    rows, columns = design.shape
    factor = small_sample(len(scores), rows, columns + absorbed)
    return Fit(coefficients, factor * inverse @ (scores.T @ scores) @ inverse, len(scores), rows)


def sums_by(group: Whole, values: Floats) -> Floats:
    """The sums of the rows of each group present, groups x columns."""
    _, places = np.unique(group, return_inverse=True)
    sums = np.zeros((int(places.max()) + 1, values.shape[1]))
    np.add.at(sums, places, values)
    return sums
