"""Spark, where one machine is outgrown: the same statements, on a session of this process or on a cluster.

Spark reads identifiers in double quotes when it is told to, which is all that its SQL needs to be that of DuckDB here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pyarrow as pa

from vatra.results.population.engines import typed
from vatra.results.population.errors import NoEngine

LOCAL = "local[*]"
SETTINGS = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.ansi.doubleQuotedIdentifiers": "true",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.session.timeZone": "UTC",
}


class SparkEngine:
    """Tables as views of a Spark session."""

    dialect = "duckdb"

    def __init__(self, session: Any) -> None:
        self.session = session

    def load(self, name: str, table: pa.Table) -> None:
        """Rows from this process, kept in the memory of the workers."""
        self.session.createDataFrame(table).createOrReplaceTempView(name)
        self.session.catalog.cacheTable(name)

    def read(self, name: str, path: str) -> None:
        """Rows from Parquet files that every worker reaches."""
        files = self.session.read.option("recursiveFileLookup", "true").parquet(path)
        files.createOrReplaceTempView(name)

    def drop(self, name: str) -> None:
        """Forgets a table."""
        self.session.catalog.dropTempView(name)

    def totals(self, sql: str) -> tuple[Any, ...]:
        """The only row of a query."""
        return tuple(self.session.sql(sql).first() or ())

    def rows(self, sql: str) -> pa.Table:
        """All rows of a query."""
        table = self.session.sql(sql).toArrow()
        return pa.table({name: table.column(name).cast(typed(name)) for name in table.column_names})


@contextmanager
def spark(master: str | None) -> Iterator[SparkEngine]:
    """A session on a master (`spark://host:7077`), or on this machine's cores. Raises `NoEngine` with what to do."""
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError:
        raise NoEngine(
            "Spark nu este instalat: / Spark is not installed: pip install 'vatra[bigdata]'"
        ) from None
    builder = SparkSession.builder.appName("vatra results").master(master or LOCAL)
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
    except (PySparkException, OSError) as error:
        first = str(error).splitlines()[0]
        raise NoEngine(f"Nu pot porni Spark / cannot start Spark: {first}") from None
    session.sparkContext.setLogLevel("ERROR")
    try:
        yield SparkEngine(session)
    finally:
        session.stop()
