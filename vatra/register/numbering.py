"""Numbers and the chain: given last, under the lock of the stream, so that they follow commits.

A number taken early could be committed late, and a reader that had already gone past it would
never see it (docs/decisions: numbers are given late in the transaction).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from vatra.base.refusal import Refusal
from vatra.register.admission import Arrival, reason
from vatra.register.kinds import NotSettled
from vatra.register.models import Entry, Stream
from vatra.register.seal import Sealable, entry_digest, new_salt, payload_digest
from vatra.register.sender import Sender

BATCH = 500
MOST_CODE = 40


class Chains:
    """The streams that one transaction writes to, locked in the order of their communes at the first use."""

    def __init__(self, communes: Collection[int]) -> None:
        self._communes = sorted(communes)
        self._streams: dict[int, Stream] = {}

    def keep(self, arrivals: Sequence[Arrival], sender: Sender) -> dict[UUID, Entry]:
        """Number, chain and store entries in this order; gives them back by uuid."""
        if not arrivals:
            return {}
        if not self._streams:
            locked = Stream.objects.select_for_update().filter(pk__in=self._communes).order_by("pk")
            self._streams = {stream.pk: stream for stream in locked}
        entries = [self._next(arrival, sender) for arrival in arrivals]
        Entry.objects.bulk_create(entries, batch_size=BATCH)
        self._save({entry.stream_id for entry in entries})
        return {entry.uuid: entry for entry in entries}

    def _next(self, arrival: Arrival, sender: Sender) -> Entry:
        stream = self._streams[arrival.draft.commune]
        entry = _unnumbered(arrival, sender)
        entry.number = stream.last_number + 1
        entry.digest = entry_digest(
            stream.last_digest,
            envelope(entry, by=sender.by.uuid, device=sender.device.uuid if sender.device else None),
            entry.payload_digest,
        )
        stream.last_number, stream.last_digest = entry.number, entry.digest
        return entry

    def _save(self, communes: Iterable[int]) -> None:
        changed = [self._streams[commune] for commune in communes]
        if len(changed) == 1:
            changed[0].save(update_fields=["last_number", "last_digest"])
        else:
            Stream.objects.bulk_update(changed, ["last_number", "last_digest"], batch_size=BATCH)


def envelope(entry: Entry, *, by: UUID, device: UUID | None) -> dict[str, Sealable]:
    """Every field of an entry that is sealed beside its payload."""
    return {
        "uuid": entry.uuid, "commune": entry.stream_id, "number": entry.number, "kind": entry.kind,
        "version": entry.version, "household": entry.household, "person": entry.person, "on": entry.on,
        "at": entry.at, "received_at": entry.received_at, "by": by, "device": device,
        "rulebook": entry.rulebook, "held": entry.held,
    }


def _unnumbered(arrival: Arrival, sender: Sender) -> Entry:
    draft, refusal, salt = arrival.draft, arrival.not_applied, new_salt()
    return Entry(
        uuid=draft.uuid, stream_id=draft.commune, kind=draft.kind, version=draft.version,
        household=draft.household, person=draft.person, on=draft.on, at=draft.at, received_at=sender.at,
        by_id=sender.by.pk, device_id=sender.device_id, rulebook=draft.rulebook,
        payload=arrival.payload, salt=salt, payload_digest=payload_digest(salt, arrival.payload),
        held=arrival.held.code[:MOST_CODE] if arrival.held else "",
        state=state_of(refusal), reason_code=refusal.code[:MOST_CODE] if refusal else "",
        reason=reason(refusal) if refusal else None,
    )


def state_of(refusal: Refusal | None) -> str:
    """The state of an entry that met this refusal, or none."""
    if refusal is None:
        return Entry.State.APPLIED
    return Entry.State.SET_ASIDE if isinstance(refusal, NotSettled) else Entry.State.TO_SETTLE
