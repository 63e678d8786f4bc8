"""A Parquet file drawn some rows at a time: stopped or killed anywhere, it goes on with the part it was at.

    children.parquet.parts/of.json     of which making the parts are; those of another are thrown away
    children.parquet.parts/0.arrow     the rows from the first one on, whole

The file has its name only when it is whole; the parts go away then. It says itself of which making it is, and its bytes
are the same whether it was stopped or not: every part is written into it as it was kept.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from shutil import rmtree

import pyarrow as pa
import pyarrow.parquet as pq

MADE_OF = b"vatra"  # the key of a whole file's metadata


@dataclass(frozen=True)
class PartedFile:
    """One file and its parts. `of`: all that its rows follow from, such as a seed."""

    out: Path
    of: Mapping[str, object]

    @cached_property
    def parts(self) -> Path:
        """The folder of what was drawn so far."""
        return self.out.with_name(f"{self.out.name}.parts")

    @cached_property
    def _of(self) -> str:
        return json.dumps(self.of, sort_keys=True)

    def is_whole(self) -> bool:
        """Whether the file is there, of this making."""
        return self.out.exists() and self._says() == self._of

    def drop_others(self) -> bool:
        """Throw away what is of another making; whether anything was."""
        said = self.parts / "of.json"
        file, parts = self.out.exists() and self._says() != self._of, self.parts.exists() and (
            not said.exists() or said.read_text() != self._of)
        if file:
            self.out.unlink()
        if parts:
            rmtree(self.parts)
        return file or parts

    def _says(self) -> str:
        try:
            said: bytes = (pq.read_schema(self.out).metadata or {}).get(MADE_OF, b"")
        except pa.ArrowInvalid:
            return ""
        return said.decode()

    def write(self, draws: Iterator[Callable[[], pa.Table]]) -> None:
        """Draw the parts that are not kept, and make them one file, in a row group or more each."""
        self.parts.mkdir(parents=True, exist_ok=True)
        (self.parts / "of.json").write_text(self._of)
        writing = self.parts / f"whole{self.out.suffix}"
        tables = (self._part(number, draw) for number, draw in enumerate(draws))
        first = next(tables)
        with pq.ParquetWriter(writing, first.schema.with_metadata({MADE_OF: self._of}), compression="zstd") as file:
            file.write_table(first)
            for table in tables:
                file.write_table(table)
        writing.replace(self.out)
        rmtree(self.parts)

    def _part(self, number: int, draw: Callable[[], pa.Table]) -> pa.Table:
        """The rows of a part, drawn and kept if they are not there whole."""
        path = self.parts / f"{number}.arrow"
        if not _is_whole(path):
            _keep(path, draw())
        with pa.memory_map(str(path)) as file:
            return pa.ipc.open_file(file).read_all()


def _is_whole(path: Path) -> bool:
    """Whether a part has its end; a machine that died may have left a name without its bytes."""
    try:
        with pa.memory_map(str(path)) as file:
            pa.ipc.open_file(file)
    except (FileNotFoundError, pa.ArrowInvalid):
        return False
    return True


def _keep(path: Path, table: pa.Table) -> None:
    writing = path.with_suffix(".writing")
    with writing.open("wb") as file:
        with pa.ipc.new_file(file, table.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as writer:
            writer.write_table(table)
        file.flush()
        os.fsync(file.fileno())
    writing.replace(path)
