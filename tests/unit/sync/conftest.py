"""Each test has its own communes and workers."""

from __future__ import annotations

import pytest

from tests.unit.sync import world
from vatra.config.words import compile_catalogue


@pytest.fixture(scope="session", autouse=True)
def words() -> None:
    compile_catalogue()


@pytest.fixture(autouse=True)
def places(db: None) -> None:
    world.made_places()


@pytest.fixture
def ana(places: None):
    return world.made_worker("ana")


@pytest.fixture
def tablet(ana) -> world.Tablet:
    return world.Tablet(ana)
