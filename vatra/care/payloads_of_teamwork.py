"""What the entries of a team's work together say beyond their envelope."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints, field_validator

from vatra.care.payloads import Code
from vatra.register.kinds import Payload


class WriteMessage(Payload):
    """A message to the team of the household; `note_for` as of a visit's note."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=2_000)]
    note_for: Literal["profession", "team"] = "team"


class ReadMessages(Payload):
    """The messages of the household that the author has read."""

    messages: Annotated[tuple[UUID, ...], Field(min_length=1, max_length=200)]


class PlanVisit(Payload):
    """A visit meant for a day; `companions` are the colleagues who come along, `purpose` a service."""

    day: date
    companions: Annotated[tuple[UUID, ...], Field(max_length=6)] = ()
    purpose: Code | None = None
    note: Annotated[str, StringConstraints(max_length=300)] = ""

    @field_validator("companions")
    @classmethod
    def _each_once(cls, companions: tuple[UUID, ...]) -> tuple[UUID, ...]:
        if len(set(companions)) < len(companions):
            raise ValueError("a companion is named twice")
        return companions


class CancelPlannedVisit(Payload):
    """A planned visit will not be made on its day."""

    planned: UUID
