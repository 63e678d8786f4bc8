"""A parent leaves and comes back, a child is placed and comes back, a person lives with another as married.

What each says of the children is kept with its day, and the rooms above read it from here. A late entry about a day
before what is known already says where the child or the parent was then; who lives where now it does not change.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vatra.base.ids import derived_uuid
from vatra.base.rows import insert_records
from vatra.people.born import check_day
from vatra.people.enrolment import born_of
from vatra.people.known import HEAD, join, one_of_the_household, person_not_known_here, the_household, the_person
from vatra.people.life_events import check_alive, check_can_leave, cut, leave, restate
from vatra.people.living import OF_AGE
from vatra.people.models import Circumstance, Household, LeftTo, LifeEvent
from vatra.people.parting import check_headed, is_adult, succeed
from vatra.people.roll import Roll
from vatra.register.kinds import CannotApply, Sealed

YES, NO, PRESENT, NONE = "yes", "no", "present", "none"


def record_parent_gone(entry: Sealed, roll: Roll) -> None:
    """The children's parent is away from a day on; if a member, lives here no longer until coming back."""
    check_day(entry.on, received_on=entry.received_at.date())
    home, said = the_household(entry, roll), entry.payload
    _check_children(entry, roll, home, said.children)
    says = {said.parent: said.to}
    if said.notified is not None and said.to == "abroad":
        says["notified"] = YES if said.notified else NO
    if entry.person is not None and not _known_later(entry, said.children, said.parent):
        parent = one_of_the_household(entry, roll, home)
        check_alive(parent)
        if parent.uuid in said.children:
            raise CannotApply(_("A parent is not among the own children: look at who was chosen."), code="own_parent")
        if roll.current(parent.uuid) is not None:
            leave(roll, parent.uuid, on=entry.on, to=LeftTo.ABROAD if said.to == "abroad" else LeftTo.AWAY)
        succeed(entry, roll, home.uuid, said.new_head)
        check_headed(entry, roll, home.uuid)
    carer = _carer(entry, roll, home)
    if carer is not None:
        says["carer"] = carer
    _say(entry, said.children, says)


def _carer(entry: Sealed, roll: Roll, home: Household) -> str | None:
    """Whether an adult who lives here cares for the children; None when the entry and the members do not tell."""
    adults = {row.person_id for row in roll.members(home.uuid) if is_adult(entry, roll, row)}
    if entry.payload.carer is not None:
        if entry.payload.carer not in adults:
            raise CannotApply(_("Who cares for the children is not an adult of this household."), code="no_carer")
        return YES
    return None if adults else NO


def record_parent_back(entry: Sealed, roll: Roll) -> None:
    """The parent lives with the children again, as a member when known here."""
    check_day(entry.on, received_on=entry.received_at.date())
    home, said = the_household(entry, roll), entry.payload
    _check_children(entry, roll, home, said.children)
    says = {said.parent: PRESENT}
    came = entry.person or _who_left(entry)
    if came is not None and not _known_later(entry, said.children, said.parent):
        person = the_person(came, roll)
        current = roll.current(person.uuid)
        check_alive(person)
        if current is None or current.household_id != home.uuid:
            if current is None:
                one_of_the_household(replace(entry, person=person.uuid), roll, home)
            check_can_leave(current, entry)
            cut(roll, person.uuid, on=entry.on)
            head = roll.head(home.uuid)
            if said.heads and head is not None:
                restate(entry, roll, head, relation="other", head=False)
            join(entry, roll, person.uuid, since=entry.on, relation=said.relation, head=said.heads)
        says["carer"] = YES
    _say(entry, said.children, says)


def parent_who_left(children: Collection[UUID], parent: str) -> UUID | None:
    """Who it was, when a life event in force told last that this parent of these children left."""
    last = Circumstance.objects.filter(person__in=list(children), aspect=parent).order_by("-on", "-id").first()
    if last is None or last.value == PRESENT:
        return None
    return LifeEvent.objects.filter(uuid=last.entry).values_list("person", flat=True).first()


def _who_left(entry: Sealed) -> UUID | None:
    return parent_who_left(entry.payload.children, entry.payload.parent)


