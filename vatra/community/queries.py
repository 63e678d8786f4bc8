"""Questions about councils, named by what they return. What is given here holds no household and no person's uuid,
but for `case_of`, `tasks_about` and `proposals`, which are for who keeps the council.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Q, QuerySet

from vatra.base.prepared import Prepared
from vatra.community.measures import Rhythm, measures_on, meeting_due
from vatra.community.minutes import Minutes, minutes_of
from vatra.community.models import AgendaItem, Council, CouncilMember, Decision, Meeting, TaskReport
from vatra.community.policies import has_quorum
from vatra.community.proposing import Proposal, proposals
from vatra.people import queries as people

__all__ = [
    "Item", "Member", "Minutes", "Proposal", "Rhythm", "Sitting", "Task", "case_of", "council_of", "decisions_of",
    "every_decision", "items_of", "meeting", "meeting_due_of", "meetings_of", "members_of", "minutes_of",
    "number_of_decisions", "number_of_open_tasks", "open_tasks", "plan_of_year", "proposals", "task", "tasks_about",
    "tasks_at", "tasks_of_worker",
]


@dataclass(frozen=True, slots=True)
class Member:
    """Who sits in a council; `until` is exclusive; `worker` the internal id of the account, if there is one."""

    uuid: UUID
    name: str
    quality: str
    quality_words: str
    decision: str
    since: date
    until: date | None
    worker: int | None


@dataclass(frozen=True, slots=True)
class Sitting:
    """A meeting: called | held | called_off. `present` and `members` count who was there of how many."""

    uuid: UUID
    commune: int
    council: UUID
    day: date
    hour: str
    place: str
    state: str
    reason: str
    held_on: date | None
    others: str
    chair: UUID | None
    begun: str
    ended: str
    present: frozenset[UUID]
    members: int
    quorum: bool

    @property
    def on(self) -> date:
        """The day on which it was held, or for which it is called."""
        return self.held_on or self.day


@dataclass(frozen=True, slots=True)
class Item:
    """An item of an agenda as the members know it; of a case they know its `code`, not whose it is."""

    uuid: UUID
    meeting: UUID
    position: int
    sort: str
    code: str
    title: str
    about: str
    need: str
    why: str
    words: str
    discussed: bool


@dataclass(frozen=True, slots=True)
class Task:
    """A decision, and the task it is when `state` is not "" (open | done | not_done).

    `owner` in words; `own_by`: the internal id of the worker whose task it is. `told`: (day, outcome, note, new day).
    """

    uuid: UUID
    meeting: UUID
    commune: int
    item: UUID | None
    sort: str
    code: str
    decided_on: date
    words: str
    owner: str
    owned_by: int | None
    due_on: date | None
    state: str
    closed_on: date | None
    told: tuple[tuple[date, str, str, date | None], ...]

    def late(self, on: date) -> bool:
        """Whether it is open after its day."""
        return self.state == Decision.State.OPEN and self.due_on is not None and self.due_on < on


def council_of(commune: int) -> Council | None:
    """The council of a commune (read only), or None while none was founded."""
    return next(iter(_COUNCIL(commune)), None)


_COUNCIL = Prepared(lambda commune: Council.objects.filter(commune=commune))


def members_of(commune: int, *, on: date | None = None) -> list[Member]:
    """The members of a commune's council on a day, by name; without a day all there ever were."""
    rows = CouncilMember.objects.filter(council__commune=commune).order_by("name", "id")
    if on is not None:
        rows = rows.filter(Q(until=None) | Q(until__gt=on), since__lte=on)
    return [
        Member(one.uuid, one.name, one.quality, one.get_quality_display(), one.decision, one.since, one.until,
               one.worker_id)
        for one in rows
    ]


