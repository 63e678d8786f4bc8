"""What the entries of this room say beyond their envelope."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, FiniteFloat, StrictBool, StrictInt, StrictStr, StringConstraints, model_validator

from vatra.register.kinds import Payload

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
VulnerabilityCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}[0-9]{2}[A-Z]?$")]
Choice = Annotated[StrictStr, StringConstraints(max_length=200)]
Amount = Annotated[StrictInt, Field(ge=-10**12, le=10**12)]
Answer = StrictBool | Amount | FiniteFloat | Choice | Annotated[list[Choice], Field(max_length=60)] | None
Answers = Annotated[dict[Code, Answer], Field(max_length=300)]
Reason = Annotated[str, StringConstraints(min_length=3, max_length=2000)]
Note = Annotated[str, StringConstraints(max_length=2000)]


class MemberAnswers(Payload):
    """The answers about one member: {fact code: answer}; null means not asked."""

    person: UUID
    facts: Answers = Field(default_factory=dict)


class RecordInterview(Payload):
    """One interview: the answers as given, about the household and about each member.

    An answer is yes/no (boolean or word), a number, a choice, a list of choices, an ISO day, "?dk"
    (does not know), "?refused", or null (not asked). Start and end: HG 691/2015, observation sheet.
    """

    questionnaire: Annotated[str, StringConstraints(min_length=1, max_length=60)]
    questionnaire_version: Annotated[str, StringConstraints(max_length=40)] = ""
    started_at: datetime | None = None
    ended_at: datetime | None = None
    round: Annotated[str, StringConstraints(max_length=20)] = ""
    household: Answers = Field(default_factory=dict)
    members: Annotated[list[MemberAnswers], Field(max_length=60)] = Field(default_factory=list)

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        for moment in (self.started_at, self.ended_at):
            if moment is not None and moment.tzinfo is None:
                raise ValueError("started_at and ended_at need a time zone")
        if self.started_at and self.ended_at and self.ended_at < self.started_at:
            raise ValueError("the interview ends before it starts")
        if len({member.person for member in self.members}) < len(self.members):
            raise ValueError("a member is named twice")
        return self


class RecordAttendance(Payload):
    """School attendance of a child, without an interview: so many hours of unexcused absence this term.

    It answers `c_abs_h` as an interview of that day would, and moves no clock that asks for an interview.
    """

    hours: Annotated[int, Field(ge=0, le=1000)]


class AgreeNeed(Payload):
    """A worker has looked and agrees with a finding: it is a need."""

    code: VulnerabilityCode
    note: Note = ""


class RejectFinding(Payload):
    """A worker has looked and disagrees with a finding; the reason is compulsory."""

    code: VulnerabilityCode
    reason: Reason


class AddNeed(Payload):
    """A worker sees a vulnerability that the rules did not find; the reason is compulsory."""

    code: VulnerabilityCode
    reason: Reason
    severity: Annotated[int, Field(ge=1, le=4)] | None = None  # None: the mildest of the vulnerability's table


class CloseNeed(Payload):
    """A worker says that a need is met, or that it was no need after all."""

    code: VulnerabilityCode
    outcome: Literal["met", "withdrawn"]
    reason: Reason


class ReassessHousehold(Payload):
    """Evaluate again: for a new day or a new rulebook."""

    reason: Reason


class SettleAnswer(Payload):
    """Of the different answers that workers gave on one day, the one that holds, and how that is known."""

    fact: Code
    seen_on: date
    value: Answer
    reason: Reason
