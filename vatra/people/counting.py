"""How many live where: households, persons and children of communes on a day."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Min, Q

from vatra.base.days import add_months
from vatra.people.living import OF_AGE
from vatra.people.models import Household, Membership


@dataclass(frozen=True, slots=True)
class Numbers:
    """Of one commune on one day; a child is one who is, as far as is known, under 18.

    `until`: the day on which, with no entry in between, the numbers may be others, because somebody comes of
    age or something was said of a later day; None when there is no such day.
    """

    households: int = 0
    persons: int = 0
    children: int = 0
    until: date | None = None


def numbers_in(communes: Collection[int], *, on: date) -> dict[int, Numbers]:
    """The numbers of each of these communes that has any household. Two queries."""
    wanted = list(communes)
    here = Q(ended_on__isnull=True) | Q(ended_on__gt=on)
    households = (
        Household.objects.filter(here, commune__in=wanted).values("commune").order_by()
        .annotate(households=Count("id", filter=Q(enrolled_on__lte=on)), ends=Min("ended_on"),
                  begins=Min("enrolled_on", filter=Q(enrolled_on__gt=on)))
    )
    young = Q(person__born_on__gt=add_months(on, -12 * OF_AGE))
    alive = Q(person__died_on__isnull=True) | Q(person__died_on__gt=on)
    came = Q(since__lte=on)
    persons = (
        Membership.objects.filter(alive, Q(until__isnull=True) | Q(until__gt=on), household__commune__in=wanted)
        .values(commune=F("household__commune")).order_by()
        .annotate(persons=Count("id", filter=came), children=Count("id", filter=came & young),
                  oldest=Min("person__born_on", filter=young),
                  begins=Min("since", filter=Q(since__gt=on)), ends=Min("until"), dies=Min("person__died_on"))
    )
    living = {row["commune"]: row for row in persons}
    return {
        row["commune"]: _numbers(row, living.get(row["commune"], {})) for row in households if row["households"]
    }


def _numbers(homes: Mapping[str, Any], living: Mapping[str, Any]) -> Numbers:
    oldest = living.get("oldest")
    days = [homes["begins"], homes["ends"], living.get("begins"), living.get("ends"), living.get("dies"),
            add_months(oldest, 12 * OF_AGE) if oldest else None]
    return Numbers(homes["households"], living.get("persons", 0), living.get("children", 0),
                   min((day for day in days if day is not None), default=None))
