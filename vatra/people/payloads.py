"""What the entries of this room say, beyond their envelope.

Shapes only: what cannot hold (a day that does not exist, a CNP of another person) is told by `apply` in
words a worker can act on, and the entry is kept.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from vatra.register.kinds import Payload

Name = Annotated[str, Field(max_length=1000)]
Relation = Literal["head", "partner", "child", "parent", "grandparent", "sibling", "foster", "other"]
Sex = Literal["f", "m", ""]
MOST_MEMBERS = 60


class CnpStated(Payload):
    """The personal number as the worker states it; `value` only for present and non_standard."""

    state: Literal["present", "none", "refused", "non_standard"]
    value: Annotated[str, Field(max_length=60)] = ""


class PersonStated(Payload):
    """A person as first written down; `born` is YYYY-MM-DD, YYYY-MM, YYYY or null."""

    uuid: UUID
    surname: Name = ""
    given_name: Name = ""
    sex: Sex = ""
    born: Annotated[str, Field(max_length=40)] | None = None
    cnp: CnpStated | None = None
    ethnicity: Annotated[str, Field(max_length=60)] = ""


class MemberStated(PersonStated):
    """A person and what they are to the head of the household."""

    relation: Relation = "other"
    is_head: bool = False

    @property
    def heads(self) -> bool:
        """Whether the form names this member head, in either of the two ways it can."""
        return self.is_head or self.relation == "head"


class EnrolHousehold(Payload):
    """A household met for the first time, with all its members."""

    village: int | None = None
    address: Annotated[str, Field(max_length=1000)] = ""
    members: Annotated[list[MemberStated], Field(max_length=MOST_MEMBERS)]


class EnrolPerson(MemberStated):
    """Someone not yet known, who lives with a known household."""


class RecordBirth(MemberStated):
    """A child born into the household; `born` is the whole date, the day of the entry when null."""

    relation: Relation = "child"


class RecordDeath(Payload):
    """The death of the entry's person; `new_head` when the person headed the household."""

    died_on: date | None = None
    new_head: UUID | None = None


class MoveOut(Payload):
    """The entry's person, or the whole household when it names none, is no longer here."""

    to: Literal["commune", "abroad", "household", "unknown"]
    commune: int | None = None
    new_head: UUID | None = None


class MoveIn(Payload):
    """The entry's person joins the entry's household; or, when it names none, the household comes
    to live in the entry's commune.

    `from_household`: the known household a person leaves by this.
    """

    relation: Relation = "other"
    is_head: bool = False
    from_household: UUID | None = None
    village: int | None = None
    address: Annotated[str, Field(max_length=1000)] | None = None

    @property
    def heads(self) -> bool:
        """Whether the person heads the household they join."""
        return self.is_head or self.relation == "head"


class NameHead(Payload):
    """The entry's person heads the household from this day on; `relations` to them, where they change."""

    relations: Annotated[dict[UUID, Relation], Field(max_length=MOST_MEMBERS)] = {}


class CorrectPerson(Payload):
    """One thing known of the entry's person was wrong: what it was (`base`) and what it is."""

    field: Literal["surname", "given_name", "sex", "born", "cnp", "ethnicity", "died_on"]
    base: Annotated[str, Field(max_length=1000)] | CnpStated | None
    value: Annotated[str, Field(max_length=1000)] | CnpStated | None


class CorrectHousehold(Payload):
    """The address or the village of the entry's household was wrong."""

    field: Literal["address", "village"]
    base: Annotated[str, Field(max_length=1000)] | int | None
    value: Annotated[str, Field(max_length=1000)] | int | None


class SamePerson(Payload):
    """Two records of one person: which is kept, and which goes."""

    kept: UUID
    gone: UUID


Why = Annotated[str, Field(min_length=1, max_length=2_000)]


class MergeHouseholds(Payload):
    """The entry's household is kept; `gone` is the same family written down once more."""

    gone: UUID
    members: Annotated[list[SamePerson], Field(max_length=MOST_MEMBERS)] = []
    reason: Why


class MergePersons(Payload):
    """Two records of one person; `kept` is of the entry's household."""

    kept: UUID
    gone: UUID
    reason: Why


class Unmerge(Payload):
    """The merge of an earlier entry was a mistake; `gone` is what that entry let go."""

    entry: UUID
    gone: UUID
    reason: Why


class SayNotTheSame(Payload):
    """The entry's household and another look alike and are two families."""

    other: UUID
    reason: Annotated[str, Field(max_length=2_000)] = ""
