"""Questions about people, named by what they return; rows are read only, nobody but `apply` saves them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import cast
from uuid import UUID

from django.db.models import Max, Q, QuerySet

from vatra.people.born import Born, Precision
from vatra.people.counting import Numbers, numbers_in
from vatra.people.models import Household, Membership, Person
from vatra.people.search import Found, LikelyDuplicate, likely_duplicates, persons_found
from vatra.people.shown import may_know

__all__ = [
    "Found", "LikelyDuplicate", "Member", "Numbers", "cnps_of", "communes_of", "household", "household_of",
    "households",
    "households_in", "last_days", "likely_duplicates", "members_of", "memberships_of", "numbers_in", "person",
    "persons", "persons_found",
]

AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Member:
    """Someone who lives in a household; what the pages and the method are given."""

    uuid: UUID
    household: UUID
    surname: str
    given_name: str
    sex: str
    born_on: date | None  # the earliest day it can have been
    born_precision: str
    died_on: date | None
    cnp_state: str
    relation: str
    is_head: bool
    since: date
    until: date | None

    @property
    def name(self) -> str:
        """Surname first, as in every register."""
        return f"{self.surname} {self.given_name}".strip()

    @property
    def initials(self) -> str:
        """What an idle screen may show: “A. P.” for Popescu Ana."""
        return initials(self.surname, self.given_name)

    @property
    def birth_date(self) -> date | None:
        """The birth, only when known to the day: rules on age must not guess."""
        return self.born.day

    @property
    def born(self) -> Born:
        """The birth with its precision."""
        return Born(self.born_on, cast(Precision, self.born_precision))

    def ages(self, on: date) -> tuple[int, int] | None:
        """The completed years the person can have on a day, fewest and most; None when not known."""
        return self.born.ages(on)


def initials(surname: str, given_name: str) -> str:
    """Given name first, one letter each."""
    return " ".join(f"{name[0].upper()}." for name in (given_name, surname) if name)


def _parts(uuids: Collection[UUID]) -> Iterator[list[UUID]]:
    """As many at once as a statement takes."""
    every = list(dict.fromkeys(uuids))
    for start in range(0, len(every), AT_ONCE):
        yield every[start : start + AT_ONCE]


def household(uuid: UUID) -> Household | None:
    """A household with its commune and village, or None."""
    return households([uuid]).get(uuid)


def households(uuids: Collection[UUID]) -> dict[UUID, Household]:
    """Households with their communes and villages."""
    rows = Household.objects.select_related("commune", "village")
    return {row.uuid: row for part in _parts(uuids) for row in rows.filter(uuid__in=part)}


def communes_of(uuids: Collection[UUID]) -> dict[UUID, int]:
    """The commune (SIRUTA) of each household that is known."""
    return {
        uuid: commune
        for part in _parts(uuids)
        for uuid, commune in Household.objects.filter(uuid__in=part).values_list("uuid", "commune_id")
    }


def households_in(communes: Collection[int], *, on: date | None = None) -> QuerySet[Household]:
    """The households of some communes by address; with a day, those that were here on it."""
    rows = Household.objects.filter(commune__in=list(communes)).select_related("commune", "village")
    if on is not None:
        rows = rows.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on), enrolled_on__lte=on)
    return rows.order_by("commune", "village", "searched", "id")


def person(uuid: UUID) -> Person | None:
    """A person, or None."""
    return persons([uuid]).get(uuid)


def persons(uuids: Collection[UUID]) -> dict[UUID, Person]:
    """Persons by uuid."""
    return {row.uuid: row for part in _parts(uuids) for row in Person.objects.filter(uuid__in=part)}


def cnps_of(persons: Collection[UUID], domains: Collection[str]) -> dict[UUID, dict[str, str]]:
    """What a reader of these domains may know of each person's CNP: its `state`, and perhaps its `value`."""
    if not may_know("relation", domains):
        return {}
    with_value = may_know("cnp", domains)
    return {
        uuid: {"state": state, **({"value": cnp} if cnp and with_value else {})}
        for part in _parts(persons)
        for uuid, state, cnp in Person.objects.filter(uuid__in=part).values_list("uuid", "cnp_state", "cnp")
    }


def _held_on(on: date) -> Q:
    """Memberships that hold on a day, of persons alive."""
    return (
        Q(since__lte=on)
        & (Q(until__isnull=True) | Q(until__gt=on))
        & (Q(person__died_on__isnull=True) | Q(person__died_on__gt=on))
    )


def members_of(households: Collection[UUID], *, on: date) -> dict[UUID, list[Member]]:
    """Who lives in each household on a day: the head first, then the oldest; nobody who has died."""
    found: dict[UUID, list[Member]] = {uuid: [] for uuid in households}
    for part in _parts(households):
        rows = Membership.objects.filter(_held_on(on), household__uuid__in=part)
        for member in _members(rows):
            found[member.household].append(member)
    for members in found.values():
        members.sort(key=lambda one: (not one.is_head, one.born_on or date.max, one.given_name))
    return found


def _members(rows: QuerySet[Membership]) -> Iterable[Member]:
    """Memberships with their persons, in one statement and without model instances."""
    return (
        Member(*values)
        for values in rows.values_list(
            "person__uuid", "household__uuid", "person__surname", "person__given_name", "person__sex",
            "person__born_on", "person__born_precision", "person__died_on", "person__cnp_state", "relation",
            "is_head", "since", "until",
        )
    )


def memberships_of(persons: Collection[UUID]) -> dict[UUID, list[Member]]:
    """Where each person lived and lives, the earliest first."""
    found: dict[UUID, list[Member]] = defaultdict(list)
    for part in _parts(persons):
        for member in _members(Membership.objects.filter(person__uuid__in=part).order_by("since")):
            found[member.uuid].append(member)
    return dict(found)


def household_of(person: UUID, *, on: date) -> Household | None:
    """The household in which a person lives on a day."""
    held = Membership.objects.filter(_held_on(on), person__uuid=person).values("household")
    return Household.objects.select_related("commune", "village").filter(uuid__in=held).first()


def last_days(households: Collection[UUID]) -> dict[UUID, date]:
    """The latest day that this room's rows speak of, for each household that is known."""
    days: dict[UUID, date] = {}
    for part in _parts(households):
        rows = Household.objects.filter(uuid__in=part).annotate(
            came=Max("memberships__since"),
            left=Max("memberships__until", filter=~Q(memberships__left_to="died")),
            died=Max("memberships__person__died_on", filter=Q(memberships__left_to="died")),
        )
        for uuid, *known in rows.values_list("uuid", "enrolled_on", "ended_on", "came", "left", "died"):
            days[uuid] = max(day for day in known if day is not None)
    return days
