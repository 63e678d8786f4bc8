"""A file of cells written indicator by indicator: stopped, it goes on with the one it was at.

    cells.parquet.parts/of.json                 of which counting they are; those of another are thrown away
    cells.parquet.parts/prevalence.parquet      the cells of one indicator, whole

The file has its name only when it is whole; the parts go away then.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from shutil import rmtree

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from vatra.method.indicators import Indicator
from vatra.results.indicators import Counting

FORMATS = {".parquet": pq.ParquetWriter, ".csv": pyarrow.csv.CSVWriter}  # by the end of the file's name


@dataclass(frozen=True)
class CellsFile:
    """One file and its parts. `of`: all that its cells follow from, such as the state of each commune."""

    out: Path
    counting: Counting
    of: Mapping[str, object]

    @cached_property
    def parts(self) -> Path:
        """The folder of what was counted so far."""
        return self.out.with_name(f"{self.out.name}.parts")

    def begin(self) -> list[Indicator]:
        """Make the folder, or go on in it; the indicators that are left to be counted."""
        said, of = self.parts / "of.json", json.dumps(self.of, sort_keys=True)
        if not said.exists() or said.read_text() != of:
            rmtree(self.parts, ignore_errors=True)
            self.parts.mkdir(parents=True)
            said.write_text(of)
        return [each for each in self.counting.indicators if not self._part(each).exists()]

    def keep(self, indicator: Indicator, counted: pa.Table) -> None:
        """Keep the cells of one indicator."""
        part = self._part(indicator)
        pq.write_table(self.counting.in_file(indicator, counted), part.with_suffix(".writing"), compression="zstd")
        part.with_suffix(".writing").replace(part)

    def finish(self) -> int:
        """Put the parts together in the order of the rulebook; how many cells there are."""
        writing, cells = self.parts / f"whole{self.out.suffix}", 0
        with FORMATS[self.out.suffix](writing, self.counting.schema) as file:
            for each in self.counting.indicators:
                counted = pq.read_table(self._part(each), schema=self.counting.schema, partitioning=None)
                file.write_table(counted)
                cells += counted.num_rows
        writing.replace(self.out)
        rmtree(self.parts)
        return cells

    def _part(self, indicator: Indicator) -> Path:
        return self.parts / f"{indicator.code}.parquet"
