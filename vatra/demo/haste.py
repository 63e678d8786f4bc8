"""Making a whole county in minutes: what may be put off while nothing in the register can be lost yet."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

# A demo half made is made again: it need not reach the disk entry by entry. WAL stays, so that a process
# that is stopped leaves a sound database (a loss of power may not).
HASTE = {"synchronous": "OFF", "cache_size": -200_000, "wal_autocheckpoint": 20_000}


@contextmanager
def in_haste() -> Iterator[None]:
    """On SQLite commit without waiting for the disk; at the end everything is on it, and as careful as before.

    Stories are many small objects that live until they are sent: the collector of cycles is held back too.
    """
    before = _settings()
    thresholds = gc.get_threshold()
    gc.set_threshold(100_000, 50, 1_000)
    _set(HASTE if before else {})
    try:
        yield
    finally:
        _set(before)
        if before:
            _ask("wal_checkpoint(TRUNCATE)")
        gc.set_threshold(*thresholds)


def _settings() -> dict[str, Any]:
    return {name: _ask(name) for name in HASTE} if connection.vendor == "sqlite" else {}


def _set(values: dict[str, Any]) -> None:
    for name, value in values.items():
        _ask(f"{name} = {value}")


def _ask(pragma: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}")
        row = cursor.fetchone()
    return row and row[0]
