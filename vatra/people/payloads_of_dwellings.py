"""What the entries of the census say: a round, dwellings, what came of going there, children of lists recognised."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from vatra.register.kinds import Payload

MOST_AT_ONCE = 500
Outcome = Literal["visited", "away", "refused", "moved", "not_found", "empty"]


class BeginRound(Payload):
    """A new round of the census begins in the entry's commune, on the entry's day."""

    name: Annotated[str, Field(max_length=80)] = ""


class DwellingStated(Payload):
    """One dwelling; `address` as one finds it: street and number, or the number in the village."""

    uuid: UUID
    address: Annotated[str, Field(min_length=1, max_length=1000)]


class ListDwellings(Payload):
    """Dwellings of a village (SIRUTA code) of the entry's commune, whoever lives there."""

    village: int | None = None
    dwellings: Annotated[list[DwellingStated], Field(min_length=1, max_length=MOST_AT_ONCE)]


class RecordOutcome(Payload):
    """What came of going to a dwelling of the list, or, when `dwelling` is null, to the entry's household.

    `children`: how many are said to live there. `note`: when somebody is at home; the whole team reads it.
    """

    dwelling: UUID | None = None
    outcome: Outcome
    children: Annotated[int, Field(ge=0, le=30)] | None = None
    note: Annotated[str, Field(max_length=200)] = ""


class RecogniseListed(Payload):
    """A child of a list is the entry's person, or is not (`same`); `key` stands for the list's row."""

    key: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    same: bool
