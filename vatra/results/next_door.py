"""Children of a list who live in another commune of the county, as the register knows it: they are not missing.

Only a child known there for certain, and by the number or the very day of birth, is said to be known; what is less is
told to nobody, or a list of guesses would be a way to ask who lives where. Who may be told more than "known" stands in
`policies`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from uuid import UUID

from vatra.people.described import ChildKnown, children_elsewhere, children_living_in
from vatra.people.names import searched
from vatra.places import queries as places
from vatra.results.linking.groups import POSSIBLE, Found, groups
from vatra.results.linking.pairs import Described, Linking


def known_next_door(
    listed: Mapping[int, Described], here: Iterable[Described], *, commune: int, on: date
) -> dict[int, UUID]:
    """Of some rows of a list, by their places, the persons who live elsewhere in the county of a commune.

    `here`: the children of the commune itself; they tell how common a name is.
    """
    county = places.county_of(commune)
    others = places.codes_of_county(county) - {commune} if county else frozenset()
    rows = {place: replace(one, village=None) for place, one in listed.items()}  # a village of here says nothing there
    there = children_elsewhere(
        others, born={one.born_from for one in rows.values() if one.born_from and one.born_from == one.born_until},
        cnps={one.cnp for one in rows.values() if one.cnp}, on=on,
    ) if rows and others else []
    if not there:
        return {}
    known = [replace(as_known(one), village=None) for one in there]
    with Linking([*rows.values()], [*known, *here], among=children_living_in(others, on=on)) as linking:
        found = groups(linking.plain_pairs(0, len(rows), least=POSSIBLE))
    return {
        place: there[at].person for number, (place, row) in enumerate(rows.items())
        if (at := found.get(number, Found()).certain) is not None and at < len(there) and _agrees(row, known[at])
    }


def _agrees(row: Described, child: Described) -> bool:
    """Whether the number, or the day of birth, is the same."""
    return (row.cnp != "" and row.cnp == child.cnp) or (row.born_from, row.born_until) == (child.born_from,) * 2


def as_known(child: ChildKnown) -> Described:
    """A child of the register as children are compared."""
    return Described(
        searched(child.surname), searched(child.given_name), child.born.earliest, child.born.latest, child.sex,
        child.cnp, child.village, child.adults,
    )
