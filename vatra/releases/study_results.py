"""What a study found: each outcome by arm and round, the effect with its uncertainty, and how far it can be relied on.

Everything rests on the told cells of communes by round, weighted by how many they are of; so anybody who has the cells
has the numbers. A withheld cell is missing, and the share of those missing is said by arm.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from math import isfinite, nan
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from vatra.base.refusal import Refusal
from vatra.releases.models import StudyCell
from vatra.releases.studies import Plan
from vatra.results.evaluation import (
    Bootstrapped,
    Estimate,
    EventStudy,
    Losses,
    Panel,
    before_after,
    detectable,
    difference_in_differences,
    event_study,
    losses,
    two_way_fixed_effects,
    wild_bootstrap,
)
from vatra.results.evaluation.panel import check_arms, panel_of

SEED = 20_260_601  # of the bootstrap's signs: written down so that anybody draws the same


@dataclass(frozen=True)
class Outcome:
    """One outcome. `refused`: why no comparison can be made of it (then there are no estimates).

    `means`: {(treated, round): weighted mean}. `alike`: see `EventStudy`. `found`: the smallest effect that the study
    could have found; None where that cannot be said.
    """

    code: str
    means: dict[tuple[bool, int], float]
    refused: str = ""
    before_after: Estimate | None = None
    two_by_two: Estimate | None = None
    fixed_effects: Estimate | None = None
    bootstrap: Bootstrapped | None = None
    event: EventStudy | None = None
    losses: Losses | None = None
    detectable: float | None = None

    def as_json(self) -> dict[str, Any]:
        """As it is kept; keys that are no text become lists of pairs."""
        kept = asdict(self)
        kept["means"] = [[arm, month, mean] for (arm, month), mean in self.means.items()]
        if self.event is not None:
            kept["event"]["rounds"] = [[month, asdict(one)] for month, one in self.event.rounds.items()]
        if self.losses is not None:
            kept["losses"]["attrition"] = list(self.losses.attrition.items())
            kept["losses"]["missing"] = [[month, list(by_arm.items())] for month, by_arm in self.losses.missing.items()]
        kept_finite: dict[str, Any] = _finite(kept)
        return kept_finite


def _finite(value: Any) -> Any:
    """The same without numbers that JSON does not have."""
    if isinstance(value, dict):
        return {name: _finite(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(one) for one in value]
    return None if isinstance(value, float) and not isfinite(value) else value


def _estimate(kept: Mapping[str, Any] | None) -> Estimate | None:
    known: dict[str, Any] = {name: nan if one is None else one for name, one in (kept or {}).items()}
    return Estimate(**known) if known else None


def from_json(kept: Mapping[str, Any]) -> Outcome:
    """What `Outcome.as_json` gave."""
    event, lost = kept["event"], kept["losses"]
    before_after, two_by_two, fixed = (_estimate(kept[name]) for name in ("before_after", "two_by_two",
                                                                         "fixed_effects"))
    return Outcome(
        kept["code"], {(arm, month): mean for arm, month, mean in kept["means"]}, kept["refused"],
        before_after, two_by_two, fixed,
        bootstrap=Bootstrapped(**kept["bootstrap"]) if kept["bootstrap"] else None,
        event=EventStudy(
            event["reference"], {month: found for month, one in event["rounds"] if (found := _estimate(one))},
            event["alike_before"]) if event else None,
        losses=Losses(dict(lost["attrition"]), {month: dict(by_arm) for month, by_arm in lost["missing"]},
                      _estimate(lost["uneven"])) if lost else None,
        detectable=kept["detectable"],
    )


def outcome_of(code: str, plan: Plan, cells: Sequence[StudyCell]) -> Outcome:
    """What the cells of one outcome tell."""
    rows = [
        (cell.commune_id, cell.commune_id, cell.month, cell.value, cell.denominator or 1.0)
        for cell in cells if cell.indicator == code and cell.commune_id in plan.communes
    ]
    if not rows:
        return Outcome(code, {})
    panel = panel_of(rows, treated=plan.treated, begun=plan.begun)
    means = _means(panel)
    try:
        check_arms(panel.known())
        return Outcome(
            code, means, "", before_after(panel), difference_in_differences(panel), two_way_fixed_effects(panel),
            wild_bootstrap(panel, seed=SEED), event_study(panel), losses(panel), _detectable(panel),
        )
    except Refusal as refusal:
        return Outcome(code, means, refusal.message())
    except np.linalg.LinAlgError:
        return Outcome(code, means, _("Too many cells are withheld or missing to tell the arms apart."))


def _means(panel: Panel) -> dict[tuple[bool, int], float]:
    known = panel.known()
    found = {}
    for arm in (True, False):
        for month in np.unique(panel.round):
            there = (known.treated == float(arm)) & (known.round == month)
            if there.any():
                found[arm, int(month)] = float(np.average(known.outcome[there], weights=known.weight[there]))
    return found


def _detectable(panel: Panel) -> float | None:
    """From the spread of communes in the first round and how alike each stays: each commune is one observation."""
    known = panel.known()
    first, last = (known.where(known.round == one) for one in (known.round.min(), known.round.max()))
    both = np.intersect1d(first.cluster, last.cluster)
    pairs = np.array([[one.outcome[one.cluster == cluster][0] for one in (first, last)] for cluster in both])
    if len(pairs) < 3 or not pairs.std(axis=0).all():
        return None
    likeness = float(np.clip(np.corrcoef(pairs.T)[0, 1], 0.0, 0.99))
    arms = [len(np.unique(known.cluster[known.treated == arm])) for arm in (1.0, 0.0)]
    return detectable(treated=arms[0], comparison=arms[1], subjects=1.0, spread=float(first.outcome.std(ddof=1)),
                      likeness=1.0, persistence=likeness)
