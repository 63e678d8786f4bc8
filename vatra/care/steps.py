"""Apply the entries that move a case on: each only when the table of the process has a row for it on its day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from vatra.base.prepared import Prepared
from vatra.base.rows import insert_records, write_records
from vatra.care import policies
from vatra.care.models import Plan, Step, Visit
from vatra.care.stages import check_moves
from vatra.care.standing import check_households_held, check_of_household, home, open_cases
from vatra.register.kinds import CannotApply, NotYetHere, Sealed


def apply_record_initial_assessment(run: Sequence[Sealed]) -> None:
    """Keep the visit within 72 hours and its risk sheet."""
    check_households_held(run)
    check_of_household((person, entry.household) for entry in run for person in entry.payload.persons)
    insert_records([_visit(entry) for entry in run])
    insert_records([
        step_of(entry, word=entry.payload.risk, said=entry.payload.model_dump(mode="json", exclude={"risk"}))
        for entry in run
    ])


def _visit(entry: Sealed) -> Visit:
    said = entry.payload
    return Visit(
        uuid=entry.uuid, household_id=home(entry), on=entry.on, by_id=entry.by_id, kind=said.kind, purpose="S03",
        persons=[str(person) for person in said.persons], note=said.words, note_for="profession", minutes=said.minutes,
    )


def step_of(entry: Sealed, *, word: str = "", about: UUID | None = None, said: dict[str, Any] | None = None) -> Step:
    """The step that an entry is."""
    return Step(
        uuid=entry.uuid, household_id=home(entry), kind=entry.kind, word=word, on=entry.on, by_id=entry.by_id,
        about=about, said=said or {},
    )


def apply_decide_no_case(run: Sequence[Sealed]) -> None:
    """Keep why no case is opened, or to whom the family is passed on."""
    check_households_held(run)
    check_moves((entry, entry.payload.decision) for entry in run)
    insert_records([
        step_of(entry, word=entry.payload.decision, said={"reason": entry.payload.reason, "to": entry.payload.to})
        for entry in run
    ])


def apply_name_team(run: Sequence[Sealed]) -> None:
    """Name who leads the open case from now on, and its team."""
    check_households_held(run)
    check_moves((entry, "") for entry in run)
    named = {one for entry in run for one in (entry.payload.lead, *entry.payload.members) if one}
    known = dict(get_user_model().objects.filter(uuid__in=named).values_list("uuid", "pk"))
    if named - known.keys():
        raise CannotApply(_("Somebody named here is not known. Choose workers of the commune."), code="unknown_worker")
    cases = open_cases([home(entry) for entry in run])
    for entry in run:
        case = cases[home(entry)]
        case.lead_id = known.get(entry.payload.lead, case.lead_id)
        case.team = [str(one) for one in entry.payload.members]
    write_records(cases.values(), ["lead", "team"])
    insert_records([
        step_of(entry, about=cases[home(entry)].uuid, said=entry.payload.model_dump(mode="json")) for entry in run
    ])


def _check_plans_here(run: Sequence[Sealed]) -> None:
    """The plan that an entry names is in the register, and of its household."""
    for entry in run:
        plan = entry.payload.plan
        if plan and not Plan.objects.filter(uuid=plan, household__uuid=home(entry)).exists():
            raise NotYetHere(
                _("The plan is not in the register yet. The entry is kept and is applied when it comes."),
                code="no_plan", awaits=plan,
            )


_PLANS = Prepared(lambda households: Plan.objects.filter(household__uuid__in=households))


def apply_approve_plan(run: Sequence[Sealed]) -> None:
    """Note the mayor's order on the plan it approves."""
    check_households_held(run)
    _check_plans_here(run)
    check_moves((entry, "") for entry in run)
    plans = list(_PLANS({case.household_id for case in open_cases([home(entry) for entry in run]).values()}
                        | {home(entry) for entry in run}))
    approved = {}
    for entry in run:
        said = entry.payload
        plan = next((one for one in plans if one.household_id == home(entry)
                     and (one.uuid == said.plan if said.plan else one.ended_on is None)), None)
        policies.check_can_approve(plan.agreed_on if plan else None, signed_on=said.signed_on, on=entry.on)
        assert plan is not None
        plan.order_number, plan.order_signed_on = said.number, said.signed_on
        approved[entry.uuid] = plan
    write_records({plan.uuid: plan for plan in approved.values()}.values(), ["order_number", "order_signed_on"])
    insert_records([
        step_of(entry, about=approved[entry.uuid].uuid,
              said={"number": entry.payload.number, "signed_on": entry.payload.signed_on.isoformat()})
        for entry in run
    ])


def apply_review_case(run: Sequence[Sealed]) -> None:
    """Keep what was seen when the case was looked at again."""
    check_households_held(run)
    check_moves((entry, entry.payload.decision) for entry in run)
    insert_records([step_of(entry, word=entry.payload.decision, said=_of_review(entry.payload)) for entry in run])


def _of_review(said: Any) -> dict[str, Any]:
    """The words of a review; those of the family only where they were said, as in rows from before they were asked."""
    family = {"family_opinion": said.family_opinion} if said.family_opinion else {}
    return {"words": said.words, "child_opinion": said.child_opinion, **family}
