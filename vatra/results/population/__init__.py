"""A whole population assessed at once, in SQL: the same rules and the same answers on every engine.

A *population* is a CSV or Parquet file: one row per child (flat shape), or one row per household and member (long
shape, recognised by its column `kind`). The flat shape is read in pieces, so that its size is bounded by the disk.
"""

from vatra.results.population.counts import Counts
from vatra.results.population.errors import BadPopulation, NoEngine
from vatra.results.population.run import ENGINES, assess_population

__all__ = ["ENGINES", "BadPopulation", "Counts", "NoEngine", "assess_population"]
