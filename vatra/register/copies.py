"""The same uuid again: the same entry if the content is the same, else a copy that is refused and kept."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy as _

from vatra.base.refusal import Refusal
from vatra.register.admission import Arrival, content
from vatra.register.models import Entry, RefusedCopy, Unplaced
from vatra.register.seal import content_digest
from vatra.register.sender import Sender


class UuidReused(Refusal):
    """The uuid already names another entry."""

    code = "uuid_reused"

    def __init__(self) -> None:
        super().__init__(_(
            "Another entry already has this identifier, with other content. The first one stays as it is; "
            "this copy is kept for the head of the social service to look at."
        ))


def is_same(entry: Entry, arrival: Arrival) -> bool:
    """Whether a draft says what the entry says; of a redacted entry only the envelope can be compared."""
    draft = arrival.as_sent
    sent_to = entry.stream_id if entry.sent_to is None else entry.sent_to
    return (
        (entry.kind, entry.version, sent_to, entry.household, entry.person, entry.on, entry.at, entry.rulebook)
        == (draft.kind, draft.version, draft.commune, draft.household, draft.person, draft.on, draft.at, draft.rulebook)
        and (entry.payload == arrival.payload or entry.redacted_at is not None)
    )


def known_entries(uuids: Sequence[UUID]) -> dict[UUID, Entry]:
    """The entries that already have one of these uuids; most often there are none."""
    if not uuids:
        return {}
    keys = [uuid.hex for uuid in uuids] if connection.vendor == "sqlite" else list(uuids)
    marks = ", ".join(["%s"] * len(keys))
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT uuid FROM "{Entry._meta.db_table}" WHERE uuid IN ({marks})', keys)
        found = cursor.fetchall()
    if not found:
        return {}
    return {entry.uuid: entry for entry in Entry.objects.filter(uuid__in=uuids)}


def keep_copies(arrivals: Sequence[Arrival], known: dict[UUID, Entry], sender: Sender) -> None:
    """Keep what other contents came under uuids already taken; each once, and none of a redacted entry."""
    made = []
    for arrival in arrivals if known else ():
        entry = known.get(arrival.draft.uuid)
        if entry is not None and entry.redacted_at is None and not is_same(entry, arrival):
            written = content(arrival.as_sent, arrival.payload)
            made.append(RefusedCopy(
                entry=entry, content=written, content_digest=content_digest(written),
                received_at=sender.at, by_id=sender.by.pk,
            ))
    if made:
        RefusedCopy.objects.bulk_create(made, ignore_conflicts=True, batch_size=500)


def keep_unplaced(arrivals: Sequence[Arrival], sender: Sender) -> None:
    """Keep what names a commune that nobody knows; each content once."""
    made = [
        Unplaced(
            uuid=arrival.draft.uuid, content=written, content_digest=content_digest(written),
            received_at=sender.at, by_id=sender.by.pk, device_id=sender.device_id,
        )
        for arrival in arrivals
        for written in [content(arrival.draft, arrival.payload)]
    ]
    if made:
        Unplaced.objects.bulk_create(made, ignore_conflicts=True, batch_size=500)
