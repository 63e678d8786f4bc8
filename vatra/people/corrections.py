"""Corrections: something known was wrong. Each names the value it corrects (`base`).

When that is no longer the value, someone else corrected it meanwhile: both are kept and a human decides.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from vatra.people.born import Born, check_born, check_day, read_born
from vatra.people.cnp import cleaned_cnp, read_cnp
from vatra.people.enrolment import ADDRESS_LENGTH, born_of, clean_name, place
from vatra.people.known import one_of_the_household, the_household
from vatra.people.life_events import check_died
from vatra.people.models import LeftTo, Membership, Person
from vatra.people.names import cleaned
from vatra.people.payloads import CnpStated
from vatra.people.roll import Roll
from vatra.register.kinds import CannotApply, Sealed

_A_DAY = timedelta(days=1)


def _text(value: object) -> str:
    """A payload's value that must be text or nothing."""
    if value is None or isinstance(value, str):
        return value or ""
    raise CannotApply(_("The correction does not fit what it corrects."), code="misfit")


def _cnp(value: object) -> CnpStated:
    """A payload's value that must be a CNP with its state."""
    if isinstance(value, CnpStated):
        return value
    if value is None:
        return CnpStated(state="none")
    raise CannotApply(_("The correction does not fit what it corrects."), code="misfit")


def _check_base(held: bool) -> None:
    """Refuse a correction of something that meanwhile reads otherwise."""
    if not held:
        raise CannotApply(
            _("Someone has meanwhile corrected the same thing: both values are kept, say which holds."),
            code="base_changed",
        )


def _check_cnp_still_agrees(person: Person, on: date) -> None:
    """After sex or birth changed, a CNP held as present must still agree."""
    read_cnp(person.cnp_state, person.cnp, sex=person.sex, born=born_of(person), on=on)


def _correct_name(person: Person, field: str, entry: Sealed) -> None:
    base, value = (clean_name(_text(text)) for text in (entry.payload.base, entry.payload.value))
    _check_base(getattr(person, field) == base)
    setattr(person, field, value)
    if not person.surname and not person.given_name:
        raise CannotApply(_("A person has no name: write at least one."), code="no_name")


def _correct_sex(person: Person, entry: Sealed) -> None:
    base, value = _text(entry.payload.base), _text(entry.payload.value)
    _check_base(person.sex == base)
    if value not in ("f", "m", ""):
        raise CannotApply(_("The correction does not fit what it corrects."), code="misfit")
    person.sex = value
    _check_cnp_still_agrees(person, entry.on)


def _correct_born(person: Person, entry: Sealed, roll: Roll) -> None:
    """The birth; a newborn's membership begins with it, any other began after it."""
    was = born_of(person)
    _check_base(was == read_born(_text(entry.payload.base) or None))
    born = read_born(_text(entry.payload.value) or None)
    check_born(born, on=entry.on)
    if person.died_on and born.earliest and born.earliest > person.died_on:
        raise CannotApply(
            _("The death (%(died)s) is before the birth (%(born)s)."), code="death_before_birth",
            died=person.died_on.strftime("%d.%m.%Y"), born=born.shown,
        )
    _shift_first_membership(person, was, born, roll)
    person.born_on, person.born_precision = born.earliest, born.precision
    _check_cnp_still_agrees(person, entry.on)


def _shift_first_membership(person: Person, was: Born, born: Born, roll: Roll) -> None:
    first = next(iter(roll.memberships(person.uuid)), None)
    if first is None or born.earliest is None:
        return
    if first.since == was.day and born.day and (first.until is None or born.day < first.until):
        household = roll.households.get(first.household_id)
        if household and born.day >= household.enrolled_on:
            first.since = born.day
            roll.change(first)
    check_born(born, on=first.since)


def _correct_cnp(person: Person, entry: Sealed) -> None:
    base, value = _cnp(entry.payload.base), _cnp(entry.payload.value)
    _check_base((person.cnp_state, person.cnp) == (base.state, cleaned_cnp(base.value)))
    person.cnp = read_cnp(value.state, value.value, sex=person.sex, born=born_of(person), on=entry.on)
    person.cnp_state = value.state


def _correct_ethnicity(person: Person, entry: Sealed) -> None:
    _check_base(person.ethnicity == cleaned(_text(entry.payload.base), longest=60))
    person.ethnicity = cleaned(_text(entry.payload.value), longest=60)


def _day(value: object) -> date | None:
    """A payload's value that must be a whole day or nothing."""
    text = _text(value)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise CannotApply(_("The day of death is not a date."), code="misfit") from None


def _correct_died_on(person: Person, entry: Sealed, roll: Roll) -> None:
    """Another day of death, or none: the person lives, and again where they lived."""
    _check_base(person.died_on is not None and person.died_on == _day(entry.payload.base))
    died_on = _day(entry.payload.value)
    last = next((row for row in roll.memberships(person.uuid) if row.left_to == LeftTo.DIED), None)
    if last is not None and last.household_id != entry.household:
        raise CannotApply(_("The person is not of this household."), code="not_of_household")
    if died_on is not None:
        check_died(person, died_on, on=entry.on, roll=roll)
    person.died_on = died_on
    if last is not None:
        _resume(last, died_on, roll)


def _resume(last: Membership, died_on: date | None, roll: Roll) -> None:
    """The membership that the death ended: until another day, or still so; a household it emptied likewise."""
    household = roll.households.get(last.household_id)
    emptied = household is not None and household.left_to == LeftTo.DIED and household.ended_on == last.until
    last.until = died_on + _A_DAY if died_on else None
    last.left_to = LeftTo.DIED if died_on else ""
    if last.until is None and last.is_head and roll.head_but(last):
        last.is_head, last.relation = False, Membership.Relation.OTHER
    roll.change(last)
    if household is not None and emptied:
        household.ended_on, household.left_to = last.until, last.left_to
        roll.change(household)


def correct_person(entry: Sealed, roll: Roll) -> None:
    """One field of a person; afterwards everything known of the person still agrees."""
    check_day(entry.on, received_on=entry.received_at.date())
    household = the_household(entry, roll)
    person = one_of_the_household(entry, roll, household)
    field = entry.payload.field
    by_field: dict[str, Callable[[], None]] = {
        "surname": lambda: _correct_name(person, field, entry),
        "given_name": lambda: _correct_name(person, field, entry),
        "sex": lambda: _correct_sex(person, entry),
        "born": lambda: _correct_born(person, entry, roll),
        "cnp": lambda: _correct_cnp(person, entry),
        "ethnicity": lambda: _correct_ethnicity(person, entry),
        "died_on": lambda: _correct_died_on(person, entry, roll),
    }
    by_field[field]()
    roll.change(person)
    if field in ("surname", "given_name"):
        roll.reword(person.uuid, household.commune_id)


def correct_household(entry: Sealed, roll: Roll) -> None:
    """The address or the village."""
    check_day(entry.on, received_on=entry.received_at.date())
    household = the_household(entry, roll)
    base, value = entry.payload.base, entry.payload.value
    if entry.payload.field == "address":
        _check_base(household.address == cleaned(_text(base), longest=ADDRESS_LENGTH))
        place(household, address=_text(value), village=household.village_id)
    elif isinstance(value, str) or isinstance(base, str):
        raise CannotApply(_("The correction does not fit what it corrects."), code="misfit")
    else:
        _check_base(household.village_id == base)
        place(household, address=household.address, village=value)
    roll.change(household)
