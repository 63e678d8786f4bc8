"""What the entries of supervision say beyond their envelope."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, StrictBool, StringConstraints, model_validator

from vatra.assessment.payloads import Choice, VulnerabilityCode
from vatra.assessment.payloads import Code as FactCode
from vatra.register.kinds import Payload

MOST_DRAWN = 200
Words = Annotated[str, StringConstraints(min_length=3, max_length=2_000)]
Answers = Annotated[dict[FactCode, StrictBool | Choice], Field(max_length=300)]


class DrawnInterview(Payload):
    """An interview that was drawn: its entry, its household, its worker and its day."""

    interview: UUID
    household: UUID
    worker: UUID
    on: date


class DrawSample(Payload):
    """A sample as it was drawn; `seed`, `of_each` and the frame let anybody draw it again (see `drawing`)."""

    seed: Annotated[int, Field(ge=0, le=2**31 - 1)]
    since: date
    until: date
    of_each: Annotated[int, Field(ge=1, le=20)]
    frame: Annotated[int, Field(ge=1)]
    frame_digest: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    drawn: Annotated[tuple[DrawnInterview, ...], Field(min_length=1, max_length=MOST_DRAWN)]

    @model_validator(mode="after")
    def _each_household_once(self) -> Self:
        if len({one.household for one in self.drawn}) < len(self.drawn):
            raise ValueError("a household was drawn twice")
        return self


class MemberAnswers(Payload):
    """The second answers about one member."""

    person: UUID
    facts: Answers = Field(default_factory=dict)


class RecordSecondInterview(Payload):
    """The questions asked again, by somebody who has not seen the first answers."""

    drawn: UUID
    household: Answers = Field(default_factory=dict)
    members: Annotated[tuple[MemberAnswers, ...], Field(max_length=60)] = ()

    @model_validator(mode="after")
    def _says_something_once(self) -> Self:
        if len({member.person for member in self.members}) < len(self.members):
            raise ValueError("a member is named twice")
        if not self.household and not any(member.facts for member in self.members):
            raise ValueError("nothing was answered")
        return self


class QuestionRule(Payload):
    """A rule is wrong, missing or not clear; `code` is that of the vulnerability when there is one. No names."""

    sort: Literal["wrong", "missing", "unclear"]
    code: VulnerabilityCode | None = None
    words: Words


class AnswerRuleQuestion(Payload):
    """What becomes of a question to the method."""

    question: UUID
    answer: Literal["taken_up", "kept", "answered"]
    reply: Words