def meetings_of(commune: int, *, most: int | None = None) -> list[Sitting]:
    """The meetings of a commune's council, the latest first; `most`: all those called, and so many of the others."""
    every = _meetings().filter(council__commune=commune).order_by("-day", "-id")
    if most is None:
        return _sittings(list(every))
    called = Meeting.State.CALLED
    rows = [*every.filter(state=called), *every.exclude(state=called)[:most]]
    return _sittings(sorted(rows, key=lambda one: (one.day, one.pk), reverse=True))


def meeting(uuid: UUID) -> Sitting | None:
    """A meeting by its uuid."""
    return next(iter(_sittings(list(_meetings().filter(uuid=uuid)))), None)


def _meetings() -> QuerySet[Meeting]:
    return Meeting.objects.select_related("council").prefetch_related("presences")


def _sittings(meetings: list[Meeting]) -> list[Sitting]:
    """Meetings with how many members their councils had on their days."""
    terms: dict[UUID, list[tuple[date, date | None]]] = {}
    rows = CouncilMember.objects.filter(council__uuid__in={one.council_id for one in meetings})
    for council, since, until in rows.values_list("council__uuid", "since", "until"):
        terms.setdefault(council, []).append((since, until))
    return [_sitting(one, terms.get(one.council_id, [])) for one in meetings]


def _sitting(one: Meeting, terms: list[tuple[date, date | None]]) -> Sitting:
    on = one.held_on or one.day
    members = sum(since <= on and (until is None or on < until) for since, until in terms)
    present = frozenset(row.member_id for row in one.presences.all())
    return Sitting(
        uuid=one.uuid, commune=one.council.commune_id, council=one.council_id, day=one.day, hour=one.hour,
        place=one.place, state=one.state, reason=one.reason, held_on=one.held_on, others=one.others,
        chair=one.chair_id, begun=one.begun, ended=one.ended, present=present, members=members,
        quorum=has_quorum(len(present), members, share=measures_on(on).quorum_share),
    )


def meeting_due_of(commune: int, *, on: date) -> Rhythm | None:
    """By when the next meeting is to be held: from the last one held, or from the founding; None without a council."""
    council = council_of(commune)
    if council is None:
        return None
    last = next((held_on for held_on, in _HELD(council.uuid, on)), None)
    return meeting_due(council.rhythm, last or council.decided_on, on=on)


_HELD = Prepared(
    lambda council, on: Meeting.objects.filter(council__uuid=council, state=Meeting.State.HELD, held_on__lte=on)
    .order_by("-held_on").values_list("held_on")[:1]
)


def items_of(meeting: UUID) -> list[Item]:
    """The agenda of a meeting, in order."""
    rows = AgendaItem.objects.filter(meeting__uuid=meeting, dropped_on=None).order_by("position", "id")
    return [
        Item(one.uuid, one.meeting_id, place, one.sort, one.code, one.title, one.about, one.need, one.why, one.words,
             one.discussed_on is not None)
        for place, one in enumerate(rows, start=1)
    ]


def case_of(item: UUID) -> UUID | None:
    """Whose case an item is: for who keeps the council. None for other items."""
    return cases_of([item]).get(item)


def cases_of(items: Collection[UUID]) -> dict[UUID, UUID]:
    """`case_of` for many: those of some items that are a case, each with its household."""
    return {item: household for item, household in _CASES(items) if household is not None}


_CASES = Prepared(lambda items: AgendaItem.objects.filter(uuid__in=items).values_list("uuid", "household__uuid"))


def task(uuid: UUID) -> Task | None:
    """A decision by its uuid."""
    return next(iter(_tasks(list(_decisions().filter(uuid=uuid)))), None)


def decisions_of(meeting: UUID) -> list[Task]:
    """What was decided at a meeting, in the order in which it was written down."""
    return _tasks(list(_decisions().filter(meeting__uuid=meeting)))


def every_decision(commune: int, *, start: int, most: int) -> list[Task]:
    """What a commune's council ever decided, the latest first; `most` of them from the `start`."""
    rows = _decisions().filter(meeting__council__commune=commune).order_by("-decided_on", "-id")
    return _tasks(list(rows[start : start + most]))


