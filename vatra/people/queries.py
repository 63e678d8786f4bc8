"""Questions about people, named by what they return; rows are read only, nobody but `apply` saves them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from vatra.base.prepared import Prepared
from vatra.people.alike import Alike, families_alike, pairs_alike
from vatra.people.alike_lately import families_alike_lately
from vatra.people.circumstances import (
    Happened,
    Said,
    days_told,
    life_events_of,
    parted_and_joined,
    said_of,
)
from vatra.people.counted import households_counted, lives_counted, placements_counted
from vatra.people.counting import Numbers, numbers_in
from vatra.people.homes import Home, Lived, homes, homes_ever
from vatra.people.homes import parts_of as _parts
from vatra.people.living import ages_of_children, held_on, members_of
from vatra.people.member import COLUMNS, Member, initials
from vatra.people.models import Household, LeftTo, Membership, Person
from vatra.people.relations import relation_in_words
from vatra.people.same import Merged, merges_of, now_called, read_as, same_as
from vatra.people.same_number import Bearer, same_cnp
from vatra.people.search import Found, LikelyDuplicate, likely_duplicates, persons_found
from vatra.people.shown import may_know

__all__ = [
    "Alike",
    "Bearer",
    "Found",
    "Happened",
    "Home",
    "LikelyDuplicate",
    "Lived",
    "Member",
    "Merged",
    "Numbers",
    "Said",
    "ages_of_children",
    "cnps_of",
    "communes_of",
    "days_told",
    "died_in",
    "families_alike",
    "families_alike_lately",
    "homes",
    "homes_ever",
    "household",
    "household_of",
    "households",
    "households_counted",
    "households_in",
    "initials",
    "last_days",
    "life_events_of",
    "likely_duplicates",
    "live_as",
    "lived_in",
    "lives_counted",
    "members_of",
    "memberships_of",
    "merges_of",
    "now_called",
    "numbers_in",
    "pairs_alike",
    "parted_and_joined",
    "person",
    "persons",
    "persons_found",
    "placements_counted",
    "read_as",
    "relation_in_words",
    "said_of",
    "same_as",
    "same_cnp",
]


def household(uuid: UUID) -> Household | None:
    """A household with its commune and village, or None."""
    return households([uuid]).get(uuid)


def households(uuids: Collection[UUID]) -> dict[UUID, Household]:
    """Households with their communes and villages."""
    return {row.uuid: row for part in _parts(uuids) for row in _HOUSEHOLDS(part)}


_HOUSEHOLDS = Prepared(lambda uuids: Household.objects.filter(uuid__in=uuids).select_related("commune", "village"))


def communes_of(uuids: Collection[UUID]) -> dict[UUID, int]:
    """The commune (SIRUTA) of each household that is known."""
    return {uuid: home.commune_id for uuid, home in homes(uuids).items()}


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
    return {row.uuid: row for part in _parts(uuids) for row in _PERSONS(part)}


_PERSONS = Prepared(lambda uuids: Person.objects.filter(uuid__in=uuids))


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


_EVER = Prepared(
    lambda uuids: Membership.objects.filter(person__uuid__in=uuids).order_by("since").values_list(*COLUMNS)
)


def memberships_of(persons: Collection[UUID]) -> dict[UUID, list[Member]]:
    """Where each person lived and lives, the earliest first."""
    found: dict[UUID, list[Member]] = defaultdict(list)
    for part in _parts(persons):
        for values in _EVER(part):
            found[values[0]].append(Member(*values))
    return dict(found)


def died_in(communes: Collection[int]) -> list[tuple[UUID, UUID, date]]:
    """Who died as a member of a household of some communes: (household, person, day)."""
    return [(household, person, died_on) for _id, household, person, died_on in sorted(
        _DIED(communes) if communes else ())]


# in no order, else SQLite reads all memberships in that of their ids
_DIED = Prepared(
    lambda communes: Membership.objects.filter(
        left_to=LeftTo.DIED, household__commune__in=communes, person__died_on__isnull=False
    ).values_list("id", "household__uuid", "person__uuid", "person__died_on")
)


def live_as(persons: Collection[UUID]) -> set[UUID]:
    """The households in which those live now who stand for such of these persons as were merged away."""
    now = now_called(persons)
    lived = memberships_of(set(now.values())) if now else {}
    return {member.household for several in lived.values() for member in several if member.until is None}


def lived_in(persons: Collection[UUID]) -> set[tuple[UUID, UUID]]:
    """Each of these persons with each household they live or lived in: (person, household)."""
    return {
        pair for part in _parts(persons)
        for pair in Membership.objects.filter(person__uuid__in=part).values_list("person__uuid", "household__uuid")
    }


def household_of(person: UUID, *, on: date) -> Household | None:
    """The household in which a person lives on a day."""
    held = Membership.objects.filter(held_on(on), person__uuid=person).values("household")
    return Household.objects.select_related("commune", "village").filter(uuid__in=held).first()


def last_days(households: Collection[UUID]) -> dict[UUID, date]:
    """The latest day that this room's rows speak of, for each household that is known."""
    return {uuid: lived.last_day for uuid, lived in homes_ever(households).items()}
