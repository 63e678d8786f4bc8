"""What tablets and server say to each other, as pydantic shapes: the source of protocol/sync.json."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from vatra.sync.pulling import MOST_AT_ONCE
from vatra.sync.pushing import MOST_ASKED, MOST_PENDING
from vatra.sync.shapes_beside import Beside
from vatra.sync.shapes_of_verdicts import Verdict
from vatra.sync.shapes_of_walks import Walk
from vatra.wire.push import MOST_ENTRIES
from vatra.wire.shapes import GivenReceipt, PushedEntry


class Sent(BaseModel):
    """A body of a tablet; fields it does not know are refused."""

    model_config = ConfigDict(extra="forbid")


class Enrolling(Sent):
    """The office's one-time code, and what the tablet is to be called."""

    code: str = Field(max_length=60, description="As shown by the office; dashes, spaces and case do not matter.")
    name: str = Field(max_length=80)
    password: str | None = Field(
        None, max_length=1_000,
        description="The worker's own, wanted (403, password_wanted) when a colleague made the code.",
    )


class Recovering(Sent):
    """Who the worker says to be, and which tablet this is."""

    device: str = Field(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", description="As told at enrolment.")
    username: str = Field(max_length=200)
    password: str = Field(max_length=1_000)


class Pushing(Sent):
    """A batch of entries, and how many are still kept on the tablet after it."""

    epoch: str = Field(description="As last told; one that differs is answered with the one that holds.")
    entries: list[PushedEntry] = Field(max_length=MOST_ENTRIES)
    pending: int = Field(ge=0, le=MOST_PENDING)


class Accounting(Sent):
    """The entries that the tablet keeps in its journal."""

    entries: list[UUID] = Field(max_length=MOST_ASKED)


class RoleHeld(Schema):
    """A role and the commune where it is held; null for one held in a county or the nation."""

    role: str
    commune: int | None


class EnrolledWorker(Schema):
    """Whose tablet it is."""

    uuid: UUID
    name: str
    language: Literal["ro", "en"]
    roles: list[RoleHeld]


class Lease(Schema):
    """What the vault needs beside the PIN, and until when it may be kept without contact."""

    secret: str = Field(description="32 bytes, base64")
    until: AwareDatetime


class Recovery(Schema):
    """What opens the vault without the PIN; the tablet uses it and forgets it."""

    secret: str = Field(description="32 bytes, base64")


class Policy(Schema):
    """What the office asks of every tablet."""

    lease_days: int
    pin_least: int
    lock_minutes: int
    wrong_pins: int
    journal_days: int


class Enrolled(Schema):
    """All that a tablet is told once."""

    device: UUID
    token: str
    worker: EnrolledWorker
    communes: list[int]
    epoch: UUID
    lease: Lease
    recovery: Recovery
    policy: Policy


class Recovered(Schema):
    """The way back into the vault."""

    recovery: Recovery
    lease: Lease
    token: str = Field(description="The new token; the one before is dead.")


class Pushed(Schema):
    """One receipt per pushed entry, in the same order, and the epoch that holds."""

    receipts: list[GivenReceipt]
    epoch: UUID


class Accounted(Schema):
    """Which entries the server does not keep, and whether the tablet may forget all it has."""

    missing: list[UUID]
    wipeable: bool
    at: AwareDatetime


class Pulling(Schema):
    """From where on, and how many households at most."""

    since: str = Field("", max_length=4_000, description="The cursor of the page before; empty for everything.")
    limit: int = Field(200, ge=1, le=MOST_AT_ONCE)
    beside: str = Field("", max_length=64, description="The digest of what is known beside households; empty: nothing.")
    walks: str = Field("", max_length=4_000, description="Digests of the walks that are known, by commas.")
    verdicts: str = Field("", max_length=64, description="The digest of the verdicts that are known; empty: none.")


class Cnp(Schema):
    """The state of a CNP; its digits only for roles that ask for papers in the family's name."""

    state: Literal["present", "none", "refused", "non_standard"]
    value: str | None = Field(None, description="Absent unless it may be known and there is one.")


class Member(Schema):
    """One who lives in the household now."""

    uuid: UUID
    surname: str
    given_name: str
    sex: Literal["f", "m", ""]
    born_on: date | None = Field(description="The earliest day it can have been.")
    born_precision: Literal["day", "month", "year", "unknown"]
    relation: str
    is_head: bool
    since: date
    until: date | None
    died_on: date | None
    cnp: Cnp


class Finding(Schema):
    """A vulnerability that is present; `subject` is “household” or a person's uuid."""

    subject: str
    code: str
    severity: int = Field(ge=1, le=4)
    since: date
    judged: Literal["", "agreed", "rejected", "added"]


class Need(Schema):
    """What a worker agreed must be met."""

    subject: str
    code: str
    agreed_on: date
    met_on: date | None


class Case(Schema):
    """The open case."""

    uuid: UUID
    opened_on: date
    state: Literal["open"]
    by_two: bool = Field(description="Whether a second person agrees to its closing, told to who may lead cases.")
    team: list[UUID] = Field(description="Its lead and the workers named beside; empty while no team was named.")


class PlannedService(Schema):
    """A service of the running plan, with the findings it is for that may be known."""

    uuid: UUID
    code: str
    subject: str
    codes: list[str]
    due_on: date
    role: str
    state: Literal["planned", "done", "refused", "replaced"]
    done_on: date | None


class PlannedByOthers(Schema):
    """That another role has something to do by a day; what, this worker may not know."""

    role: str
    due_on: date


class Plan(Schema):
    """The running plan."""

    uuid: UUID
    agreed_on: date
    services: list[PlannedService]
    others: list[PlannedByOthers] = Field(description="By whom and when something is promised that is not shown.")


class Deadline(Schema):
    """A day by which something is asked that is not yet done."""

    code: str
    cause: str = Field(description="What set the clock going, a word of deadlines.csv.")
    person: UUID | None
    starts_on: date
    due_on: date
    urgency: int
    article: str
    why: list[str] = Field(description="The findings that ask for it, as far as the worker's roles may know of them.")


class StageOfWork(Schema):
    """A state of the process since a day (of `care.process`)."""

    state: str
    since: date


class ServiceSeen(Schema):
    """How a planned service goes."""

    planned: UUID
    goes: str
    words: str


class LastSheet(Schema):
    """The last monitoring sheet, for the next one to begin with."""

    on: date
    services: list[ServiceSeen]
    changed: str
    child: str
    next_on: date | None


class PlannedVisit(Schema):
    """A visit meant for a day, with who goes: first whoever planned it."""

    uuid: UUID
    day: date
    goers: list[UUID]
    names: list[str]
    code: str = Field(description="What it is for, a service; empty when not said or not to be known.")
    note: str


class TeamMessage(Schema):
    """A message to the team that this worker's roles may read, with who said to have read it."""

    uuid: UUID
    at: AwareDatetime
    by: UUID
    by_name: str
    text: str
    note_for: Literal["team", "profession"]
    read_by: list[UUID]
    read_names: list[str]


class Happened(Schema):
    """One thing that happened; what is empty is left out."""

    on: date
    kind: Literal[
        "interview", "judgement", "case_opened", "case_closed", "plan", "visit", "delivery", "referral_draft",
        "referral", "reply", "unmet", "signal", "triage", "assessment", "no_case", "team", "approval", "review",
        "closing_asked", "closing_agreed", "message",
    ]
    by: str = Field(description="The worker's name; empty when nobody in particular.")
    uuid: UUID | None = Field(default=None, description="Of the latest, and of what can be answered.")
    code: str | None = None
    detail: str | None = None
    person: UUID | None = None
    codes: list[str] | None = Field(
        None, description="Findings; of a signal the domains of the observation sheet in which something was seen."
    )
    note: str | None = None


class DepartureSeen(Schema):
    """A parent who leaves to work abroad, or has left; told to who needs to know of the family."""

    parent: UUID
    who: str = Field(description="The parent's initials: perhaps no member any more.")
    leaves_on: date
    country: str
    notified: bool = Field(description="The parent has told the social service.")
    carer: UUID | None
    carer_words: str
    delegated_on: date | None = Field(description="From which day the court delegated parental authority.")


class HouseholdDoc(Schema):
    """A household as this worker's roles may know it: what they may not is absent, not null."""

    uuid: UUID
    commune: int
    village: int | None
    address: str
    enrolled_on: date
    ended_on: date | None
    number: int = Field(description="Of the latest entry about it, in its commune's stream.")
    members: list[Member]
    facts: dict[str, dict[str, tuple[Any, date]]] = Field(
        description="By subject (“household” or a person): code to [value, the day it was seen]."
    )
    level: Literal["none", "low", "medium", "high", "immediate"]
    findings: list[Finding]
    needs: list[Need]
    case: Case | None
    plan: Plan | None
    deadlines: list[Deadline]
    stages: list[StageOfWork] = Field(description="Now, then what the calendar alone will bring about.")
    sheet: LastSheet | None
    visits: list[PlannedVisit] = Field(description="Planned, from a week ago on, by day.")
    messages: list[TeamMessage] = Field(description="The newest first, at most 30.")
    departures: list[DepartureSeen] = Field(description="The oldest first.")
    timeline: list[Happened] = Field(description="The newest first, at most 60.")
    to_settle: int


class Gone(Schema):
    """A household to forget, and why."""

    uuid: UUID
    why: Literal["out_of_scope", "ended", "merged"]


class Pulled(Schema):
    """A page of what the tablet lacks."""

    epoch: UUID
    reset: bool = Field(description="True on the first page of a sync of everything: what is not sent in it is gone.")
    households: list[HouseholdDoc]
    gone: list[Gone]
    cursor: str
    more: bool
    total: int | None = Field(description="Households in all while everything is being sent, else null.")
    bundle: str
    beside_digest: str = Field("", description="Of what is known beside households, on the last page; else empty.")
    beside: Beside | None = Field(None, description="Null when the tablet's digest is this one.")
    walks: list[Walk] | None = Field(None, description="All walks, on the last page; null before it.")
    verdicts_digest: str = Field("", description="Of the verdicts, on the last page; empty where there are none.")
    verdicts: list[Verdict] | None = Field(
        None, description="What became of the tablet's own entries; null when its digest is this one."
    )
    lease: Lease
    server_at: AwareDatetime
