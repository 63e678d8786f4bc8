"""Who is away and may come back: members who left by a life event, and whole households that moved away lately.

A tablet carries them beside its households, so that a return can be recorded where it happens: at a door.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from vatra.people.models import Circumstance, Household, LeftTo, Membership

LATELY = timedelta(days=731)
TO_RETURN = (LeftTo.PLACED, LeftTo.ABROAD, LeftTo.AWAY)
NO_MEASURE = "none"
_PERSON = ("uuid", "surname", "given_name", "sex", "born_on", "born_precision")
_OF_PERSON = tuple(f"person__{name}" for name in _PERSON)

Row = dict[str, Any]


def away_from(communes: Collection[int]) -> list[Row]:
    """The living who left a household of these communes so that they may return to it, each with that household.

    Who was placed with kin known here is among them as long as the measure holds; who has meanwhile come to live in
    another household otherwise is not. Three queries.
    """
    left = Membership.objects.filter(
        household__commune__in=list(communes), household__ended_on__isnull=True, until__isnull=False,
        left_to__in=[*TO_RETURN, LeftTo.HOUSEHOLD], person__died_on__isnull=True,
    )
    rows = list(left.order_by("until", "id").values_list(
        "household__uuid", "household__commune", "left_to", "until", *_OF_PERSON
    ))
    persons = {row[4] for row in rows}
    live = Membership.objects.filter(person__in=persons, until__isnull=True)
    lives = dict(live.values_list("person__uuid", "household__uuid")) if persons else {}
    placed = _placed(persons)
    found: dict[tuple[UUID, UUID], Row] = {}
    for household, commune, left_to, until, *who in rows:
        person = who[0]
        stays_away = person in placed or (left_to in TO_RETURN and person not in lives)
        if stays_away and lives.get(person) != household:
            found[household, person] = {
                "household": household, "commune": commune, **dict(zip(_PERSON, who, strict=True)),
                "left_on": until, "placed": person in placed,
            }
    return list(found.values())


def _placed(persons: Collection[UUID]) -> set[UUID]:
    """Those for whom a measure of protection holds, by what was told of the latest day."""
    if not persons:
        return set()
    said = Circumstance.objects.filter(person__in=list(persons), aspect=Circumstance.Aspect.MEASURE)
    last = dict(said.order_by("on", "id").values_list("person", "value"))
    return {person for person, measure in last.items() if measure != NO_MEASURE}


def left_lately(communes: Collection[int], *, on: date) -> list[Row]:
    """The households of these communes that moved away together in the last two years, with who they are.

    One that was merged, or that nobody lives in any more, does not come back. Two queries.
    """
    rows = Household.objects.filter(commune__in=list(communes), ended_on__gt=on - LATELY).exclude(
        left_to=LeftTo.MERGED).order_by("-ended_on", "id")
    found: dict[UUID, Row] = {
        uuid: {"household": uuid, "commune": commune, "village": village, "address": address,
               "enrolled_on": enrolled_on, "left_on": ended_on, "members": []}
        for uuid, commune, village, address, enrolled_on, ended_on in rows.values_list(
            "uuid", "commune_id", "village_id", "address", "enrolled_on", "ended_on")
    }
    members = Membership.objects.filter(
        household__in=list(found), until__isnull=True, person__died_on__isnull=True
    ) if found else Membership.objects.none()
    for household, relation, is_head, *who in members.order_by("-is_head", "person__born_on", "id").values_list(
        "household__uuid", "relation", "is_head", *_OF_PERSON
    ):
        found[household]["members"].append(
            {**dict(zip(_PERSON, who, strict=True)), "relation": relation, "is_head": is_head})
    return [row for row in found.values() if row["members"]]