def place_child(entry: Sealed, roll: Roll) -> None:
    """A child lives elsewhere by a measure: with kin known here, or where this register does not reach."""
    check_day(entry.on, received_on=entry.received_at.date())
    home, said = the_household(entry, roll), entry.payload
    if entry.person is None:
        raise person_not_known_here()
    _check_children(entry, roll, home, [entry.person])
    if not _known_later(entry, [entry.person], "measure"):
        child = one_of_the_household(entry, roll, home)
        check_alive(child)
        if said.household is not None:
            kin = replace(entry, household=said.household)
            the_household(kin, roll)
            cut(roll, child.uuid, on=entry.on)
            join(kin, roll, child.uuid, since=entry.on, relation="foster", head=False)
        elif roll.current(child.uuid) is not None:
            leave(roll, child.uuid, on=entry.on, to=LeftTo.PLACED)
        check_headed(entry, roll, home.uuid)
    _say(entry, [entry.person], {"measure": said.measure})


def return_child(entry: Sealed, roll: Roll) -> None:
    """The measure has ended; the child lives in the entry's household again."""
    check_day(entry.on, received_on=entry.received_at.date())
    home, said = the_household(entry, roll), entry.payload
    if entry.person is None:
        raise person_not_known_here()
    if not _known_later(entry, [entry.person], "measure"):
        child = the_person(entry.person, roll)
        current = roll.current(child.uuid)
        check_alive(child)
        if current is None or current.household_id != home.uuid:
            if current is None:
                one_of_the_household(entry, roll, home)
            check_can_leave(current, entry)
            cut(roll, child.uuid, on=entry.on)
            relation = "child" if said.relation == HEAD else said.relation
            join(entry, roll, child.uuid, since=entry.on, relation=relation, head=False)
    _say(entry, [entry.person], {"measure": NONE, "ended": entry.on.isoformat()})


def record_union(entry: Sealed, roll: Roll) -> None:
    """Two live as married; where one heads the household of the other, the other is the partner from now on."""
    check_day(entry.on, received_on=entry.received_at.date())
    home, said = the_household(entry, roll), entry.payload
    person = one_of_the_household(entry, roll, home)
    check_alive(person)
    if said.partner == person.uuid or (said.partner is None and not said.partner_name and not said.ended):
        raise CannotApply(_("Say with whom: a person of the register, or a name."), code="no_partner")
    both = [person.uuid]
    if said.partner is not None:
        partner = the_person(said.partner, roll)
        _check_of_commune(entry, roll, partner.uuid)
        both.append(partner.uuid)
        if not said.ended:
            _partners(entry, roll, home, both)
    _say(entry, both, {"union": NO if said.ended else YES})


def _partners(entry: Sealed, roll: Roll, home: Household, both: list[UUID]) -> None:
    rows = [row for row in roll.members(home.uuid) if row.person_id in both and row.since <= entry.on]
    if len(rows) == len(both) and any(row.is_head for row in rows):
        for row in rows:
            if not row.is_head and row.relation != "partner":
                restate(entry, roll, row, relation="partner", head=False)


def _check_of_commune(entry: Sealed, roll: Roll, person: UUID) -> None:
    """Of a person of another commune nothing is told: not known here."""
    lived = roll.memberships(person)
    homes = Household.objects.filter(uuid__in=[row.household_id for row in lived], commune=entry.commune_id)
    if not homes.exists():
        raise person_not_known_here()


def _check_children(entry: Sealed, roll: Roll, home: Household, children: Collection[UUID]) -> None:
    """They live or lived in the household, and are under age on the day of the entry."""
    for uuid in children:
        child = one_of_the_household(replace(entry, person=uuid), roll, home)
        ages = born_of(child).ages(entry.on)
        if ages is not None and ages[0] >= OF_AGE:
            raise CannotApply(_("This is said of children: one of those chosen is of age on that day."),
                              code="not_a_child")


def _known_later(entry: Sealed, persons: Collection[UUID], aspect: str) -> bool:
    """Whether a later day has already been told of: then this one changes who lives where no more."""
    later = Circumstance.objects.filter(person__in=list(persons), aspect=aspect, on__gt=entry.on)
    return later.exists()


def _say(entry: Sealed, persons: Collection[UUID], says: dict[str, str]) -> None:
    insert_records([
        Circumstance(uuid=derived_uuid(entry.uuid, person, aspect), entry=entry.uuid, person=person, aspect=aspect,
                     value=value, on=entry.on, by=entry.by_id)
        for person in persons for aspect, value in says.items()
    ])
