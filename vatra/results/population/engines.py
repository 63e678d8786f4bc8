"""The engines that run the method's SQL: SQLite and DuckDB in this process, PostgreSQL by its URL."""

from __future__ import annotations

import io
import os
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from typing import Any, Protocol, runtime_checkable
from zlib import crc32

import pyarrow as pa
import pyarrow.csv

from vatra.base.throwaway_postgres import NoPostgres, throwaway_postgres
from vatra.results.population.errors import NoEngine

MOST_PARTS = 8  # beyond it, dealing rows out costs more than it saves
SQL_TYPES = {
    "int16": ("INTEGER", "smallint", "SMALLINT"),
    "int32": ("INTEGER", "integer", "INTEGER"),
    "int64": ("INTEGER", "bigint", "BIGINT"),
    "double": ("REAL", "double precision", "DOUBLE"),
    "string": ("TEXT", "text", "VARCHAR"),
}


class Engine(Protocol):
    """What every engine can do with working tables."""

    dialect: str

    def load(self, name: str, table: pa.Table) -> None:
        """Makes a table anew from these rows."""

    def drop(self, name: str) -> None:
        """Forgets a table."""

    def totals(self, sql: str) -> tuple[Any, ...]:
        """The only row of a query whose columns are all counts or sums."""

    def rows(self, sql: str) -> pa.Table:
        """All rows of a query, integers and texts, in any order."""


@runtime_checkable
class ReadsFiles(Protocol):
    """An engine that reads Parquet by itself, without this process in between."""

    def read(self, name: str, path: str) -> None:
        """Makes a table of all files below a folder."""


def column_list(table: pa.Table, place: int) -> str:
    """The columns of a working table as SQL declares them."""
    return ", ".join(f'"{field.name}" {SQL_TYPES[str(field.type)][place]}' for field in table.schema)


class SqliteEngine:
    """SQLite in memory, whole households dealt out to one database per processor.

    SQLite uses one processor for one statement; several databases are asked side by side.
    """

    dialect = "sqlite"

    def __init__(self, parts: int | None = None) -> None:
        number = parts or min(MOST_PARTS, os.cpu_count() or 1)
        self.parts = [sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False) for _ in range(number)]
        self.threads = ThreadPoolExecutor(number)

    def load(self, name: str, table: pa.Table) -> None:
        """Makes a table anew from these rows."""
        self.drop(name)
        for part in self.parts:
            part.execute(f'CREATE TABLE "{name}" ({column_list(table, 0)})')
        self.add(name, table)

    def add(self, name: str, table: pa.Table) -> None:
        """More rows by one prepared insert in one transaction, a household's always into the same part."""
        places = ", ".join("?" * table.num_columns)
        for part in self.parts:
            part.execute("BEGIN")
        for batch in table.to_batches(max_chunksize=20_000):
            for part, own in zip(self.parts, self._dealt(batch), strict=True):
                columns = [column.to_pylist() for column in own.columns]
                part.executemany(f'INSERT INTO "{name}" VALUES ({places})', zip(*columns, strict=True))
        for part in self.parts:
            part.execute("COMMIT")

    def _dealt(self, batch: pa.RecordBatch) -> list[pa.RecordBatch]:
        if len(self.parts) == 1:
            return [batch]
        homes = [crc32(each.encode()) % len(self.parts) for each in batch.column("household").to_pylist()]
        return [batch.filter(pa.array([home == number for home in homes])) for number in range(len(self.parts))]

    def drop(self, name: str) -> None:
        """Forgets a table."""
        for part in self.parts:
            part.execute(f'DROP TABLE IF EXISTS "{name}"')

    def totals(self, sql: str) -> tuple[Any, ...]:
        """The only row of a query, each part's numbers added up."""
        rows = self.threads.map(lambda part: part.execute(sql).fetchone(), self.parts)
        return tuple(sum(filter(None, numbers)) for numbers in zip(*rows, strict=True))

    def rows(self, sql: str) -> pa.Table:
        """All rows of a query."""
        return pa.concat_tables(self.threads.map(lambda part: _rows_of(part.execute(sql)), self.parts))

    def close(self) -> None:
        """Lets the databases go."""
        self.threads.shutdown()
        for part in self.parts:
            part.close()


def _rows_of(cursor: sqlite3.Cursor) -> pa.Table:
    names = [column[0] for column in cursor.description]
    columns = list(zip(*cursor.fetchall(), strict=True)) or [() for _ in names]
    return pa.table({name: pa.array(column, typed(name)) for name, column in zip(names, columns, strict=True)})


