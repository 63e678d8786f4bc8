"""Persons who bear one and the same CNP. Both are kept; that one of them does not is a question to a human."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, QuerySet

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
    here = _bearing(communes)
    twice = here.order_by().values("person__cnp").annotate(many=Count("person", distinct=True)).filter(many__gt=1)
    groups: dict[str, list[Bearer]] = defaultdict(list)
    rows = here.filter(person__cnp__in=list(twice.values_list("person__cnp", flat=True)[:MOST]))
    for cnp, person, surname, given, household, address, commune in rows.order_by("person").values_list(
        "person__cnp", "person__uuid", "person__surname", "person__given_name", "household__uuid", "household__address",
        "household__commune",
    ):
        groups[cnp].append(Bearer(person, f"{surname} {given}".strip(), household, address, commune))
    return sorted((tuple(group) for group in groups.values()), key=lambda group: (group[0].name, str(group[0].person)))


def _bearing(communes: Collection[int]) -> QuerySet[Membership]:
    return Membership.objects.filter(
        until__isnull=True, household__commune__in=list(communes), person__died_on__isnull=True,
        person__cnp_state=Person.CnpState.PRESENT,
    )
