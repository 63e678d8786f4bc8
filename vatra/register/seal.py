"""Digests: of a payload with its salt, and of an entry with the one before it in its stream.

The payload stands in the chain only as SHA-256(salt + payload). A payload redacted by law goes with
its salt: the chain still holds, and nobody can find the payload again by guessing.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from hashlib import sha256
from secrets import token_hex
from uuid import UUID

from vatra.register.canonical import canonical

Sealable = int | str | None | UUID | date | datetime


def new_salt() -> str:
    """16 random bytes, hexadecimal."""
    return token_hex(16)


def payload_digest(salt: str, payload: str) -> str:
    """SHA-256 over the salt and the canonical JSON of the payload."""
    return sha256(f"{salt}{payload}".encode()).hexdigest()


def content_digest(content: str) -> str:
    """SHA-256 of a whole draft in canonical JSON; used to keep the same copy once."""
    return sha256(content.encode()).hexdigest()


def moment(at: datetime) -> str:
    """A moment in UTC with microseconds, the same whatever zone or database it came through."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def entry_digest(previous: str, envelope: Mapping[str, Sealable], payload: str) -> str:
    """SHA-256 over the previous digest, all fields of the envelope, and the payload's digest."""
    fields = {key: _written(value) for key, value in envelope.items()}
    return sha256(canonical({"previous": previous, "payload_digest": payload, **fields}).encode()).hexdigest()


def _written(value: Sealable) -> str | int | None:
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value
