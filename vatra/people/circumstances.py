"""What life events say of persons, and which life events there were; read by the rooms above."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from vatra.base.prepared import Prepared
from vatra.people.models import Circumstance, LifeEvent


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that a life event says of a person: which aspect, which value, from which day on, by whom."""

    person: UUID
    aspect: str
    value: str
    on: date
    by: int


@dataclass(frozen=True, slots=True)
class Happened:
    """A life event of a household. `by` is the worker's internal id."""

    entry: UUID
    kind: str
    household: UUID
    other: UUID | None
    person: UUID | None
    on: date
    by: int
    undone_on: date | None


_SAID = Prepared(
    lambda persons: Circumstance.objects.filter(person__in=persons).order_by("on", "id")
    .values_list("person", "aspect", "value", "on", "by")
)


def said_of(persons: Collection[UUID]) -> dict[UUID, list[Said]]:
    """What the life events in force say of each of these persons, by their days."""
    found: dict[UUID, list[Said]] = {}
    for row in _SAID(persons) if persons else ():
        said = Said(*row)
        found.setdefault(said.person, []).append(said)
    return found


SAYING = ("record_parent_gone", "record_parent_back", "place_child", "return_child", "record_union")
_TOLD = Prepared(
    lambda households, kinds: LifeEvent.objects.filter(
        household__in=households, kind__in=kinds, undone_on__isnull=True
    ).values_list("household", "on")
)


def days_told(households: Collection[UUID]) -> dict[UUID, date]:
    """The latest day of which a life event says something of persons, for the households that have any."""
    found: dict[UUID, date] = {}
    for household, on in _TOLD(households, SAYING) if households else ():
        found[household] = max(on, found.get(household, on))
    return found


_PARTED = Prepared(
    lambda households, kinds: LifeEvent.objects.filter(
        household__in=households, kind__in=kinds, undone_on__isnull=True
    ).order_by("id").values_list("household", "other", "on")
)


def parted_and_joined(households: Collection[UUID]) -> list[tuple[UUID, UUID, date]]:
    """Those that began by a split or took another household in, with that one and the day; the earliest told first."""
    return _PARTED(households, ("split_household", "join_households")) if households else []


def life_events_of(household: UUID) -> list[Happened]:
    """Every life event that changed a household, the latest first."""
    return [Happened(*row) for row in _EVENTS(household, household)]


_EVENTS = Prepared(
    lambda household, again: LifeEvent.objects.filter(Q(household=household) | Q(other=again)).order_by("-on", "-id")
    .values_list("uuid", "kind", "household", "other", "person", "on", "by", "undone_on")
)
