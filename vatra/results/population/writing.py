"""The file of results: written beside its place, and put there only when it is whole."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

from vatra.method.program import LEVELS

STATES = pa.array(["absent", "present"])
FORMULA = r"^[=+\-@\t\r]"  # a spreadsheet would run a cell that begins so


class Results:
    """Rows of results, as CSV or Parquet by the file's name: state and severity of findings, level, services."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.part = path.with_name(path.name + ".part")
        self.writer: pyarrow.csv.CSVWriter | pyarrow.parquet.ParquetWriter | None = None

    def __enter__(self) -> Results:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.writer is not None:
            self.writer.close()
        if kind is None and self.part.exists():
            self.part.replace(self.path)
        self.part.unlink(missing_ok=True)

    def write(self, coded: pa.Table, codes: Sequence[str], services: Sequence[str]) -> None:
        """Adds rows."""
        table = shown(coded, codes, services, safe=self.path.suffix == ".csv")
        if self.writer is None:
            opens = pyarrow.csv.CSVWriter if self.path.suffix == ".csv" else pyarrow.parquet.ParquetWriter
            self.writer = opens(str(self.part), table.schema)
        self.writer.write_table(table)


def shown(coded: pa.Table, codes: Sequence[str], services: Sequence[str], *, safe: bool) -> pa.Table:
    """Codes as words: present, absent, unknown, or empty where a vulnerability does not apply (-1)."""
    made: dict[str, pa.ChunkedArray] = {}
    for name in ("kind", "id", "household"):
        if name in coded.column_names:
            made[name] = harmless(coded.column(name)) if safe else coded.column(name)
    for code in codes:
        column = coded.column(code)
        applies = pc.not_equal(pc.fill_null(column, 0), -1)
        state = pc.fill_null(STATES.take(pc.cast(pc.greater(column, 0), pa.int8()).combine_chunks()), "unknown")
        made[code] = pc.if_else(applies, state, None)
        made[f"{code}_severity"] = pc.if_else(pc.greater(pc.fill_null(column, 0), 0), column, None)
    made["level"] = pa.array(LEVELS).take(coded.column("level").combine_chunks())
    return pa.table(made | {code: coded.column(code) for code in services})


def harmless(ids: pa.ChunkedArray) -> pa.ChunkedArray:
    """Ids that a spreadsheet would take for a formula, with an apostrophe before them."""
    return pc.if_else(pc.match_substring_regex(ids, FORMULA), pc.binary_join_element_wise("'", ids, ""), ids)
