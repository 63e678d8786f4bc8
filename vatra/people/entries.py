"""The kinds of entry of this room, and their `apply`: the only place that writes its tables."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vatra.people import corrections, enrolment, life_events, merging, payloads
from vatra.people.roll import Roll
from vatra.people.shown import shown
from vatra.people.villages import check_villages
from vatra.register.kinds import Kind, Payload, Sealed, declare, declare_derived

ACT = "register_people"
DERIVED = ["people.Household", "people.Person", "people.Membership", "people.PersonWord", "people.Merge",
           "people.NotTheSame"]


def _persons_named(entry: Sealed) -> set[UUID]:
    """The persons an entry writes down or changes."""
    named = {entry.person, getattr(entry.payload, "uuid", None)}
    if isinstance(entry.payload, payloads.MergeHouseholds | payloads.MergePersons):
        pairs = entry.payload.members if isinstance(entry.payload, payloads.MergeHouseholds) else [entry.payload]
        return {uuid for pair in pairs for uuid in (pair.kept, pair.gone)}
    named |= {member.uuid for member in getattr(entry.payload, "members", ())}
    return {uuid for uuid in named if uuid}


def _other_households(entry: Sealed) -> Collection[UUID]:
    """The household that a person leaves by joining the entry's, or that is merged into it."""
    if isinstance(entry.payload, payloads.MergeHouseholds | payloads.Unmerge):
        return [entry.payload.gone]
    left = getattr(entry.payload, "from_household", None) or getattr(entry.payload, "other", None)
    return [left] if left else []


def _applied_by(happens: Callable[[Sealed, Roll], None]) -> Callable[[Sequence[Sealed]], None]:
    """`apply` of a kind: what happens with each entry of a run in turn, then everything written at once."""

    def apply(said: Sequence[Sealed]) -> None:
        run = said if happens is enrolment.enrol_household else merging.redirected(said)
        households = {entry.household for entry in run if entry.household}
        households.update(uuid for entry in run for uuid in _other_households(entry))
        roll = Roll(households, {uuid for entry in run for uuid in _persons_named(entry)})
        check_villages(run)
        for entry in run:
            happens(entry, roll)
        roll.write()
        if run is not said:
            merging.note_late(said, run, roll)

    return apply


_OF_TWO = (payloads.MoveIn, payloads.MergeHouseholds, payloads.Unmerge)


def _kind(name: str, payload: type[Payload], happens: Callable[[Sealed, Roll], None], label: Promise) -> Kind:
    return Kind(
        name=name, version=1, payload=payload, apply=_applied_by(happens), act=ACT, label=label, room="people",
        other_households=_other_households if payload in _OF_TWO else None, shown=shown,
        brings_home=payload in (payloads.EnrolHousehold, payloads.MoveIn),
    )


declare(
    _kind("enrol_household", payloads.EnrolHousehold, enrolment.enrol_household, _("Household enrolled")),
    _kind("enrol_person", payloads.EnrolPerson, enrolment.enrol_person, _("Person added to the household")),
    _kind("record_birth", payloads.RecordBirth, enrolment.record_birth, _("Birth")),
    _kind("record_death", payloads.RecordDeath, life_events.record_death, _("Death")),
    _kind("move_out", payloads.MoveOut, life_events.move_out, _("Moved away")),
    _kind("move_in", payloads.MoveIn, life_events.move_in, _("Moved in")),
    _kind("name_head", payloads.NameHead, life_events.name_head, _("New head of the household")),
    _kind("correct_person", payloads.CorrectPerson, corrections.correct_person, _("Correction about a person")),
    _kind(
        "correct_household", payloads.CorrectHousehold, corrections.correct_household,
        _("Correction about the household"),
    ),
    _kind(
        "merge_households", payloads.MergeHouseholds, merging.merge_households, _("Two records of one family merged"),
    ),
    _kind("merge_persons", payloads.MergePersons, merging.merge_persons, _("Two records of one person merged")),
    _kind("unmerge", payloads.Unmerge, merging.unmerge, _("Merge undone")),
    _kind("not_the_same", payloads.SayNotTheSame, merging.say_not_the_same, _("Not the same family")),
)
declare_derived("people", DERIVED)
