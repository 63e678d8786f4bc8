"""A commune or two, workers with roles, and a room of test kinds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from django.apps import apps

from tests.unit.register import jars


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker) -> None:
    with django_db_blocker.unblock():
        jars.create_tables()


@pytest.fixture(autouse=True)
def room(settings) -> Iterator[None]:
    """The test room's kinds and a rulebook with four roles, whatever the methodologists are writing."""
    settings.RULEBOOK = str(Path(__file__).parent / "rulebook")
    with jars.declared():
        yield


@pytest.fixture
def communes(db: None) -> list[int]:
    return made_communes()


def made_communes() -> list[int]:
    """Two communes of one county, each with a village."""
    county, _ = apps.get_model("places.County").objects.get_or_create(
        code="BC", defaults={"siruta": 47, "name": "Bacău"}
    )
    commune = apps.get_model("places.Commune")
    for siruta in (20001, 20002):
        commune.objects.get_or_create(
            siruta=siruta,
            defaults={"name": f"Comuna {siruta}", "kind": "commune", "county": county, "urban": False},
        )
    for siruta in (20003, 20004):
        apps.get_model("places.Village").objects.get_or_create(
            siruta=siruta, defaults={"name": f"Satul {siruta}", "commune_id": siruta - 2}
        )
    return [20001, 20002]


def made_worker(username: str, role: str = "head", commune: int | None = None, *, until: date | None = None):
    """A worker who holds a role in one commune, or in the county."""
    worker = apps.get_model("access.Worker")(uuid=uuid4(), username=username, full_name=f"Lucrător {username}")
    worker.set_unusable_password()
    worker.save()
    apps.get_model("access.RoleHeld").objects.create(
        uuid=uuid4(), worker=worker, role=role, commune_id=commune, county_id=None if commune else "BC",
        since=date(2020, 1, 1), until=until,
    )
    return worker


@pytest.fixture
def worker(communes: list[int]):
    return made_worker("maria")
