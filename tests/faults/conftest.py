"""A register of its own for processes that are started, killed and started again."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from tests.repository.tree import ROOT


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """An empty register with its tables; to be copied, since making them takes some seconds."""
    with _of_its_own(tmp_path_factory.mktemp("migrated")) as environment:
        migrate = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
        subprocess.run(migrate, env=environment, cwd=ROOT, check=True)
        yield environment


@pytest.fixture
def environment(tmp_path: Path, migrated: dict[str, str]) -> Iterator[dict[str, str]]:
    """An empty register that belongs to nobody else, on the server the tests run on."""
    with _of_its_own(tmp_path, like=migrated) as environment:
        yield environment


@pytest.fixture
def without_tables(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A database with nothing in it."""
    with _of_its_own(tmp_path) as environment:
        yield environment


@contextmanager
def _of_its_own(home: Path, *, like: dict[str, str] | None = None) -> Iterator[dict[str, str]]:
    url = os.environ.get("DATABASE_URL", "")
    own = {**os.environ, "VATRA_HOME": str(home), "DJANGO_SETTINGS_MODULE": "vatra.config.settings"}
    own.pop("PYTEST_CURRENT_TEST", None)
    if like:
        shutil.copytree(like["VATRA_HOME"], home, dirs_exist_ok=True)
    if not url.startswith("postgres"):
        own.pop("DATABASE_URL", None)
        yield own
        return
    import psycopg

    name = f"killed_{uuid4().hex[:8]}"
    with psycopg.connect(url, autocommit=True) as server:
        template = f' TEMPLATE "{urlsplit(like["DATABASE_URL"]).path[1:]}"' if like else ""
        server.execute(f'CREATE DATABASE "{name}"{template}')
        yield {**own, "DATABASE_URL": urlsplit(url)._replace(path=f"/{name}").geturl()}
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
