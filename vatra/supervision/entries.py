"""The kinds of entry of this room; applying them is the only thing that writes its tables."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from vatra.assessment import carried as assessment
from vatra.assessment.answers import OF_HOUSEHOLD, OF_MEMBERS, written
from vatra.assessment.policies import need_to_know
from vatra.assessment.queries import rulebook_in_force
from vatra.base.ids import derived_uuid
from vatra.base.rows import insert_records, write_records
from vatra.people.policies import check_of_commune
from vatra.register.kinds import CannotApply, Kind, NotYetHere, Sealed, declare, declare_derived
from vatra.supervision import payloads
from vatra.supervision.models import Drawn, MethodQuestion, Sample, SecondInterview

ROOM = "supervision"
DERIVED = ["supervision.Sample", "supervision.Drawn", "supervision.SecondInterview", "supervision.MethodQuestion"]


def apply_draw_sample(run: Sequence[Sealed]) -> None:
    """Keep the samples as they were drawn."""
    named = {one.worker for entry in run for one in entry.payload.drawn}
    workers = dict(get_user_model().objects.filter(uuid__in=named).values_list("uuid", "pk"))
    known = {(household, uuid, by) for household, uuid, _on, by, _round in assessment.interviews_in(
        {one.household for entry in run for one in entry.payload.drawn})}
    for entry in run:
        lacking = next((one for one in entry.payload.drawn
                        if (one.household, one.interview, workers.get(one.worker)) not in known), None)
        if lacking is not None:
            raise NotYetHere(
                _("An interview drawn here is not in the register. The entry is kept and is applied when it comes."),
                code="unknown_interview", awaits=lacking.interview,
            )
    insert_records([_sample(entry) for entry in run])
    insert_records([
        Drawn(uuid=drawn_uuid(entry.uuid, one.interview), sample_id=entry.uuid, household_id=one.household,
              interview=one.interview, first_by_id=workers[one.worker], first_on=one.on)
        for entry in run for one in entry.payload.drawn
    ])


def drawn_uuid(sample: UUID, interview: UUID) -> UUID:
    """What an interview drawn in a sample is known by."""
    return derived_uuid("drawn", sample, interview)


def _sample(entry: Sealed) -> Sample:
    said = entry.payload
    return Sample(
        uuid=entry.uuid, commune_id=entry.commune_id, on=entry.on, by_id=entry.by_id, seed=said.seed,
        since=said.since, until=said.until, of_each=said.of_each, frame=said.frame, frame_digest=said.frame_digest,
    )


def apply_record_second_interview(run: Sequence[Sealed]) -> None:
    """Keep second interviews: of what was drawn, by another worker, once."""
    if any(entry.household is None for entry in run):
        raise CannotApply(_("The entry does not say which household it is about."), code="no_household")
    check_of_commune(run)
    asked = {entry.payload.drawn for entry in run}
    drawn = {one.uuid: one for one in Drawn.objects.filter(uuid__in=asked)}
    done = {one.drawn.uuid for one in SecondInterview.objects.filter(drawn__in=asked).select_related("drawn")}
    for entry in run:
        one = drawn.get(entry.payload.drawn)
        if one is None or one.household_id != entry.household:
            raise NotYetHere(_("This household was not drawn to be asked again."), code="not_drawn",
                             awaits=entry.payload.drawn)
        if one.first_by_id == entry.by_id:
            raise CannotApply(_("The second interview is for another worker than the first."), code="same_worker")
        if one.uuid in done:
            raise CannotApply(_("This household was already asked again."), code="already_asked_again")
        done.add(one.uuid)
        _check_answers(entry)
    insert_records([
        SecondInterview(uuid=entry.uuid, drawn_id=entry.payload.drawn, household_id=_home(entry), on=entry.on,
                        by_id=entry.by_id, answers=_answers(entry))
        for entry in run
    ])


def _home(entry: Sealed) -> UUID:
    assert entry.household is not None
    return entry.household


def _check_answers(entry: Sealed) -> None:
    """The rulebook of the day takes the answers; raises what `assessment` raises for an interview."""
    program = rulebook_in_force(on=entry.on)
    written(program, "household", entry.payload.household, OF_HOUSEHOLD)
    for place, member in enumerate(entry.payload.members):
        written(program, f"members[{place}].facts", member.facts, OF_MEMBERS)


def _answers(entry: Sealed) -> dict[str, dict[str, Any]]:
    said = {str(member.person): dict(member.facts) for member in entry.payload.members if member.facts}
    return ({assessment.HOUSEHOLD: dict(entry.payload.household)} if entry.payload.household else {}) | said


def apply_question_rule(run: Sequence[Sealed]) -> None:
    """Keep the questions to the method."""
    insert_records([
        MethodQuestion(uuid=entry.uuid, commune_id=entry.commune_id, on=entry.on, by_id=entry.by_id,
                       sort=entry.payload.sort, code=entry.payload.code or "", words=entry.payload.words,
                       rulebook=entry.rulebook)
        for entry in run
    ])


def apply_answer_rule_question(run: Sequence[Sealed]) -> None:
    """Note what became of questions; a later answer mends an earlier one."""
    held = {one.uuid: one for one in MethodQuestion.objects.filter(
        uuid__in={entry.payload.question for entry in run})}
    for entry in run:
        one = held.get(entry.payload.question)
        if one is None or one.commune_id != entry.commune_id:
            raise NotYetHere(_("There is no such question in this commune."), code="no_such_question",
                             awaits=entry.payload.question)
        one.answered_on, one.answered_by_id = entry.on, entry.by_id
        one.answer, one.reply = entry.payload.answer, entry.payload.reply
    write_records(held.values(), ["answered_on", "answered_by", "answer", "reply"])


def _households_drawn(entry: Sealed) -> Collection[UUID]:
    return [one.household for one in entry.payload.drawn]


def _drawn_in(entry: Sealed) -> Collection[UUID]:
    return [drawn_uuid(entry.uuid, one.interview) for one in entry.payload.drawn]


def _domain_questioned(payload: payloads.QuestionRule, on: date) -> str:
    """Whoever questions the rule of a vulnerability must need to know of it."""
    return need_to_know(payload.code, on=on) if payload.code else "general"


def _general(payload: dict[str, Any], domains: frozenset[str]) -> dict[str, Any] | None:
    return payload if "general" in domains else None


def _question_shown(payload: dict[str, Any], domains: frozenset[str]) -> dict[str, Any] | None:
    """Without the words and the code: the stream does not tell which domain they are of."""
    return {"sort": payload["sort"]} if "general" in domains else None


def _answer_shown(payload: dict[str, Any], domains: frozenset[str]) -> dict[str, Any] | None:
    return {**payload, "reply": ""} if "general" in domains else None


def _second_shown(payload: dict[str, Any], domains: frozenset[str]) -> dict[str, Any]:
    """A second interview without the facts of domains that are not seen."""
    seen = assessment.facts_seen(domains, on=date.max)

    def kept(facts: dict[str, Any]) -> dict[str, Any]:
        return {code: value for code, value in facts.items() if code in seen}

    members = [{**member, "facts": kept(member.get("facts", {}))} for member in payload.get("members", ())]
    return {**payload, "household": kept(payload.get("household", {})), "members": members}


declare(
    Kind("draw_sample", 1, payloads.DrawSample, apply_draw_sample, "supervise", _("draw a sample"), ROOM,
         shapes_household=False, other_households=_households_drawn, shown=_general, brings=_drawn_in),
    Kind("record_second_interview", 1, payloads.RecordSecondInterview, apply_record_second_interview, "interview",
         _("ask again for a sample"), ROOM, shapes_household=False, shown=_second_shown),
    Kind("question_rule", 1, payloads.QuestionRule, apply_question_rule, "interview",
         _("question a rule of the method"), ROOM, shapes_household=False, shown=_question_shown,
         domain=_domain_questioned),
    Kind("answer_rule_question", 1, payloads.AnswerRuleQuestion, apply_answer_rule_question, "supervise",
         _("answer a question to the method"), ROOM, shapes_household=False, shown=_answer_shown),
)
declare_derived(ROOM, DERIVED)
