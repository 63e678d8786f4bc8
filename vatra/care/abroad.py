"""Apply the entries about parents who leave: departures announced, the lists asked of schools each year."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vatra.base.ids import derived_uuid
from vatra.base.rows import write_records
from vatra.care.models import Departure, SchoolAsked
from vatra.care.standing import check_households_held, check_of_household, home
from vatra.places import queries as places
from vatra.register.kinds import CannotApply, Sealed


def apply_announce_departure(run: Sequence[Sealed]) -> None:
    """Keep that a parent leaves on a day; the parent's own notice, when it comes, is noted on the same departure."""
    check_households_held(run)
    check_of_household((entry.payload.parent, entry.household) for entry in run)
    asked = {_of_departure(entry) for entry in run}
    held = {one.uuid: one for one in Departure.objects.filter(uuid__in=asked)}
    for entry in run:
        said, uuid = entry.payload, _of_departure(entry)
        one = held.setdefault(uuid, Departure(
            uuid=uuid, household_id=home(entry), parent_id=said.parent, leaves_on=said.leaves_on,
            heard_on=entry.on, by_id=entry.by_id,
        ))
        one.heard_on = min(one.heard_on, entry.on)
        if said.notified:
            one.notified_on = min(one.notified_on or entry.on, entry.on)
        one.delegated_on = said.delegated_on or one.delegated_on
        one.back_on, one.country = said.back_on or one.back_on, said.country or one.country
        one.carer_words = said.carer_words or one.carer_words
        one.carer_id = said.carer or one.carer_id
    write_records(held.values(), [
        "heard_on", "notified_on", "back_on", "delegated_on", "country", "carer", "carer_words",
    ])


def _of_departure(entry: Sealed) -> UUID:
    return derived_uuid(home(entry), "departure", entry.payload.parent, entry.payload.leaves_on.isoformat())


def apply_ask_school(run: Sequence[Sealed]) -> None:
    """Note that a school of the commune was asked for its list of a year."""
    for entry, one in _schools(run):
        if one.asked_on is None or entry.on < one.asked_on:
            one.asked_on, one.asked_by_id = entry.on, entry.by_id
        write_records([one], ["asked_on", "asked_by"])


def apply_record_school_list(run: Sequence[Sealed]) -> None:
    """Note a school's answer; a later one mends an earlier one."""
    for entry, one in _schools(run):
        if one.answered_on is None or entry.on >= one.answered_on:
            one.answered_on, one.children, one.note = entry.on, entry.payload.children, entry.payload.note
        write_records([one], ["answered_on", "children", "note"])


def _schools(run: Sequence[Sealed]) -> list[tuple[Sealed, SchoolAsked]]:
    known = places.institutions({entry.payload.school for entry in run})
    for entry in run:
        if entry.payload.school not in known:
            raise CannotApply(
                _("The school is not among the institutions that the register knows. Choose it from the list."),
                code="unknown_school",
            )
    wanted = {entry.uuid: derived_uuid(str(entry.commune_id), "school list", entry.payload.school, entry.payload.year)
              for entry in run}
    held = {one.uuid: one for one in SchoolAsked.objects.filter(uuid__in=wanted.values())}
    return [
        (entry, held.setdefault(wanted[entry.uuid], SchoolAsked(
            uuid=wanted[entry.uuid], commune_id=entry.commune_id, school=entry.payload.school, year=entry.payload.year,
        )))
        for entry in run
    ]
