"""What an entry may speak of: a household and a person known here, a membership that can begin or end.

Each check raises CannotApply with a sentence that says what to do; then nothing of the run is written.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vatra.base.ids import derived_uuid
from vatra.people.models import Household, LeftTo, Membership, Person
from vatra.people.roll import Roll
from vatra.register.kinds import CannotApply, NotYetHere, Sealed

HEAD = Membership.Relation.HEAD


def shown(day: date) -> str:
    """A day as Romanians write it."""
    return day.strftime("%d.%m.%Y")


def not_known_here(awaits: UUID | None = None) -> CannotApply:
    """The one answer about a household that never was and one of another commune: neither exists for the sender.

    `awaits`: what it waits for, when the register has nothing of it yet.
    """
    sentence = _("This commune does not know the household: its enrolment has not come or was not accepted, or the "
                 "household belongs to another commune, whose workers can record this.")
    return _refused(sentence, "unknown_household", awaits)


def person_not_known_here(awaits: UUID | None = None) -> CannotApply:
    """The one answer about a person who never was and one who has nothing to do with the entry's household."""
    sentence = _("This household does not know the person: their enrolment has not come or was not accepted, or they "
                 "belong to another household.")
    return _refused(sentence, "unknown_person", awaits)


def _refused(sentence: Promise, code: str, awaits: UUID | None) -> CannotApply:
    return CannotApply(sentence, code=code) if awaits is None else NotYetHere(sentence, code=code, awaits=awaits)


def the_household(entry: Sealed, roll: Roll, *, of_commune: bool = True) -> Household:
    """The household an entry is about, known and of the entry's commune, or gone from the commune where it was."""
    household = roll.households.get(entry.household) if entry.household else None
    if household is None:
        raise not_known_here(entry.household)
    if household.commune_id != entry.commune_id and (of_commune or household.ended_on is None):
        raise not_known_here(None if of_commune else entry.household)  # it comes once the other commune lets it go
    if entry.on < household.enrolled_on:
        raise CannotApply(
            _("The entry is about %(on)s, before the household was enrolled (%(enrolled)s)."),
            code="before_enrolment", on=shown(entry.on), enrolled=shown(household.enrolled_on),
        )
    return household


def the_person(uuid: UUID | None, roll: Roll) -> Person:
    """The person an entry is about."""
    person = roll.persons.get(uuid) if uuid else None
    if person is None:
        raise person_not_known_here(uuid)
    return person


def one_of_the_household(entry: Sealed, roll: Roll, household: Household) -> Person:
    """The entry's person, who lives in the entry's household, or lived there and now lives in none."""
    person = the_person(entry.person, roll)
    if all(row.household_id != household.uuid for row in roll.memberships(person.uuid)):
        raise person_not_known_here()
    current = roll.current(person.uuid)
    if current is not None and current.household_id != household.uuid:
        raise CannotApply(_("The person now lives in another household."), code="not_of_household")
    return person


def open_membership(
    entry: Sealed, roll: Roll, person: UUID, household: UUID, *, since: date, relation: str, head: bool
) -> None:
    """A new membership; one head at most."""
    if head and roll.head(household):
        raise CannotApply(
            _("The household already has a head: record who heads it from now on first."), code="two_heads"
        )
    roll.add(
        Membership(
            uuid=derived_uuid(entry.uuid, "membership", person), person_id=person, household_id=household,
            since=since, relation=HEAD if head else relation, is_head=head,
        )
    )


def join(entry: Sealed, roll: Roll, person: UUID, *, since: date, relation: str, head: bool) -> None:
    """A person comes to live in the entry's household, which is here or stood empty until now."""
    household = the_household(entry, roll)
    if household.ended_on is not None:
        if roll.members(household.uuid):
            raise CannotApply(
                _("The household has left (%(ended)s): record first that it came back."),
                code="household_left", ended=shown(household.ended_on),
            )
        household.ended_on, household.left_to = None, ""
        roll.change(household)
    open_membership(entry, roll, person, household.uuid, since=since, relation=relation, head=head)
    roll.relocate([person], household.commune_id)


def end_when_empty(roll: Roll, last: Membership) -> None:
    """A household that nobody lives in any more has ended, where its last member went."""
    household = roll.households.get(last.household_id)
    if household and household.ended_on is None and not roll.members(household.uuid) and last.until:
        household.ended_on, household.left_to = last.until, last.left_to or LeftTo.HOUSEHOLD
        roll.change(household)
