"""Who is written down for the first time: a household with its members, one more member, a newborn."""

from __future__ import annotations

from datetime import date
from typing import cast

from django.utils.translation import gettext_lazy as _

from vatra.people.born import NOT_KNOWN, Born, Precision, check_born, check_day, read_born
from vatra.people.cnp import days_said_by, read_cnp, sex_said_by
from vatra.people.known import join, open_membership, the_household
from vatra.people.models import Household, Person
from vatra.people.names import cleaned, searched
from vatra.people.payloads import PersonStated
from vatra.people.roll import Roll
from vatra.register.kinds import CannotApply, Sealed

NAME_LENGTH = 100
ADDRESS_LENGTH = 200


def clean_name(text: str) -> str:
    """A name as kept, or CannotApply when it is too long to be one."""
    name = cleaned(text, longest=NAME_LENGTH + 1)
    if len(name) > NAME_LENGTH:
        raise CannotApply(_("A name has at most %(longest)s letters."), code="name_too_long", longest=NAME_LENGTH)
    return name


def born_of(person: Person) -> Born:
    """A person's birth as a value."""
    return Born(person.born_on, cast(Precision, person.born_precision))


def place(household: Household, *, address: str | None, village: int | None) -> None:
    """Where in its commune a household lives."""
    household.village_id = village
    household.address = cleaned(address or "", longest=ADDRESS_LENGTH)
    household.searched = searched(household.address)[:ADDRESS_LENGTH]


def enrol_person_stated(stated: PersonStated, roll: Roll, *, on: date, born: Born | None = None) -> Person:
    """A person not yet known, checked and put on the roll; the CNP fills in what the form leaves empty."""
    if stated.uuid in roll.persons:
        raise CannotApply(_("A person of this entry is already registered."), code="person_exists")
    surname, given_name = clean_name(stated.surname), clean_name(stated.given_name)
    if not surname and not given_name:
        raise CannotApply(
            _("A person has no name: write at least one, or “Necunoscut” when nobody knows it."), code="no_name"
        )
    born = born or read_born(stated.born)
    check_born(born, on=on)
    state = stated.cnp.state if stated.cnp else "none"
    cnp = read_cnp(state, stated.cnp.value if stated.cnp else "", sex=stated.sex, born=born, on=on)
    sex: str = stated.sex
    if state == "present":
        days = [day for day in days_said_by(cnp) if day <= on]
        born = Born(days[0], "day") if born == NOT_KNOWN and len(days) == 1 else born
        sex = sex or sex_said_by(cnp)
        check_born(born, on=on)
    person = Person(
        uuid=stated.uuid, surname=surname, given_name=given_name, sex=sex, born_on=born.earliest,
        born_precision=born.precision, cnp=cnp, cnp_state=state, ethnicity=cleaned(stated.ethnicity, longest=60),
    )
    roll.add(person)
    return person


def check_person(stated: PersonStated, *, on: date) -> None:
    """CannotApply when this person could not be enrolled on a day, whoever else is; asks no database."""
    enrol_person_stated(stated, Roll((), ()), on=on)


def enrol_household(entry: Sealed, roll: Roll) -> None:
    """A household and all its members, met for the first time."""
    check_day(entry.on, received_on=entry.received_at.date())
    stated = entry.payload
    if entry.household is None:
        raise CannotApply(_("The entry does not say which household it enrols."), code="unknown_household")
    if entry.household in roll.households:
        raise CannotApply(_("The household is already enrolled."), code="household_exists")
    heads = [member.uuid for member in stated.members if member.heads]
    if len(heads) != 1:
        raise CannotApply(
            _("A household has one head: the form names %(heads)s."), code="head_missing" if not heads else "two_heads",
            heads=len(heads),
        )
    household = Household(uuid=entry.household, commune_id=entry.commune_id, enrolled_on=entry.on)
    place(household, address=stated.address, village=stated.village)
    roll.add(household)
    numbers = set()
    for member in stated.members:
        person = enrol_person_stated(member, roll, on=entry.on)
        if person.cnp and person.cnp in numbers:
            raise CannotApply(_("Two members of the household have the same CNP."), code="same_cnp_twice")
        numbers.add(person.cnp)
        open_membership(
            entry, roll, person.uuid, household.uuid, since=entry.on, relation=member.relation, head=member.heads
        )
    roll.relocate((member.uuid for member in stated.members), entry.commune_id)


def enrol_person(entry: Sealed, roll: Roll) -> None:
    """Someone not yet known joins a known household."""
    check_day(entry.on, received_on=entry.received_at.date())
    the_household(entry, roll)
    person = enrol_person_stated(entry.payload, roll, on=entry.on)
    join(entry, roll, person.uuid, since=entry.on, relation=entry.payload.relation, head=entry.payload.heads)


def record_birth(entry: Sealed, roll: Roll) -> None:
    """A child is born into the household; they belong to it since that day."""
    check_day(entry.on, received_on=entry.received_at.date())
    household = the_household(entry, roll)
    born = read_born(entry.payload.born or entry.on.isoformat())
    if born.day is None:
        raise CannotApply(_("A birth is recorded with its whole date."), code="birth_not_a_date")
    if born.day < household.enrolled_on:
        raise CannotApply(
            _("The child was born before the household was enrolled: add the child as a member instead."),
            code="before_enrolment",
        )
    child = enrol_person_stated(entry.payload, roll, on=entry.on, born=born)
    join(entry, roll, child.uuid, since=born.day, relation=entry.payload.relation, head=entry.payload.heads)
