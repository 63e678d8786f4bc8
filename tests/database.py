"""A pytest plugin, loaded before Django: which database the tests run on.

`pytest` runs everything on SQLite; `pytest --database postgres` runs the tests marked `postgres` or
`postgres_only` once more on a throwaway PostgreSQL.
"""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import ExitStack
from importlib.util import find_spec
from shutil import which

import pytest

from vatra.base.throwaway_postgres import NoPostgres, throwaway_postgres

_until_the_end = ExitStack()

if "VATRA_HOME" not in os.environ:
    os.environ["VATRA_HOME"] = _until_the_end.enter_context(tempfile.TemporaryDirectory(prefix="vatra-tests-"))


def _wanted() -> str:
    for position, argument in enumerate(sys.argv):
        if argument == "--database":
            return sys.argv[position + 1]
        if argument.startswith("--database="):
            return argument.partition("=")[2]
    return "sqlite"


if _wanted() == "postgres" and "PYTEST_XDIST_WORKER" not in os.environ:
    try:
        os.environ["DATABASE_URL"] = _until_the_end.enter_context(throwaway_postgres())
    except NoPostgres as missing:
        raise pytest.UsageError(str(missing)) from missing


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--database sqlite|postgres`."""
    parser.addoption("--database", choices=["sqlite", "postgres"], default="sqlite")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect, never skip, what belongs to the other database, or to a Spark that is not here."""
    on_postgres = os.environ.get("DATABASE_URL", "").startswith("postgres")

    def belongs(item: pytest.Item) -> bool:
        marked = {mark.name for mark in item.iter_markers()}
        if "spark" in marked and not (find_spec("pyspark") and which("java")):
            return False
        return bool(marked & {"postgres", "postgres_only"}) if on_postgres else "postgres_only" not in marked

    chosen = [item for item in items if belongs(item)]
    config.hook.pytest_deselected(items=[item for item in items if not belongs(item)])
    items[:] = chosen


def pytest_unconfigure() -> None:
    """Stop the server and remove the temporary home."""
    _until_the_end.close()
