"""Families that may have been written down twice: found for those enrolled lately, offered to a human."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from vatra.people.likeness import Described, likely, weight
from vatra.people.living import members_of
from vatra.people.member import Member
from vatra.people.models import Household, NotTheSame
from vatra.people.search import LikelyDuplicate, likely_duplicates_of

MOST_NEW = 50
LEAST = 50.0  # per cent, of one person; what is less likely is no reason to trouble anybody
Pair = tuple[UUID, UUID]


@dataclass(frozen=True, slots=True)
class Alike:
    """Two households with the persons that look the same: (of the new one, of the other, per cent)."""

    new: UUID
    other: UUID
    persons: tuple[tuple[UUID, UUID, float], ...]


def families_alike(communes: Collection[int], *, since: date, on: date) -> list[Alike]:
    """Households enrolled since a day that look like another of these communes, the likeliest first.

    Bounded: the latest 50 new ones, their members looked up together by the index of names. What a worker said is not
    the same is left out. Pairs over two communes are there only for who sees both.
    """
    new = Household.objects.filter(commune__in=list(communes), enrolled_on__gte=since, ended_on__isnull=True)
    latest = list(new.order_by("-enrolled_on", "-id").values_list("uuid", flat=True)[:MOST_NEW])
    members_of_new = members_of(latest, on=on)
    like = likely_duplicates_of(
        {one.uuid: Described(one.surname, one.given_name, one.born)
         for members in members_of_new.values() for one in members}, communes)
    found: dict[Pair, list[tuple[UUID, UUID, float]]] = defaultdict(list)
    for household, members in members_of_new.items():
        for member in members:
            for other, person, likeness in _others(member, like.get(member.uuid, ())):
                if other != household and (other, household) not in found:
                    found[household, other].append((member.uuid, person, likeness))
    apart = _said_apart({uuid for pair in found for uuid in pair})
    alike = [Alike(*pair, tuple(persons)) for pair, persons in found.items() if frozenset(pair) not in apart]
    return sorted(alike, key=lambda one: (-sum(likeness for *_pair, likeness in one.persons), str(one.new)))


def pairs_alike(kept: Collection[Member], gone: Collection[Member]) -> dict[UUID, UUID]:
    """The members of the gone household that look like one of the kept, each with that one; nobody twice.

    The likeliest pairs come first. What is less likely than not is left to a human.
    """
    scores = sorted(
        ((likely(weight(_described(one), _described(other))), str(one.uuid), one.uuid, other.uuid)
         for one in gone for other in kept), reverse=True,
    )
    pairs: dict[UUID, UUID] = {}
    for likeness, _order, one, other in scores:
        if 100 * likeness >= LEAST and one not in pairs and other not in pairs.values():
            pairs[one] = other
    return pairs


def _described(member: Member) -> Described:
    return Described(member.surname, member.given_name, member.born, member.sex)


def _others(member: Member, likely: Collection[LikelyDuplicate]) -> list[tuple[UUID, UUID, float]]:
    """Those of who is likely to be a member that live elsewhere as somebody else: (household, person, per cent)."""
    return [
        (one.found.household, one.found.person, one.likeness) for one in likely
        if one.found.household and one.found.is_current and one.found.person != member.uuid and one.likeness >= LEAST
    ]


def _said_apart(households: Collection[UUID]) -> set[frozenset[UUID]]:
    rows = NotTheSame.objects.filter(one__in=list(households)).values_list("one", "other")
    return {frozenset(pair) for pair in rows}
