"""What a life event changed, written down with it; and the event taken back by a later entry.

An event is taken back only while everything it changed is still as it left it: what stands on it is undone first.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vatra.base.rows import insert_records
from vatra.people.born import check_day
from vatra.people.known import the_household
from vatra.people.models import Circumstance, HandOver, Household, LeftTo, LifeEvent, Membership
from vatra.people.roll import Roll
from vatra.register.kinds import CannotApply, NotYetHere, Sealed
from vatra.register.locks import must_be_locked
from vatra.register.reach import also_changes

State = dict[tuple[str, UUID], list[Any]]
MEMBERSHIP, HOUSEHOLD = "m", "h"
_HOME = ("commune_id", "ended_on", "left_to", "village_id", "address", "searched")
_OTHERS = ("from_household", "household")  # the payload's names for the household that an event changes beside its own
_LIVES = ("household_id", "person_id", "relation", "is_head", "since", "until", "left_to")


def noted(
    happens: Callable[[Sealed, Roll], None], named: Callable[[Sealed], Collection[UUID]]
) -> Callable[[Sealed, Roll], None]:
    """What happens, with a row that says what it changed; `named`: the persons whom an entry speaks of."""

    def happens_and_is_noted(entry: Sealed, roll: Roll) -> None:
        payload = entry.payload
        homes = {uuid for uuid in (entry.household, *(getattr(payload, name, None) for name in _OTHERS)) if uuid}
        persons = {*named(entry)}
        before = _state(roll, homes, persons)
        happens(entry, roll)
        after = _state(roll, homes, persons | {UUID(values[1]) for (what, _uuid), values in before.items()
                                               if what == MEMBERSHIP})
        assert entry.household is not None
        insert_records([LifeEvent(
            uuid=entry.uuid, kind=entry.kind, household=entry.household, person=entry.person, on=entry.on,
            other=getattr(payload, "from_household", None) or getattr(payload, "household", None), by=entry.by_id,
            changes=[
                [what, str(uuid), before.get((what, uuid)), after.get((what, uuid))]
                for what, uuid in dict.fromkeys([*before, *after])
                if before.get((what, uuid)) != after.get((what, uuid))
            ],
        )])

    return happens_and_is_noted


def undo_life_event(entry: Sealed, roll: Roll) -> None:
    """Memberships, households and what was said of children are as before the event."""
    check_day(entry.on, received_on=entry.received_at.date())
    household = the_household(entry, roll)
    event = LifeEvent.objects.filter(uuid=entry.payload.entry, undone_on__isnull=True).first()
    if event is None or (event.household, event.other) != (household.uuid, entry.payload.other):
        raise NotYetHere(_("There is no such life event to undo: perhaps someone has already undone it."),
                         code="no_life_event", awaits=entry.payload.entry)
    _check_is_here_to_undo(event)
    _take_back(event, roll)
    Circumstance.objects.filter(entry=event.uuid).delete()
    HandOver.objects.filter(uuid=event.uuid, state=HandOver.State.OPEN).update(
        state=HandOver.State.UNDONE, answered_on=entry.on
    )
    LifeEvent.objects.filter(pk=event.pk).update(undone_on=entry.on)


def _check_is_here_to_undo(event: LifeEvent) -> None:
    """What another commune has answered by now is not taken back by one side alone."""
    answered = HandOver.objects.filter(uuid=event.uuid).exclude(state=HandOver.State.OPEN).exists()
    if answered or (event.kind == "move_in" and event.person is None):
        raise CannotApply(
            _("Another commune has part in this: hand the household over to where it lives."), code="two_communes"
        )


def _take_back(event: LifeEvent, roll: Roll) -> None:
    must_be_locked(_touched(event))
    rows: dict[tuple[str, UUID], Any] = {}
    named = [(what, UUID(uuid)) for what, uuid, _before, _after in event.changes]
    for home in Household.objects.filter(uuid__in=[uuid for what, uuid in named if what == HOUSEHOLD]):
        rows[HOUSEHOLD, home.uuid] = home
    for row in Membership.objects.filter(uuid__in=[uuid for what, uuid in named if what == MEMBERSHIP]):
        rows[MEMBERSHIP, row.uuid] = row
    for what, uuid, _before, after in event.changes:
        held = rows.get((what, UUID(uuid)))
        if (None if held is None else _values(held)) != after:
            raise CannotApply(
                _("Something later stands on this life event: undo what happened after it first."), code="later_event"
            )
    also_changes({row.uuid for (what, _uuid), row in rows.items() if what == HOUSEHOLD})
    _restore(event, rows, roll)


def _touched(event: LifeEvent) -> set[UUID]:
    """The households and persons of an event's rows, as they were before it and after it."""
    homes = {UUID(uuid) for what, uuid, _before, _after in event.changes if what == HOUSEHOLD}
    lived = [values for what, _uuid, *both in event.changes if what == MEMBERSHIP for values in both if values]
    return homes.union(*((UUID(household), UUID(person)) for household, person, *_ in lived))


