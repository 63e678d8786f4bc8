"""Reads a population file in pieces, and turns each piece into a table the engines compute with."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

from vatra.method.answers import Wrong
from vatra.method.tree import AGES
from vatra.results.population.columns import Column, Shape, ages_of
from vatra.results.population.errors import BadCell, BadPopulation, whole_file

HIDDEN = r"[\x00-\x08\x0a-\x1f\x7f]"
PIECE = 200_000  # rows read and assessed at a time
TYPES = {"boolean": pa.int16(), "choice": pa.int16(), "set": pa.int32(), "number": pa.float64(), "date": pa.int16()}


@dataclass
class Source:
    """An opened file: its header, how many rows when that is known, and its pieces (columns as text or typed).

    `pieces` may be given the row to begin with, 0 for the first one.
    """

    header: list[str]
    rows: int | None
    pieces: Callable[..., Iterator[pa.Table]]


def open_source(path: Path) -> Source:
    """Opens a CSV or Parquet file. Raises `BadPopulation` when it is neither, or broken."""
    try:
        with path.open("rb") as file:
            start = file.read(4)
        return parquet_source(path) if start == b"PAR1" else csv_source(path)
    except OSError as error:
        raise whole_file(
            f"fișierul nu se poate citi ({error.strerror})", f"the file cannot be read ({error.strerror})"
        ) from None
    except pa.ArrowInvalid as error:
        raise broken(error) from None


def broken(error: Exception) -> BadPopulation:
    """Arrow's complaint in one line."""
    first = str(error).splitlines()[0][:200]
    return whole_file(f"fișierul nu se poate citi: {first}", f"the file cannot be read: {first}")


def parquet_source(path: Path) -> Source:
    """A Parquet file."""
    file = pyarrow.parquet.ParquetFile(path)

    def pieces(since: int = 0) -> Iterator[pa.Table]:
        groups, before = list(range(file.num_row_groups)), 0
        while groups and before + file.metadata.row_group(groups[0]).num_rows <= since:
            before += file.metadata.row_group(groups.pop(0)).num_rows
        if groups:
            yield from _from_row(file.iter_batches(batch_size=PIECE, row_groups=groups), since - before)

    return Source(list(file.schema_arrow.names), file.metadata.num_rows, pieces)


