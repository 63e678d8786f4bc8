"""The tiny rulebook, compiled once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.method import tiny
from vatra.base.shipped import shipped
from vatra.method import Program, compile_rulebook, read_rulebook


@pytest.fixture(scope="session")
def tiny_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.write(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="session")
def program(tiny_folder: Path) -> Program:
    return compile_rulebook(read_rulebook(tiny_folder))


@pytest.fixture(scope="session")
def romania() -> Program:
    return compile_rulebook(read_rulebook(shipped("rulebook/romania")))