def _restore(event: LifeEvent, rows: dict[tuple[str, UUID], Any], roll: Roll) -> None:
    created = [rows[what, UUID(uuid)] for what, uuid, before, _after in event.changes if before is None]
    lived = [row for row in created if isinstance(row, Membership)]
    Membership.objects.filter(pk__in=[row.pk for row in lived]).delete()
    restored: list[Membership] = []
    for what, text, before, _after in event.changes:
        uuid = UUID(text)
        if before is None:
            continue
        row = rows.get((what, uuid)) or Membership(uuid=uuid)
        for name, value in zip(_HOME if what == HOUSEHOLD else _LIVES, before, strict=True):
            setattr(row, name, _python(name, value))
        if what == HOUSEHOLD or (what, uuid) in rows:
            roll.change(row)
        else:
            roll.add(row)
        if isinstance(row, Membership):
            restored.append(row)
    for home in created:
        if isinstance(home, Household):  # a household that began with the event: what was said of it stays readable
            home.ended_on, home.left_to = max(event.on, home.enrolled_on), LeftTo.HOUSEHOLD
            roll.change(home)
    _check_fits(restored, {row.pk for row in lived})
    homes = dict(Household.objects.filter(uuid__in=[row.household_id for row in restored])
                 .values_list("uuid", "commune_id"))
    for row in restored:
        if row.until is None:
            roll.relocate([row.person_id], homes[row.household_id])


def _check_fits(restored: list[Membership], gone: set[int]) -> None:
    """Nobody heads a household, or lives elsewhere, beside those who come back to it."""
    own = {row.pk for row in restored} | gone
    now = Membership.objects.filter(until__isnull=True).exclude(pk__in=own)
    back = [row for row in restored if row.until is None]
    heads = now.filter(household__uuid__in=[row.household_id for row in back if row.is_head], is_head=True)
    elsewhere = now.filter(person__uuid__in=[row.person_id for row in back])
    if heads.exists() or elsewhere.exists():
        raise CannotApply(
            _("Something later stands on this life event: undo what happened after it first."), code="later_event"
        )


def _state(roll: Roll, homes: Collection[UUID], persons: Collection[UUID]) -> State:
    """What an event of these households and persons can change, of all that the run holds; in one order always."""
    living = {row.person_id for home in homes for row in roll.members(home)}
    lived = [row for person in sorted({*persons, *living}) for row in roll.memberships(person)]
    around = sorted({*homes, *(row.household_id for row in lived)} & roll.households.keys())
    found: State = {(HOUSEHOLD, uuid): _values(roll.households[uuid]) for uuid in around}
    return found | {(MEMBERSHIP, row.uuid): _values(row) for row in lived}


def _values(row: Household | Membership) -> list[Any]:
    names = _HOME if isinstance(row, Household) else _LIVES
    return [_written(getattr(row, name)) for name in names]


def _written(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    return value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, str) else value


def _python(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in ("household_id", "person_id"):
        return UUID(value)
    return date.fromisoformat(value) if name in ("ended_on", "since", "until") else value
