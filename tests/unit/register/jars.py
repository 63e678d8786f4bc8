"""A room made for the tests: jars of coins, one per household. Order matters, and entries can fail in every way."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from vatra.base.ids import derived_uuid
from vatra.base.models import Record
from vatra.register import kinds
from vatra.register.entries import Draft
from vatra.register.kinds import CannotApply, Follower, Kind, Payload, Sealed

ON = date(2026, 3, 10)
AT = datetime(2026, 3, 11, 9, 30, tzinfo=UTC)


class Jar(Record):
    coins = models.IntegerField(default=0)
    words = models.TextField(default="")

    class Meta:
        app_label = "jars"


class Coin(Record):
    jar = models.ForeignKey(Jar, on_delete=models.CASCADE, to_field="uuid", related_name="+")
    count = models.IntegerField()

    class Meta:
        app_label = "jars"


class Label(Record):
    coins = models.IntegerField()
    seen = models.DateField()

    class Meta:
        app_label = "jars"


TABLES = [Jar, Coin, Label]


class PutIn(Payload):
    count: int
    words: str = ""
    bug: str = ""  # the name of an error to be raised as a bug would
    into: UUID | None = None


class TakeOut(Payload):
    count: int


def _jars(run: Sequence[Sealed]) -> dict[UUID, Jar]:
    wanted = {entry.household for entry in run if entry.household}
    have = {jar.uuid: jar for jar in Jar.objects.filter(uuid__in=wanted)}
    new = [Jar(uuid=uuid) for uuid in sorted(wanted - set(have))]
    Jar.objects.bulk_create(new)
    return have | {jar.uuid: jar for jar in new}


class PowerCut(BaseException):
    """What no code is prepared for."""


class Fuse:
    """Blows at the n-th run from now, before or after its rows are written; 0 is never."""

    runs_left = 0
    late = False

    @classmethod
    def burn(cls, *, late: bool) -> None:
        if cls.runs_left and cls.late == late:
            cls.runs_left -= 1
            if not cls.runs_left:
                raise PowerCut


BUGS: dict[str, BaseException] = {"value": ValueError("Ionescu"), "key": KeyError("Ionescu")}


def put_in(run: Sequence[Sealed]) -> None:
    Fuse.burn(late=False)
    jars = _jars(run)
    for entry in run:
        if entry.payload.bug:
            raise BUGS[entry.payload.bug]
        if entry.payload.count < 0:
            raise CannotApply(_("A jar cannot be given less than nothing."), code="negative")
        jars[entry.household].coins += entry.payload.count
        jars[entry.household].words += entry.payload.words
    Coin.objects.bulk_create([Coin(uuid=e.uuid, jar_id=e.household, count=e.payload.count) for e in run])
    Jar.objects.bulk_update(jars.values(), ["coins", "words"])
    Fuse.burn(late=True)


def take_out(run: Sequence[Sealed]) -> None:
    jars = _jars(run)
    for entry in run:
        jar = jars[entry.household]
        if jar.coins < entry.payload.count:
            raise CannotApply(_("There is not enough in the jar."), code="not_enough")
        jar.coins -= entry.payload.count
    Jar.objects.bulk_update(jars.values(), ["coins"])


def label(households: Collection[UUID], on: date) -> None:
    for jar in Jar.objects.filter(uuid__in=households):
        Label.objects.update_or_create(
            uuid=derived_uuid(jar.uuid, "label"), defaults={"coins": jar.coins, "seen": ON}
        )


KINDS = [
    Kind(name="put_in", version=1, payload=PutIn, apply=put_in, act="visit", label=_("coins put in"), room="jars",
         other_households=lambda sealed: [sealed.payload.into] if sealed.payload.into else []),
    Kind(name="take_out", version=1, payload=TakeOut, apply=take_out, act="visit", label=_("coins taken"), room="jars"),
]


@contextmanager
def declared() -> Iterator[None]:
    """The room's kinds beside the register's own, and no other room's."""
    patch = pytest.MonkeyPatch()
    own = {key: kind for key, kind in kinds._kinds.items() if kind.room == "register"}
    patch.setattr(kinds, "_kinds", own | {(kind.name, kind.version): kind for kind in KINDS})
    follower = Follower("jars", 1, label, lambda kind: kind in ("put_in", "take_out"))
    patch.setattr(kinds, "_followers", {"jars": follower})
    patch.setattr(kinds, "_derived", {"jars": tuple(f"jars.{table.__name__}" for table in TABLES)})
    try:
        yield
    finally:
        patch.undo()


def create_tables() -> None:
    """Once per database; `migrate` does not know the room."""
    have = connection.introspection.table_names()
    with connection.schema_editor() as editor:
        for table in TABLES:
            if table._meta.db_table not in have:
                editor.create_model(table)


def empty_tables() -> None:
    for table in reversed(TABLES):
        table.objects.all().delete()


def draft(kind: str = "put_in", *, commune: int = 20001, household: UUID | None = None, **changes: Any) -> Draft:
    """A draft of this room's, with whatever is to be different."""
    payload = changes.pop("payload", {"count": changes.pop("count", 1)})
    given: dict[str, Any] = {
        "uuid": uuid4(), "kind": kind, "version": 1, "commune": commune, "household": household or uuid4(),
        "person": None, "payload": payload, "on": ON, "at": AT,
    }
    return Draft(**(given | changes))
