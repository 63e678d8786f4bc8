"""Removing the payload of entries because the law orders it; the chain goes on holding.

The payload and its salt are deleted, copies with them, and everything derived is derived again
without it. What stays: that there was an entry, of which kind, about whom (by uuid), when, by whom,
and a note that says by which law or decision its content was removed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vatra.base.ids import derived_uuid
from vatra.base.refusal import Refusal
from vatra.register.drafts import Author, Draft
from vatra.register.locks import lock_everything
from vatra.register.models import Entry, RefusedCopy, Unplaced
from vatra.register.rebuild import REDACTED, rebuild
from vatra.register.receive import receive
from vatra.register.settle import NOTE_REDACTION


class CannotRedact(Refusal):
    """Nothing was removed."""

    code = "cannot_redact"


def redact(
    uuids: Sequence[UUID], *, legal_basis: str, by: Author, at: datetime,
    progress: Callable[[int], None] = lambda replayed: None,
) -> None:
    """Remove payloads and rebuild, all in one transaction; raises CannotRedact and then nothing is changed.

    `by` must hold a role that may supervise in the communes of the entries: the note is an entry
    like any other. Backups made before still hold the payload; redact again after restoring one.
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")  # the freed pages of the file are overwritten
    with transaction.atomic():
        lock_everything()
        entries = list(Entry.objects.select_for_update().filter(uuid__in=uuids, redacted_at__isnull=True))
        if len(entries) != len(set(uuids)):
            raise CannotRedact(_("One of the entries does not exist or is already redacted; nothing was removed."))
        if any(entry.kind == NOTE_REDACTION.name for entry in entries):
            raise CannotRedact(_("A note about a redaction cannot itself be redacted; nothing was removed."))
        _remove(entries, at)
        _note(entries, legal_basis, by, at)
        rebuild(progress=progress)
    _let_go_of_the_journal()


def _remove(entries: Sequence[Entry], at: datetime) -> None:
    for entry in entries:
        entry.payload = entry.salt = entry.reason = None
        entry.redacted_at, entry.state, entry.reason_code = at, Entry.State.SET_ASIDE, REDACTED
    Entry.objects.bulk_update(
        entries, ["payload", "salt", "reason", "redacted_at", "state", "reason_code"], batch_size=500
    )
    RefusedCopy.objects.filter(entry__in=entries).delete()
    Unplaced.objects.filter(uuid__in=[entry.uuid for entry in entries]).delete()


def _note(entries: Sequence[Entry], legal_basis: str, by: Author, at: datetime) -> None:
    notes = [
        Draft(
            uuid=derived_uuid(entry.uuid, NOTE_REDACTION.name), kind=NOTE_REDACTION.name, version=1,
            commune=entry.stream_id, household=entry.household, person=entry.person,
            payload={"entry": entry.uuid, "legal_basis": legal_basis}, on=timezone.localtime(at).date(), at=at,
        )
        for entry in entries
    ]
    for receipt in receive(notes, by=by, at=at):
        if receipt.outcome != "received":
            raise CannotRedact(_("%(why)s Nothing was removed."), code=receipt.reason_code, why=receipt.reason or "")


def _let_go_of_the_journal() -> None:
    """On SQLite the write-ahead log still holds the old pages until it is emptied."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.execute("PRAGMA secure_delete = OFF")
