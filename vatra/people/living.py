"""Who lives in each household on a day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import cast
from uuid import UUID

from django.db.models import Q

from vatra.base.days import add_months
from vatra.base.prepared import Prepared
from vatra.people.born import Born, Precision
from vatra.people.homes import in_order, parts_of
from vatra.people.member import COLUMNS, Member
from vatra.people.models import Membership

OF_AGE = 18
_BIRTHS = ("household__uuid", "person__born_on", "person__born_precision")


def held_on(on: date) -> Q:
    """Memberships that hold on a day, of persons alive."""
    return (
        Q(since__lte=on)
        & (Q(until__isnull=True) | Q(until__gt=on))
        & (Q(person__died_on__isnull=True) | Q(person__died_on__gt=on))
    )


_HELD_ON = Prepared(
    lambda uuids, on: Membership.objects.filter(held_on(on), household__uuid__in=uuids).values_list(*COLUMNS)
)


def members_of(households: Collection[UUID], *, on: date) -> dict[UUID, list[Member]]:
    """Who lives in each household on a day: the head first, then the oldest; nobody who has died."""
    found: dict[UUID, list[Member]] = {uuid: [] for uuid in households}
    for part in parts_of(households):
        for values in _HELD_ON(part, on):
            found[values[1]].append(Member(*values))
    return {uuid: in_order(members) for uuid, members in found.items()}


def ages_of_children(households: Collection[UUID], *, on: date) -> dict[UUID, list[int]]:
    """The completed years, the fewest that each can have, of those under 18 who live in each household on a day.

    Whose birth is not known is not among them.
    """
    found: dict[UUID, list[int]] = {uuid: [] for uuid in households}
    young = Q(person__born_on__gt=add_months(on, -12 * (OF_AGE + 1)))  # a year alone is kept as its first day
    for part in parts_of(households):
        rows = Membership.objects.filter(held_on(on), young, household__uuid__in=part).order_by("id")
        for household, born_on, precision in rows.values_list(*_BIRTHS):
            ages = Born(born_on, cast(Precision, precision)).ages(on)
            if ages is not None and ages[0] < OF_AGE:
                found[household].append(ages[0])
    return found
