"""Questions about what it brought, named by what they return."""

from vatra.results.counts import Counts, counts_of, worklist_counts
from vatra.results.overview import Cells, CommuneOverview, Overview, Totals, overview
from vatra.results.published import PILOT, Compared, Source, measures, published_against_demo
from vatra.results.story import Step, Story, story

__all__ = [
    "PILOT", "Cells", "CommuneOverview", "Compared", "Counts", "Overview", "Source", "Step", "Story", "Totals",
    "counts_of", "measures", "overview", "published_against_demo", "story", "worklist_counts",
]
