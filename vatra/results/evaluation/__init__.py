"""Evaluation: what changed because of the work, with its uncertainty, from rounds of assessments in communities.

*Panel* - one outcome of many subjects over rounds, each subject in a community (the cluster) with an arm.
*Estimate* - an effect, its cluster-robust error, interval and p-value, and on how much it rests.
Numpy only; knows no room and no database. The same numbers as pyfixest and csdid give (tests/unit/results).
"""

from vatra.results.evaluation.bootstrap import Bootstrapped, wild_bootstrap
from vatra.results.evaluation.differences import (
    before_after,
    difference_in_differences,
    two_way_fixed_effects,
)
from vatra.results.evaluation.estimates import Estimate
from vatra.results.evaluation.losses import Losses, losses
from vatra.results.evaluation.panel import BadPanel, Panel
from vatra.results.evaluation.power import detectable
from vatra.results.evaluation.trends import EventStudy, event_study

__all__ = [
    "BadPanel", "Bootstrapped", "Estimate", "EventStudy", "Losses", "Panel", "before_after", "detectable",
    "difference_in_differences", "event_study", "losses", "two_way_fixed_effects", "wild_bootstrap",
]
