"""The team's messages as a tablet carries them: what its reader may read, and who said to have read it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any
from uuid import UUID

from vatra.care.models import Message
from vatra.care.notes import Authors

MOST = 30


def readable(households: Collection[UUID], domains: Collection[str]) -> list[Message]:
    """The messages about some households that a reader of these domains may read, the oldest first."""
    rows = Message.objects.filter(household__in=list(households)).select_related("by").prefetch_related("reads__by")
    listed = list(rows.order_by("at", "id"))
    authors = Authors({row.by_id for row in listed})
    return [row for row in listed if authors.share(row.by_id, row.on, row.note_for, domains)]


def carried(messages: Collection[Message]) -> Iterator[tuple[UUID, dict[str, Any]]]:
    """Each with its household, the newest first, at most so many of one household."""
    counted: dict[UUID, int] = {}
    for row in reversed(list(messages)):
        counted[row.household_id] = counted.get(row.household_id, 0) + 1
        if counted[row.household_id] <= MOST:
            yield row.household_id, _message(row)


def _message(row: Message) -> dict[str, Any]:
    reads = sorted(row.reads.all(), key=lambda read: (read.at, read.pk))
    return {
        "uuid": row.uuid, "at": row.at, "by": row.by.uuid, "by_name": row.by.full_name, "text": row.text,
        "note_for": row.note_for, "read_by": [read.by.uuid for read in reads],
        "read_names": [read.by.full_name for read in reads],
    }
