"""How many live where: households, persons and children of communes on a day."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q

from vatra.base.days import add_months
from vatra.people.models import Household, Membership

OF_AGE = 18


@dataclass(frozen=True, slots=True)
class Numbers:
    """Of one commune on one day; a child is one who is, as far as is known, under 18."""

    households: int = 0
    persons: int = 0
    children: int = 0


def numbers_in(communes: Collection[int], *, on: date) -> dict[int, Numbers]:
    """The numbers of each of these communes that has any household. Two queries."""
    wanted = list(communes)
    here = Q(ended_on__isnull=True) | Q(ended_on__gt=on)
    households = dict(
        Household.objects.filter(here, commune__in=wanted, enrolled_on__lte=on)
        .values_list("commune").annotate(Count("id")).order_by()
    )
    born_after = add_months(on, -12 * OF_AGE)
    alive = Q(person__died_on__isnull=True) | Q(person__died_on__gt=on)
    persons = (
        Membership.objects.filter(alive, Q(until__isnull=True) | Q(until__gt=on), since__lte=on,
                                  household__commune__in=wanted)
        .values(commune=F("household__commune")).order_by()
        .annotate(persons=Count("id"), children=Count("id", filter=Q(person__born_on__gt=born_after)))
    )
    counted = {row["commune"]: (row["persons"], row["children"]) for row in persons}
    return {commune: Numbers(number, *counted.get(commune, (0, 0))) for commune, number in households.items()}
