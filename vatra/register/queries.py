"""Questions to the register: an entry, a household's entries, what is to settle, what is new."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from vatra.base.prepared import Prepared, counted
from vatra.register.cursor import cursor_after, number_read
from vatra.register.drafts import Receipt
from vatra.register.kept import KeptEntry, kept
from vatra.register.kinds import Kind, every_kind
from vatra.register.models import Entry, RefusedCopy, Stream
from vatra.register.shown import payload_shown

__all__ = [
    "MOST_AT_ONCE", "Copy", "Page", "entries_of", "entries_since", "entry", "kinds", "last_number",
    "number_of_entries", "number_to_settle", "payload_shown", "receipt", "refused_copies", "to_settle",
]

MOST_AT_ONCE = 500
NOWHERE = (0,)  # no commune has this code


@dataclass(frozen=True, slots=True)
class Page:
    """Some entries of a stream in order, the cursor after them, and whether there are more."""

    entries: list[KeptEntry]
    cursor: str
    more: bool


@dataclass(frozen=True, slots=True)
class Copy:
    """Another content sent under the uuid of an entry; refused, and waiting for a human."""

    entry: UUID
    commune: int
    content: dict[str, Any]
    received_at: datetime
    by_id: int


def entry(uuid: UUID) -> KeptEntry | None:
    """One entry by its uuid."""
    found = _entries().filter(uuid=uuid).first()
    return kept(found) if found else None


def entries_of(household: UUID) -> list[KeptEntry]:
    """Everything said about a household, in the order of the register."""
    return [kept(found) for found in _entries().filter(household=household).order_by("id")]


def to_settle(
    communes: Collection[int], *, limit: int = MOST_AT_ONCE, offset: int = 0,
    own: tuple[Any, Collection[int]] | None = None,
) -> list[KeptEntry]:
    """What could not be applied and waits for a human, oldest first: all of these communes.

    `own`: a worker and communes of which also that worker's own entries are meant.
    """
    waiting = _entries().filter(_waits(communes, own)).order_by("id")[offset : offset + limit]
    return [kept(found) for found in waiting]


def number_to_settle(communes: Collection[int], *, own: tuple[Any, Collection[int]] | None = None) -> int:
    """How many entries `to_settle` would list."""
    worker, elsewhere = own or (None, ())
    ((number,),) = _NUMBER(communes or NOWHERE, elsewhere or NOWHERE, worker.pk if worker else 0)
    return int(number)


_NUMBER = Prepared(lambda communes, elsewhere, worker: counted(Entry.objects.filter(
    Q(stream__in=communes) | Q(stream__in=elsewhere, by=worker), state="to_settle")))


def _waits(communes: Collection[int], own: tuple[Any, Collection[int]] | None) -> Q:
    meant = Q(stream__in=communes)
    if own is not None:
        worker, elsewhere = own
        meant |= Q(stream__in=elsewhere, by=worker)
    return meant & Q(state=Entry.State.TO_SETTLE)


def refused_copies(communes: Collection[int]) -> list[Copy]:
    """Copies with other content under a uuid already taken, not yet dismissed, oldest first."""
    copies = RefusedCopy.objects.filter(entry__stream__in=communes, settled_at__isnull=True).select_related("entry")
    return [
        Copy(copy.entry.uuid, copy.entry.stream_id, _content(copy.content), copy.received_at, copy.by_id)
        for copy in copies.order_by("id")
    ]


def made_blindly(pairs: Collection[tuple[UUID, UUID]]) -> list[tuple[KeptEntry, KeptEntry]]:
    """Those of some pairs of entries of which the second was made before the first had come, in their order."""
    rows = Entry.objects.filter(uuid__in={uuid for pair in pairs for uuid in pair}) if pairs else Entry.objects.none()
    came = {uuid: (at, received_at) for uuid, at, received_at in rows.values_list("uuid", "at", "received_at")}
    blind = [pair for pair in pairs if came[pair[1]][0] <= came[pair[0]][1]]
    found = {row.uuid: kept(row) for row in _entries().filter(uuid__in=[uuid for pair in blind for uuid in pair])}
    return [(found[one], found[other]) for one, other in blind]


def receipt(uuid: UUID) -> Receipt | None:
    """The register's word about an entry, again; None when it does not have it."""
    found = Entry.objects.filter(uuid=uuid).first()
    if found is None:
        return None
    waiting = found.state == Entry.State.TO_SETTLE
    return Receipt(
        uuid, "to_settle" if waiting else "received", found.number, found.digest,
        reason_code=found.reason_code if waiting else None,
        commune=found.stream_id if found.sent_to is not None else None,
    )


def entries_since(commune: int, cursor: str, limit: int = MOST_AT_ONCE) -> Page:
    """The next entries of a stream after a cursor ("" for the beginning); raises CursorUnknown.

    Misses nothing: numbers are given in the order of commits, so below the last one seen nothing
    can still appear.
    """
    after = number_read(commune, cursor)
    limit = max(1, min(limit, MOST_AT_ONCE))
    found = list(_entries().filter(stream=commune, number__gt=after).order_by("number")[: limit + 1])
    page = found[:limit]
    return Page([kept(row) for row in page], cursor_after(page[-1]) if page else cursor, len(found) > limit)


def last_number(commune: int) -> int:
    """How many entries a commune's stream has; 0 when nothing was ever sent."""
    return Stream.objects.filter(pk=commune).values_list("last_number", flat=True).first() or 0


def number_of_entries() -> int:
    """How many entries all streams have together, by their heads."""
    return sum(Stream.objects.values_list("last_number", flat=True))


def kinds() -> list[Kind]:
    """All kinds of entry that this server knows."""
    return every_kind()


def _entries() -> QuerySet[Entry]:
    return Entry.objects.select_related("by", "device")


def _content(written: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(written)
    content["payload"] = json.loads(content["payload"])
    return content
