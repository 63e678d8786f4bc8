"""What the entries of care say beyond their envelope. Lists and texts are bounded here, once."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints, model_validator

from vatra.register.kinds import Payload

Code = Annotated[str, StringConstraints(pattern=r"^[A-Z]{1,3}[0-9]{2}$")]
Codes = Annotated[tuple[Code, ...], Field(max_length=60)]
Minutes = Annotated[int, Field(ge=0, le=24 * 60)]
Text = Annotated[str, StringConstraints(max_length=4_000)]
Line = Annotated[str, StringConstraints(max_length=120)]
EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


def _of_our_time(moment: datetime) -> datetime:
    if not EARLIEST <= moment < LATEST:
        raise ValueError("a moment before 2000 or after 2199")
    return moment


Moment = Annotated[AwareDatetime, AfterValidator(_of_our_time)]


class OpenCase(Payload):
    """`registered_on`: the day the sign was written down, from which the law counts; else the entry's day.

    `reopens`: the closed case of this household that this one goes on from, and `why`; its history stays as it was.
    """

    registered_on: date | None = None
    lead: UUID | None = None
    reopens: UUID | None = None
    why: Text = ""


class Objective(Payload):
    """What the plan wants to reach, in words that the family understands; for which findings, by when."""

    what: Annotated[str, StringConstraints(min_length=3, max_length=300)]
    codes: Codes = ()
    by: date | None = None


class ServiceAgreed(Payload):
    """One service of a plan: for the whole household when no person is named."""

    service: Code
    person: UUID | None = None
    codes: Codes = ()
    due_on: date
    responsible: Annotated[str, StringConstraints(pattern=r"^[a-z_]{2,40}$")]


class AgreePlan(Payload):
    """A plan of services, agreed with the family; the open case is meant when none is named.

    `instead_of`: the planned services that its author saw and settled anew (or whole plans, by their uuid); what
    else still stands planned goes on in the new plan: what a colleague promised in a domain that the author does
    not see, or agreed meanwhile on another tablet. Without it the new plan stands for everything before.
    `child_not_heard`: why a child of 10 or more could not be asked. `objectives`: what the services are to reach.
    `signature`: what the family drew on the screen, as an SVG path over 600 x 200; it stays in the entry.
    """

    case: UUID | None = None
    agreed_with: Line
    child_opinion: Text = ""
    child_not_heard: Annotated[str, StringConstraints(max_length=500)] = ""
    objectives: Annotated[tuple[Objective, ...], Field(max_length=20)] = ()
    signature: Annotated[str, StringConstraints(max_length=20_000, pattern=r"^[MLQ0-9 .,]*$")] = ""
    services: Annotated[tuple[ServiceAgreed, ...], Field(min_length=1, max_length=200)]
    instead_of: Annotated[tuple[UUID, ...], Field(max_length=400)] | None = None

    @model_validator(mode="after")
    def _each_service_once(self) -> AgreePlan:
        asked = [(service.service, service.person) for service in self.services]
        if len(asked) != len(set(asked)):
            raise ValueError("a service stands twice in the plan for the same person")
        return self


class ServiceSeen(Payload):
    """Of a planned service, on a monitoring visit: how it goes, in a word and in words."""

    planned: UUID
    goes: Literal["well", "slowly", "not_at_all", "ended"]
    words: Annotated[str, StringConstraints(max_length=1_000)] = ""


class MonitoringSheet(Payload):
    """The monitoring sheet of a visit: each planned service, what changed since the last one, how the child is.

    `next_on`: the day agreed for the next visit.
    """

    services: Annotated[tuple[ServiceSeen, ...], Field(max_length=200)] = ()
    changed: Text = ""
    child: Text = ""
    next_on: date | None = None

    @model_validator(mode="after")
    def _each_service_once(self) -> MonitoringSheet:
        if len({one.planned for one in self.services}) < len(self.services):
            raise ValueError("a service stands twice in the monitoring sheet")
        return self


class RecordVisit(Payload):
    """A meeting; `purpose` is the service it was made for (S01 census, S03 within 72 hours, W20 …).

    `note_for`: who may read the note: those who may know all that its author's profession may, or the team.
    """

    kind: Literal["home", "office", "school", "phone", "joint"]
    purpose: Code | None = None
    persons: Annotated[tuple[UUID, ...], Field(max_length=60)] = ()
    note: Text = ""
    note_for: Literal["profession", "team"] = "profession"
    minutes: Minutes | None = None
    monitoring: MonitoringSheet | None = None


class EmergencyReport(Payload):
    """Who was told of an emergency, when, by which telephone number or under which number of registration.

    `in_writing`: the written report, due within 24 hours of the call. `whom`: who answered. `measures`: what was done
    for the child's safety.
    """

    told: Literal["dgaspc", "hotline_119", "hotline_112", "police"]
    told_at: Moment
    in_writing: bool = False
    number: Annotated[str, StringConstraints(max_length=60)] = ""
    whom: Line = ""
    measures: Text = ""


class RecordDelivery(Payload):
    """A service given or not; without `planned`, the same service of the running plan is meant.

    `report`: of W12, the report of an emergency, to whom it was made.
    """

    service: Code
    person: UUID | None = None
    codes: Codes = ()
    outcome: Literal["done", "not_done", "refused"]
    reason: Text = ""
    minutes: Minutes | None = None
    planned: UUID | None = None
    report: EmergencyReport | None = None

    @model_validator(mode="after")
    def _reports_by_w12(self) -> RecordDelivery:
        if self.report is not None and (self.service, self.outcome) != ("W12", "done"):
            raise ValueError("only the service W12, when done, is a report of an emergency")
        return self


class CloseCase(Payload):
    """The end of a case and its lawful reason; `results` and `after` of the closing sheet as in `ask_to_close`."""

    reason: Literal["objectives_met", "transferred", "moved", "refused", "deceased", "of_age", "other"]
    note: Text = ""
    results: Text = ""
    after: Text = ""


class Sign(Payload):
    """A domain of the observation sheet (HG 691/2015, annex 2): whether something was seen, and what."""

    domain: Literal["economic", "social", "health", "education", "housing", "risk"]
    seen: Literal["yes", "no", "not_seen"]
    words: Annotated[str, StringConstraints(max_length=1_000)] = ""


class Sheet(Payload):
    """The observation sheet: when it was begun and ended, and each of its domains once at most."""

    started_at: Moment
    ended_at: Moment
    signs: Annotated[tuple[Sign, ...], Field(min_length=1, max_length=6)]

    @model_validator(mode="after")
    def _makes_sense(self) -> Sheet:
        if self.ended_at < self.started_at:
            raise ValueError("a sheet ends before it begins")
        if len({sign.domain for sign in self.signs}) < len(self.signs):
            raise ValueError("a domain stands twice in the sheet")
        return self


class RecordSignal(Payload):
    """Somebody noticed or was told something; `about` says of whom when the household is not in the register."""

    source: Literal[
        "observation", "school_list", "health", "report", "hotline_119", "police", "referral_in", "self", "other"
    ]
    noticed_at: Moment
    told_by: Line = ""
    persons: Annotated[tuple[UUID, ...], Field(max_length=60)] = ()
    words: Text = ""
    about: Annotated[str, StringConstraints(max_length=300)] = ""
    sheet: Sheet | None = None


class TriageSignal(Payload):
    """What is done about a signal; the envelope's household says whose it is, when that was not known."""

    signal: UUID
    decision: Literal["visit", "emergency", "information", "transferred"]
    note: Text = ""


class HoldSupervision(Payload):
    """A supervision session: about the envelope's household, or (without one) about a worker; what was agreed."""

    worker: UUID | None = None
    agreed: Annotated[str, StringConstraints(min_length=3, max_length=4_000)]
    next_on: date | None = None
    minutes: Minutes | None = None
