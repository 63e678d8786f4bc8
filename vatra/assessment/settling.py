"""Two workers saw different things on one day: a human has looked and says which holds."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vatra.assessment.evaluation import bring_up_to_date
from vatra.assessment.facts import is_contradicted
from vatra.assessment.models import SubjectFacts
from vatra.assessment.payloads import SettleAnswer
from vatra.assessment.rulebooks import rulebook_in_force
from vatra.people.policies import check_of_commune, check_of_household
from vatra.register.kinds import CannotApply, Sealed


def domain_of_fact(payload: SettleAnswer, on: date) -> str:
    """Whoever decides must need to know of what was asked."""
    fact = rulebook_in_force(on=on).rulebook.facts.get(payload.fact)
    if fact is None:
        raise CannotApply(_("The rulebook knows no such question."), code="unknown_answer")
    return fact.domain


def settle_answers(run: Sequence[Sealed]) -> None:
    """One of the answers given holds, as its author gave it; the household is evaluated on it."""
    check_of_commune(run)
    check_of_household((entry.person, entry.household) for entry in run)
    for entry in run:
        said = entry.payload
        subject = entry.person or entry.household
        assert subject is not None
        row = _facts(subject, is_household=entry.person is None)
        stored = row.facts.get(said.fact) if row else None
        if row is None or stored is None or len(stored) < 4 or stored[1] != said.seen_on.isoformat():
            raise CannotApply(_("There is nothing to settle: a later answer or a colleague has already done it."),
                              code="already_settled")
        chosen = next((by for value, by in [(stored[0], stored[2]), *stored[3]] if _same(value, said.value)), None)
        if chosen is None:
            raise CannotApply(_("Nobody gave this answer: choose one of those that were given."), code="not_given")
        row.facts = {**row.facts, said.fact: [said.value, stored[1], chosen]}
        row.contradicted = is_contradicted(row.facts)
        row.save(update_fields=["facts", "contradicted"])
        bring_up_to_date(_of(entry), entry.on)


def _facts(subject: UUID, *, is_household: bool) -> SubjectFacts | None:
    rows = SubjectFacts.objects.all()
    return (rows.filter(household__uuid=subject) if is_household else rows.filter(person__uuid=subject)).first()


def _same(one: object, other: object) -> bool:
    return type(one) is type(other) and one == other


def _of(entry: Sealed) -> Collection[UUID]:
    return [entry.household] if entry.household else []
