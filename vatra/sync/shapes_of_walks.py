"""Where to go next, as pydantic shapes: part of protocol/sync.json."""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field


class Stop(Schema):
    """A dwelling that waits for a visit: nobody has been there in the round, or nobody was at home."""

    dwelling: UUID | None = Field(description="Null for the address of a household that nobody put on the list.")
    households: list[UUID] = Field(description="Who lives there, as far as is known.")
    address: str
    outcome: Literal["", "away"]
    on: date | None
    children: int | None = Field(description="How many are said to live there.")
    note: str = Field(description="When somebody is at home.")


class Walk(Schema):
    """The stops of a village in the order in which one walks; `village` is null where none is named."""

    commune: int
    village: int | None
    digest: str
    stops: list[Stop] | None = Field(description="Null when the tablet has them by this digest.")