class DuckdbEngine:
    """DuckDB in memory."""

    dialect = "duckdb"

    def __init__(self) -> None:
        import duckdb

        self.connection = duckdb.connect(":memory:")
        self.connection.execute("SET preserve_insertion_order = true")
        self.connection.execute("SET enable_progress_bar = false")  # it would be written among the answers

    def load(self, name: str, table: pa.Table) -> None:
        """Rows straight from Arrow."""
        self.connection.register("arriving", table)
        self.connection.execute(f'CREATE OR REPLACE TABLE "{name}" AS SELECT * FROM arriving')
        self.connection.unregister("arriving")

    def read(self, name: str, path: str) -> None:
        """All Parquet files below a folder, read anew by each query; what their folders are called is no column."""
        files = f"{path}/**/*.parquet".replace("'", "''")
        self.connection.execute(
            f"CREATE OR REPLACE VIEW \"{name}\" AS SELECT * FROM read_parquet('{files}', hive_partitioning = false)"
        )

    def drop(self, name: str) -> None:
        """Forgets a table."""
        self.connection.execute(f'DROP TABLE IF EXISTS "{name}"')

    def totals(self, sql: str) -> tuple[Any, ...]:
        """The only row of a query."""
        return self.connection.execute(sql).fetchone() or ()

    def close(self) -> None:
        """Lets the database go."""
        self.connection.close()

    def rows(self, sql: str) -> pa.Table:
        """All rows of a query."""
        table = self.connection.execute(sql).to_arrow_table()
        return pa.table({name: table.column(name).cast(typed(name)) for name in table.column_names})


class PostgresEngine:
    """PostgreSQL, in a schema of its own that goes away with the connection's end."""

    dialect = "postgres"

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    def load(self, name: str, table: pa.Table) -> None:
        """Rows by COPY into an unlogged table (which, unlike a temporary one, can be read in parallel)."""
        self.drop(name)
        self.connection.execute(f'CREATE UNLOGGED TABLE "{name}" ({column_list(table, 1)})')
        with self.connection.cursor() as cursor, cursor.copy(f'COPY "{name}" FROM STDIN (FORMAT csv)') as copy:
            for batch in table.to_batches(max_chunksize=50_000):
                buffer = io.BytesIO()
                pyarrow.csv.write_csv(batch, buffer, pyarrow.csv.WriteOptions(include_header=False))
                copy.write(buffer.getvalue())
        if "household" in table.column_names:
            self.connection.execute(f'ANALYZE "{name}" (household)')

    def drop(self, name: str) -> None:
        """Forgets a table."""
        self.connection.execute(f'DROP TABLE IF EXISTS "{name}"')

    def totals(self, sql: str) -> tuple[Any, ...]:
        """The only row of a query."""
        row: tuple[Any, ...] = self.connection.execute(sql).fetchone()
        return row

    def rows(self, sql: str) -> pa.Table:
        """All rows of a query, by COPY."""
        buffer = io.BytesIO()
        with self.connection.cursor() as cursor, cursor.copy(f"COPY ({sql}) TO STDOUT (FORMAT csv, HEADER)") as copy:
            for data in copy:
                buffer.write(data)
        names = buffer.getvalue().partition(b"\n")[0].decode().replace('"', "").split(",")
        buffer.seek(0)
        options = pyarrow.csv.ConvertOptions(
            column_types={name: typed(name) for name in names}, null_values=[""], strings_can_be_null=False
        )
        return pyarrow.csv.read_csv(
            buffer, parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True), convert_options=options
        )


def typed(name: str) -> pa.DataType:
    """The type of a column of results: ids are texts, sums large numbers, everything else small ones."""
    if name in ("id", "household", "kind"):
        return pa.string()
    return pa.int64() if name in ("counted", "value") else pa.int32()


@contextmanager
def engine_named(name: str, database: str | None) -> Iterator[Engine]:
    """The engine, ready. Raises `NoEngine` with a sentence when it cannot be had."""
    if name in ("sqlite", "duckdb"):
        own = SqliteEngine() if name == "sqlite" else DuckdbEngine()
        with closing(own):
            yield own
    else:
        with postgres(database) as server:
            yield server


@contextmanager
def postgres(database: str | None) -> Iterator[PostgresEngine]:
    """A PostgreSQL by its URL, or a private throwaway server. Raises `NoEngine`."""
    if database is None:
        try:
            with throwaway_postgres() as url, postgres(url) as engine:
                yield engine
        except NoPostgres as missing:
            raise NoEngine(str(missing)) from None
        return
    import psycopg

    schema = f"vatra_population_{os.getpid()}"
    try:
        connection = psycopg.connect(database, autocommit=True)
        connection.execute(f"CREATE SCHEMA {schema}")
    except psycopg.Error as error:
        first = str(error).splitlines()[0]
        raise NoEngine(f"Nu mă pot conecta la PostgreSQL / cannot connect to PostgreSQL: {first}") from None
    try:
        connection.execute(f"SET search_path = {schema}")
        connection.execute("SET jit = off; SET client_encoding = 'UTF8'")
        yield PostgresEngine(connection)
    finally:
        connection.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE")
        connection.close()
