"""What entries stand on, for benchmarks: 45 communes and a worker with a device in each."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.management import call_command

from bench.days import COMMUNES
from vatra.access.entries import enrol_device, enrol_worker, grant_role

SINCE = datetime(2026, 1, 5, 8, tzinfo=UTC)
NOW = datetime(2026, 4, 20, 12, tzinfo=UTC)


def laid() -> dict[int, tuple[Any, str]]:
    """Migrate and fill; gives {commune: (worker, token)}."""
    call_command("migrate", verbosity=0)
    county = apps.get_model("places.County").objects.create(code="BC", siruta=47, name="Bacău")
    commune = apps.get_model("places.Commune")
    commune.objects.bulk_create([
        commune(siruta=siruta, name=f"Comuna {siruta}", kind="commune", county=county, urban=False)
        for siruta in COMMUNES
    ])
    return {siruta: _worker(siruta) for siruta in COMMUNES}


def _worker(siruta: int) -> tuple[Any, str]:
    worker = enrol_worker(f"as{siruta}", f"Asistent {siruta}", password=None, by=None, at=SINCE)
    grant_role(worker, "social_worker", commune=siruta, since=date(2026, 1, 1), by=None, at=SINCE)
    _device, token = enrol_device(worker, "bench", at=SINCE, uuid=UUID(int=siruta))
    return worker, token
