"""Rows of this room's tables as plain values, by household, without the cost of building a query each time.

Deriving deadlines reads eight small tables for each entry that comes alone and writes one; the ORM would
spend more on making the statements than the database on answering them (0.5 ms against 0.06 ms each).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db import connection

AT_ONCE = 5_000  # households a question, fewer than a database takes parameters


class Plain:
    """Statements over one table: its columns, of which `x!` is a uuid, `x{}` JSON and `x?` a truth."""

    def __init__(self, table: str, columns: str, where: str = "") -> None:
        words = columns.split()
        self.names = [word.rstrip("!?{}") for word in words]
        listed = ", ".join(f'"{name}"' for name in self.names)
        # Of an expression the driver of SQLite does not know the type, and so makes no days of texts.
        as_kept = ", ".join(f"\"{name}\" || ''" if name.endswith("_on") else f'"{name}"' for name in self.names)
        whose = f' FROM "{table}" WHERE {where + " AND " if where else ""}household_id IN '
        self.sql, self.sql_as_kept = f"SELECT {listed}{whose}", f"SELECT {as_kept}{whose}"
        self.of = self.names.index("household_id")
        self.readers = [(place, _READERS[word[-1]]) for place, word in enumerate(words)
                        if word[-1] in _READERS and place != self.of]
        changing = ", ".join(f'"{name}" = excluded."{name}"' for name in self.names if name != "uuid")
        self.upsert = (f'INSERT INTO "{table}" ({listed}) VALUES ({", ".join(["%s"] * len(words))}) '
                       f'ON CONFLICT ("uuid") DO UPDATE SET {changing}')


def rows(plain: Plain, households: Collection[UUID]) -> list[list[Any]]:
    """The rows of some households, in the order in which they were written."""
    keys = dict(zip(map(Kept().uuid, households), households, strict=True))
    found = []
    for row in _asked(plain.sql, list(keys)):
        values = list(row)
        values[plain.of] = keys[values[plain.of]]
        for place, read in plain.readers:
            values[place] = read(values[place])
        found.append(values)
    return found


def kept_rows(plain: Plain, households: Collection[UUID]) -> list[tuple[Any, ...]]:
    """The same rows as the database keeps them: what `Kept` gives."""
    return _asked(plain.sql_as_kept if connection.vendor == "sqlite" else plain.sql, [*map(Kept().uuid, households)])


def _asked(sql: str, keys: Sequence[Any]) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = []
    with connection.cursor() as cursor:
        for start in range(0, len(keys), AT_ONCE):
            part = keys[start : start + AT_ONCE]
            cursor.execute(f"{sql}({', '.join(['%s'] * len(part))}) ORDER BY id", part)
            found += cursor.fetchall()
    return found


def write(plain: Plain, values: Sequence[Sequence[Any]]) -> None:
    """Insert rows as `kept_rows` gives them, or change those whose uuid is there already."""
    if values:
        with connection.cursor() as cursor:
            cursor.executemany(plain.upsert, values)


class Kept:
    """Values as this database keeps them: `uuid` and `day` of those that are there, `json` of any."""

    def __init__(self) -> None:
        sqlite = connection.vendor == "sqlite"
        self.uuid: Callable[[UUID], Any] = attrgetter("hex") if sqlite else _itself
        self.day: Callable[[date], Any] = date.isoformat if sqlite else _itself
        self.json: Callable[[Any], str] = json.dumps


def _itself(value: Any) -> Any:
    return value


def _uuid(value: UUID | str | None) -> UUID | None:
    return UUID(value) if isinstance(value, str) else value


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


_READERS: Mapping[str, Callable[[Any], Any]] = {"!": _uuid, "}": _json, "?": bool}
