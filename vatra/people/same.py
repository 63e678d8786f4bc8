"""Which uuids stand for one household or one person, by the merges in force.

Nothing that was recorded about the gone one is written over: the rooms above keep its rows as they are and read
them together with those of the kept one. Undoing a merge is then to stop reading them together.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from vatra.base.prepared import Prepared
from vatra.people.models import Merge

_IN_FORCE = Prepared(
    lambda some, again: Merge.objects.filter(Q(gone__in=some) | Q(kept__in=again), undone_on__isnull=True)
    .values_list("gone", "kept"), once=True
)
_GONE = Prepared(
    lambda some: Merge.objects.filter(gone__in=some, undone_on__isnull=True).values_list("gone", "kept")
)
_OF_HOUSEHOLDS = Prepared(
    lambda some, again: Merge.objects.filter(Q(household__in=some) | Q(other__in=again)).order_by("id")
    .values_list("entry", "household", "other", "gone", "kept", "on", "undone_on")
)


@dataclass(frozen=True, slots=True)
class Merged:
    """One merge as the rooms above need it: which households and persons it touched, and whether it holds."""

    entry: UUID
    household: UUID
    other: UUID | None
    subjects: frozenset[UUID]
    on: date
    in_force: bool

    @property
    def households(self) -> tuple[UUID, ...]:
        """The households it changed: of the kept, and of the gone when that is another."""
        return (self.household,) if self.other is None else (self.household, self.other)


def now_called(uuids: Collection[UUID]) -> dict[UUID, UUID]:
    """Those of these households and persons that were merged away, each with the one that stands for it now."""
    found: dict[UUID, UUID] = {}
    asked: set[UUID] = set(uuids)
    while asked:
        links = dict(_GONE(asked))
        found |= links
        asked = set(links.values()) - found.keys()
    return {uuid: _end(uuid, found) for uuid in uuids if uuid in found}


def same_as(uuids: Collection[UUID]) -> dict[UUID, frozenset[UUID]]:
    """Of each of these that a merge touches: every uuid that stands for the same, itself included."""
    links: dict[UUID, UUID] = {}
    seen: set[UUID] = set(uuids)
    asked = seen
    while asked:
        more = dict(_IN_FORCE(asked, asked))
        links |= more
        asked = ({*more, *more.values()}) - seen
        seen = seen | asked
    groups: dict[UUID, set[UUID]] = {}
    for uuid in {*links, *links.values()}:
        groups.setdefault(_end(uuid, links), set()).add(uuid)
    by_uuid = {uuid: frozenset(group) for group in groups.values() for uuid in group}
    return {uuid: by_uuid[uuid] for uuid in uuids if uuid in by_uuid}


def read_as(households: Collection[UUID]) -> dict[UUID, UUID]:
    """Every household whose rows are read for these, with the one of these that they are read for.

    A merged one is read for the one that stands for it now when that is asked too, else for itself.
    """
    read = {uuid: uuid for uuid in households}
    for uuid, several in same_as(households).items():
        if uuid not in (now := now_called(several)):
            read |= dict.fromkeys(now, uuid)
        elif now[uuid] not in read:
            read |= {one: read.get(one, uuid) for one in several}
    return read


def merges_of(households: Collection[UUID]) -> list[Merged]:
    """Every merge, in force or undone, that touched some of these households; the earliest first."""
    found: dict[UUID, Merged] = {}
    for entry, household, other, gone, kept, on, undone_on in _OF_HOUSEHOLDS(households, households):
        before = found[entry].subjects if entry in found else frozenset()
        found[entry] = Merged(entry, household, other, before | {gone, kept}, on, undone_on is None)
    return list(found.values())


def _end(uuid: UUID, links: Mapping[UUID, UUID]) -> UUID:
    while uuid in links:
        uuid = links[uuid]
    return uuid
