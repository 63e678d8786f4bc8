"""A table in a file that has its name only when it is whole; stopped on the way, nothing of it is left.

What was counted up to then cannot be gone on with: the command is run again.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq


@contextmanager
def whole_table(out: Path, schema: pa.Schema) -> Iterator[Callable[[pa.Table], None]]:
    """Writes tables one after the other to a .parquet or .csv."""
    begun = out.with_suffix(f"{out.suffix}.writing")
    kind = pq.ParquetWriter if out.suffix == ".parquet" else pyarrow.csv.CSVWriter
    before = signal.signal(signal.SIGTERM, _stopped)  # Python's own way to stop would leave the file behind
    try:
        with kind(begun, schema) as file:
            yield file.write_table
        begun.replace(out)
    finally:
        signal.signal(signal.SIGTERM, before)
        begun.unlink(missing_ok=True)


def _stopped(number: int, _frame: Any) -> None:
    sys.exit(128 + number)
