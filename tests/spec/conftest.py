"""The shipped rulebook, read once for all tests of its content."""

from __future__ import annotations

import pytest

from tests.spec.shipped_rows import ROOT
from vatra.method import Program, Rulebook, compile_rulebook, read_rulebook


@pytest.fixture(scope="session")
def book() -> Rulebook:
    """The rulebook as the engine reads it; a mistake in it fails every test with its place."""
    return read_rulebook(ROOT)


@pytest.fixture(scope="session")
def program(book: Rulebook) -> Program:
    """The rulebook compiled."""
    return compile_rulebook(book)
