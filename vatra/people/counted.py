"""Who lived where since when, in flat rows: what indicators count over. Merged households and persons count once."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from uuid import UUID

from vatra.people.models import Household, Membership
from vatra.people.same import now_called

HouseholdRow = tuple[UUID, int, date, date | None]
LifeRow = tuple[UUID, UUID, str, date | None, date, date | None]


def households_counted(communes: Collection[int]) -> list[HouseholdRow]:
    """(household, commune, enrolled on, ended on) of every household ever in these communes."""
    rows = list(
        Household.objects.filter(commune__in=communes).order_by("id")
        .values_list("uuid", "commune_id", "enrolled_on", "ended_on")
    )
    gone = now_called([row[0] for row in rows])
    return [row for row in rows if row[0] not in gone]


def lives_counted(households: Collection[UUID]) -> Iterator[LifeRow]:
    """(person, household, sex, born, since, until) of every stay in these households; a death ends it."""
    rows = (
        Membership.objects.filter(household__uuid__in=households).order_by("id")
        .values_list("person__uuid", "household__uuid", "person__sex", "person__born_on", "since", "until")
    )
    listed = list(rows)
    gone = now_called(list({row[0] for row in listed}))
    yield from (row for row in listed if row[0] not in gone)
