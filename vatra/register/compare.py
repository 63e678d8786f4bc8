"""Comparing what two databases derive from the same entries, row by row.

Rows are matched by uuid. Internal ids differ and are left out; a reference to a derived row is
compared by that row's uuid. A difference names table, uuid and column, never what stands there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models

from vatra.register.models import Entry
from vatra.register.rebuild import derived_models

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where two derivations disagree; column "" means that the row is only on one side."""

    table: str
    uuid: UUID
    column: str


def compared_models() -> list[type[models.Model]]:
    """The derived tables, and the entries for the state that a replay gives them."""
    return [*derived_models(), Entry]


def columns(model: type[models.Model], derived: set[type[models.Model]]) -> list[str]:
    """What of a table is compared, as lookups that `values_list` understands."""
    if model is Entry:
        return ["state", "reason_code"]
    fields = [field for field in model._meta.concrete_fields if not field.primary_key and field.name != "uuid"]
    return [_lookup(field, derived) for field in fields]


def _lookup(field: models.Field[Any, Any], derived: set[type[models.Model]]) -> str:
    if isinstance(field, models.ForeignKey) and field.related_model in derived and field.target_field.name != "uuid":
        return f"{field.name}__uuid"
    return field.attname


def rows(model: type[models.Model], *, using: str) -> Iterator[Row]:
    """The rows of a table as (uuid, columns...), ordered by uuid."""
    wanted = columns(model, set(derived_models()))
    return model._base_manager.using(using).order_by("uuid").values_list("uuid", *wanted).iterator(chunk_size=2_000)


def differences(
    left: str, right: str, *, progress: Callable[[int], None] = lambda rows: None
) -> Iterator[Difference]:
    """Every difference between two databases, table by table."""
    derived = set(derived_models())
    for model in compared_models():
        yield from row_differences(
            model._meta.label, columns(model, derived), rows(model, using=left), rows(model, using=right), progress
        )


def row_differences(
    table: str, names: list[str], left: Iterator[Row], right: Iterator[Row], progress: Callable[[int], None]
) -> Iterator[Difference]:
    """A merge of two sides, each ordered by uuid."""
    mine, theirs = next(left, None), next(right, None)
    while mine or theirs:
        progress(1)
        if theirs is None or (mine and mine[0].bytes < theirs[0].bytes):
            assert mine
            yield Difference(table, mine[0], "")
            mine = next(left, None)
        elif mine is None or theirs[0].bytes < mine[0].bytes:
            yield Difference(table, theirs[0], "")
            theirs = next(right, None)
        else:
            for name, here, there in zip(names, mine[1:], theirs[1:], strict=True):
                if here != there:
                    yield Difference(table, mine[0], name)
            mine, theirs = next(left, None), next(right, None)
