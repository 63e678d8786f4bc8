"""Who comes of age soon: derived from the day of birth, never entered."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import F

from vatra.base.days import add_months
from vatra.base.prepared import Prepared
from vatra.people.models import Membership

OF_AGE_MONTHS = 18 * 12
SOON = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class ComesOfAge:
    """A person who will be 18 on a day; the day of birth is known."""

    person: UUID
    household: UUID
    commune: int
    surname: str
    given_name: str
    on: date


# “commune + 0” keeps SQLite from beginning with every household of the communes
_BORN = Prepared(
    lambda communes, after, until: Membership.objects.alias(seen_in=F("household__commune_id") + 0).filter(
        until__isnull=True, seen_in__in=communes, household__ended_on__isnull=True, person__died_on__isnull=True,
        person__born_precision="day", person__born_on__gt=after, person__born_on__lte=until,
    ).values_list("person__uuid", "household__uuid", "household__commune", "person__surname", "person__given_name",
                  "person__born_on")
)


def coming_of_age(communes: Collection[int], *, on: date, within: timedelta = SOON) -> list[ComesOfAge]:
    """Who lives in some communes and comes of age on a day or in the time after it, the first first."""
    born_after = add_months(on, -OF_AGE_MONTHS) - timedelta(days=2)
    born_until = add_months(on + within, -OF_AGE_MONTHS)
    found = [
        ComesOfAge(person, household, commune, surname, given_name, add_months(born_on, OF_AGE_MONTHS))
        for person, household, commune, surname, given_name, born_on in (
            _BORN(communes, born_after, born_until) if communes else ())
    ]
    return sorted((one for one in found if one.on >= on), key=lambda one: (one.on, str(one.person)))
