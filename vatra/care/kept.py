"""Deadlines as the database keeps them, so that what is derived again can be compared without being read.

A household with three years of care has some thirty-five deadlines, of which an entry changes one or two: to
make days, uuids and lists of all that is held would cost more than deriving them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from datetime import date
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db import connection

AT_ONCE = 5_000  # households a question, fewer than a database takes parameters
NAMES = (
    "uuid", "household_id", "commune_id", "person_id", "rule", "cause", "causes", "domains", "starts_on", "due_on",
    "met_on", "lapsed_on", "urgency", "article", "confirmed",
)
_LISTED = ", ".join(f'"{name}"' for name in NAMES)
# Of an expression the driver of SQLite does not know the type, and so makes no days of texts.
_AS_KEPT = ", ".join(f"\"{name}\" || ''" if name.endswith("_on") else f'"{name}"' for name in NAMES)
_WHOSE = 'FROM "care_deadline" WHERE "household_id" IN'
_CHANGED = ", ".join(f'"{name}" = excluded."{name}"' for name in NAMES if name != "uuid")
_WRITE = (f'INSERT INTO "care_deadline" ({_LISTED}) VALUES ({", ".join(["%s"] * len(NAMES))}) '
          f'ON CONFLICT ("uuid") DO UPDATE SET {_CHANGED}')


class Kept:
    """Values as this database keeps them: `uuid` and `day` of those that are there, `json` of any."""

    def __init__(self) -> None:
        sqlite = connection.vendor == "sqlite"
        self.uuid: Callable[[UUID], Any] = attrgetter("hex") if sqlite else _itself
        self.day: Callable[[date], Any] = date.isoformat if sqlite else _itself
        self.json: Callable[[Any], str] = json.dumps


def _itself(value: Any) -> Any:
    return value


def kept_rows(households: Collection[UUID]) -> list[tuple[Any, ...]]:
    """The deadlines of some households, each as values in the order of NAMES that `Kept` gives."""
    listed = _AS_KEPT if connection.vendor == "sqlite" else _LISTED
    keys = [*map(Kept().uuid, households)]
    found: list[tuple[Any, ...]] = []
    with connection.cursor() as cursor:
        for start in range(0, len(keys), AT_ONCE):
            part = keys[start : start + AT_ONCE]
            cursor.execute(f"SELECT {listed} {_WHOSE} ({', '.join(['%s'] * len(part))})", part)
            found += cursor.fetchall()
    return found


def write(rows: Sequence[Sequence[Any]]) -> None:
    """Insert deadlines given in the order of NAMES as `Kept` gives them, or change those that are there already."""
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(_WRITE, rows)
