"""Who was lost between the rounds, and what was not assessed: by arm, since an uneven loss can look like an effect."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vatra.results.evaluation.estimates import Estimate, least_squares
from vatra.results.evaluation.panel import Panel


@dataclass(frozen=True, slots=True)
class Losses:
    """Shares from 0 to 1, by arm (False comparison, True treated); None where the arm had nobody.

    `attrition`: of those of the first round, who is not in the last one. `missing`: outcomes not assessed among the
    rows, by round. `uneven`: attrition of the treated arm less the other's, with its error; None with one arm.
    """

    attrition: dict[bool, float | None]
    missing: dict[int, dict[bool, float | None]]
    uneven: Estimate | None


def losses(panel: Panel) -> Losses:
    """Count what a panel lost; subjects who joined later are no loss."""
    first, last = int(panel.round.min()), int(panel.round.max())
    at_first = panel.where(panel.round == first)
    stayed = np.isin(at_first.subject, panel.subject[(panel.round == last) & ~np.isnan(panel.outcome)])
    gone = (~stayed).astype(float)
    both = len(np.unique(at_first.treated)) > 1
    design = np.column_stack([np.ones(len(gone)), at_first.treated])
    return Losses(
        attrition={arm: _share(gone, at_first.treated == arm) for arm in (False, True)},
        missing={
            one: {arm: _share(np.isnan(panel.outcome).astype(float), (panel.round == one) & (panel.treated == arm))
                  for arm in (False, True)}
            for one in range(first, last + 1) if (panel.round == one).any()
        },
        uneven=least_squares(gone, design, at_first.cluster, np.ones(len(gone))).estimate(1) if both else None,
    )


def _share(values: np.ndarray, among: np.ndarray) -> float | None:
    return float(values[among].mean()) if among.any() else None
