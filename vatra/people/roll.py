"""The roll: the persons and households a run of entries speaks of, changed in memory, written at once.

A run is applied in the order of the register against this memory, so that each entry sees what the ones
before it did, and then written with a handful of statements however long the run is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Q

from vatra.base.ids import derived_uuid
from vatra.base.prepared import Prepared
from vatra.base.rows import insert_records, insert_rows
from vatra.people.models import Household, Membership, Person, PersonWord
from vatra.people.names import words_of
from vatra.register.locks import must_be_locked

BATCH = 500
_PERSON_FIELDS = [f.name for f in Person._meta.fields if f.name not in ("id", "uuid")]
_HOUSEHOLD_FIELDS = [f.name for f in Household._meta.fields if f.name not in ("id", "uuid")]
_MEMBERSHIP_FIELDS = ["household", "relation", "is_head", "since", "until", "left_to"]

_HOUSEHOLDS = Prepared(lambda uuids: Household.objects.filter(uuid__in=uuids).order_by("id"))
_PERSONS = Prepared(lambda uuids: Person.objects.select_for_update().filter(uuid__in=uuids).order_by("id"))
_MEMBERSHIPS = Prepared(
    lambda persons, households: Membership.objects.filter(
        Q(person__uuid__in=persons) | Q(household__uuid__in=households, until__isnull=True)
    ).order_by("since", "id")
)


class Roll:
    """What is known of some households and persons, and what a run changes in it."""

    def __init__(self, households: Collection[UUID], persons: Collection[UUID]) -> None:
        """Read them from the database, the persons locked in one order against two writers at once."""
        must_be_locked({*households, *persons})
        homes = _HOUSEHOLDS(households) if households else ()
        people = _PERSONS(persons) if persons else ()
        self.households: dict[UUID, Household] = {row.uuid: row for row in homes}
        self.persons: dict[UUID, Person] = {row.uuid: row for row in people}
        self._of_person: dict[UUID, list[Membership]] = defaultdict(list)
        self._of_household: dict[UUID, list[Membership]] = defaultdict(list)
        self._new: dict[int, Household | Person | Membership] = {}
        self._changed: dict[int, Household | Person | Membership] = {}
        self._deleted: list[Membership] = []
        self._relocated: dict[UUID, int] = {}
        self._reworded: dict[UUID, int] = {}
        self._read_memberships()

    def _read_memberships(self) -> None:
        """All memberships of the persons, and who lives now in the households."""
        if not self.persons and not self.households:
            return
        for row in _MEMBERSHIPS(self.persons, self.households):
            self._index(row)

    def _index(self, row: Membership) -> None:
        self._of_person[row.person_id].append(row)
        self._of_household[row.household_id].append(row)

    def add(self, row: Household | Person | Membership) -> None:
        """Something new, to be written at the end."""
        self._new[id(row)] = row
        if isinstance(row, Household):
            self.households[row.uuid] = row
        elif isinstance(row, Person):
            self.persons[row.uuid] = row
        else:
            self._index(row)

    def change(self, row: Household | Person | Membership) -> None:
        """Something that was changed in place, to be written at the end unless it is new anyway."""
        if id(row) not in self._new:
            self._changed[id(row)] = row

    def delete(self, row: Membership) -> None:
        """A membership that lasted no day."""
        self._of_person[row.person_id].remove(row)
        self._of_household[row.household_id].remove(row)
        self._changed.pop(id(row), None)
        if self._new.pop(id(row), None) is None:
            self._deleted.append(row)

    def reword(self, person: UUID, commune: int) -> None:
        """The person's name changed: the words it is searched by follow, in the commune where they were."""
        self._reworded[person] = commune

    def relocate(self, persons: Iterable[UUID], commune: int) -> None:
        """The persons are from now on found in another commune."""
        self._relocated.update(dict.fromkeys(persons, commune))

    def memberships(self, person: UUID) -> list[Membership]:
        """All memberships of a person, the earliest first."""
        return sorted(self._of_person[person], key=lambda row: row.since)

    def current(self, person: UUID) -> Membership | None:
        """Where the person lives now."""
        return next((row for row in self._of_person[person] if row.until is None), None)

    def members(self, household: UUID) -> list[Membership]:
        """Who lives now in a household."""
        return [row for row in self._of_household[household] if row.until is None]

    def head(self, household: UUID) -> Membership | None:
        """Who heads a household now."""
        return next((row for row in self.members(household) if row.is_head), None)

    def head_but(self, row: Membership) -> Membership | None:
        """Who heads now the household of a membership, other than by this one."""
        return next((one for one in self.members(row.household_id) if one.is_head and one is not row), None)

    def write(self) -> None:
        """All changes, in an order in which no statement breaks a constraint on the way."""
        must_be_locked(self._touched())
        if self._deleted:
            Membership.objects.filter(uuid__in=[row.uuid for row in self._deleted]).delete()
        new = list(self._new.values())
        insert_records([row for row in new if isinstance(row, Household)])
        insert_records([row for row in new if isinstance(row, Person)])
        self._write_changes()
        insert_records([row for row in new if isinstance(row, Membership)])
        self._write_words([row for row in new if isinstance(row, Person)])

    def _touched(self) -> set[UUID]:
        """Whoever's rows are written: what an entry changes without naming it is found only now."""
        rows = [*self._new.values(), *self._changed.values(), *self._deleted]
        lives = [row for row in rows if isinstance(row, Membership)]
        named = {row.uuid for row in rows if not isinstance(row, Membership)}
        return named.union(*((row.person_id, row.household_id) for row in lives))

    def _write_changes(self) -> None:
        """Rows that existed: leaving comes before coming, or two heads would meet for a moment."""
        changed = list(self._changed.values())
        households = [row for row in changed if isinstance(row, Household)]
        persons = [row for row in changed if isinstance(row, Person)]
        memberships = [row for row in changed if isinstance(row, Membership)]
        if households:
            Household.objects.bulk_update(households, _HOUSEHOLD_FIELDS, batch_size=BATCH)
        if persons:
            Person.objects.bulk_update(persons, _PERSON_FIELDS, batch_size=BATCH)
        for stays in (False, True):
            rows = [row for row in memberships if (row.until is None and row.is_head) is stays]
            if rows:
                Membership.objects.bulk_update(rows, _MEMBERSHIP_FIELDS, batch_size=BATCH)

    def _write_words(self, new: list[Person]) -> None:
        """The words by which persons are found, in the commune where they are found."""
        renamed = {uuid: self.persons[uuid] for uuid in self._reworded if id(self.persons[uuid]) not in self._new}
        communes = self._reworded | self._relocated
        if renamed:
            kept = PersonWord.objects.filter(person__uuid__in=list(renamed))
            communes = self._reworded | dict(kept.values_list("person__uuid", "commune_id")) | self._relocated
            kept.delete()
        # Half of all rows of an enrolment, so without model instances.
        insert_rows(
            PersonWord, ("uuid", "person_id", "word", "commune_id"),
            [
                (derived_uuid(person.uuid, word), person.uuid, word, communes[person.uuid])
                for person in [*new, *renamed.values()]
                for word in words_of(person.surname, person.given_name)
            ],
        )
        written = {person.uuid for person in new} | set(renamed)
        moved = defaultdict(list)
        for uuid, commune in self._relocated.items():
            if uuid not in written:
                moved[commune].append(uuid)
        for commune, persons in moved.items():
            PersonWord.objects.filter(person__uuid__in=persons).update(commune=commune)
