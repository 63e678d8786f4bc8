"""Numbers and the chain: given last, under the lock of the stream, so that they follow commits.

A number taken early could be committed late, and a reader that had already gone past it would
never see it (docs/decisions: numbers are given late in the transaction).

Statements are written plainly here: this is done for every entry, and the ORM would spend several
times more on making them than the database on carrying them out.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from vatra.base.refusal import Refusal
from vatra.base.rows import Insert, write_values
from vatra.register.admission import Arrival, reason
from vatra.register.kinds import NotSettled, NotYetHere
from vatra.register.models import Entry, Stream
from vatra.register.seal import Sealable, entry_digest, new_salt, payload_digest
from vatra.register.sender import Sender

MOST_CODE = 40

COLUMNS = (
    "uuid", "stream_id", "number", "kind", "version", "household", "person", "on", "at", "received_at", "by_id",
    "device_id", "rulebook", "payload", "salt", "payload_digest", "digest", "sent_to",
    "held", "state", "reason_code", "reason", "awaits",
)
_INSERT = Insert(
    f'INSERT INTO "{Entry._meta.db_table}" ({", ".join(f"{chr(34)}{column}{chr(34)}" for column in COLUMNS)})'
)
_LOCK = f'SELECT commune_id, last_number, last_digest FROM "{Stream._meta.db_table}" WHERE commune_id IN '
_MOVE = f'UPDATE "{Stream._meta.db_table}" SET last_number = %s, last_digest = %s WHERE commune_id = %s'


class StreamMissing(Exception):
    """A commune has no stream yet."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry stands: its number in the stream, and its digest in the chain."""

    number: int
    digest: str


class Chains:
    """The streams that one transaction writes to, locked in the order of their communes at the first use."""

    def __init__(self, communes: Collection[int]) -> None:
        self._communes = sorted(communes)
        self._ends: dict[int, Place] = {}

    def keep(self, arrivals: Sequence[Arrival], sender: Sender) -> dict[UUID, Place]:
        """Number, chain and store entries in this order; raises StreamMissing."""
        if not arrivals:
            return {}
        if not self._ends:
            self._lock()
        rows = [self._next(arrival, sender) for arrival in arrivals]
        write_values(_INSERT, [_values(row) for row in rows])
        with connection.cursor() as cursor:
            cursor.executemany(_MOVE, [
                (self._ends[commune].number, self._ends[commune].digest, commune)
                for commune in dict.fromkeys(row["stream_id"] for row in rows)
            ])
        return {row["uuid"]: Place(row["number"], row["digest"]) for row in rows}

    def _lock(self) -> None:
        marks = ", ".join(["%s"] * len(self._communes))
        locking = " FOR UPDATE" if connection.vendor == "postgresql" else ""
        with connection.cursor() as cursor:
            cursor.execute(f"{_LOCK}({marks}) ORDER BY commune_id{locking}", self._communes)
            self._ends = {commune: Place(number, digest) for commune, number, digest in cursor.fetchall()}
        if len(self._ends) < len(self._communes):
            raise StreamMissing

    def _next(self, arrival: Arrival, sender: Sender) -> dict[str, Any]:
        end = self._ends[arrival.draft.commune]
        row = _unnumbered(arrival, sender)
        row["number"] = end.number + 1
        sealed = envelope(row, by=sender.by.uuid, device=sender.device.uuid if sender.device else None)
        row["digest"] = entry_digest(end.digest, sealed, row["payload_digest"])
        self._ends[arrival.draft.commune] = Place(row["number"], row["digest"])
        return row


def envelope(row: Mapping[str, Any], *, by: UUID, device: UUID | None) -> dict[str, Sealable]:
    """Every field of an entry that is sealed beside its payload."""
    elsewhere = {"sent_to": row["sent_to"]} if row["sent_to"] is not None else {}
    return elsewhere | {
        "uuid": row["uuid"], "commune": row["stream_id"], "number": row["number"], "kind": row["kind"],
        "version": row["version"], "household": row["household"], "person": row["person"], "on": row["on"],
        "at": row["at"], "received_at": row["received_at"], "by": by, "device": device,
        "rulebook": row["rulebook"], "held": row["held"],
    }


def state_of(refusal: Refusal | None) -> str:
    """The state of an entry that met this refusal, or none."""
    if refusal is None:
        return str(Entry.State.APPLIED)
    return str(Entry.State.SET_ASIDE if isinstance(refusal, NotSettled) else Entry.State.TO_SETTLE)


def _unnumbered(arrival: Arrival, sender: Sender) -> dict[str, Any]:
    draft, refusal, salt = arrival.draft, arrival.not_applied, new_salt()
    return {
        "uuid": draft.uuid, "stream_id": draft.commune, "kind": draft.kind, "version": draft.version,
        "household": draft.household, "person": draft.person, "on": draft.on, "at": draft.at,
        "received_at": sender.at, "by_id": sender.by.pk, "device_id": sender.device_id, "rulebook": draft.rulebook,
        "payload": arrival.payload, "salt": salt, "payload_digest": payload_digest(salt, arrival.payload),
        "sent_to": arrival.sent.commune if arrival.sent else None,
        "held": arrival.held.code[:MOST_CODE] if arrival.held else "", "state": state_of(refusal),
        "reason_code": refusal.code[:MOST_CODE] if refusal else "",
        "reason": json.dumps(reason(refusal)) if refusal else None,
        "awaits": refusal.awaits if isinstance(refusal, NotYetHere) else None,
    }


def _values(row: Mapping[str, Any]) -> list[Any]:
    """The row as the database's driver takes it."""
    values = [row[column] for column in COLUMNS]
    if connection.vendor == "sqlite":
        adapt = connection.ops.adapt_datetimefield_value
        for place, column in enumerate(COLUMNS):
            if column in ("at", "received_at"):
                values[place] = adapt(values[place])
            elif column == "on":
                values[place] = values[place].isoformat()
            elif isinstance(values[place], UUID):
                values[place] = values[place].hex
    return values
