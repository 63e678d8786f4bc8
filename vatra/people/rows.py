"""Rows inserted many at once: `bulk_create` spends most of its time on each value; here it goes by column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any

from django.db import connection, models


def insert_records(records: Sequence[models.Model]) -> None:
    """Insert new records, all of one model; their primary keys are left to the database and stay unknown."""
    if records:
        model = type(records[0])
        names = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
        insert_rows(model, names, map(attrgetter(*names), records))


def insert_rows(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of values for these columns (attribute names, more than one)."""
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    fields = [by_name[name] for name in names]
    columns = [_prepared(field, values) for field, values in zip(fields, zip(*rows, strict=True), strict=False)]
    if not columns:
        return
    quote = connection.ops.quote_name
    into = ", ".join(quote(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quote(model._meta.db_table)} ({into}) VALUES ({marks})",
            list(zip(*columns, strict=True)),
        )


def _prepared(field: models.Field[Any, Any], values: Sequence[Any]) -> Sequence[Any]:
    """One column as the database takes it."""
    if isinstance(field, models.CharField | models.BooleanField):
        return values
    prepare = field.get_db_prep_save
    return [None if value is None else prepare(value, connection) for value in values]
