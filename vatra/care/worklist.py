"""The worklist: what is asked of a team, by when, and from which law."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, F, Q, QuerySet

from vatra.base.prepared import Prepared
from vatra.care.domains import domains_in, seen_bits
from vatra.care.models import Deadline
from vatra.care.package import Package, package_on
from vatra.people import queries as people

PARTS = ("all", "late", "week", "later")  # of the worklist: overdue; in the next 7 days; after that
WEEK = timedelta(days=7)
FEW_COMMUNES = 4
FEW_LATE = 5_000  # so many are sorted sooner than they are looked for in a whole county's list by urgency
OPEN = Q(met_on=None, lapsed_on=None)
FIELDS = (
    "uuid", "household_id", "commune_id", "person_id", "rule", "cause", "causes", "starts_on", "due_on", "urgency",
    "article", "confirmed",
)
RULE = FIELDS.index("rule")


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing to do. `why` are the findings the reader may know of: (code, name).

    `initials` and `age` (whole years, None when unknown) are the person's; of the head of the
    household, without an age, when the whole household is meant. `days_late` is 0 until it is overdue.
    """

    uuid: UUID
    household: UUID
    commune: int
    person: UUID | None
    initials: str
    age: int | None
    code: str
    what: str
    cause: str
    why: tuple[tuple[str, str], ...]
    starts_on: date
    due_on: date
    days_late: int
    urgency: int
    article: str
    confirmed: bool


def worklist(
    communes: Collection[int], domains: Collection[str], *, on: date, limit: int = 50, offset: int = 0,
    part: str = "all", roles: Collection[str] = (), late: int | None = None,
) -> list[Asked]:
    """What is open in these communes for a reader of these domains: overdue first, then by urgency, then by day.

    What one of the reader's `roles` leads is there too, if need be without its reasons. `part` is one of
    PARTS; `offset` and `limit` cut a page out of it. `late`: how many are overdue, when the asker knows.
    """
    may_know = _may_know(domains, roles, on)
    seen = _in_order(communes, domains).filter(may_know, _in(part, on))
    counted = _seen(communes, domains).filter(may_know, _in(part, on))
    rows: list[dict[str, Any]] = []
    for when in (Q(due_on__lt=on), Q(due_on__gte=on)):
        overdue = when == Q(due_on__lt=on)
        if len(rows) == limit:
            break
        if offset and overdue:
            whole = late if late is not None and part in ("all", "late") else counted.filter(when).count()
            if whole <= offset:
                offset -= whole
                continue
        few = overdue and late is not None and late <= FEW_LATE
        half = (counted if few else seen).filter(when)
        rows += half.order_by("-urgency", "due_on", "id")[offset : offset + limit - len(rows)].values(*FIELDS)
        offset = 0
    members = people.members_of({row["household_id"] for row in rows}, on=on)
    package = package_on(on)
    return [_asked(row, members.get(row["household_id"], []), package, set(domains), on) for row in rows]


def worklist_counts(
    communes: Collection[int], domains: Collection[str], *, on: date, roles: Collection[str] = ()
) -> dict[str, int]:
    """How many things stand in each of PARTS for a reader of these domains who holds these roles."""
    counted: dict[str, int] = _seen(communes, domains).filter(_may_know(domains, roles, on)).aggregate(
        **{part: Count("id", filter=_in(part, on) or None) for part in PARTS}
    )
    return counted


def _in(part: str, on: date) -> Q:
    soon = on + WEEK
    return {
        "all": Q(), "late": Q(due_on__lt=on), "week": Q(due_on__gte=on, due_on__lte=soon), "later": Q(due_on__gt=soon),
    }[part]


def _seen(communes: Collection[int], domains: Collection[str]) -> QuerySet[Deadline]:
    return Deadline.objects.filter(OPEN, commune__in=communes).annotate(
        shared=F("domains").bitand(seen_bits(domains))
    )


def _may_know(domains: Collection[str], roles: Collection[str], on: date) -> Q:
    """Of a finding that is seen, by a service that may be known; or of a service that the reader leads.

    Deadlines of the law carry a code of their own and depend on their findings alone.
    """
    package = package_on(on)
    known = Q(shared__gt=0) & ~Q(rule__in=package.not_for(domains, roles))
    led = package.led_by(roles)
    return known | Q(rule__in=led) if led else known


