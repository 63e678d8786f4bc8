"""A second database, made for one check: what entries stand on is copied, everything else is left empty."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection, connections, models, transaction

SCRATCH = "scratch"
COPIED = ("places", "access", "register")  # apps, lowest first
BATCH = 2_000


@contextmanager
def scratch_database(file: Path) -> Iterator[str]:
    """An empty, migrated SQLite database in a file, as a second connection; yields its alias."""
    from django.conf import settings

    default = settings.DATABASES[DEFAULT_DB_ALIAS]
    connections.databases[SCRATCH] = {**default, **_sqlite(file)}
    connections.configure_settings(connections.databases)
    try:
        call_command("migrate", database=SCRATCH, verbosity=0)
        yield SCRATCH
    finally:
        connections[SCRATCH].close()
        del connections.databases[SCRATCH]


def _sqlite(file: Path) -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.sqlite3", "NAME": str(file), "USER": "", "PASSWORD": "", "HOST": "", "PORT": "",
        # Nothing of it must survive a loss of power.
        "OPTIONS": {"init_command": "PRAGMA journal_mode=OFF;PRAGMA synchronous=OFF;"},
        "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": False,
    }


def rows_to_copy() -> int:
    """How many rows `copy_what_entries_stand_on` will copy."""
    return sum(model._base_manager.count() for model in _copied())


def copy_what_entries_stand_on(alias: str, *, progress: Callable[[int], None] = lambda rows: None) -> None:
    """Places, workers and the register itself, with their ids, into another database."""
    with transaction.atomic(using=alias):
        for model in _copied():
            there = model._base_manager.using(alias)
            there.all()._raw_delete(alias)  # what migrations may have put there
            rows = model._base_manager.order_by("pk").iterator(chunk_size=BATCH)
            batch: list[models.Model] = []
            for row in rows:
                batch.append(row)
                if len(batch) == BATCH:
                    there.bulk_create(batch)
                    progress(len(batch))
                    batch = []
            there.bulk_create(batch)
            progress(len(batch))


def _copied() -> list[type[models.Model]]:
    return [model for label in COPIED for model in apps.get_app_config(label).get_models()]


@contextmanager
def still_picture() -> Iterator[None]:
    """Read the database as it stands at one moment, without keeping anyone from writing."""
    if connection.in_atomic_block:
        yield
        return
    if connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")  # `atomic` would take the writers' lock
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")
