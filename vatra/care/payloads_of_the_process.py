"""What the entries of the case-management process say: the sheets, the decisions, the steps between states.

The risk sheet, the monitoring sheet and the closing sheet are printed from these fields.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from vatra.care.payloads import Line, Minutes, Moment, Sign, Text
from vatra.register.kinds import Payload

Reason = Annotated[str, StringConstraints(min_length=3, max_length=4_000)]
ClosingReason = Literal["objectives_met", "transferred", "moved", "refused", "deceased", "of_age", "other"]


class RecordInitialAssessment(Payload):
    """The home visit within 72 hours and its risk identification sheet (HG 691/2015, annex 2).

    `signs`: each of the six domains once at most, what was seen there. `risk`: how the worker, having looked, judges
    the risk of separation or harm. `child_seen`: whether the child was seen and spoken to. `safe_tonight`: whether the
    child can stay where it is. The visit itself stands in the record as any other, made for S03.
    """

    kind: Literal["home", "joint"] = "home"
    started_at: Moment | None = None
    ended_at: Moment | None = None
    persons: Annotated[tuple[UUID, ...], Field(max_length=60)] = ()
    signs: Annotated[tuple[Sign, ...], Field(max_length=6)] = ()
    risk: Literal["none", "low", "medium", "high"]
    child_seen: Literal["yes", "no", "not_at_home"]
    safe_tonight: bool = True
    words: Text = ""
    minutes: Minutes | None = None

    @model_validator(mode="after")
    def _makes_sense(self) -> RecordInitialAssessment:
        if self.started_at and self.ended_at and self.ended_at < self.started_at:
            raise ValueError("a sheet ends before it begins")
        if len({sign.domain for sign in self.signs}) < len(self.signs):
            raise ValueError("a domain stands twice in the sheet")
        return self


class DecideNoCase(Payload):
    """After the initial assessment: no case is opened (information only), or it is passed on to DGASPC; and why."""

    decision: Literal["no_case", "transferred"]
    reason: Reason
    to: Line = ""


class NameTeam(Payload):
    """Who leads the open case from that day on (None: as before), and who is in its team."""

    lead: UUID | None = None
    members: Annotated[tuple[UUID, ...], Field(max_length=20)] = ()
    note: Text = ""


class ApprovePlan(Payload):
    """The mayor's order by which the plan of services is approved; the running plan is meant when none is named."""

    plan: UUID | None = None
    number: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    signed_on: date


class ReviewCase(Payload):
    """The case looked at again, after the rules were run anew: what has changed, and what follows from it.

    `child_opinion`, `family_opinion`: what the child says of it, and what the parents or carers say.
    """

    words: Reason
    decision: Literal["go_on", "change_plan", "close"]
    child_opinion: Text = ""
    family_opinion: Text = ""


class AskToClose(Payload):
    """The lead worker asks that a case in which something severe was present be closed. With it the closing sheet.

    `results`: what was reached. `after`: what the family is still to be seen for, and by whom.
    """

    reason: ClosingReason
    note: Text = ""
    results: Text = ""
    after: Text = ""


class AgreeToClose(Payload):
    """A second person's word on a closing that was asked for: the case closes on that day, or it goes on, and why."""

    closing: UUID
    agreed: bool
    note: Text = ""

    @model_validator(mode="after")
    def _says_why_not(self) -> AgreeToClose:
        if not self.agreed and len(self.note) < 3:
            raise ValueError("a closing that is not agreed says why")
        return self


class AnnounceDeparture(Payload):
    """A parent will leave to work abroad, or has left (Law 272/2004, art. 104).

    `notified`: the parent has told SPAS, in writing; otherwise the team only heard of it. `carer`: who will care for
    the children, a person of the register or in words. `delegated_on`: from which day the court delegated parental
    authority, for a year at most (art. 105); a later day renews it.
    """

    parent: UUID
    leaves_on: date
    back_on: date | None = None
    delegated_on: Annotated[date, Field(ge=date(2000, 1, 1), lt=date(2200, 1, 1))] | None = None
    country: Line = ""
    notified: bool
    carer: UUID | None = None
    carer_words: Line = ""

    @model_validator(mode="after")
    def _makes_sense(self) -> AnnounceDeparture:
        if self.back_on and self.back_on < self.leaves_on:
            raise ValueError("a parent comes back after leaving")
        return self


class AskSchool(Payload):
    """SPAS asks a school for its list of children with parents abroad (HG 691/2015, annex 1: each year, in Q4)."""

    school: Annotated[str, StringConstraints(min_length=1, max_length=60)]
    year: Annotated[int, Field(ge=2000, le=2199)]


class RecordSchoolList(Payload):
    """The school's answer: how many children stand on its list."""

    school: Annotated[str, StringConstraints(min_length=1, max_length=60)]
    year: Annotated[int, Field(ge=2000, le=2199)]
    children: Annotated[int, Field(ge=0, le=5_000)]
    note: Text = ""


