"""What may be done with a council's meetings and tasks. `check_can_…` raises with a sentence; `can_…` answers."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from vatra.access import policies as access
from vatra.access.queries import Worker
from vatra.register.kinds import CannotApply

# Words of roles.csv: who writes for the council, who calls it together, who reads what it reads.
KEEP, CALL, ATTEND = "keep_council", "call_council", "attend_council"


def can_keep(worker: Worker, commune: int, *, on: date) -> bool:
    """Whether a worker writes for the council of a commune: agenda, minutes, decisions; and may know whose cases."""
    return access.can_act(worker, KEEP, commune, on=on)


def can_call(worker: Worker, commune: int, *, on: date) -> bool:
    """Whether a worker calls the council of a commune together."""
    return access.can_act(worker, CALL, commune, on=on)


def can_attend(worker: Worker, commune: int, *, on: date) -> bool:
    """Whether a worker reads what the members of the council read."""
    return access.can_act(worker, ATTEND, commune, on=on)


def check_can_move(state: str) -> None:
    """A meeting that was held stays where it was held."""
    if state == "held":
        raise CannotApply(_("The meeting was held. What follows belongs to the next one."), code="meeting_held")


def check_can_hold(state: str) -> None:
    """A meeting that was called off is called again before it is held."""
    if state == "called_off":
        raise CannotApply(_("The meeting was called off. Call it again for a day, then write down who came."),
                          code="meeting_called_off")


def check_can_speak(state: str) -> None:
    """An agenda belongs to a meeting that is to be held, or that is being held."""
    if state == "called_off":
        raise CannotApply(_("The meeting was called off. Put the item on the agenda of another one."),
                          code="meeting_called_off")


def check_was_held(state: str) -> None:
    """Minutes and decisions are of a meeting that was held."""
    if state != "held":
        raise CannotApply(_("Write down first who was present: then the meeting counts as held."),
                          code="meeting_not_held")


def check_can_drop(*, spoken_of: bool) -> None:
    """What was spoken of or decided stays in the minutes."""
    if spoken_of:
        raise CannotApply(_("The item was spoken of; it stays in the minutes."), code="item_spoken_of")


def check_due_after(due_on: date, decided_on: date) -> None:
    """What is to be done is due on or after the day it was said."""
    if due_on < decided_on:
        raise CannotApply(_("The day by which it is to be done lies before the decision. Check the day."),
                          code="due_before_decided")


def has_quorum(present: int, members: int, *, share: float) -> bool:
    """Whether more than a share of the members were there."""
    return members > 0 and present > members * share
