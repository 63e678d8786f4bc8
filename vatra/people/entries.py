"""The kinds of entry of this room, and their `apply`: the only place that writes its tables."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vatra.people import away, corrections, dwellings, enrolment, handing, life_events, merging, parting, payloads
from vatra.people import payloads_of_dwellings as of_dwellings
from vatra.people import payloads_of_life as of_life
from vatra.people.noting import noted, undo_life_event
from vatra.people.roll import Roll
from vatra.people.shown import FAMILY, family_shown, shown, union_shown
from vatra.people.villages import check_villages
from vatra.register.kinds import Kind, Payload, Sealed, declare, declare_derived

ACT = "register_people"
DERIVED = ["people.Household", "people.Person", "people.Membership", "people.PersonWord", "people.Merge",
           "people.NotTheSame", "people.LifeEvent", "people.Circumstance", "people.HandOver", "people.AskedFor",
           "people.CensusRound", "people.Dwelling", "people.DwellingOutcome", "people.ListedChild"]


def _persons_named(entry: Sealed) -> set[UUID]:
    """The persons an entry writes down or changes."""
    named = {entry.person, getattr(entry.payload, "uuid", None)}
    if isinstance(entry.payload, payloads.MergeHouseholds | payloads.MergePersons):
        pairs = entry.payload.members if isinstance(entry.payload, payloads.MergeHouseholds) else [entry.payload]
        return {uuid for pair in pairs for uuid in (pair.kept, pair.gone)}
    named |= {member.uuid for member in getattr(entry.payload, "members", ())}
    named |= {one.person for one in getattr(entry.payload, "goes", ())}
    named |= {*getattr(entry.payload, "children", ()), getattr(entry.payload, "partner", None)}
    if isinstance(entry.payload, of_life.RecordParentBack) and entry.person is None:
        named.add(away.parent_who_left(entry.payload.children, entry.payload.parent))
    return {uuid for uuid in named if uuid}


def _noted(happens: Callable[[Sealed, Roll], None]) -> Callable[[Sealed, Roll], None]:
    return noted(happens, _persons_named)


def _other_households(entry: Sealed) -> Collection[UUID]:
    """The household that a person leaves by joining the entry's, or that is merged into it."""
    if isinstance(entry.payload, payloads.MergeHouseholds | payloads.Unmerge):
        return [entry.payload.gone]
    if isinstance(entry.payload, of_life.AnswerHandOver):
        return handing.household_answered_about(entry)
    named = (getattr(entry.payload, name, None) for name in ("from_household", "other", "household"))
    return [uuid for uuid in named if uuid]


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


_OF_TWO = (
    payloads.MoveIn, payloads.MergeHouseholds, payloads.Unmerge, of_life.SplitHousehold, of_life.JoinHouseholds,
    of_life.RecordParentBack, of_life.PlaceChild, of_life.ReturnChild, of_life.UndoLifeEvent, of_life.AnswerHandOver,
)
_BEGINNING = (payloads.EnrolHousehold, payloads.EnrolPerson, payloads.RecordBirth, of_life.SplitHousehold)
_OF_FAMILY = (of_life.RecordParentGone, of_life.RecordParentBack, of_life.PlaceChild, of_life.ReturnChild)


def _kind(name: str, payload: type[Payload], happens: Callable[[Sealed, Roll], None], label: Promise) -> Kind:
    of_family = payload in _OF_FAMILY
    return Kind(
        name=name, version=1, payload=payload, apply=_applied_by(happens), act=ACT, label=label, room="people",
        other_households=_other_households if payload in _OF_TWO else None,
        shown=family_shown if of_family else union_shown if payload is of_life.RecordUnion else shown,
        brings_home=payload in (payloads.EnrolHousehold, payloads.MoveIn, of_life.SplitHousehold),
        lets_go=payload in (payloads.MoveOut, of_life.HandOverHousehold),
        parts_from=_parted_from if payload is of_life.SplitHousehold else None,
        domain=_family if of_family else None, brings=_begun_by if payload in _BEGINNING else None,
    )


def _parted_from(payload: of_life.SplitHousehold) -> UUID:
    """The household out of which a new one begins."""
    return payload.from_household


def _begun_by(entry: Sealed) -> list[UUID]:
    """The persons whom an entry writes down, or the new household with whoever is written down with it."""
    if isinstance(entry.payload, payloads.MemberStated):
        return [entry.payload.uuid]
    written = [member.uuid for member in getattr(entry.payload, "members", ())]
    return [entry.household, *written] if entry.household else written


def _family(payload: Payload, on: date) -> str:
    """Whoever says where a child's parents are, or where a child is placed, must need to know of the family."""
    return FAMILY


declare(
    _kind("enrol_household", payloads.EnrolHousehold, enrolment.enrol_household, _("Household enrolled")),
    _kind("enrol_person", payloads.EnrolPerson, enrolment.enrol_person, _("Person added to the household")),
    _kind("record_birth", payloads.RecordBirth, enrolment.record_birth, _("Birth")),
    _kind("record_death", payloads.RecordDeath, life_events.record_death, _("Death")),
    _kind("move_out", payloads.MoveOut, _noted(life_events.move_out), _("Moved away")),
    _kind("move_in", payloads.MoveIn, _noted(life_events.move_in), _("Moved in")),
    _kind("name_head", payloads.NameHead, _noted(life_events.name_head), _("New head of the household")),
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
    _kind("split_household", of_life.SplitHousehold, _noted(parting.split_household), _("One household became two")),
    _kind("join_households", of_life.JoinHouseholds, _noted(parting.join_households), _("Two households became one")),
    _kind("record_union", of_life.RecordUnion, _noted(away.record_union), _("Marriage or union")),
    _kind("record_parent_gone", of_life.RecordParentGone, _noted(away.record_parent_gone), _("A parent left")),
    _kind("record_parent_back", of_life.RecordParentBack, _noted(away.record_parent_back), _("A parent came back")),
    _kind("place_child", of_life.PlaceChild, _noted(away.place_child), _("Child placed")),
    _kind("return_child", of_life.ReturnChild, _noted(away.return_child), _("Child returned to the family")),
    _kind("undo_life_event", of_life.UndoLifeEvent, undo_life_event, _("Life event undone")),
    _kind("hand_over_household", of_life.HandOverHousehold, _noted(handing.hand_over_household),
          _("Household handed over to another commune")),
    _kind("answer_hand_over", of_life.AnswerHandOver, handing.answer_hand_over, _("Household has not come")),
    _kind("ask_for_household", of_life.AskForHousehold, handing.ask_for_household,
          _("Household asked for from another commune")),
    _kind("answer_request", of_life.AnswerRequest, handing.answer_request, _("Household asked for is not known")),
)
declare(
    Kind("begin_round", 1, of_dwellings.BeginRound, dwellings.begin_rounds, "case", _("Round of the census begun"),
         "people", shapes_household=False, shown=shown),
    Kind("list_dwellings", 1, of_dwellings.ListDwellings, dwellings.list_dwellings, ACT, _("Dwellings listed"),
         "people", shapes_household=False, shown=shown,
         brings=lambda entry: [one.uuid for one in entry.payload.dwellings]),
    Kind("record_outcome", 1, of_dwellings.RecordOutcome, dwellings.record_outcomes, "visit",
         _("What came of going to a dwelling"), "people", shapes_household=False, shown=shown),
    Kind("recognise_listed", 1, of_dwellings.RecogniseListed, dwellings.recognise_listed, ACT,
         _("Child of a list recognised, or not"), "people", shapes_household=False, shown=shown),
)
declare_derived("people", DERIVED)
