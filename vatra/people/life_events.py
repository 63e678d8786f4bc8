"""What each life event does to the roll: death, leaving, coming, a new head.

Every function is given one entry and the roll as the entries before it left it; it changes the roll or
raises CannotApply with a sentence that says what to do, and then nothing of the run is written.
"""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vatra.people.born import check_day
from vatra.people.enrolment import born_of, place
from vatra.people.handing import taken
from vatra.people.known import (
    HEAD,
    end_when_empty,
    join,
    one_of_the_household,
    open_membership,
    person_not_known_here,
    shown,
    the_household,
    the_person,
)
from vatra.people.models import Household, LeftTo, Membership, Person
from vatra.people.roll import Roll
from vatra.register.kinds import CannotApply, Sealed

_A_DAY = timedelta(days=1)


def leave(roll: Roll, person: UUID, *, on: date, to: str) -> None:
    """The person lives in no household from a day on; a membership that began that day lasts it."""
    current = roll.current(person)
    if current is None:
        raise CannotApply(_("The person lives in no household now."), code="not_a_member")
    if current.since > on:
        raise CannotApply(
            _("The person came to this household on %(since)s, after the day of the entry (%(on)s)."),
            code="came_later", since=shown(current.since), on=shown(on),
        )
    current.until, current.left_to = max(on, current.since + _A_DAY), to
    roll.change(current)
    end_when_empty(roll, current)


def _succeed(entry: Sealed, roll: Roll, household: UUID, new_head: UUID | None) -> None:
    """Who heads the household after its head left, when the entry says so; a head who is still there stays it."""
    if new_head is None:
        return
    successor = next((row for row in roll.members(household) if row.person_id == new_head), None)
    if successor is None:
        raise CannotApply(_("Who should head the household does not live in it."), code="not_a_member")
    if roll.head(household) is None:
        restate(entry, roll, successor, relation=HEAD, head=True)


def restate(entry: Sealed, roll: Roll, row: Membership, *, relation: str, head: bool) -> None:
    """The same person in the same household, now as something else; the days before keep what was."""
    if row.since >= entry.on:
        row.relation, row.is_head = relation, head
        roll.change(row)
        return
    row.until = entry.on
    roll.change(row)
    open_membership(entry, roll, row.person_id, row.household_id, since=entry.on, relation=relation, head=head)


def record_death(entry: Sealed, roll: Roll) -> None:
    """A person died; they were a member through that day."""
    check_day(entry.on, received_on=entry.received_at.date())
    household = the_household(entry, roll)
    person = one_of_the_household(entry, roll, household)
    died_on = entry.payload.died_on or entry.on
    if person.died_on is not None:
        if person.died_on != died_on:
            raise CannotApply(
                _("The death is already recorded, on %(died)s: correct that day if it is wrong."),
                code="already_dead", died=shown(person.died_on),
            )
        return
    check_died(person, died_on, on=entry.on, roll=roll)
    person.died_on = died_on
    roll.change(person)
    if roll.current(person.uuid):
        leave(roll, person.uuid, on=died_on + _A_DAY, to=LeftTo.DIED)
    _succeed(entry, roll, household.uuid, entry.payload.new_head)


def check_died(person: Person, died_on: date, *, on: date, roll: Roll) -> None:
    """Refuse a death before the birth, after the day of the entry, or before the person is known to have lived."""
    if person.born_on and died_on < person.born_on:
        raise CannotApply(
            _("The death (%(died)s) is before the birth (%(born)s)."), code="death_before_birth",
            died=shown(died_on), born=born_of(person).shown,
        )
    if died_on > on:
        raise CannotApply(
            _("The death (%(died)s) is after the day of the entry (%(on)s)."), code="in_the_future",
            died=shown(died_on), on=shown(on),
        )
    for row in roll.memberships(person.uuid):
        if row.since > died_on or (row.until and row.left_to != LeftTo.DIED and row.until > died_on + _A_DAY):
            raise CannotApply(
                _("The person is known to have lived in a household after %(died)s."), code="lived_later",
                died=shown(died_on),
            )


def check_alive(person: Person) -> None:
    """Refuse what is said to happen to somebody whose death is recorded."""
    if person.died_on is not None:
        raise CannotApply(
            _("The person's death is recorded (%(died)s): correct it first if it is wrong."), code="already_dead",
            died=shown(person.died_on),
        )


