"""Apply the end of a case: closed at once, or asked for by its lead and agreed by a second person.

Where something severe was present while the case was open, two people end it: who leads it asks, with the closing
sheet; who supervises agrees, or says why it goes on.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vatra.assessment import queries as assessment
from vatra.base.prepared import Prepared
from vatra.base.rows import insert_records, write_records
from vatra.care import policies
from vatra.care.models import Plan, PlannedService, Step
from vatra.care.policies import CaseState
from vatra.care.stages import check_moves
from vatra.care.standing import check_households_held, home, open_cases
from vatra.care.steps import step_of
from vatra.register.kinds import NotYetHere, Sealed


def apply_close_case(run: Sequence[Sealed]) -> None:
    """Close the open case, for a reason that holds, and end its plan."""
    check_households_held(run)
    states = case_states([home(entry) for entry in run])
    for entry in run:
        state = states.get(home(entry))
        policies.check_can_close(state, entry.payload.reason, on=entry.on)
        policies.check_may_close_alone(state, received_on=entry.received_at.date())
    _end([(entry, entry.payload.reason, entry.payload.model_dump()) for entry in run])


def apply_ask_to_close(run: Sequence[Sealed]) -> None:
    """Keep that the closing is asked for, with the closing sheet; nothing ends yet."""
    check_households_held(run)
    check_moves((entry, "") for entry in run)
    states = case_states([home(entry) for entry in run])
    for entry in run:
        policies.check_can_close(states.get(home(entry)), entry.payload.reason, on=entry.on)
    insert_records([
        step_of(entry, word=entry.payload.reason, said=entry.payload.model_dump(exclude={"reason"})) for entry in run
    ])


_ASKED = Prepared(lambda uuids: Step.objects.filter(uuid__in=uuids, kind="ask_to_close"))


def apply_agree_to_close(run: Sequence[Sealed]) -> None:
    """Close the case that a colleague asked to close, or say why it goes on."""
    check_households_held(run)
    asked: dict[UUID, Step] = {step.uuid: step for step in _ASKED({entry.payload.closing for entry in run})}
    for entry in run:
        step = asked.get(entry.payload.closing)
        if step is None or step.household_id != entry.household:
            raise NotYetHere(
                _("This closing is not in the register yet. The entry is kept and is applied when it comes."),
                code="unknown_closing", awaits=entry.payload.closing,
            )
        policies.check_second_person(asked_by=step.by_id, by=entry.by_id)
    words = {entry.uuid: _word(entry, asked) for entry in run}
    check_moves((entry, words[entry.uuid]) for entry in run)
    agreed = [entry for entry in run if entry.payload.agreed]
    states = case_states([home(entry) for entry in agreed])
    for entry in agreed:
        policies.check_can_close(states.get(home(entry)), words[entry.uuid], on=entry.on)
    _end([(entry, words[entry.uuid], asked[entry.payload.closing].said) for entry in agreed])
    insert_records([
        step_of(entry, word=words[entry.uuid], about=entry.payload.closing, said={"note": entry.payload.note})
        for entry in run
    ])


def _word(entry: Sealed, asked: dict[UUID, Step]) -> str:
    return str(asked[entry.payload.closing].word) if entry.payload.agreed else "not_agreed"


def _end(endings: Sequence[tuple[Sealed, str, dict[str, str]]]) -> None:
    """Close the open cases of these entries, each for its reason and with its closing sheet, and end their plans."""
    cases = open_cases([home(entry) for entry, _reason, _sheet in endings])
    for entry, reason, sheet in endings:
        case = cases[home(entry)]
        case.state, case.closed_on, case.reason = "closed", entry.on, reason
        case.note, case.results, case.after = sheet["note"], sheet["results"], sheet["after"]
    write_records(cases.values(), ["state", "closed_on", "reason", "note", "results", "after"])
    for on in sorted({entry.on for entry, _reason, _sheet in endings}):
        end_plans([home(entry) for entry, _reason, _sheet in endings if entry.on == on], on=on)


def end_plans(households: Collection[UUID], *, on: date, but: Collection[PlannedService] = ()) -> None:
    """End the running plans of these households and what they still promised, but for what goes on.

    A plan of a later day than the one that comes in its place, which a tablet brought late, ends on its own day.
    """
    running = {uuid: agreed_on for uuid, _household, agreed_on in _RUNNING_PLANS(households)}
    if running:
        ending = PlannedService.objects.filter(plan__in=running, state="planned")
        ending.exclude(pk__in=[one.pk for one in but]).update(state="replaced", done_on=on)
        for last in {max(on, agreed_on) for agreed_on in running.values()}:
            of_that_day = [uuid for uuid, agreed_on in running.items() if max(on, agreed_on) == last]
            Plan.objects.filter(uuid__in=of_that_day).update(ended_on=last)


# (plan, household, day on which it was agreed) of each plan that runs in these households
_RUNNING_PLANS = Prepared(
    lambda households: Plan.objects.filter(household__uuid__in=households, ended_on=None).values_list(
        "uuid", "household_id", "agreed_on")
)


def case_states(households: Collection[UUID]) -> dict[UUID, CaseState]:
    """What the policies ask of the open case of each household that has one."""
    cases, needs = open_cases(households), open_needs(households)
    severe = severe_since({household: case.opened_on for household, case in cases.items()})
    planned = {household: agreed_on for _plan, household, agreed_on in _RUNNING_PLANS(households)}
    return {
        household: CaseState(case.opened_on, case.state, needs.get(household, ()), severe=household in severe,
                             planned_on=planned.get(household))
        for household, case in cases.items()
    }


def severe_since(opened: dict[UUID, date]) -> set[UUID]:
    """The households in which a finding that nobody rejected was of severity 3 or more on or after a day."""
    found = assessment.findings_of(opened.keys(), ended=True)
    return {
        household for household, since in opened.items() for one in found.get(household, ())
        if one.judged != "rejected" and (one.until is None or one.until > since)
        and any(severity >= policies.SEVERE for _day, severity in one.course)
    }


def open_needs(households: Collection[UUID]) -> dict[UUID, tuple[tuple[str, int], ...]]:
    """What is still open in each household: findings not rejected, with their severity."""
    return {
        household: tuple((f.code, f.severity) for f in findings if f.until is None and f.judged != "rejected")
        for household, findings in assessment.findings_of(households).items()
    }
