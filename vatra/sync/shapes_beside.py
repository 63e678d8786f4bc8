"""What is told beside households, as pydantic shapes: part of protocol/sync.json."""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field


class Colleague(Schema):
    """Somebody of the team of a commune who makes visits."""

    uuid: UUID
    name: str
    commune: int
    roles: list[str]


class Named(Schema):
    """A person by name, sex and birth alone."""

    uuid: UUID
    surname: str
    given_name: str
    sex: Literal["f", "m", ""]
    born_on: date | None
    born_precision: Literal["day", "month", "year", "unknown"]


class Away(Named):
    """Somebody who left a household and may come back; told to who needs to know of the family."""

    household: UUID
    commune: int
    left_on: date
    placed: bool = Field(description="By a measure of protection that holds.")


class LeftMember(Named):
    """One of a family that left."""

    relation: str
    is_head: bool


class Left(Schema):
    """A household that moved away together in the last two years: who they are, nothing of what was found."""

    household: UUID
    commune: int
    village: int | None
    address: str
    enrolled_on: date
    left_on: date
    members: list[LeftMember]


class Beside(Schema):
    """What is known beside households."""

    team: list[Colleague]
    away: list[Away]
    left: list[Left]
