"""Whoever was ever found vulnerable or given a service in a commune, as the pilot's published counts are cumulative.

A household or person counts once a finding of severity 2 or more was made (severity 1 asks for attention only); a child
counts for its own, its household's or an adult's finding that began while it was under 18. Given a service is whoever
was named in one that was done, or lived in the household on the day when it was done for all of the household.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from vatra.assessment import queries as assessment
from vatra.care import queries as care
from vatra.people import queries as people

MODERATE = 2
ADULT = 18
MATERNAL = "SM"
ROMA = "roma"  # self-declared; a count for statistics and nothing else
PARENTS = ("head", "partner")  # of a household in which a child lives

Found = list[tuple[UUID, UUID | None, str, date]]


@dataclass(frozen=True, slots=True)
class Ever:
    """Whoever was ever found or served in one commune as of a day; persons by half their uuid.

    `until`: the first later day of which something was said already. `children`: each with the day (ordinal) on which
    it was first found. `served`: children, pregnant women and mothers.
    """

    until: date | None
    households: int
    vulnerable_households: int
    children: Mapping[int, int]
    roma: frozenset[int]
    women: frozenset[int]
    served: frozenset[int]


def ever(commune: int, *, on: date) -> Ever:
    """One commune as of a day: neither a question nor an answer takes a whole county into memory."""
    every = list(assessment.ever_found(severity=MODERATE, commune=commune))
    found: Found = [one for one in every if one[3] <= on]
    households = list(people.households_in([commune]).order_by().values_list("uuid", flat=True))
    given = care.services_given(households)
    later = [one[3] for one in every if one[3] > on] + [one[2] for one in given if one[2] > on]
    vulnerable = _children(found, on)
    roma = [uuid for uuid, person in people.persons(list(vulnerable)).items() if person.ethnicity.casefold() == ROMA]
    women = {person for _, person, code, _ in found if person and code.startswith(MATERNAL)}
    return Ever(
        min(later, default=None), len(households), len({household for household, *_rest in found}),
        {_half(uuid): day.toordinal() for uuid, day in vulnerable.items()}, _halves(roma), _halves(women),
        _halves(_served((one for one in given if one[2] <= on), women)),
    )


def _half(uuid: UUID) -> int:
    return uuid.int >> 64


def _halves(uuids: Iterable[UUID]) -> frozenset[int]:
    return frozenset(map(_half, uuids))


def _children(found: Found, on: date) -> dict[UUID, date]:
    """Everybody under 18 to whom one of these findings applied when it began, and when the first did."""
    members = people.members_of({household for household, *_rest in found}, on=on)
    known = {member.uuid: member for several in members.values() for member in several}
    gone = {person for _, person, *_rest in found if person and person not in known}
    known |= {person: lives[-1] for person, lives in people.memberships_of(gone).items()}
    children: dict[UUID, date] = {}
    for household, person, code, since in found:
        reached: list[UUID] = []
        if person is not None and _is_child(known.get(person), since):
            reached = [person]
        elif person is None or not code.startswith(MATERNAL):
            around = (member for member in members[household] if member.since <= since)
            reached = [member.uuid for member in around if _is_child(member, since)]
        children |= {child: min(since, children.get(child, since)) for child in reached}
    return children


def _served(given: Iterable[tuple[UUID, UUID | None, date]], women: Collection[UUID]) -> set[UUID]:
    """The children, pregnant women and mothers among those to whom a service was given."""
    of_household: dict[UUID, dict[date, set[UUID | None]]] = {}
    for household, person, on in given:
        of_household.setdefault(household, {}).setdefault(on, set()).add(person)
    served: set[UUID] = set()
    for household, lived in people.homes_ever(of_household).items():
        for on, named in of_household[household].items():
            there = lived.members(on)
            served.update(uuid for uuid in _meant(there, women, on) if None in named or uuid in named)
    return served


def _meant(there: list[people.Member], women: Collection[UUID], on: date) -> set[UUID]:
    """Of those who live together on a day: the children, women once found pregnant or lately mothers, and mothers."""
    children = {one.uuid for one in there if _is_child(one, on)}
    mothers = {one.uuid for one in there if children and one.sex == "f" and one.relation in PARENTS}
    return children | mothers | {one.uuid for one in there if one.uuid in women}


def _is_child(member: people.Member | None, on: date) -> bool:
    ages = member.ages(on) if member and member.born_on and member.born_on <= on else None
    return ages is not None and ages[0] < ADULT
