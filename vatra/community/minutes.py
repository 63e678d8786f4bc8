"""The minutes of a meeting as plain values: for the page that prints them, and for whoever makes a document of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from vatra.community.measures import measures_on
from vatra.community.models import AgendaItem, Council, CouncilMember, Decision, Meeting, TaskReport
from vatra.community.policies import has_quorum
from vatra.places import queries as places


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision: its number (“2.1”: of the second item; “0.1”: of none), its words; as a task its owner and day."""

    number: str
    words: str
    owner: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Spoken:
    """An item of the agenda: what stood there, what was said, what was decided. `code` is a case's key, or empty."""

    number: int
    sort: str
    code: str
    title: str
    about: str
    need: str
    why: str
    words: str
    decisions: tuple[Decided, ...]


@dataclass(frozen=True, slots=True)
class FollowedUp:
    """A task of an earlier meeting and what was told of it at this one.

    `outcome`: done | not_done | carried_over, or "" when nothing was told: then it stays open. `due_on`: its day from
    then on.
    """

    decided_on: date
    words: str
    owner: str
    due_on: date | None
    outcome: str
    note: str


@dataclass(frozen=True, slots=True)
class Minutes:
    """Everything the minutes of one meeting say; names of members and workers, never of a family.

    `present` and `absent` are (name, quality in words). `number` counts the meetings of the council held so far.
    `state`: called | held | called_off; before it is held this is its agenda.
    """

    commune: str
    county: str
    founded_by: str
    founded_on: date
    founded_by_words: str
    number: int
    state: str
    day: date
    hour: str
    place: str
    begun: str
    ended: str
    present: tuple[tuple[str, str], ...]
    absent: tuple[tuple[str, str], ...]
    others: str
    quorum: bool
    chair: str
    written_by: str
    followed_up: tuple[FollowedUp, ...]
    items: tuple[Spoken, ...]
    other_decisions: tuple[Decided, ...]
    next_day: date | None
    next_hour: str
    next_place: str


def minutes_of(meeting: UUID) -> Minutes | None:
    """The minutes of a meeting by its uuid; None for one that is not in the register."""
    held = Meeting.objects.select_related("council", "chair", "written_by").filter(uuid=meeting).first()
    if held is None:
        return None
    council, on = held.council, held.held_on or held.day
    here = places.commune(council.commune_id)
    members = [one for one in CouncilMember.objects.filter(council__uuid=council.uuid).order_by("name", "id")
               if one.since <= on and (one.until is None or on < one.until)]
    there = set(held.presences.values_list("member_id", flat=True))
    came = [one for one in members if one.uuid in there]
    after = _next(held, on)
    return Minutes(
        commune=here.name, county=here.county.name, founded_by=council.decision, founded_on=council.decided_on,
        founded_by_words=council.get_decided_by_display(), number=_number(held, council, on), state=held.state,
        day=on, hour=held.hour, place=held.place, begun=held.begun, ended=held.ended,
        present=_named(came), absent=_named([one for one in members if one.uuid not in there]),
        others=held.others, quorum=has_quorum(len(came), len(members), share=measures_on(on).quorum_share),
        chair=held.chair.name if held.chair else "",
        written_by=held.written_by.full_name if held.written_by else "",
        followed_up=_followed_up(held, on), items=_items(held), other_decisions=_decided(held, None, 0),
        next_day=after.day if after else None, next_hour=after.hour if after else "",
        next_place=after.place if after else "",
    )


def _named(members: list[CouncilMember]) -> tuple[tuple[str, str], ...]:
    return tuple((one.name, str(one.get_quality_display())) for one in members)


def _number(held: Meeting, council: Council, on: date) -> int:
    earlier = Meeting.objects.filter(council__uuid=council.uuid, state=Meeting.State.HELD).exclude(uuid=held.uuid)
    return earlier.filter(held_on__lt=on).count() + 1


def _next(held: Meeting, on: date) -> Meeting | None:
    rows = Meeting.objects.filter(council__uuid=held.council_id, day__gt=on).exclude(state=Meeting.State.CALLED_OFF)
    return rows.order_by("day", "id").first()


def _items(held: Meeting) -> tuple[Spoken, ...]:
    rows = AgendaItem.objects.filter(meeting__uuid=held.uuid, dropped_on=None).order_by("position", "id")
    return tuple(
        Spoken(number, one.sort, one.code, one.title, one.about, one.need, one.why, one.words,
               _decided(held, one.uuid, number))
        for number, one in enumerate(rows, start=1)
    )


def _decided(held: Meeting, item: UUID | None, number: int) -> tuple[Decided, ...]:
    of_meeting = Decision.objects.filter(meeting__uuid=held.uuid).select_related("member", "worker").order_by("id")
    rows = of_meeting.filter(item=None) if item is None else of_meeting.filter(item__uuid=item)
    return tuple(
        Decided(f"{number}.{place}", one.words, one.owner, one.first_due_on) for place, one in enumerate(rows, start=1)
    )


def _followed_up(held: Meeting, on: date) -> tuple[FollowedUp, ...]:
    """Every task decided before and not closed before, with the last word told of it at this meeting."""
    rows = Decision.objects.filter(meeting__council__uuid=held.council_id, decided_on__lt=on)
    rows = rows.exclude(meeting__uuid=held.uuid).exclude(state=Decision.State.NO_TASK)
    tasks = rows.select_related("member", "worker").order_by("decided_on", "id")
    found = []
    for one in tasks:
        reports = list(TaskReport.objects.filter(task__uuid=one.uuid, on__lte=on).order_by("on", "id"))
        before = [report for report in reports if report.on < on]
        if before and before[-1].outcome != TaskReport.Outcome.CARRIED_OVER:
            continue
        here = next((report for report in reversed(reports) if report.meeting_id == held.uuid), None)
        later = next((report.due_on for report in reversed(reports) if report.due_on), None)
        found.append(FollowedUp(one.decided_on, one.words, one.owner, later or one.first_due_on,
                                here.outcome if here else "", here.note if here else ""))
    return tuple(found)
