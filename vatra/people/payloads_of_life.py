"""What the entries about life events say: who goes with whom, which parent is away, where a child is placed."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from vatra.people.payloads import MOST_MEMBERS, Relation, Why
from vatra.register.kinds import Payload

Line = Annotated[str, Field(max_length=200)]
Children = Annotated[list[UUID], Field(min_length=1, max_length=MOST_MEMBERS)]
Parent = Literal["mother", "father"]
Away = Literal["abroad", "away_country", "separated", "detained", "hospital", "missing"]


class Goes(Payload):
    """Someone who goes to the other household, and what they are to its head."""

    person: UUID
    relation: Relation = "other"
    is_head: bool = False

    @property
    def heads(self) -> bool:
        """Whether this one heads the household they come to."""
        return self.is_head or self.relation == "head"


class SplitHousehold(Payload):
    """The entry's household is new: these members of `from_household` live in it from this day on.

    `new_head` heads those who stay, when their head is among those who go.
    """

    from_household: UUID
    goes: Annotated[list[Goes], Field(min_length=1, max_length=MOST_MEMBERS)]
    new_head: UUID | None = None
    village: int | None = None
    address: Annotated[str, Field(max_length=1000)] = ""


class JoinHouseholds(Payload):
    """Everybody of `from_household` comes to live in the entry's household; both were real, the one ends.

    `relations` of those who come to the head; `new_head`: who heads them all, when that changes.
    """

    from_household: UUID
    relations: Annotated[dict[UUID, Relation], Field(max_length=MOST_MEMBERS)] = {}
    new_head: UUID | None = None


class RecordUnion(Payload):
    """The entry's person lives with another as married: known here (`partner`) or only by name.

    `married`: before the law; `ended`: it has ended on the day of the entry. Nobody moves by this.
    """

    partner: UUID | None = None
    partner_name: Line = ""
    married: bool = False
    ended: bool = False


class RecordParentGone(Payload):
    """A parent of these children has left (the entry's person, when known here): it has happened.

    `notified`: whether the town hall was told before (Law 272/2004 art. 104), null when nobody knows.
    `carer`: the adult of the household who cares for the children meanwhile; `carer_elsewhere`: one who is not of it.
    """

    parent: Parent
    children: Children
    to: Away
    where: Line = ""
    notified: bool | None = None
    carer: UUID | None = None
    carer_elsewhere: Line = ""
    new_head: UUID | None = None


class RecordParentBack(Payload):
    """A parent of these children lives with them again: the entry's person, or who was last said to have left."""

    parent: Parent
    children: Children
    relation: Relation = "other"
    is_head: bool = False
    from_household: UUID | None = None

    @property
    def heads(self) -> bool:
        """Whether the parent heads the household again."""
        return self.is_head or self.relation == "head"


class PlaceChild(Payload):
    """The entry's person, a child, lives elsewhere by a measure of protection; with kin known here, or not."""

    measure: Literal["placement", "foster", "residential", "guardianship"]
    to: Literal["kin", "foster", "residential"]
    where: Line = ""
    household: UUID | None = None


class ReturnChild(Payload):
    """The measure has ended and the entry's person, a child, lives in the entry's household again."""

    relation: Relation = "child"
    from_household: UUID | None = None


class UndoLifeEvent(Payload):
    """An earlier life event did not happen, or not so: all is as before it. `other`: the other household it changed."""

    entry: UUID
    other: UUID | None = None
    reason: Why


class HandOverHousehold(Payload):
    """The entry's household goes to live in another commune, whose team is asked to take it over.

    Until that team answers, nothing ends here. `asked`: the request of that team that this answers.
    """

    commune: int
    asked: UUID | None = None
    note: Annotated[str, Field(max_length=2_000)] = ""


class AnswerHandOver(Payload):
    """The commune to which a household was handed over says that it has not come."""

    hand_over: UUID
    reason: Why


class AskForHousehold(Payload):
    """A family lives here that another commune must know: its team is asked to hand it over.

    The household is not named, for it is not known here: who they are is said in words.
    """

    commune: int
    surname: Annotated[str, Field(min_length=1, max_length=100)]
    given_name: Annotated[str, Field(max_length=100)] = ""
    born: Annotated[str, Field(max_length=10)] = ""
    found_on: date | None = None
    note: Annotated[str, Field(max_length=2_000)] = ""


class AnswerRequest(Payload):
    """The commune that was asked does not know such a family."""

    asked: UUID
    reason: Why
