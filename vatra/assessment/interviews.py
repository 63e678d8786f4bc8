"""What an interview does: its answers become facts, and the household is evaluated."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import cast
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vatra.assessment.answers import OF_HOUSEHOLD, OF_MEMBERS, written
from vatra.assessment.evaluation import Gathered, bring_up_to_date, evaluate, facts_of, gathered
from vatra.assessment.facts import Stored, Value, is_contradicted, merge
from vatra.assessment.models import Interview, SubjectFacts
from vatra.assessment.rulebooks import rulebook_named
from vatra.base.ids import derived_uuid
from vatra.base.rows import insert_records, write_records
from vatra.people import queries as people
from vatra.people.policies import check_of_commune
from vatra.people.queries import Member
from vatra.register.kinds import CannotApply, NotYetHere, Sealed
from vatra.register.reach import also_changes

Answered = Callable[[Sealed], dict[UUID, dict[str, Value]]]


def record_interviews(run: Sequence[Sealed]) -> None:
    """Keep the interviews, merge their answers into the facts, evaluate the households."""
    take_answers(run, _answers, lambda entry: [said.person for said in entry.payload.members])
    insert_records([_interview(entry) for entry in run])


def take_answers(run: Sequence[Sealed], answered: Answered, named: Callable[[Sealed], Iterable[UUID]]) -> None:
    """Merge what entries answer, by subject, into the facts, and evaluate the households; `named`: whom they name."""
    known = gathered({uuid: entry.on for entry in run if (uuid := entry.household)})
    check_of_commune(run)
    for entry in run:
        _enrolled(entry, known)
    strangers = _strangers({person: _enrolled(entry, known) for entry in run for person in named(entry)}, known)
    now = {member.household for lives in strangers.values() for member in lives if member.until is None}
    now |= people.live_as(strangers)
    now |= set(people.now_called(known.left & known.days.keys()).values())
    also_changes(now)
    if (strangers or now) and len(run) > 1:  # they may live in another household of the run: one after the other
        for entry in run:
            take_answers([entry], answered, named)
        return
    known.facts.update(facts_of((), strangers))
    _keep(run, answered, known)
    evaluate(known)
    if now:
        bring_up_to_date(now, run[0].on)


def _keep(run: Sequence[Sealed], answered: Answered, known: Gathered) -> None:
    """Write the facts as they are after these entries."""
    changed: dict[UUID, SubjectFacts] = {}
    for entry in run:
        for subject, answers in answered(entry).items():
            before = known.facts.get(subject, {})
            after = merge(before, answers, on=entry.on.isoformat(), by=entry.by_id)
            if after != before:
                known.facts[subject] = after
                changed[subject] = _facts_row(subject, is_household=subject == entry.household, facts=after)
    write_records(changed.values(), ["facts", "contradicted"])


def reassess_households(run: Sequence[Sealed]) -> None:
    """Evaluate households again, for a new day or a new rulebook."""
    known = gathered({uuid: entry.on for entry in run if (uuid := entry.household)})
    check_of_commune(run)
    for entry in run:
        _enrolled(entry, known)
    evaluate(known)


def _answers(entry: Sealed) -> dict[UUID, dict[str, Value]]:
    """The answers of an entry by subject, checked by the rulebook with which they were asked.

    An interview begun before the rulebook changed ends on its own; what it means is worked out by the one in force.
    """
    program, said = rulebook_named(entry.rulebook, on=entry.on), entry.payload
    answers: dict[UUID, dict[str, Value]] = {}
    if entry.household:
        answers[entry.household] = written(program, "household", said.household, OF_HOUSEHOLD)
    for place, member in enumerate(said.members):
        answers[member.person] = written(program, f"members[{place}].facts", member.facts, OF_MEMBERS)
    return {subject: given for subject, given in answers.items() if given}


def _enrolled(entry: Sealed, known: Gathered) -> UUID:
    """The household of an entry. Raises CannotApply when nobody has enrolled it."""
    sentence = _("The household of this entry is not enrolled; enrol it, then try again.")
    if entry.household is None:
        raise CannotApply(sentence, code="no_household")
    if entry.household not in known.days:
        raise NotYetHere(sentence, code="no_household", awaits=entry.household)
    return entry.household


def _strangers(named: dict[UUID, UUID], known: Gathered) -> dict[UUID, list[Member]]:
    """Those an entry speaks of, by person, who have left its household meanwhile: it was true of them all the same.

    Gives where each of them lived. Raises CannotApply for a person who never lived in the household.
    """
    here = {(member.uuid, home) for home, members in known.members.items() for member in members}
    named = {person: home for person, home in named.items() if (person, home) not in here}
    lived = people.memberships_of(named) if named else {}
    same = people.same_as(named.values()) if named else {}
    for person, household in named.items():
        if not any(member.household in same.get(household, (household,)) for member in lived.get(person, ())):
            sentence = _("This speaks of a person who was never a member of this household; add the person first.")
            if person not in lived:
                raise NotYetHere(sentence, code="not_a_member", awaits=person)
            raise CannotApply(sentence, code="not_a_member")
    return lived


def _facts_row(subject: UUID, *, is_household: bool, facts: dict[str, Stored]) -> SubjectFacts:
    return SubjectFacts(
        uuid=derived_uuid("facts", subject), facts=facts, contradicted=is_contradicted(facts),
        household_id=subject if is_household else None, person_id=None if is_household else subject,
    )


def _interview(entry: Sealed) -> Interview:
    said = entry.payload
    return Interview(
        uuid=entry.uuid, household_id=cast(UUID, entry.household), commune_id=entry.commune_id, on=entry.on,
        by_id=entry.by_id, started_at=said.started_at, ended_at=said.ended_at, questionnaire=said.questionnaire,
        questionnaire_version=said.questionnaire_version, round=said.round,
    )
