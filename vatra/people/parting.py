"""One household becomes two, and two become one: real events, not mistakes of the record."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vatra.base.days import age_on
from vatra.people.born import check_day
from vatra.people.enrolment import place
from vatra.people.known import HEAD, join, not_known_here, open_membership, shown, the_household
from vatra.people.life_events import cut, restate
from vatra.people.living import OF_AGE
from vatra.people.models import Household, Membership, Person
from vatra.people.roll import Roll
from vatra.people.villages import lives_elsewhere_now
from vatra.register.kinds import CannotApply, Sealed

_OF_A_CHILD = ("child", "foster", "sibling")


def split_household(entry: Sealed, roll: Roll) -> None:
    """Those who go live in the entry's household, which begins; the others stay, with a head."""
    check_day(entry.on, received_on=entry.received_at.date())
    said = entry.payload
    if entry.household is None or entry.household in roll.households:
        raise CannotApply(_("The household is already enrolled."), code="household_exists")
    old = the_household(replace(entry, household=said.from_household), roll)
    _check_here(old)
    going = {one.person: one for one in said.goes}
    members = {row.person_id: row for row in roll.members(old.uuid)}
    if len(going) < len(said.goes) or going.keys() - members.keys():
        raise CannotApply(_("Not everyone who is to go lives in this household now: look at the family again."),
                          code="not_a_member")
    if not members.keys() - going.keys():
        raise CannotApply(_("Nobody would stay: when all move together, correct the address or record the move."),
                          code="nobody_stays")
    if sum(one.heads for one in said.goes) != 1:
        raise CannotApply(_("Say which one of those who go heads the new household."), code="head_missing")
    _check_came_before(entry, [members[person] for person in going])
    home = Household(uuid=entry.household, commune_id=entry.commune_id, enrolled_on=entry.on)
    place(home, address=said.address, village=None if lives_elsewhere_now(entry) else said.village)
    roll.add(home)
    for person, one in going.items():
        cut(roll, person, on=entry.on)
        open_membership(entry, roll, person, home.uuid, since=entry.on, relation=one.relation, head=one.heads)
    succeed(entry, roll, old.uuid, said.new_head)
    check_headed(entry, roll, old.uuid)
    roll.relocate(going, entry.commune_id)


def join_households(entry: Sealed, roll: Roll) -> None:
    """Everybody of the other household lives in the entry's; the other one has ended."""
    check_day(entry.on, received_on=entry.received_at.date())
    said = entry.payload
    home = the_household(entry, roll)
    other = the_household(_where_the_other_lives(entry, roll), roll)
    if home.uuid == other.uuid:
        raise CannotApply(_("A household cannot be joined with itself."), code="one_household")
    _check_here(home)
    _check_here(other)
    coming = roll.members(other.uuid)
    if not coming:
        raise not_known_here()
    _check_came_before(entry, [*coming, *roll.members(home.uuid)])
    for person in [row.person_id for row in coming]:
        cut(roll, person, on=entry.on)
        join(entry, roll, person, since=entry.on, relation=_not_head(said.relations.get(person)), head=False)
    if said.new_head is not None:
        head = roll.head(home.uuid)
        if head is not None and head.person_id != said.new_head:
            restate(entry, roll, head, relation=_not_head(said.relations.get(head.person_id)), head=False)
        succeed(entry, roll, home.uuid, said.new_head)
    check_headed(entry, roll, home.uuid)


def _where_the_other_lives(entry: Sealed, roll: Roll) -> Sealed:
    """The entry about the other household. That one may still be of the commune where a late entry was sent: they
    joined there, before the household they joined was known to have moved.
    """
    other = roll.households.get(entry.payload.from_household)
    there = entry.sent_to is not None and other is not None and other.commune_id == entry.sent_to
    commune = entry.sent_to if there and entry.sent_to is not None else entry.commune_id
    return replace(entry, household=entry.payload.from_household, commune_id=commune)


def succeed(entry: Sealed, roll: Roll, household: UUID, new_head: UUID | None) -> None:
    """Who heads the household from now on, when the entry says so and somebody else does not."""
    if new_head is None:
        return
    successor = next((row for row in roll.members(household) if row.person_id == new_head), None)
    if successor is None:
        raise CannotApply(_("Who should head the household does not live in it."), code="not_a_member")
    head = roll.head(household)
    if head is not None and head is not successor:
        raise CannotApply(_("The household already has a head: record who heads it from now on first."),
                          code="two_heads")
    if not successor.is_head:
        restate(entry, roll, successor, relation=HEAD, head=True)


def check_headed(entry: Sealed, roll: Roll, household: UUID) -> None:
    """CannotApply when adults live in a household and none of them heads it."""
    members = roll.members(household)
    if members and not roll.head(household) and any(is_adult(entry, roll, row) for row in members):
        raise CannotApply(_("Say who heads the household from now on."), code="head_missing")


def is_adult(entry: Sealed, roll: Roll, row: Membership) -> bool:
    """Whether a member is of age on the day of the entry; by relation when the age is not known."""
    person = roll.persons.get(row.person_id) or Person.objects.filter(uuid=row.person_id).first()
    if person is None or person.born_on is None:
        return row.relation not in _OF_A_CHILD
    return person.born_on <= entry.on and age_on(person.born_on, on=entry.on).years >= OF_AGE


def _not_head(relation: str | None) -> str:
    return "other" if relation in (None, HEAD) else str(relation)


def _check_here(household: Household) -> None:
    if household.ended_on is not None:
        raise CannotApply(
            _("The household has already left (%(ended)s)."), code="household_left", ended=shown(household.ended_on)
        )


def _check_came_before(entry: Sealed, rows: list[Membership]) -> None:
    later = max((row.since for row in rows), default=entry.on)
    if later > entry.on:
        raise CannotApply(
            _("The person came to a household on %(since)s, after the day of the entry (%(on)s)."), code="came_later",
            since=shown(later), on=shown(entry.on),
        )
