"""What a tablet sends: its entries, how many it still keeps, and the question whether all of them are here."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vatra.access import entries as access
from vatra.access.queries import Device
from vatra.register.changes import kept_of
from vatra.register.epoch import epoch
from vatra.wire.answers import CannotAnswer
from vatra.wire.push import check_number, receipts_for

MOST_PENDING = 1_000_000
MOST_ASKED = 5_000


def received(pushed: Any, *, device: Device, at: datetime) -> dict[str, Any]:
    """One receipt per entry, in order, and this database's epoch; raises CannotAnswer for what is no push.

    An epoch that differs is no reason to refuse: what comes is taken in, and the tablet then sends the rest.
    """
    entries, pending = _read(pushed)
    receipts = receipts_for(entries, by=device.worker, device=device, at=at)
    access.note_contact(device, at=at, pending=pending)
    return {"receipts": receipts, "epoch": epoch()}


def _read(pushed: Any) -> tuple[list[Any], int]:
    if not isinstance(pushed, dict) or set(pushed) != {"epoch", "entries", "pending"}:
        raise _no_push()
    entries, pending = pushed["entries"], pushed["pending"]
    if not isinstance(entries, list) or not isinstance(pushed["epoch"], str):
        raise _no_push()
    if type(pending) is not int or not 0 <= pending <= MOST_PENDING:
        raise _no_push()
    check_number(entries)
    return entries, pending


def _no_push() -> CannotAnswer:
    return CannotAnswer(
        422, "no_push", _("Send one group with “epoch”, “entries” (a list) and “pending” (how many are still kept).")
    )


def accounted(asked: Any, *, device: Device, at: datetime) -> dict[str, Any]:
    """Which of a worker's entries are not here, and whether the tablet may forget what it keeps."""
    wanted = _uuids(asked)
    missing = wanted - kept_of(wanted, device.worker.pk)
    access.note_contact(device, at=at)
    return {"missing": sorted(map(str, missing)), "wipeable": not missing, "at": at}


def _uuids(asked: Any) -> set[UUID]:
    entries = asked.get("entries") if isinstance(asked, dict) else None
    if not isinstance(entries, list) or set(asked) != {"entries"} or not all(isinstance(one, str) for one in entries):
        raise CannotAnswer(422, "no_entries", _("Send one group with one field, “entries”: a list."))
    if len(entries) > MOST_ASKED:
        raise CannotAnswer(413, "too_many_entries", _("Send at most %(most)s entries at once."), most=MOST_ASKED)
    try:
        return {UUID(one) for one in entries}
    except ValueError:
        raise CannotAnswer(422, "no_entries", _("An entry is named by its uuid.")) from None
