"""Two communes of Bacău, one of Iași, and a hand that makes workers with roles."""

from datetime import UTC, date, datetime
from itertools import count
from uuid import uuid4

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher

from vatra.access.models import RoleHeld, Worker
from vatra.places.models import Commune, County

AGAS, ASAU, ARONEANU = 21007, 21098, 95747
TODAY = date(2026, 5, 4)
AT = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)


class QuickArgon2(Argon2PasswordHasher):
    """The same algorithm with the least work it takes."""

    time_cost, memory_cost, parallelism = 1, 64, 1


@pytest.fixture
def real_hashes():
    """Asked for by tests that want the hashes of the real settings."""


@pytest.fixture
def land(db):
    County.objects.bulk_create([County(code="BC", siruta=47, name="Bacău"), County(code="IS", siruta=225, name="Iași")])
    Commune.objects.bulk_create([
        Commune(siruta=siruta, name=name, searched=name.lower(), kind="commune", county_id=county, urban=False)
        for siruta, name, county in ((AGAS, "Agăș", "BC"), (ASAU, "Asău", "BC"), (ARONEANU, "Aroneanu", "IS"))
    ])


@pytest.fixture
def holder(land):
    """`holder("head", commune=AGAS)`: a new worker who holds a role; without a role, one who holds none."""
    numbers = count(1)

    def made(role=None, *, commune=None, county=None, since=date(2026, 1, 1), until=None, **worker):
        name = f"worker{next(numbers)}"
        one = Worker.objects.create_worker(name, f"Worker {name}", **worker)
        if role:
            held(one, role, commune=commune, county=county, since=since, until=until)
        return one
    return made


def held(worker, role, *, commune=None, county=None, since=date(2026, 1, 1), until=None):
    return RoleHeld.objects.create(uuid=uuid4(), worker=worker, role=role, commune_id=commune, county_id=county,
                                   since=since, until=until)
