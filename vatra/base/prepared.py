"""Questions to the database that are made into a statement once and asked many times.

The ORM spends 0.4 ms on turning a queryset into a statement, several times what the database needs to answer
it; an entry that comes alone asks some twenty questions, a page fifty. Here a queryset is compiled with stand-ins for
what changes from one time to the next, and the statement is kept.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.db.models.base import ModelState
from django.db.models.expressions import Col
from django.db.models.query import ModelIterable

from vatra.base.ids import uuid_of

Given = Collection[UUID] | Collection[int] | Collection[str] | Collection[date] | date | UUID | int | str
Reader = Callable[[Any], Any]
SMALL = 32_000  # a stand-in for numbers that fits the smallest column: what does not is answered without asking

_answered: ContextVar[dict[Any, list[Any]] | None] = ContextVar("questions_answered", default=None)


@contextmanager
def nothing_changes() -> Iterator[None]:
    """Within this block, in which a page is read and nothing is written that it shows, questions that say so
    (`once=True`) are asked once.
    """
    token = _answered.set({})
    try:
        yield
    finally:
        _answered.reset(token)


@dataclass(frozen=True, slots=True)
class _Shape:
    """An instance in a row: its model, its columns and their places, and what stands beside it with how it is set."""

    model: type[models.Model]
    names: tuple[str, ...]
    begin: int
    key: int  # the place of its primary key, which is NULL where there is none
    beside: tuple[tuple[Callable[[Any, Any], None], _Shape], ...]


@dataclass(frozen=True, slots=True)
class _Statement:
    """Pieces of SQL between what is given, which given goes between them, how columns are read."""

    pieces: tuple[str, ...]
    places: tuple[int, ...]
    readers: tuple[tuple[int, Reader], ...]
    shape: _Shape | None  # None: the rows are tuples


class Prepared:
    """A question whose form never changes: `build` makes its queryset from what is given, in the same order.

    What is given is a collection of uuids, whole numbers, texts or days (for `__in`), or one of these. The
    queryset gives model instances, with what `select_related` names along foreign keys (one instance of it for all its
    rows), or the tuples of `values_list`. An empty collection (of uuids only) is given to the database as one that
    nothing is in. `once`: see `nothing_changes`.
    """

    def __init__(self, build: Callable[..., models.QuerySet[Any, Any]], *, once: bool = False) -> None:
        self._build, self._once = build, once
        self._made: dict[tuple[Any, ...], _Statement] = {}

    def __call__(self, *given: Given) -> list[Any]:
        """The rows, in the order of the queryset."""
        answered = _answered.get() if self._once else None
        if answered is None:
            return self._ask(given)
        key = (self, *(_kept(each) for each in given))
        if key not in answered:
            answered[key] = self._ask(given)
        return list(answered[key])

    def _ask(self, given: Sequence[Given]) -> list[Any]:
        form = (connection.vendor, *(_form(each) for each in given))
        statement = self._made.get(form)
        if statement is None:
            statement = self._made[form] = _compiled(self._build, form[1:])
        sql, parameters = _filled(statement, given)
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            rows = cursor.fetchall()
        return _read(statement, rows)


def counted(rows: models.QuerySet[Any, Any]) -> models.QuerySet[Any, Any]:
    """The question how many rows another would give: one row of one number."""
    whole = rows.order_by().annotate(every_row=models.Value(1)).values("every_row")
    number: models.QuerySet[Any, Any] = whole.annotate(number=models.Count("pk")).values_list("number")
    return number


def _kept(given: Given) -> Any:
    return given if isinstance(given, date | UUID | int | str) else frozenset(given)


def _form(given: Given) -> str:
    if isinstance(given, date):
        return "day"
    if isinstance(given, UUID):
        return "uuid"
    if isinstance(given, int | str):
        return "number" if isinstance(given, int) else "text"
    first = next(iter(given), None)
    if isinstance(first, date):
        return "days"
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
    return _Statement((*pieces, piece), tuple(places), _readers(compiler),
                      _shape(compiler.klass_info, compiler.select) if is_model else None)


def _shape(told: Any, select: Sequence[Any]) -> _Shape:
    """How the compiler says that instances stand in a row; its columns are side by side, in the model's order."""
    model, begin = told["model"], told["select_fields"][0]
    if told.get("reverse") or any(one.get("reverse") for one in told.get("related_klass_infos", ())):
        raise ValueError("a prepared question follows foreign keys only")
    names = tuple(select[place][0].target.attname for place in told["select_fields"])
    return _Shape(
        model, names, begin, begin + names.index(model._meta.pk.attname),
        tuple((one["local_setter"], _shape(one, select)) for one in told.get("related_klass_infos", ())),
    )


def _stand_in(form: str, place: int) -> Any:
    """A value that no question holds by itself."""
    if form.startswith("day"):
        return date(1, 1, 2 + place)
    if form.startswith("text"):
        return f"\N{SYMBOL FOR NULL}{place}"
    return SMALL + place if form.startswith("number") else UUID(int=2**127 + place)


def _plain(value: Any) -> Any:
    """A value as the driver of this database takes it."""
    return _as_sqlite(value) if connection.vendor == "sqlite" else value


def _as_sqlite(value: Any) -> Any:
    return value.hex if isinstance(value, UUID) else str(value) if isinstance(value, date) else value


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
            parameters += [_as_sqlite(key) for key in value] if sqlite else value
            sql.append(", ".join(["%s"] * len(value)) or "NULL")
        sql.append(piece)
    return "".join(sql), parameters


def _read(statement: _Statement, rows: list[Any]) -> list[Any]:
    if rows and statement.readers:
        columns = list(zip(*rows, strict=True))
        for place, read in statement.readers:
            columns[place] = tuple([None if value is None else read(value) for value in columns[place]])
        rows = list(zip(*columns, strict=True))
    shape = statement.shape
    if shape is None:
        return rows
    met: dict[Any, Any] = {}
    return [_instance(shape, row, met) for row in rows]


def _instance(shape: _Shape, row: Sequence[Any], met: dict[Any, Any]) -> models.Model:
    """An instance as it comes out of a pickle: the same as `Model.from_db` gives, at a third of the cost."""
    instance = shape.model.__new__(shape.model)
    instance.__dict__.update(zip(shape.names, row[shape.begin : shape.begin + len(shape.names)], strict=True))
    instance._state = ModelState()
    instance._state.db, instance._state.adding = "default", False
    for put, beside in shape.beside:
        put(instance, _beside(beside, row, met))
    return instance


def _beside(shape: _Shape, row: Sequence[Any], met: dict[Any, Any]) -> models.Model | None:
    """What a foreign key leads to, made once however many rows lead there."""
    key = row[shape.key]
    if key is None:
        return None
    if (shape.begin, key) not in met:
        met[shape.begin, key] = _instance(shape, row, met)
    return met[shape.begin, key]  # type: ignore[no-any-return]


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