def csv_source(path: Path) -> Source:
    """A CSV file with comma or semicolon; its header is read apart, so that every column is taken as text."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            first = file.readline(1_000_000)
    except UnicodeDecodeError:
        raise whole_file("fișierul nu este UTF-8", "the file is not UTF-8") from None
    if "\0" in first or not first.strip():
        raise whole_file("fișierul este gol sau nu este CSV", "the file is empty or not CSV")
    separator = ";" if first.count(";") > first.count(",") else ","
    header = next(csv.reader([first], delimiter=separator))
    if len(set(header)) != len(header):
        return Source(header, None, lambda since=0: iter(()))  # refused by the shape, with the column's name
    options = pyarrow.csv.ConvertOptions(
        column_types=dict.fromkeys(header, pa.string()),
        null_values=[""],
        strings_can_be_null=True,
        quoted_strings_can_be_null=True,
    )

    def pieces(since: int = 0) -> Iterator[pa.Table]:
        reading = pyarrow.csv.ReadOptions(block_size=32 * 1024 * 1024)
        parsing = pyarrow.csv.ParseOptions(delimiter=separator, newlines_in_values=True)
        try:
            with pyarrow.csv.open_csv(path, reading, parsing, options) as reader:
                for whole in _from_row(reader, since):
                    for start in range(0, whole.num_rows, PIECE):
                        yield whole.slice(start, PIECE)
        except pa.ArrowInvalid as error:
            raise broken(error) from None

    return Source(header, None, pieces)


def _from_row(batches: Iterable[pa.RecordBatch], since: int) -> Iterator[pa.Table]:
    """The batches from a row on."""
    for batch in batches:
        if since < batch.num_rows:
            yield pa.Table.from_batches([batch.slice(since)])
        since = max(0, since - batch.num_rows)


@dataclass
class Encoded:
    """One column of a piece: its distinct answers as said and as engines hold them, and which row has which."""

    said: list[Any]
    values: list[Any]
    places: pa.Array  # index into both, null = unknown


class Encoder:
    """Turns pieces into working tables; mistakes are gathered with their rows."""

    def __init__(self, shape: Shape, on: date) -> None:
        self.shape = shape
        self.on = on
        self.wrong: list[BadCell] = []
        self.rows_before = 0

    def table(self, piece: pa.Table) -> tuple[pa.Table, dict[str, Encoded]]:
        """The working table of a piece, and its columns as said. Raises `BadPopulation` when a cell does not fit."""
        names = [name.strip() for name in piece.column_names]
        piece = piece.rename_columns(names)
        made: dict[str, pa.Array] = {"id": self.label(piece, "id", required=True)}
        made["household"] = (
            self.label(piece, "household", required=self.shape.long) if "household" in names else made["id"]
        )
        if self.shape.long:
            made["kind"] = self.label(piece, "kind", required=True)
        columns: dict[str, Encoded] = {}
        for column in self.shape.columns:
            encoded = self.column(column, piece.column(column.name).combine_chunks())
            columns[column.name] = encoded
            for name, array in self.arrays(column, encoded).items():
                if column.code in AGES or name not in made:
                    made[name] = array
        if self.wrong:
            raise BadPopulation(sorted(self.wrong))
        self.rows_before += piece.num_rows
        return pa.table(made), columns

    def label(self, piece: pa.Table, name: str, *, required: bool) -> pa.Array:
        """A column of ids as text."""
        array = piece.column(name).combine_chunks().cast(pa.string())
        if required and array.null_count:
            place = array.is_null().index(True).as_py()
            self.wrong.append(BadCell(self.row(place), name, "celula este goală", "the cell is empty"))
        hidden = pc.fill_null(pc.match_substring_regex(array, HIDDEN), False)
        if pc.any(hidden).as_py():
            place = hidden.index(True).as_py()
            self.wrong.append(BadCell(self.row(place), name, "are semne ascunse", "has hidden signs"))
        return array

    def row(self, place: int) -> int:
        """The row in the file of a place in this piece; the header is row 1."""
        return self.rows_before + place + 2

    def column(self, column: Column, array: pa.Array) -> Encoded:
        """The distinct answers of a column, each checked once."""
        distinct = as_text(array).dictionary_encode()
        if isinstance(distinct, pa.ChunkedArray):
            distinct = distinct.combine_chunks()
        said: list[Any] = []
        values: list[Any] = []
        for place, text in enumerate(distinct.dictionary.to_pylist()):
            try:
                answer = column.said(text) if text.strip() else None
                checked = None if answer is None else column.check(answer)
                if column.type == "birth" and checked is not None:
                    checked = ages_of(checked, self.on)
                elif checked is not None:
                    checked = column.encoded(checked)
            except Wrong as wrong:
                first = distinct.indices.index(place).as_py()
                self.wrong.append(BadCell(self.row(first), column.name, wrong.reason_ro, wrong.reason_en))
                answer = checked = None
            said.append(answer)
            values.append(checked)
        return Encoded(said, values, distinct.indices)

    def arrays(self, column: Column, encoded: Encoded) -> dict[str, pa.Array]:
        """The columns of the working table that one column of the file fills."""
        if column.type == "birth":
            made = {}
            for place, age in enumerate(AGES):
                values = [None if ages is None else ages[place] for ages in encoded.values]
                made[column.name.replace("birth_date", age)] = taken(values, pa.int32(), encoded)
            return made
        if column.code in AGES:
            arrays = {column.stored: taken(encoded.values, pa.int32(), encoded)}
            if column.code == "age_m":
                years = [None if months is None else int(months) // 12 for months in encoded.values]
                arrays[column.name.replace("age_m", "age_y")] = taken(years, pa.int32(), encoded)
            return arrays
        return {column.stored: taken(encoded.values, TYPES[column.type], encoded)}


def taken(values: list[Any], type_: pa.DataType, encoded: Encoded) -> pa.Array:
    """The values of the rows of a piece."""
    return pa.array(values, type_, from_pandas=False).take(encoded.places)


def as_text(array: pa.Array) -> pa.Array:
    """Any column as text: lists as JSON, dates as ISO, whole doubles without their `.0`."""
    type_ = array.type
    if pa.types.is_dictionary(type_):
        return as_text(array.dictionary_decode())
    if pa.types.is_string(type_) or pa.types.is_large_string(type_):
        return array.cast(pa.string())
    if pa.types.is_floating(type_) or pa.types.is_nested(type_) or pa.types.is_temporal(type_):
        return pa.array([text_of(value) for value in array.to_pylist()], pa.string())
    return array.cast(pa.string())


def text_of(value: Any) -> str | None:
    """One typed cell of a Parquet file as text."""
    if value is None:
        return None
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, list):
        return "[" + ",".join('"' + str(each).replace('"', "") + '"' for each in value) + "]"
    if isinstance(value, datetime):
        return value.date().isoformat()
    return str(value)
