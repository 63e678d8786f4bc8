"""Rows written many at once: Django's bulk_create spends most of its time on each value; here on each column.

An interview of a household of four writes some fifteen rows, so this is where the time of the room goes.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Any

from django.db import connection, models

AT_ONCE = 500


def write_rows(rows: Collection[models.Model], changing: Sequence[str]) -> None:
    """Insert rows; of those whose `uuid` is there already, update the fields that can change.

    All rows are of one model; no uuid stands twice among them. Primary keys are left to the database.
    """
    if not rows:
        return
    rows = list(rows)
    fields, statement = _statement(type(rows[0]), tuple(changing), connection.vendor)
    columns = [_values(field, rows) for field in fields]
    values = list(zip(*columns, strict=True))
    with connection.cursor() as cursor:
        for start in range(0, len(values), AT_ONCE):
            cursor.executemany(statement, values[start : start + AT_ONCE])


def _values(field: models.Field[Any, Any], rows: Sequence[models.Model]) -> list[Any]:
    """One column of the rows as the database takes it."""
    given = [getattr(row, field.attname) for row in rows]
    prepare = field.get_db_prep_save
    if isinstance(field, models.CharField | models.TextField | models.BooleanField | models.IntegerField):
        return given
    return [None if value is None else prepare(value, connection) for value in given]


@lru_cache(maxsize=32)
def _statement(model: type[models.Model], changing: tuple[str, ...], vendor: str) -> tuple[list[Any], str]:
    """The fields in the order of the statement, and the statement."""
    quote = connection.ops.quote_name
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    names = ", ".join(quote(str(field.column)) for field in fields)
    marks = ", ".join("%s" for _ in fields)
    columns = [quote(str(field.column)) for field in fields if field.name in changing]
    updates = ", ".join(f"{column} = excluded.{column}" for column in columns)
    return fields, (
        f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({marks}) "
        f"ON CONFLICT ({quote('uuid')}) DO UPDATE SET {updates}"
    )
