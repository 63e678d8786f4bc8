"""Planned visits: meant for a day, alone or with colleagues; and those that two professions could make together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from vatra.base.prepared import Prepared
from vatra.base.rows import insert_records, write_records
from vatra.care.models import PlannedService, PlannedVisit, Visit
from vatra.care.package import package_on
from vatra.care.standing import check_households_held, check_services_known, home
from vatra.people import queries as people
from vatra.register.kinds import CannotApply, NotYetHere, Sealed

FURTHEST = timedelta(days=366)
WEEK = timedelta(days=7)
MOST_NAMED = 3  # services of each, what is due first


@dataclass(frozen=True, slots=True)
class VisitPlanned:
    """A visit planned. `state`: planned, made, missed (its day is over and nobody of them visited)."""

    uuid: UUID
    household: UUID
    commune: int
    day: date
    by: UUID
    by_name: str
    companions: tuple[UUID, ...]
    names: tuple[str, ...]
    purpose: str
    note: str
    state: str

    def is_of(self, worker: UUID) -> bool:
        """Whether a worker goes."""
        return worker == self.by or worker in self.companions


@dataclass(frozen=True, slots=True)
class Together:
    """Two professions have something due in one household in one week. `what`: what the reader may know of it."""

    household: UUID
    commune: int
    due_on: date
    mine: tuple[str, ...]
    other_role: str
    what: tuple[str, ...]


def apply_plan_visit(run: Sequence[Sealed]) -> None:
    """Keep what is planned."""
    check_households_held(run)
    check_services_known((entry.payload.purpose, entry.on) for entry in run)
    named = {str(uuid) for entry in run for uuid in entry.payload.companions}
    known = {str(uuid) for uuid in get_user_model().objects.filter(uuid__in=named).values_list("uuid", flat=True)}
    for entry in run:
        if not entry.on <= entry.payload.day <= entry.on + FURTHEST:
            raise CannotApply(
                _("A visit is planned for today or later, and at most for a year. Check the day."), code="planned_day",
            )
        if not {str(uuid) for uuid in entry.payload.companions} <= known:
            raise CannotApply(_("The worker named here is not known. Choose one of the team."), code="unknown_worker")
    insert_records([
        PlannedVisit(uuid=entry.uuid, household_id=home(entry), day=entry.payload.day, planned_on=entry.on,
                     by_id=entry.by_id, companions=[str(uuid) for uuid in entry.payload.companions],
                     purpose=entry.payload.purpose or "", note=entry.payload.note)
        for entry in run
    ])


def apply_cancel_planned_visit(run: Sequence[Sealed]) -> None:
    """A planned visit will not be made; the first word counts."""
    check_households_held(run)
    held = {one.uuid: one for one in PlannedVisit.objects.filter(uuid__in={e.payload.planned for e in run})}
    same = people.same_as({home(entry) for entry in run})
    for entry in run:
        one = held.get(entry.payload.planned)
        if one is None or one.household_id not in same.get(home(entry), {home(entry)}):
            raise NotYetHere(
                _("The planned visit is not in the register yet. The entry is kept and is applied when it comes."),
                code="unknown_planned_visit", awaits=entry.payload.planned,
            )
        one.cancelled_on = min(one.cancelled_on or entry.on, entry.on)
    write_records(held.values(), ["cancelled_on"])


def visits_planned(
    domains: Collection[str], *, on: date, since: date | None = None, until: date | None = None,
    communes: Collection[int] = (), households: Collection[UUID] = (), roles: Collection[str] = (),
) -> list[VisitPlanned]:
    """What is planned from a day to before another, in some communes or for some households, by day.

    The purpose is told to those who may know it; the note, which is for the road, to the whole team.
    """
    days = (since or date.min, until or date.max)
    listed: list[PlannedVisit] = []
    if "general" in domains and (households or communes):
        listed = _OF_HOUSEHOLDS(*days, households) if households else _IN_COMMUNES(*days, communes)
    names = _names({UUID(uuid) for row in listed for uuid in row.companions})
    made = _made(listed)
    package = package_on(on)
    return [
        VisitPlanned(
            row.uuid, row.household.uuid, row.household.commune_id, row.day, row.by.uuid, row.by.full_name,
            tuple(UUID(uuid) for uuid in row.companions),
            tuple(names[UUID(uuid)][0] for uuid in row.companions if UUID(uuid) in names),
            row.purpose if row.purpose and package.may_know_act(row.purpose, (), domains, roles) else "", row.note,
            _state(row, names, made, on),
        )
        for row in listed
    ]


_STANDING = PlannedVisit.objects.filter(cancelled_on=None).select_related("by", "household").order_by("day", "id")
_OF_HOUSEHOLDS = Prepared(lambda since, until, households: _STANDING.filter(
    day__gte=since, day__lt=until, household__uuid__in=households))
# “commune + 0” keeps SQLite from looking at every household of the communes for the visits of a day
_IN_COMMUNES = Prepared(lambda since, until, communes: _STANDING.alias(
    seen_in=F("household__commune_id") + 0).filter(day__gte=since, day__lt=until, seen_in__in=communes))


def _names(workers: Collection[UUID]) -> dict[UUID, tuple[str, int]]:
    return {uuid: (name, pk) for uuid, name, pk in _NAMES(workers)} if workers else {}


_NAMES = Prepared(
    lambda workers: get_user_model().objects.filter(uuid__in=workers).values_list("uuid", "full_name", "pk")
)


def _made(listed: Collection[PlannedVisit]) -> set[tuple[UUID, date, int]]:
    return set(_MADE({row.household_id for row in listed}, {row.day for row in listed})) if listed else set()


_MADE = Prepared(lambda homes, days: Visit.objects.filter(household__in=homes, on__in=days).values_list(
    "household__uuid", "on", "by_id"))


def _state(
    row: PlannedVisit, names: dict[UUID, tuple[str, int]], made: set[tuple[UUID, date, int]], on: date
) -> str:
    goers = {row.by_id, *(names[UUID(uuid)][1] for uuid in row.companions if UUID(uuid) in names)}
    if any((row.household.uuid, row.day, goer) in made for goer in goers):
        return "made"
    return "missed" if row.day < on else "planned"


def visits_to_make_together(
    communes: Collection[int], domains: Collection[str], roles: Collection[str], *, week: date, on: date,
    team: Collection[str],
) -> list[Together]:
    """Households where one of the reader's roles and another of the team have services due by the end of a week.

    Left out are those for which a visit of two is planned in that week. Of the other's services the reader is told
    those that may be known; that the other profession has something to do there the team must know, to go together.
    """
    rows = PlannedService.objects.filter(
        Q(due_on__lt=week + WEEK), state="planned", plan__ended_on=None, household__commune__in=list(communes),
        household__ended_on=None,
    ).order_by("due_on", "service", "uuid")
    by_home: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows.select_related("household"):
        by_home[row.household.uuid].append(row)
    both = {uuid: several for uuid, several in by_home.items()
            if {row.responsible for row in several} & set(roles)
            and {row.responsible for row in several} & (set(team) - set(roles))}
    taken = {one.household for one in visits_planned(domains, on=on, since=week, until=week + WEEK, communes=communes)
             if one.companions and one.state != "missed"}
    package = package_on(on)
    return [_together(uuid, several, set(roles), set(team), domains, package)
            for uuid, several in both.items() if uuid not in taken]


def _together(
    uuid: UUID, several: list[Any], roles: set[str], team: set[str], domains: Collection[str], package: Any
) -> Together:
    mine = [row for row in several if row.responsible in roles]
    others = [row for row in several if row.responsible in team - roles]
    other = others[0].responsible
    known = [row.service for row in others if row.responsible == other
             and package.may_know_act(row.service, row.codes, domains)]
    return Together(
        uuid, mine[0].household.commune_id, mine[0].due_on, _few(row.service for row in mine), other, _few(known),
    )


def _few(services: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(services))[:MOST_NAMED]


def shown(payload: dict[str, Any], domains: frozenset[str]) -> dict[str, Any] | None:
    """What is planned, as a stream may give it away: the purpose only to who may know the service."""
    if "general" not in domains:
        return None
    purpose = payload.get("purpose")
    if purpose and not package_on(date.max).may_know(purpose, domains):
        return {**payload, "purpose": None}
    return payload
