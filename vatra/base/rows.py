"""Rows written many at once, straight into a derived table.

`bulk_create` spends most of its time on each value; here the work is done once for each column. An interview
of a household of four writes some fifteen rows, so this is where the time of the door goes.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import Any

from django.db import connection, models

AT_ONCE = 500
_JSON = json.JSONEncoder(check_circular=False)  # as Django writes it; JSON of entries has no cycles to look for


def insert_records(records: Collection[models.Model]) -> None:
    """Insert new records, all of one model; their primary keys are left to the database and stay unknown."""
    _write_records(records, ())


def write_records(records: Collection[models.Model], changing: Sequence[str]) -> None:
    """Insert records; of those whose `uuid` is there already, update the fields named in `changing`.

    All are of one model and no uuid stands twice among them.
    """
    _write_records(records, tuple(changing))


def insert_rows(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of values for these columns (attribute names, more than one)."""
    _write(model, tuple(names), rows, ())


def _write_records(records: Collection[models.Model], changing: tuple[str, ...]) -> None:
    if records:
        model = type(next(iter(records)))
        names = tuple(field.attname for field in model._meta.concrete_fields if not field.primary_key)
        _write(model, names, map(attrgetter(*names), records), changing)


def _write(
    model: type[models.Model], names: tuple[str, ...], rows: Iterable[Sequence[Any]], changing: tuple[str, ...]
) -> None:
    fields, statement = _statement(model, names, changing, connection.vendor)
    columns = [_prepared(field, values) for field, values in zip(fields, zip(*rows, strict=True), strict=False)]
    write_values(statement, list(zip(*columns, strict=True)))


@dataclass(frozen=True, slots=True)
class Insert:
    """An INSERT cut where the rows stand: up to VALUES, and what follows them (ON CONFLICT ...)."""

    head: str
    tail: str = ""


def write_values(insert: Insert, rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows of values as the database's driver takes them.

    PostgreSQL takes many rows in one statement, and plans it once; SQLite's driver keeps the statement for one row.
    """
    marks = f"({', '.join(['%s'] * len(rows[0]))})" if rows else ""
    for start in range(0, len(rows), AT_ONCE):
        part = rows[start : start + AT_ONCE]
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                many = ", ".join([marks] * len(part))
                cursor.execute(f"{insert.head} VALUES {many}{insert.tail}", [value for row in part for value in row])
            else:
                cursor.executemany(f"{insert.head} VALUES {marks}{insert.tail}", part)


def _prepared(field: models.Field[Any, Any], values: Sequence[Any]) -> Sequence[Any]:
    """One column as the database takes it."""
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    if isinstance(field, models.CharField | models.TextField | models.BooleanField | models.IntegerField):
        return values
    sqlite = connection.vendor == "sqlite"
    if isinstance(field, models.UUIDField):
        return [value and value.hex for value in values] if sqlite else values
    if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
        return [value and value.isoformat() for value in values] if sqlite else values
    if isinstance(field, models.JSONField) and sqlite and field.encoder is None:
        return [None if value is None else _JSON.encode(value) for value in values]
    prepare = field.get_db_prep_save
    return [None if value is None else prepare(value, connection) for value in values]


@lru_cache(maxsize=64)
def _statement(
    model: type[models.Model], names: tuple[str, ...], changing: tuple[str, ...], vendor: str
) -> tuple[list[Any], Insert]:
    """The fields in the order of the statement, and the statement; `vendor` only keeps the databases apart."""
    quote = connection.ops.quote_name
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    fields = [by_name[name] for name in names]
    into = ", ".join(quote(str(field.column)) for field in fields)
    tail = ""
    if changing:
        columns = [quote(str(field.column)) for field in fields if field.name in changing]
        updates = ", ".join(f"{column} = excluded.{column}" for column in columns)
        tail = f" ON CONFLICT ({quote('uuid')}) DO UPDATE SET {updates}"
    return fields, Insert(f"INSERT INTO {quote(model._meta.db_table)} ({into})", tail)
