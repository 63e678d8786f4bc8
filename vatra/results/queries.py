"""Questions about what it brought, named by what they return."""

from vatra.method.indicators import Indicator
from vatra.results.cost.basis import Basis, basis_for, basis_of, lately
from vatra.results.cost.nation import Nation, nation_of
from vatra.results.cost.per_service import ServiceCost, per_service
from vatra.results.cost.reckoning import (
    Inputs,
    Moved,
    Reckoning,
    budget_of,
    inputs_of,
    posts_by_commune,
    reckoned,
)
from vatra.results.cost.unit_costs import Range, UnitCost, unit_costs
from vatra.results.counts import Counts, counts_of, number_by_state, waiting_in, worklist_counts
from vatra.results.fairness import Funnel, funnel_of
from vatra.results.indicators import Measured
from vatra.results.measures import Known, measures
from vatra.results.overview import Cells, CommuneOverview, Overview, Totals, overview
from vatra.results.own_work import OwnWork, own_work
from vatra.results.published import PILOT, Compared, Source, published_against_demo
from vatra.results.series import WAY, Beside, Line, Lines, lines, parts, parts_exactly, way
from vatra.results.story import Step, Story, story
from vatra.results.unmet import REASONS, Counted, UnmetCounts, unmet

__all__ = [
    "PILOT", "REASONS", "WAY", "Basis", "Beside", "Cells", "CommuneOverview", "Compared", "Counted", "Counts",
    "Funnel", "Indicator", "Inputs", "Known", "Line", "Lines", "Measured", "Moved", "Nation", "Overview", "OwnWork",
    "Range", "Reckoning", "ServiceCost", "Source", "Step", "Story", "Totals", "UnitCost", "UnmetCounts",
    "basis_for", "basis_of", "budget_of", "counts_of", "funnel_of", "inputs_of", "lately", "lines",
    "measures", "nation_of", "number_by_state", "overview", "own_work", "parts", "parts_exactly",
    "per_service", "posts_by_commune", "published_against_demo", "reckoned", "story", "unit_costs", "unmet",
    "waiting_in", "way", "worklist_counts",
]
