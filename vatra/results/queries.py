"""Questions about what it brought, named by what they return."""

from vatra.method.indicators import Indicator
from vatra.results.counts import Counts, counts_of, worklist_counts
from vatra.results.indicators import Measured
from vatra.results.overview import Cells, CommuneOverview, Overview, Totals, overview
from vatra.results.published import PILOT, Compared, Source, measures, published_against_demo
from vatra.results.series import Line, Lines, lines, parts
from vatra.results.story import Step, Story, story
from vatra.results.unmet import REASONS, Counted, UnmetCounts, unmet

__all__ = [
    "PILOT", "REASONS", "Cells", "CommuneOverview", "Compared", "Counted", "Counts", "Indicator", "Line", "Lines",
    "Measured", "Overview", "Source", "Step", "Story", "Totals", "UnmetCounts", "counts_of", "lines", "measures",
    "overview", "parts", "published_against_demo", "story", "unmet", "worklist_counts",
]
