"""A panel: one outcome of many subjects over rounds, each subject in one community with one arm."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from django.utils.translation import gettext_lazy as _

from vatra.base.refusal import Refusal

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
LEAST_CLUSTERS = 2  # of each arm: with one, chance and effect cannot be told apart


class BadPanel(Refusal):
    """The data cannot carry the comparison asked for, and why."""

    code = "bad_panel"


@dataclass(frozen=True)
class Panel:
    """Rows of equal length; `names` of the clusters by their number.

    `outcome`: float, nan where it was not assessed. `subject`, `cluster`: whole numbers from 0. `round`: whole
    numbers in order of time. `treated`: 1.0 of the arm with the intervention, 0.0 of the comparison.
    `begun`: the first round with the intervention in force. `weight`: greater than 0.
    """

    outcome: Floats
    subject: Whole
    cluster: Whole
    round: Whole
    treated: Floats
    begun: int
    weight: Floats
    names: tuple[str, ...] = ()

    @property
    def after(self) -> Floats:
        """1.0 in the rounds with the intervention in force, else 0.0."""
        return (self.round >= self.begun).astype(float)

    @property
    def clusters(self) -> int:
        """How many communities have a known outcome."""
        return len(np.unique(self.cluster))

    def known(self) -> Panel:
        """The rows whose outcome was assessed."""
        return self.where(~np.isnan(self.outcome))

    def where(self, chosen: npt.NDArray[np.bool_]) -> Panel:
        """Some of the rows."""
        return Panel(
            self.outcome[chosen], self.subject[chosen], self.cluster[chosen], self.round[chosen],
            self.treated[chosen], self.begun, self.weight[chosen], self.names,
        )


def panel_of(rows: Iterable[Sequence[Any]], *, treated: Iterable[Hashable], begun: int) -> Panel:
    """A panel of rows (subject, community, round, outcome or None[, weight]); `treated`: the communities of that arm.

    Raises BadPanel when a subject stands in one round twice, or a weight is not positive.
    """
    listed = [tuple(row) for row in rows]
    clusters = sorted({row[1] for row in listed}, key=str)
    numbers = {name: place for place, name in enumerate(clusters)}
    subjects = {name: place for place, name in enumerate(dict.fromkeys(row[0] for row in listed))}
    if len({(row[0], row[2]) for row in listed}) < len(listed):
        raise BadPanel(_("The same person stands twice in one round. Keep one assessment for each round."),
                       code="twice_in_a_round")
    weights = np.array([row[4] if len(row) > 4 else 1.0 for row in listed], dtype=float)
    if (weights <= 0).any():
        raise BadPanel(_("A weight must be greater than 0."), code="bad_weight")
    arm = set(treated)
    return Panel(
        outcome=np.array([np.nan if row[3] is None else float(row[3]) for row in listed], dtype=float),
        subject=np.array([subjects[row[0]] for row in listed], dtype=np.int64),
        cluster=np.array([numbers[row[1]] for row in listed], dtype=np.int64),
        round=np.array([int(row[2]) for row in listed], dtype=np.int64),
        treated=np.array([float(row[1] in arm) for row in listed], dtype=float),
        begun=begun, weight=weights, names=tuple(str(name) for name in clusters),
    )


def check_arms(panel: Panel) -> None:
    """Raise BadPanel unless both arms have enough communities, before and after."""
    for treated in (0.0, 1.0):
        for after in (0.0, 1.0):
            there = panel.cluster[(panel.treated == treated) & (panel.after == after)]
            if len(np.unique(there)) < LEAST_CLUSTERS:
                raise BadPanel(
                    _("A comparison needs at least %(least)s communities in each arm, before and after."),
                    code="too_few_communities", least=LEAST_CLUSTERS,
                )
