"""What entries stand on, for benchmarks: Romania's places, and a social worker with a device in each commune."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.core.management import call_command

from vatra.access.entries import enrol_device, enrol_worker, grant_role
from vatra.places.load import load

SINCE = datetime(2020, 1, 6, 8, tzinfo=UTC)


def lay_places() -> None:
    """Migrate, and load the places that Vatra ships."""
    call_command("migrate", verbosity=0)
    load()


def engage(communes: Iterable[int]) -> dict[int, tuple[Any, str]]:
    """{commune: (a social worker there, the token of the device)}."""
    return {siruta: _worker(siruta) for siruta in communes}


def _worker(siruta: int) -> tuple[Any, str]:
    worker = enrol_worker(f"as{siruta}", f"Asistent {siruta}", password=None, by=None, at=SINCE)
    grant_role(worker, "social_worker", commune=siruta, since=date(2020, 1, 1), by=None, at=SINCE)
    _device, token = enrol_device(worker, "bench", at=SINCE, uuid=UUID(int=siruta))
    return worker, token
