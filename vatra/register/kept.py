"""Entries as they are kept, read back: to be shown, or to be applied again."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from vatra.base.refusal import Refusal
from vatra.register.admission import Arrival, sealed
from vatra.register.drafts import Draft
from vatra.register.kinds import kind_named
from vatra.register.models import Entry


@dataclass(frozen=True, slots=True)
class KeptEntry:
    """One entry as it stands in the register; `payload` is None once redacted."""

    uuid: UUID
    commune: int
    number: int
    kind: str
    version: int
    household: UUID | None
    person: UUID | None
    payload: dict[str, Any] | None
    on: date
    at: datetime
    received_at: datetime
    by_id: int
    by: UUID
    device: UUID | None
    rulebook: str
    digest: str
    state: str
    reason_code: str
    reason: dict[str, str] | None
    redacted_at: datetime | None

    def reason_in(self, language: str) -> str:
        """Why it is or was to settle, in a language ("ro", "en"); empty when it was applied at once."""
        return (self.reason or {}).get(language, "")


def kept(entry: Entry) -> KeptEntry:
    """The row as a value; wants `by` and `device` already joined."""
    return KeptEntry(
        uuid=entry.uuid, commune=entry.stream_id, number=entry.number, kind=entry.kind, version=entry.version,
        household=entry.household, person=entry.person,
        payload=None if entry.payload is None else json.loads(entry.payload),
        on=entry.on, at=entry.at, received_at=entry.received_at, by_id=entry.by_id, by=entry.by.uuid,
        device=entry.device.uuid if entry.device else None, rulebook=entry.rulebook, digest=entry.digest,
        state=entry.state, reason_code=entry.reason_code, reason=entry.reason, redacted_at=entry.redacted_at,
    )


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
        arrival.sealed = replace(arrival.sealed, sent_to=entry.sent_to)
    except Refusal as refusal:
        arrival.failed = refusal
    return arrival
