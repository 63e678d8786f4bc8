"""What was filled in on monitoring sheets and in reports of emergencies, as their reader may know it: for papers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from vatra.care.merged import every
from vatra.care.models import Delivery, PlannedService, Visit
from vatra.care.notes import Authors
from vatra.care.package import package_on


@dataclass(frozen=True, slots=True)
class ServiceFollowed:
    """A planned service on a monitoring sheet: `goes` well, slowly, not_at_all or ended, and in words."""

    what: str
    person: UUID | None
    goes: str
    words: str


@dataclass(frozen=True, slots=True)
class SheetSeen:
    """A monitoring sheet with the visit on which it was filled in; `persons`: who was met; `minutes`: how long."""

    on: date
    by: str
    where: str
    persons: tuple[UUID, ...]
    minutes: int | None
    services: tuple[ServiceFollowed, ...]
    changed: str
    child: str
    next_on: date | None


@dataclass(frozen=True, slots=True)
class EmergencyTold:
    """An emergency that somebody was told of; `measures` is empty for who shares not its author's profession.

    `told`: dgaspc, hotline_119, hotline_112 or police; `number`: called, or of the written report.
    """

    on: date
    by: str
    person: UUID | None
    told: str
    told_at: datetime
    in_writing: bool
    number: str
    whom: str
    measures: str


def monitoring_sheets(
    household: UUID, domains: Collection[str], *, since: date, on: date, roles: Collection[str] = ()
) -> list[SheetSeen]:
    """The monitoring sheets of some days that a reader may read, the latest first, with the services it may know."""
    visits = Visit.objects.filter(household__uuid__in=every(household), on__gte=since, on__lte=on)
    rows = list(visits.exclude(monitoring=None).select_related("by").order_by("-on", "-id"))
    authors = Authors({row.by_id for row in rows})
    shared = [row for row in rows if authors.share(row.by_id, row.on, row.note_for, domains)]
    known = _services(shared, frozenset(domains), frozenset(roles), on)
    return [_sheet(row, row.monitoring or {}, known) for row in shared]


def _services(
    rows: Iterable[Visit], domains: frozenset[str], roles: frozenset[str], on: date
) -> dict[str, tuple[str, UUID | None]]:
    """What each planned service on some sheets is, and for whom; without those that the reader may not know."""
    package = package_on(on)
    asked = {one["planned"] for row in rows for one in (row.monitoring or {}).get("services", ())}
    return {
        str(one.uuid): (package.label(one.service), one.person_id)
        for one in PlannedService.objects.filter(uuid__in=asked)
        if one.responsible in roles or package.may_know_act(one.service, one.codes, domains, roles)
    }


def _sheet(row: Visit, said: Mapping[str, Any], known: Mapping[str, tuple[str, UUID | None]]) -> SheetSeen:
    return SheetSeen(
        on=row.on, by=row.by.full_name, where=row.kind, persons=tuple(UUID(one) for one in row.persons),
        minutes=row.minutes, changed=said.get("changed", ""), child=said.get("child", ""),
        next_on=date.fromisoformat(said["next_on"]) if said.get("next_on") else None,
        services=tuple(
            ServiceFollowed(*known[one["planned"]], one["goes"], one.get("words", ""))
            for one in said.get("services", ()) if one["planned"] in known
        ),
    )


def emergencies_told(
    household: UUID, domains: Collection[str], *, on: date, roles: Collection[str] = ()
) -> list[EmergencyTold]:
    """The reports of emergencies until a day that a reader may know of, the oldest first."""
    package = package_on(on)
    given = Delivery.objects.filter(household__uuid__in=every(household), on__lte=on).exclude(report=None)
    rows = [row for row in given.select_related("by").order_by("on", "id")
            if package.may_know_act(row.service, row.codes, domains, roles)]
    authors = Authors({row.by_id for row in rows})
    return [_told(row, row.report or {}, shared=authors.share(row.by_id, row.on, "", domains)) for row in rows]


def _told(row: Delivery, said: Mapping[str, Any], *, shared: bool) -> EmergencyTold:
    return EmergencyTold(
        on=row.on, by=row.by.full_name, person=row.person_id, told=said["told"],
        told_at=datetime.fromisoformat(said["told_at"]), in_writing=said["in_writing"], number=said["number"],
        whom=said["whom"], measures=said["measures"] if shared else "",
    )
