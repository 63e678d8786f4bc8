"""Questions about how well the work is done, named by what they return."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from vatra.access import queries as access
from vatra.assessment import queries as assessment
from vatra.care import queries as care
from vatra.care.queries import package_on
from vatra.people import queries as people
from vatra.supervision.agreement import Agreement, agreement, together
from vatra.supervision.drawing import Framed, digest_of, drawn
from vatra.supervision.models import MethodQuestion
from vatra.supervision.samples import (
    Results,
    SampleTold,
    ToAsk,
    first_worker,
    frame,
    questions,
    results,
    samples,
    to_ask_again,
)
from vatra.supervision.samples import drawn as drawn_interview

__all__ = [
    "Agreement", "CommuneSeen", "Framed", "MethodQuestionSeen", "Results", "SampleTold", "ToAsk", "WorkerSeen",
    "agreement", "communes_seen", "digest_of", "drawn", "drawn_interview", "first_worker", "frame",
    "method_question", "method_questions", "questions", "results", "samples", "to_ask_again", "together",
    "unsupervised",
    "workers_seen",
]

LATELY = timedelta(days=90)
UNANSWERED = "referral_answered"
SUPERVISION = "supervision"
EMERGENCY = 4


@dataclass(frozen=True, slots=True)
class CommuneSeen:
    """What a supervisor must look at in a commune, of the domains that are seen."""

    commune: int
    late: int
    emergencies: tuple[UUID, ...]
    unsupervised: int
    unanswered: int
    signals: int
    open_cases: int

    @property
    def needs(self) -> int:
        """By what the communes are put in order: what is gravest first."""
        return 1000 * len(self.emergencies) + 20 * (self.unsupervised + self.unanswered + self.signals) + self.late


@dataclass(frozen=True, slots=True)
class WorkerSeen:
    """The work of one worker in the last 90 days."""

    uuid: UUID
    name: str
    roles: tuple[str, ...]
    interviews: int
    visits: int


@dataclass(frozen=True, slots=True)
class MethodQuestionSeen:
    """A question to the method."""

    uuid: UUID
    commune: int
    on: date
    by: str
    sort: str
    code: str
    words: str
    rulebook: str
    answer: str
    answered_on: date | None
    answered_by: str
    reply: str


def communes_seen(
    waiting: Mapping[int, care.Waiting], domains: Collection[str], *, on: date, roles: Collection[str] = ()
) -> list[CommuneSeen]:
    """What must be looked at in each commune where anything is, the one that needs it most first; `waiting`: what
    waits in each of the communes, as `care.waiting_in` gives it.
    """
    communes = list(waiting)
    late = care.late_in(waiting, (SUPERVISION, UNANSWERED), domains, roles, on=on)
    signals = care.signals_waiting_in(communes)
    grave = assessment.households_found(communes, severity=EMERGENCY, domains=domains)
    here = set(people.households_in(communes, on=on).filter(uuid__in=grave).values_list("uuid", flat=True))
    emergencies: dict[int, list[UUID]] = {}
    for uuid, commune in people.communes_of(here).items():
        emergencies.setdefault(commune, []).append(uuid)
    opened = care.open_cases_by_commune(communes)
    found = [
        CommuneSeen(
            commune, late[commune][""], tuple(sorted(emergencies.get(commune, ()))), late[commune][SUPERVISION],
            late[commune][UNANSWERED], signals.get(commune, 0), opened.get(commune, 0),
        )
        for commune in communes if waiting[commune] or commune in opened or commune in emergencies
    ]
    return sorted(found, key=lambda one: (-one.needs, one.commune))


def unsupervised(
    commune: int, domains: Collection[str], *, on: date, roles: Collection[str], most: int = 200
) -> list[care.Asked]:
    """The grave cases of a commune whose session of supervision is late, the gravest first."""
    late = care.worklist([commune], domains, on=on, part="late", limit=most, roles=roles)
    return [one for one in late if one.code == SUPERVISION]


def workers_seen(commune: int, *, on: date) -> list[WorkerSeen]:
    """The team of a commune with what each did in the last 90 days, by name."""
    since, until = on - LATELY, on + timedelta(days=1)
    asked: dict[int, int] = {}
    for _uuid, _household, by, _day in assessment.interviews_between([commune], since=since, until=until):
        asked[by] = asked.get(by, 0) + 1
    visited = care.visits_between([commune], since=since, until=until)
    book = access.roles_book()
    return [
        WorkerSeen(one.worker.uuid, one.full_name, one.roles, asked.get(one.worker.pk, 0),
                   visited.get(one.worker.pk, 0))
        for one in access.team_of(commune, on=on)
        if any(code in book and book[code].sees_cases for code in one.roles)
    ]


def method_questions(
    communes: Collection[int], domains: Collection[str], *, on: date, own: Any = None, most: int = 500
) -> list[MethodQuestionSeen]:
    """The questions of some communes about rules that a reader of these domains may know, those unanswered first.

    `own`: only those of this worker.
    """
    rows = MethodQuestion.objects.filter(commune__in=list(communes)).select_related("by", "answered_by")
    rows = rows if own is None else rows.filter(by=own)
    package = package_on(on)
    listed = rows.order_by("answered_on", "on", "id")
    seen = [_question(row) for row in listed if not row.code or package.may_know(row.code, domains)]
    return sorted(seen, key=lambda one: one.answered_on is not None)[:most]


def method_question(uuid: UUID) -> MethodQuestionSeen | None:
    """One question to the method."""
    row = MethodQuestion.objects.select_related("by", "answered_by").filter(uuid=uuid).first()
    return _question(row) if row else None


def _question(row: MethodQuestion) -> MethodQuestionSeen:
    return MethodQuestionSeen(
        row.uuid, row.commune_id, row.on, row.by.full_name, row.sort, row.code, row.words, row.rulebook, row.answer,
        row.answered_on, row.answered_by.full_name if row.answered_by else "", row.reply,
    )
