"""Questions to the database that are made into a statement once and asked many times.

The ORM spends 0.4 ms on turning a queryset into a statement, several times what the database needs to answer
it; an entry that comes alone asks some twenty questions. Here a queryset is compiled with stand-ins for what
changes from one time to the next, and the statement is kept.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.db.models.base import ModelState
from django.db.models.expressions import Col
from django.db.models.query import ModelIterable

from vatra.base.ids import uuid_of

Given = Collection[UUID] | Collection[int] | Collection[str] | date | UUID | int | str
Reader = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class _Statement:
    """Pieces of SQL between what is given, which given goes between them, how columns are read."""

    pieces: tuple[str, ...]
    places: tuple[int, ...]
    readers: tuple[tuple[int, Reader], ...]
    model: type[models.Model] | None  # None: the rows are tuples
    names: tuple[str, ...]


class Prepared:
    """A question whose form never changes: `build` makes its queryset from what is given, in the same order.

    What is given is a collection of uuids, whole numbers or texts (for `__in`), a day, a uuid, a number or a text. The
    queryset gives model instances without `select_related`, or the tuples of `values_list`. An empty
    collection (of uuids only) is given to the database as one that nothing is in.
    """

    def __init__(self, build: Callable[..., models.QuerySet[Any, Any]]) -> None:
        self._build = build
        self._made: dict[tuple[Any, ...], _Statement] = {}

    def __call__(self, *given: Given) -> list[Any]:
        """The rows, in the order of the queryset."""
        form = (connection.vendor, *(_form(each) for each in given))
        statement = self._made.get(form)
        if statement is None:
            statement = self._made[form] = _compiled(self._build, form[1:])
        sql, parameters = _filled(statement, given)
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            rows = cursor.fetchall()
        return _read(statement, rows)


def _form(given: Given) -> str:
    if isinstance(given, date):
        return "day"
    if isinstance(given, UUID):
        return "uuid"
    if isinstance(given, int | str):
        return "number" if isinstance(given, int) else "text"
    first = next(iter(given), None)
    return "numbers" if isinstance(first, int) else "texts" if isinstance(first, str) else "uuids"


def _compiled(build: Callable[..., models.QuerySet[Any, Any]], forms: Sequence[str]) -> _Statement:
    """The statement of a queryset over stand-ins, cut where they stand."""
    stand_ins = [_stand_in(form, place) for place, form in enumerate(forms)]
    queryset = build(*([one] if form.endswith("s") else one for one, form in zip(stand_ins, forms, strict=True)))
    compiler = queryset.query.get_compiler(using=queryset.db, connection=connection)
    sql, parameters = compiler.as_sql()
    shapes: dict[Any, int] = {_plain(one): place for place, one in enumerate(stand_ins)}
    pieces, places = [], []
    parts = str(sql).split("%s")
    piece = parts[0]
    for parameter, part in zip(parameters, parts[1:], strict=True):
        place = shapes.get(parameter) if parameter.__hash__ else None
        if place is None:
            piece += _literal(parameter) + part
        else:
            pieces.append(piece)
            places.append(place)
            piece = part
    is_model = issubclass(queryset._iterable_class, ModelIterable)
    names = tuple(field.attname for field in queryset.model._meta.concrete_fields) if is_model else ()
    return _Statement(
        (*pieces, piece), tuple(places), _readers(compiler), queryset.model if is_model else None, names
    )


def _stand_in(form: str, place: int) -> Any:
    """A value that no question holds by itself."""
    if form == "day":
        return date(1, 1, 2 + place)
    if form.startswith("text"):
        return f"\N{SYMBOL FOR NULL}{place}"
    return -1_000_000 - place if form.startswith("number") else UUID(int=2**127 + place)


def _plain(value: Any) -> Any:
    """A value as the driver of this database takes it."""
    if connection.vendor == "sqlite":
        return value.hex if isinstance(value, UUID) else str(value) if isinstance(value, date) else value
    return value


def _literal(parameter: Any) -> str:
    """What the question itself holds, always the same: a word of the code, never anything that was sent."""
    if isinstance(parameter, bool):
        return str(parameter).upper()
    if isinstance(parameter, int):
        return str(parameter)
    if isinstance(parameter, str) and (not parameter or parameter.replace("_", "a").isalnum()):
        return "'" + str(parameter) + "'"
    raise ValueError("a prepared question can hold words and numbers only")


def _filled(statement: _Statement, given: Sequence[Given]) -> tuple[str, list[Any]]:
    sqlite = connection.vendor == "sqlite"
    parameters: list[Any] = []
    sql = [statement.pieces[0]]
    for place, piece in zip(statement.places, statement.pieces[1:], strict=True):
        value = given[place]
        if isinstance(value, UUID | date | int | str):
            parameters.append(_plain(value))
            sql.append("%s")
        else:
            parameters += [key.hex if isinstance(key, UUID) else key for key in value] if sqlite else value
            sql.append(", ".join(["%s"] * len(value)) or "NULL")
        sql.append(piece)
    return "".join(sql), parameters


def _read(statement: _Statement, rows: list[Any]) -> list[Any]:
    if rows and statement.readers:
        columns = list(zip(*rows, strict=True))
        for place, read in statement.readers:
            columns[place] = tuple([None if value is None else read(value) for value in columns[place]])
        rows = list(zip(*columns, strict=True))
    if statement.model is None:
        return rows
    return [_instance(statement.model, statement.names, row) for row in rows]


def _instance(model: type[models.Model], names: tuple[str, ...], row: Sequence[Any]) -> models.Model:
    """An instance as it comes out of a pickle: the same as `Model.from_db` gives, at a third of the cost."""
    instance = model.__new__(model)
    instance.__dict__.update(zip(names, row, strict=True))
    instance._state = ModelState()
    instance._state.db, instance._state.adding = "default", False
    return instance


def _readers(compiler: Any) -> tuple[tuple[int, Reader], ...]:
    """How each column that needs it is read; SQLite's driver reads days and truths by the column's declared type."""
    readers: list[tuple[int, Reader]] = []
    converters = compiler.get_converters([column[0] for column in compiler.select])
    for place, (conversions, expression) in converters.items():
        field = expression.output_field
        while isinstance(field, models.ForeignKey):
            field = field.target_field
        if isinstance(field, models.UUIDField):
            readers.append((place, uuid_of))
        elif isinstance(field, models.JSONField) and field.decoder is None:
            readers.append((place, json.loads))
        elif not (isinstance(expression, Col) and isinstance(field, models.DateField | models.BooleanField)) or (
            isinstance(field, models.DateTimeField)
        ):
            readers.append((place, _converting(conversions, expression)))
    return tuple(readers)


def _converting(conversions: Sequence[Callable[..., Any]], expression: Any) -> Reader:
    def read(value: Any) -> Any:
        for convert in conversions:
            value = convert(value, expression, connection)
        return value

    return read
