"""What the entries of the council say beyond their envelope; none of them has a household in it.

An item of the agenda about a case names its household in the payload, as do the entries that speak of the item:
so the door applies them in the order of the household's other entries. Nobody but the secretary is sent it.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from vatra.register.kinds import Payload

Said = Annotated[str, StringConstraints(min_length=2, max_length=120)]
Line = Annotated[str, StringConstraints(max_length=200)]
Title = Annotated[str, StringConstraints(min_length=3, max_length=200)]
Text = Annotated[str, StringConstraints(max_length=4_000)]
Reason = Annotated[str, StringConstraints(min_length=3, max_length=1_000)]
Hour = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Uuids = Annotated[tuple[UUID, ...], Field(max_length=100)]


class FoundCouncil(Payload):
    """The decision of the local council, or the mayor's order, by which it exists. A later one mends the earlier."""

    decision: Said
    decided_on: date
    decided_by: Literal["local_council", "mayor"]
    rhythm: Literal["monthly", "quarterly"] = "quarterly"


class AppointMember(Payload):
    """Who sits in the council: `since` and `until` (exclusive), by which decision; `worker`: the account, if any."""

    council: UUID
    name: Said
    quality: Literal["priest", "teacher", "doctor", "police", "councillor", "business", "town_hall", "other"]
    decision: Said
    since: date
    until: date | None = None
    worker: UUID | None = None

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> AppointMember:
        if self.until is not None and self.until <= self.since:
            raise ValueError("the term ends before it begins")
        return self


class EndMembership(Payload):
    """A member sits there no more from the entry's day on."""

    member: UUID
    reason: Literal["term", "resigned", "replaced", "moved", "deceased", "other"]


class CallMeeting(Payload):
    """A meeting is called; with `meeting` one already called is moved to another day, hour or place."""

    council: UUID
    meeting: UUID | None = None
    day: date
    hour: Hour
    place: Said


class CallOffMeeting(Payload):
    """A meeting that was called will not be held."""

    meeting: UUID
    reason: Reason


class PutOnAgenda(Payload):
    """An item of the agenda, its uuid the entry's. What stands in it is read by every member.

    `about`: whom it concerns, told so that nobody is known by it; `need`: what is asked of the council; `why`: why
    it was proposed; `proposal`: which proposal was taken.
    """

    meeting: UUID
    sort: Literal["case", "community", "other"]
    title: Title
    about: Annotated[str, StringConstraints(max_length=500)] = ""
    need: Annotated[str, StringConstraints(max_length=1_000)] = ""
    why: Annotated[str, StringConstraints(max_length=500)] = ""
    household: UUID | None = None
    proposal: UUID | None = None

    @model_validator(mode="after")
    def _a_case_has_a_household(self) -> PutOnAgenda:
        if (self.sort == "case") != (self.household is not None):
            raise ValueError("a case, and only a case, is of a household")
        return self


class DropFromAgenda(Payload):
    """An item is taken from the agenda before it was spoken of."""

    item: UUID


class OrderAgenda(Payload):
    """The items in the order in which they are taken; those not named follow as they stood."""

    meeting: UUID
    items: Uuids


class PassOver(Payload):
    """A proposal is not taken for this meeting."""

    meeting: UUID
    proposal: UUID


class HoldMeeting(Payload):
    """The meeting was held on the entry's day; who was present. A later one mends the earlier."""

    meeting: UUID
    present: Uuids
    others: Line = ""
    chair: UUID | None = None
    begun: Hour | None = None
    ended: Hour | None = None


class RecordDiscussion(Payload):
    """What was said about an item, for the minutes. A later one takes the place of the earlier."""

    meeting: UUID
    item: UUID
    household: UUID | None = None
    words: Text


class Decide(Payload):
    """What was decided; a task when somebody owns it: a member, a worker, or an institution by its name."""

    meeting: UUID
    item: UUID | None = None
    household: UUID | None = None
    words: Reason
    member: UUID | None = None
    worker: UUID | None = None
    institution: Line = ""
    due_on: date | None = None

    @model_validator(mode="after")
    def _a_task_has_one_owner_and_a_day(self) -> Decide:
        owners = [owner for owner in (self.member, self.worker, self.institution) if owner]
        if len(owners) != (1 if self.due_on else 0):
            raise ValueError("a task has one owner and a day")
        return self


class ReportTask(Payload):
    """What came of a task: done, closed undone with its reason in `note`, or carried over to `due_on`.

    `meeting`: at which it was told, if at one.
    """

    task: UUID
    outcome: Literal["done", "not_done", "carried_over"]
    note: Text = ""
    meeting: UUID | None = None
    household: UUID | None = None
    due_on: date | None = None

    @model_validator(mode="after")
    def _says_what_it_must(self) -> ReportTask:
        if (self.outcome == "carried_over") != (self.due_on is not None):
            raise ValueError("a task that is carried over, and only such a one, has a new day")
        if self.outcome == "not_done" and len(self.note) < 3:
            raise ValueError("a task closed undone has its reason")
        return self
