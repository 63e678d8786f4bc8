"""Who lives in each household on a day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Q

from vatra.base.prepared import Prepared
from vatra.people.homes import in_order, parts_of
from vatra.people.member import COLUMNS, Member
from vatra.people.models import Membership


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
