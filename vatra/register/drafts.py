"""What is handed to the register, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, Protocol
from uuid import UUID

Outcome = Literal["received", "duplicate", "to_settle", "refused"]


class Author(Protocol):
    """A worker or a device, as far as the register needs to know it."""

    @property
    def pk(self) -> Any:
        """The internal id."""

    @property
    def uuid(self) -> UUID:
        """The stable id, which is sealed."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry as its author sealed it. Who sent it and when it came are the server's to say."""

    uuid: UUID
    kind: str
    version: int
    commune: int  # SIRUTA code of the stream it belongs to
    household: UUID | None
    person: UUID | None
    payload: dict[str, Any]
    on: date  # the day in the world
    at: datetime  # the author's clock, aware; a claim and no more
    rulebook: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The register's word about one draft.

    *received* and *duplicate*: it is kept and applied. *to_settle*: it is kept, not applied, and a
    human will look at it. *refused*: the register has not taken it as an entry.
    """

    uuid: UUID
    outcome: Outcome
    number: int | None = None
    digest: str | None = None
    reason: str | None = None
    reason_code: str | None = None
    commune: int | None = None  # whose stream it stands in, when the household no longer lives where it was sent
