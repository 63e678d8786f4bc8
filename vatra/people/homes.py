"""Who lives where, read for many households at once by the rooms that derive something from it.

Asked for every entry, so the questions are prepared and the rows are no model instances.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import NamedTuple, TypeVar
from uuid import UUID

from vatra.base.prepared import Prepared
from vatra.people.member import COLUMNS, Member
from vatra.people.models import Household, Membership

AT_ONCE = 5_000
Key = TypeVar("Key", UUID, date, str)


class Home(NamedTuple):
    """A household as far as the rooms above need it: where, since when, until when (exclusive)."""

    uuid: UUID
    commune_id: int
    enrolled_on: date
    ended_on: date | None


class Lived(NamedTuple):
    """A household, all who ever lived in it, and the latest day that people speak of."""

    home: Home
    ever: list[Member]
    last_day: date

    def members(self, on: date) -> list[Member]:
        """Who lives there on a day: the head first, then the oldest; nobody who has died."""
        return in_order(one for one in self.ever if one.lives_there(on))


_HOMES = Prepared(
    lambda uuids: Household.objects.filter(uuid__in=uuids).values_list("uuid", "commune_id", "enrolled_on", "ended_on")
)
_LIVED = Prepared(
    lambda uuids: Membership.objects.filter(household__uuid__in=uuids).values_list(*COLUMNS, "left_to")
)


def parts_of(keys: Iterable[Key]) -> Iterator[list[Key]]:
    """As many at once as a statement takes."""
    every = list(dict.fromkeys(keys))
    for start in range(0, len(every), AT_ONCE):
        yield every[start : start + AT_ONCE]


def homes(uuids: Collection[UUID]) -> dict[UUID, Home]:
    """The households among these that are known."""
    return {row[0]: Home(*row) for part in parts_of(uuids) for row in _HOMES(part)}


def homes_ever(uuids: Collection[UUID]) -> dict[UUID, Lived]:
    """The households among these that are known, with everybody who ever lived there."""
    ever: dict[UUID, list[Member]] = {uuid: [] for uuid in uuids}
    found = homes(uuids)
    known = {uuid: max(home.enrolled_on, home.ended_on or home.enrolled_on) for uuid, home in found.items()}
    for part in parts_of(known):
        for *values, left_to in _LIVED(part):
            member = Member(*values)
            ever[member.household].append(member)
            ended = member.died_on if left_to == "died" else member.until
            known[member.household] = max(known[member.household], member.since, ended or member.since)
    return {uuid: Lived(found[uuid], ever[uuid], last_day) for uuid, last_day in known.items()}


def in_order(members: Iterable[Member]) -> list[Member]:
    """The head first, then the oldest."""
    return sorted(members, key=lambda one: (not one.is_head, one.born_on or date.max, one.given_name))
