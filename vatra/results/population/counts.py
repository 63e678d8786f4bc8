"""Counts over a population: per vulnerability, per level, per service."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from vatra.method.program import LEVELS


@dataclass
class Counts:
    """What was counted: `found[code] = [present, absent, unknown]`, rows by level, rows by service proposed."""

    codes: Sequence[str]
    services: Sequence[str]
    rows: int = 0
    found: dict[str, list[int]] = field(default_factory=dict)
    levels: dict[str, int] = field(default_factory=dict)
    proposed: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.found = {code: [0, 0, 0] for code in self.codes}
        self.levels = dict.fromkeys(LEVELS, 0)
        self.proposed = dict.fromkeys(self.services, 0)

    def add_row(self, row: Sequence[int], *, apart: bool = False) -> None:
        """Adds the one row that `counts_of` selects, with or without its counts of what does not apply."""
        numbers = iter([int(number) for number in row])
        rows = next(numbers)
        self.rows += rows
        for code in self.codes:
            known, present = next(numbers), next(numbers)
            elsewhere = next(numbers) if apart else 0
            for place, number in enumerate((present, known - present - elsewhere, rows - known)):
                self.found[code][place] += number
        for service in self.services:
            self.proposed[service] += next(numbers)
        for level in LEVELS:
            self.levels[level] += next(numbers)

    def add_table(self, coded: pa.Table) -> None:
        """Adds a table of coded rows."""
        self.rows += coded.num_rows
        for code in self.codes:
            column = coded.column(code)
            present, absent = total(pc.greater(column, 0)), total(pc.equal(column, 0))
            for place, number in enumerate((present, absent, column.null_count)):
                self.found[code][place] += number
        for service in self.services:
            self.proposed[service] += pc.sum(coded.column(service)).as_py() or 0
        for place, level in enumerate(LEVELS):
            self.levels[level] += total(pc.equal(coded.column("level"), place))


def total(truths: pa.ChunkedArray) -> int:
    """How many are true."""
    return int(pc.sum(truths.cast(pa.int64())).as_py() or 0)
