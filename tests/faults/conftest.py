"""A register of its own for processes that are started, killed and started again."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A database that belongs to nobody else, on the server the tests run on."""
    url = os.environ.get("DATABASE_URL", "")
    own = {**os.environ, "VATRA_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "vatra.config.settings"}
    own.pop("PYTEST_CURRENT_TEST", None)
    if not url.startswith("postgres"):
        own.pop("DATABASE_URL", None)
        yield own
        return
    import psycopg

    name = f"killed_{uuid4().hex[:8]}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        yield {**own, "DATABASE_URL": urlsplit(url)._replace(path=f"/{name}").geturl()}
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