def number_of_decisions(commune: int) -> int:
    """How many decisions a commune's council ever took."""
    return Decision.objects.filter(meeting__council__commune=commune).count()


def open_tasks(commune: int, *, most: int | None = None) -> list[Task]:
    """The tasks of a commune's council that are open, the earliest day first; at `most` so many."""
    rows = _decisions().filter(meeting__council__commune=commune, state=Decision.State.OPEN)
    rows = rows.order_by(F("due_on").asc(nulls_last=True), "decided_on", "uuid")
    return sorted(_tasks(list(rows[:most])), key=lambda one: (one.due_on or date.max, one.decided_on, one.uuid))


def number_of_open_tasks(commune: int) -> int:
    """How many tasks of a commune's council are open."""
    return Decision.objects.filter(meeting__council__commune=commune, state=Decision.State.OPEN).count()


def tasks_at(meeting: Sitting) -> list[Task]:
    """What a meeting follows up: every task decided before it and not closed before it, as it stands now."""
    rows = _decisions().filter(
        Q(closed_on=None) | Q(closed_on__gte=meeting.on), meeting__council__commune=meeting.commune,
        decided_on__lt=meeting.on,
    ).exclude(state=Decision.State.NO_TASK).exclude(meeting__uuid=meeting.uuid)
    return sorted(_tasks(list(rows)), key=lambda one: (one.due_on or date.max, one.decided_on, one.uuid))


def tasks_of_worker(worker: int) -> list[Task]:
    """The open tasks that a worker (internal id) owns, as one or as a member, the earliest day first."""
    return sorted(_tasks(_OWNED(worker, worker)), key=lambda one: (one.due_on or date.max, one.decided_on, one.uuid))


def tasks_about(household: UUID) -> list[Task]:
    """What was decided of a household's case, the latest first: for who keeps the council, and who owns the task."""
    homes = {household, *people.same_as([household]).get(household, ())}
    return _tasks(_ABOUT(homes))[::-1]


def plan_of_year(commune: int, year: int) -> list[Task]:
    """The community's own plan (C02): the tasks of a year that are of no single case, the earliest day first."""
    rows = _decisions().filter(meeting__council__commune=commune, decided_on__year=year)
    rows = rows.exclude(state=Decision.State.NO_TASK).exclude(item__sort=AgendaItem.Sort.CASE)
    return sorted(_tasks(list(rows)), key=lambda one: (one.due_on or date.max, one.decided_on, one.uuid))


def _decisions() -> QuerySet[Decision]:
    return Decision.objects.select_related("meeting__council", "item", "member", "worker").order_by("decided_on", "id")


_OWNED = Prepared(
    lambda worker, again: _decisions().filter(
        Q(worker=worker) | Q(member__in=CouncilMember.objects.filter(worker=again).values("uuid")),
        state=Decision.State.OPEN)
)
_ABOUT = Prepared(lambda homes: _decisions().filter(item__household__uuid__in=homes))
_REPORTS = Prepared(lambda tasks: TaskReport.objects.filter(task__uuid__in=tasks).order_by("on", "id"))


def _tasks(found: Sequence[Decision]) -> list[Task]:
    told: dict[UUID, list[tuple[date, str, str, date | None]]] = {}
    for report in _REPORTS([one.uuid for one in found]) if found else ():
        told.setdefault(report.task_id, []).append((report.on, report.outcome, report.note, report.due_on))
    return [
        Task(
            uuid=one.uuid, meeting=one.meeting_id, commune=one.meeting.council.commune_id, item=one.item_id,
            sort=one.item.sort if one.item else "", code=one.item.code if one.item else "",
            decided_on=one.decided_on, words=one.words, owner=one.owner,
            owned_by=one.worker_id or (one.member.worker_id if one.member else None), due_on=one.due_on,
            state=one.state, closed_on=one.closed_on, told=tuple(told.get(one.uuid, ())),
        )
        for one in found
    ]