def move_out(entry: Sealed, roll: Roll) -> None:
    """A person leaves the household; or, when the entry names none, the whole household leaves together."""
    check_day(entry.on, received_on=entry.received_at.date())
    household = the_household(entry, roll)
    if entry.person is None:
        if household.ended_on is not None:
            raise CannotApply(
                _("The household has already left (%(ended)s)."), code="household_left",
                ended=shown(household.ended_on),
            )
        household.ended_on, household.left_to = entry.on, entry.payload.to
        roll.change(household)
        return
    person = one_of_the_household(entry, roll, household)
    check_alive(person)
    leave(roll, person.uuid, on=entry.on, to=entry.payload.to)
    _succeed(entry, roll, household.uuid, entry.payload.new_head)


def move_in(entry: Sealed, roll: Roll) -> None:
    """A known person joins the entry's household; or a known household comes to live in the entry's commune."""
    check_day(entry.on, received_on=entry.received_at.date())
    if entry.person is None:
        _rehome(entry, roll)
        return
    household = the_household(entry, roll)
    person = the_person(entry.person, roll)
    current = roll.current(person.uuid)
    check_can_leave(current, entry)
    check_alive(person)
    if current and current.household_id == household.uuid:
        raise CannotApply(_("The person already lives in this household."), code="already_a_member")
    cut(roll, person.uuid, on=entry.on)
    join(entry, roll, person.uuid, since=entry.on, relation=entry.payload.relation, head=entry.payload.heads)


def check_can_leave(current: Membership | None, entry: Sealed) -> None:
    """Nobody is fetched out of a household unless the entry names it; of another commune's nothing is told.

    From one commune to another a person moves in two steps: the one says they left, the other that they came.
    """
    if current is None or current.household_id == entry.household:
        return
    if not Household.objects.filter(uuid=current.household_id, commune=entry.commune_id).exists():
        raise person_not_known_here()
    if current.household_id == entry.payload.from_household:
        return
    raise CannotApply(
        _("The person still belongs to another household: record first that they left it, or say which "
          "household they leave."),
        code="still_a_member",
    )


def cut(roll: Roll, person: UUID, *, on: date) -> None:
    """End every membership of a person by a day; one that began that very day never was."""
    for row in roll.memberships(person):
        if row.until is not None and row.until <= on:
            continue
        if row.since > on:
            raise CannotApply(
                _("The person came to a household on %(since)s, after the day of the entry (%(on)s)."),
                code="came_later", since=shown(row.since), on=shown(on),
            )
        was_current = row.until is None
        row.until, row.left_to = on, row.left_to or LeftTo.HOUSEHOLD
        if row.since == on:
            roll.delete(row)
        else:
            roll.change(row)
        if was_current:
            end_when_empty(roll, row)


def _rehome(entry: Sealed, roll: Roll) -> None:
    """The household lives in the entry's commune from now on; who lives in it stays."""
    handed = taken(entry)
    household = roll.households.get(entry.household) if handed and entry.household else None
    household = household or the_household(entry, roll, of_commune=False)
    if household.ended_on is not None and entry.on < household.ended_on:
        raise CannotApply(
            _("The household left on %(ended)s, after the day of the entry (%(on)s)."), code="came_later",
            ended=shown(household.ended_on), on=shown(entry.on),
        )
    if not roll.members(household.uuid):
        raise CannotApply(
            _("Nobody lives in the household any more: record who comes to live in it."), code="nobody_left"
        )
    household.commune_id = entry.commune_id
    household.ended_on, household.left_to = None, ""
    if entry.payload.address is not None or entry.payload.village is not None:
        place(household, address=entry.payload.address, village=entry.payload.village)
    roll.change(household)
    roll.relocate((row.person_id for row in roll.members(household.uuid)), entry.commune_id)


def name_head(entry: Sealed, roll: Roll) -> None:
    """A member heads the household from a day on; the others may be something else to the new head."""
    check_day(entry.on, received_on=entry.received_at.date())
    household = the_household(entry, roll)
    person = one_of_the_household(entry, roll, household)
    members = {row.person_id: row for row in roll.members(household.uuid)}
    strangers = (entry.payload.relations.keys() | {person.uuid}) - members.keys()
    if strangers or any(row.since > entry.on for row in members.values()):
        raise CannotApply(
            _("Not everyone named lived in the household on %(on)s."), code="not_a_member", on=shown(entry.on)
        )
    old = roll.head(household.uuid)
    if old and old.person_id != person.uuid:
        relation = entry.payload.relations.get(old.person_id, Membership.Relation.OTHER)
        restate(entry, roll, old, relation="other" if relation == HEAD else relation, head=False)
    if not members[person.uuid].is_head:
        restate(entry, roll, members[person.uuid], relation=HEAD, head=True)
    for uuid, relation in entry.payload.relations.items():
        row = roll.current(uuid)
        if row and not row.is_head and row.relation != relation and relation != HEAD:
            restate(entry, roll, row, relation=relation, head=False)
