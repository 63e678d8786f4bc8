"""What the door for programs says beyond the shared shapes; the source of protocol/openapi.json."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, Field

from vatra.register.queries import MOST_AT_ONCE


class Asked(Schema):
    """What to read of which stream."""

    commune: int = Field(ge=0, le=999_999, description="SIRUTA code")
    cursor: str = Field("", max_length=100, description="As given with the page before; empty for the beginning.")
    limit: int = Field(MOST_AT_ONCE, ge=1, le=MOST_AT_ONCE)


class ReadEntry(Schema):
    """An entry of a stream; the payload only as far as this worker may know it."""

    uuid: UUID
    number: int
    kind: str
    version: int
    household: UUID | None
    person: UUID | None
    on: date
    at: AwareDatetime
    received_at: AwareDatetime
    by: UUID
    device: UUID | None
    rulebook: str
    digest: str
    state: Literal["applied", "to_settle", "set_aside"]
    redacted: bool
    payload: dict[str, Any] | None = Field(description="Null when it is withheld from this worker or redacted.")


class ReadEntries(Schema):
    """Some entries in the order of their numbers, and the cursor to ask with next."""

    entries: list[ReadEntry]
    cursor: str
    more: bool
