"""Persons who bear one and the same CNP. Both are kept; that one of them does not is a question to a human."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from vatra.base.prepared import Prepared
from vatra.people.models import Membership, Person

MOST = 100


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who bears the number, and where they live; never the number."""

    person: UUID
    name: str
    household: UUID
    address: str
    commune: int


def same_cnp(communes: Collection[int]) -> list[tuple[Bearer, ...]]:
    """The living persons of these communes who share a CNP, in groups of two or more.

    One who lives elsewhere is not told of: else anybody could ask by enrolling whether a number is known.
    """
    twice = {cnp for cnp, in _TWICE()} if communes else set()
    groups: dict[str, list[Bearer]] = defaultdict(list)
    for cnp, person, surname, given, household, address, commune in _BEARERS(communes, twice) if twice else ():
        groups[cnp].append(Bearer(person, f"{surname} {given}".strip(), household, address, commune))
    shared = [tuple(group) for group in groups.values() if len({one.person for one in group}) > 1]
    return sorted(shared, key=lambda group: (group[0].name, str(group[0].person)))[:MOST]


# Of everybody, wherever they live: the index of numbers alone answers it, without a look at a person.
_TWICE = Prepared(lambda: Person.objects.exclude(cnp="").order_by().values("cnp").annotate(many=Count("pk")).filter(
    many__gt=1).values_list("cnp"))
_BEARERS = Prepared(
    lambda communes, cnps: Membership.objects.filter(
        until__isnull=True, household__commune__in=communes, person__died_on__isnull=True, person__cnp__in=cnps,
        person__cnp_state=Person.CnpState.PRESENT,
    ).order_by("person").values_list(
        "person__cnp", "person__uuid", "person__surname", "person__given_name", "household__uuid",
        "household__address", "household__commune")
)
