"""Which life of the database this is: tablets that knew another one send again what they still keep."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.db.models import F

from vatra.register.models import Epoch


def epoch() -> UUID:
    """The uuid of this life of the database."""
    return _row().uuid


def life() -> tuple[UUID, int]:
    """The uuid of this life, and how often everything was derived anew: what was read before may read otherwise."""
    row = _row()
    return row.uuid, row.rebuilt


def begin_epoch() -> UUID:
    """Say that this database was restored from a copy: from now on it is another life."""
    row = _row()
    row.uuid = uuid4()
    row.save(update_fields=["uuid"])
    return row.uuid


def note_rebuilt() -> None:
    """Everything was derived anew."""
    _row()
    Epoch.objects.update(rebuilt=F("rebuilt") + 1)


def _row() -> Epoch:
    return Epoch.objects.get_or_create(pk=1, defaults={"uuid": uuid4()})[0]
