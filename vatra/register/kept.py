"""Entries as they are kept, read back: to be applied again, or to be shown."""

from __future__ import annotations

from vatra.base.refusal import Refusal
from vatra.register.admission import Arrival, sealed
from vatra.register.drafts import Draft
from vatra.register.kinds import kind_named
from vatra.register.models import Entry


def arrival_of(entry: Entry) -> Arrival:
    """An entry as if it had just passed the door; `failed` when this server cannot read it (any more)."""
    envelope = Draft(
        uuid=entry.uuid, kind=entry.kind, version=entry.version, commune=entry.stream_id,
        household=entry.household, person=entry.person, payload={}, on=entry.on, at=entry.at,
        rulebook=entry.rulebook,
    )
    arrival = Arrival(envelope, payload=entry.payload or "")
    try:
        arrival.kind = kind_named(entry.kind, entry.version)
        arrival.sealed = sealed(
            arrival.kind, envelope, arrival.payload,
            by_id=entry.by_id, received_at=entry.received_at, device_id=entry.device_id,
        )
    except Refusal as refusal:
        arrival.failed = refusal
    return arrival
