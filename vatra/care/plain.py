"""Rows of this room's tables as plain tuples, by household, without the cost of building a query each time.

Deriving deadlines reads eight small tables for each entry that comes alone and writes one; the ORM would
spend more on making the statements than the database on answering them (0.5 ms against 0.06 ms each).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection


class Plain:
    """Statements over one table: its columns, of which `x!` is a uuid, `x{}` JSON and `x?` a truth."""

    def __init__(self, table: str, columns: str, where: str = "") -> None:
        words = columns.split()
        self.names = [word.rstrip("!?{}") for word in words]
        listed = ", ".join(f'"{name}"' for name in self.names)
        self.sql = f'SELECT {listed} FROM "{table}" WHERE {where + " AND " if where else ""}household_id IN '
        self.order = " ORDER BY id"
        self.readers = [(place, _READERS[word[-1]]) for place, word in enumerate(words) if word[-1] in _READERS]
        self.json = {place for place, word in enumerate(words) if word.endswith("{}")}
        changing = ", ".join(f'"{name}" = excluded."{name}"' for name in self.names if name != "uuid")
        self.upsert = (f'INSERT INTO "{table}" ({listed}) VALUES ({", ".join(["%s"] * len(words))}) '
                       f'ON CONFLICT ("uuid") DO UPDATE SET {changing}')


def rows(plain: Plain, households: Collection[UUID]) -> Iterator[list[Any]]:
    """The rows of some households, in the order in which they were written."""
    if not households:
        return
    marks = ", ".join(["%s"] * len(households))
    keys = [uuid.hex for uuid in households] if connection.vendor == "sqlite" else list(households)
    with connection.cursor() as cursor:
        cursor.execute(f"{plain.sql}({marks}){plain.order}", keys)
        found = cursor.fetchall()
    for row in found:
        values = list(row)
        for place, read in plain.readers:
            values[place] = read(values[place])
        yield values


def write(plain: Plain, values: Iterable[Sequence[Any]]) -> None:
    """Insert rows, or change those whose uuid is there already; the values in the order of the columns."""
    sqlite = connection.vendor == "sqlite"
    ready = [
        [json.dumps(value) if place in plain.json else _plain(value) if sqlite else value
         for place, value in enumerate(row)]
        for row in values
    ]
    if ready:
        with connection.cursor() as cursor:
            cursor.executemany(plain.upsert, ready)


def _plain(value: Any) -> Any:
    """A value as SQLite keeps it."""
    if isinstance(value, UUID):
        return value.hex
    return value.isoformat() if isinstance(value, date) else value


def _uuid(value: UUID | str | None) -> UUID | None:
    return UUID(value) if isinstance(value, str) else value


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


_READERS: dict[str, Callable[[Any], Any]] = {"!": _uuid, "}": _json, "?": bool}
