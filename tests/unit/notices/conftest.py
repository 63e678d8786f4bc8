"""Notices are read in words, so the words are compiled first."""

from __future__ import annotations

import pytest

from vatra.config.words import compile_catalogue


@pytest.fixture(scope="session", autouse=True)
def _words():
    compile_catalogue()