def _in_order(communes: Collection[int], domains: Collection[str]) -> QuerySet[Deadline]:
    """The same rows for reading a page of them: of a few communes by commune, of a county by urgency.

    SQLite's planner would sort the whole county for twenty rows (40 ms instead of 4 with 46,000
    households); “commune + 0” keeps it from the commune's index. PostgreSQL's knows by itself.
    """
    if len(communes) <= FEW_COMMUNES or connection.vendor != "sqlite":
        return _seen(communes, domains)
    return Deadline.objects.filter(OPEN).annotate(
        shared=F("domains").bitand(seen_bits(domains)), place=F("commune_id") + 0
    ).filter(place__in=communes)


def _asked(row: dict[str, Any], members: list[Any], package: Package, domains: set[str], on: date) -> Asked:
    initials, age = _who(row["person_id"], members, on)
    return Asked(
        uuid=row["uuid"], household=row["household_id"], commune=row["commune_id"], person=row["person_id"],
        initials=initials, age=age, code=row["rule"], what=package.label(row["rule"]), cause=row["cause"],
        why=tuple(dict.fromkeys(
            (code, package.label(code)) for code, domain, _severity, _person in row["causes"] if domain in domains
        )),
        starts_on=row["starts_on"], due_on=row["due_on"], days_late=max(0, (on - row["due_on"]).days),
        urgency=_urgency(row, domains), article=row["article"], confirmed=row["confirmed"],
    )


def _urgency(row: dict[str, Any], domains: set[str]) -> int:
    """The severity of what the reader may know of: a graver cause must not show through."""
    if not row["causes"]:
        return int(row["urgency"])
    return max((severity for _code, domain, severity, _person in row["causes"] if domain in domains), default=1)


def _who(person: UUID | None, members: list[Any], on: date) -> tuple[str, int | None]:
    one = next((m for m in members if m.uuid == person), None)
    if one is None:
        head = next((m for m in members if m.is_head), None)
        return (head.initials if head and person is None else "", None)
    ages = one.ages(on)
    return one.initials, ages[0] if ages else None


def of_household(
    household: UUID, domains: Collection[str], *, on: date, roles: Collection[str] = ()
) -> list[Asked]:
    """What is open for one household, in the order of the worklist."""
    package, bits = package_on(on), seen_bits(domains)
    hidden, led = package.not_for(domains, roles), package.led_by(roles)
    rows = [dict(zip(FIELDS, row, strict=True)) for shared, *row in _OF_HOUSEHOLD(household)
            if row[RULE] in led or (shared & bits and row[RULE] not in hidden)]
    shown = sorted(rows,
                   key=lambda row: (row["due_on"] >= on, -row["urgency"], row["due_on"], row["rule"]))
    members = people.members_of([household], on=on).get(household, [])
    return [_asked(row, members, package, set(domains), on) for row in shown]


_OF_HOUSEHOLD = Prepared(
    lambda household: Deadline.objects.filter(OPEN, household__uuid=household).values_list("domains", *FIELDS)
)


def overdue_by_commune(communes: Collection[int], *, on: date) -> dict[int, int]:
    """How many open deadlines are overdue in each of these communes; a commune with none counts 0.

    A count only: it is for overviews and tells nobody's domain apart.
    """
    rows = Deadline.objects.filter(OPEN, commune__in=communes, due_on__lt=on)
    counted = dict(rows.values_list("commune").annotate(n=Count("id")).order_by())
    return {commune: counted.get(commune, 0) for commune in communes}


def overdue_since(rule: str, *, since: date, on: date) -> list[tuple[UUID, int, list[str]]]:
    """The open deadlines of a rule whose day has passed, but not before another: (uuid, commune, domains of those who
    may know).
    """
    rows = Deadline.objects.filter(OPEN, rule=rule, due_on__lt=on, due_on__gte=since).order_by("id")
    return [(uuid, commune, domains_in(bits)) for uuid, commune, bits in rows.values_list("uuid", "commune", "domains")]
