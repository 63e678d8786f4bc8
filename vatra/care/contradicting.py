"""What of the casework contradicts: care after a death, plans agreed without knowing of each other."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from django.db.models import F, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from vatra.base.ids import derived_uuid
from vatra.care.models import BothStand, Delivery, Plan, Visit
from vatra.care.standing import check_households_held, home
from vatra.people import queries as people
from vatra.register import queries as register
from vatra.register.kinds import CannotApply, Payload, Sealed


class LetBothStand(Payload):
    """Two things recorded about the entry's household seem to contradict each other, and both hold; and why."""

    one: UUID
    other: UUID
    reason: Annotated[str, Field(min_length=3, max_length=2_000)]


@dataclass(frozen=True, slots=True)
class AfterDeath:
    """Somebody was met or given a service after the day on which they died, as it is recorded. `by`: internal id."""

    household: UUID
    person: UUID
    died_on: date
    act: UUID
    is_visit: bool
    on: date
    by: int


@dataclass(frozen=True, slots=True)
class Blind:
    """Two plans of one household, each agreed before its author could know of the other. `by`: internal ids."""

    household: UUID
    first: UUID
    second: UUID
    first_on: date
    second_on: date
    first_by: int
    second_by: int


def apply_let_both_stand(run: Sequence[Sealed]) -> None:
    """Not asked again."""
    check_households_held(run)
    for entry in run:
        one, other = sorted((entry.payload.one, entry.payload.other), key=str)
        if one == other:
            raise CannotApply(_("There is nothing to settle: someone has already done it."), code="already_settled")
        BothStand.objects.bulk_create([BothStand(
            uuid=derived_uuid("both stand", one, other), household_id=home(entry), one=one, other=other, on=entry.on,
        )], ignore_conflicts=True)


def care_after_death(communes: Collection[int]) -> list[AfterDeath]:
    """What was recorded with persons of these communes after their death, but for what was looked at."""
    dead = people.died_in(communes)
    homes = {household for household, _person, _died in dead}
    visits: dict[UUID, list[Visit]] = {}
    for visit in Visit.objects.filter(household__uuid__in=homes).order_by("id") if homes else ():
        visits.setdefault(visit.household_id, []).append(visit)
    given: dict[UUID, list[Delivery]] = {}
    for delivery in Delivery.objects.filter(
        person__uuid__in=[person for _home, person, _died in dead], outcome="done"
    ).order_by("id") if dead else ():
        if delivery.person_id is not None:
            given.setdefault(delivery.person_id, []).append(delivery)
    found = [
        AfterDeath(household, person, died_on, act.uuid, isinstance(act, Visit), act.on, act.by_id)
        for household, person, died_on in dead
        for act in (*(v for v in visits.get(household, ()) if str(person) in v.persons), *given.get(person, ()))
        if act.on > died_on
    ]
    settled = _settled({one.household for one in found})
    return [one for one in found if frozenset((one.act, one.person)) not in settled]


def plans_agreed_blindly(communes: Collection[int]) -> list[Blind]:
    """Plans of one household that two workers agreed offline, the second running; but for those looked at."""
    before = Plan.objects.filter(household=OuterRef("household"), id__lt=OuterRef("id")).order_by("-id")
    running = Plan.objects.filter(ended_on=None, household__commune__in=list(communes)).annotate(
        first=Subquery(before.values("uuid")[:1]), first_by=Subquery(before.values("by")[:1]),
    ).filter(first__isnull=False).exclude(first_by=F("by")).order_by("id")
    found = [
        Blind(second.household, first.uuid, second.uuid, first.on, second.on, first.by_id, second.by_id)
        for first, second in register.made_blindly(list(running.values_list("first", "uuid")))
        if second.household is not None
    ]
    settled = _settled({one.household for one in found})
    return [one for one in found if frozenset((one.first, one.second)) not in settled]


def services_promised(plans: Collection[UUID]) -> dict[UUID, list[tuple[str, UUID | None, tuple[str, ...]]]]:
    """What the entries of some plans promised: (service, person, the vulnerabilities it is for)."""
    promised: dict[UUID, list[tuple[str, UUID | None, tuple[str, ...]]]] = {}
    for uuid in plans:
        entry = register.entry(uuid)
        for one in (entry.payload or {}).get("services", ()) if entry else ():
            person = UUID(one["person"]) if one.get("person") else None
            promised.setdefault(uuid, []).append((one["service"], person, tuple(one.get("codes", ()))))
    return promised


def _settled(households: Collection[UUID]) -> set[frozenset[UUID]]:
    rows = BothStand.objects.filter(household__uuid__in=list(households)) if households else ()
    return {frozenset((row.one, row.other)) for row in rows}
