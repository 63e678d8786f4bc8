"""A household goes to live in another commune: the old team hands it over, the new one takes it or has not seen it.

Until it is taken nothing ends: the household stays the old team's, with its case and its clocks.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vatra.people.born import check_day
from vatra.people.known import not_known_here, shown, the_household
from vatra.people.models import AskedFor, HandOver, LeftTo
from vatra.people.names import cleaned
from vatra.people.roll import Roll
from vatra.places.queries import communes
from vatra.register.kinds import CannotApply, NotYetHere, Sealed
from vatra.register.reach import also_changes

_A_DAY = timedelta(days=1)


def hand_over_household(entry: Sealed, roll: Roll) -> None:
    """The team of the other commune is asked to take the household over."""
    check_day(entry.on, received_on=entry.received_at.date())
    home, said = the_household(entry, roll), entry.payload
    if home.ended_on is not None and home.left_to not in (LeftTo.COMMUNE, LeftTo.UNKNOWN):
        raise CannotApply(
            _("The household has already left (%(ended)s)."), code="household_left", ended=shown(home.ended_on)
        )
    _check_commune(entry, said.commune)
    open_one = HandOver.objects.filter(household=home.uuid, state=HandOver.State.OPEN).first()
    if open_one is not None:
        raise CannotApply(_("The household is already being handed over (%(on)s); wait for the answer, or undo it."),
                          code="already_handed_over", on=shown(open_one.on))
    HandOver(
        uuid=entry.uuid, household=home.uuid, of_commune=home.commune_id, to_commune=said.commune, on=entry.on,
        by=entry.by_id, note=cleaned(said.note, longest=2_000),
    ).save(force_insert=True)
    if said.asked is not None:
        AskedFor.objects.filter(
            uuid=said.asked, of_commune=entry.commune_id, by_commune=said.commune, state=AskedFor.State.OPEN
        ).update(state=AskedFor.State.HANDED)


def answer_hand_over(entry: Sealed, roll: Roll) -> None:
    """The household has not come: it stays with the old team, which is told."""
    waiting = HandOver.objects.filter(
        uuid=entry.payload.hand_over, to_commune=entry.commune_id, state=HandOver.State.OPEN
    ).first()
    if waiting is None:
        raise not_known_here(entry.payload.hand_over)
    also_changes([waiting.household])
    waiting.state, waiting.answered_on, waiting.answer = HandOver.State.NOT_COME, entry.on, entry.payload.reason
    waiting.save(update_fields=["state", "answered_on", "answer"])


def taken(entry: Sealed) -> bool:
    """Whether the household of a `move_in` was being handed over to the entry's commune; then it is no longer."""
    if entry.household is None:
        return False
    waiting = HandOver.objects.filter(household=entry.household, state=HandOver.State.OPEN)
    mine = waiting.filter(to_commune=entry.commune_id, on__lte=entry.on + _A_DAY)
    is_mine = bool(mine.update(state=HandOver.State.TAKEN, answered_on=entry.on))
    waiting.update(state=HandOver.State.UNDONE, answered_on=entry.on)  # handed to one commune, it came to another
    return is_mine


def household_answered_about(entry: Sealed) -> list[UUID]:
    """The household that an answer is about: it belongs to another commune, so the entry does not name it."""
    return list(HandOver.objects.filter(uuid=entry.payload.hand_over).values_list("household", flat=True))


def ask_for_household(entry: Sealed, roll: Roll) -> None:
    """The team of the commune where the family lived is asked to hand it over."""
    check_day(entry.on, received_on=entry.received_at.date())
    said = entry.payload
    _check_commune(entry, said.commune)
    AskedFor(
        uuid=entry.uuid, by_commune=entry.commune_id, of_commune=said.commune,
        surname=cleaned(said.surname, longest=100), given_name=cleaned(said.given_name, longest=100),
        born=said.born, note=cleaned(said.note, longest=2_000), on=said.found_on or entry.on, by=entry.by_id,
    ).save(force_insert=True)


def answer_request(entry: Sealed, roll: Roll) -> None:
    """The commune that was asked does not know such a family."""
    asked = AskedFor.objects.filter(
        uuid=entry.payload.asked, of_commune=entry.commune_id, state=AskedFor.State.OPEN
    ).update(state=AskedFor.State.UNKNOWN, answer=entry.payload.reason)
    if not asked:
        raise NotYetHere(_("There is no such request: perhaps someone has already answered it."), code="no_request",
                         awaits=entry.payload.asked)


def _check_commune(entry: Sealed, commune: int) -> None:
    if commune == entry.commune_id or not communes({commune}):
        raise CannotApply(_("Choose another commune, one that this register knows."), code="unknown_commune")
