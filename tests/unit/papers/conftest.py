"""Papers are written in Romanian, so the words must have been gathered first."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.papers import family
from vatra.config.words import compile_catalogue


@pytest.fixture(scope="session", autouse=True)
def _words() -> None:
    compile_catalogue()


@pytest.fixture
def worker(db: None) -> Any:
    """The social worker of the fixed family, with all that happened to it."""
    made = family.made_family()
    family.lived(made)
    return made
