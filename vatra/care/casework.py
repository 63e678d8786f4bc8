"""Apply the entries of a case: it is opened, a plan is agreed, it is closed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from vatra.assessment import queries as assessment
from vatra.base.ids import derived_uuid
from vatra.base.prepared import Prepared
from vatra.base.rows import insert_records, write_records
from vatra.care import policies
from vatra.care.models import Case, Plan, PlannedService
from vatra.care.standing import (
    check_households_held,
    check_of_household,
    check_services_known,
    home,
    open_cases,
    state_of,
)
from vatra.register.kinds import CannotApply, Sealed


def apply_open_case(run: Sequence[Sealed]) -> None:
    """Open a case with its lead worker: the one named, else the one who opens it."""
    check_households_held(run)
    already = open_cases([home(entry) for entry in run])
    leads = _leads(run)
    for entry in run:
        policies.check_can_open(state_of(already.get(home(entry))))
    insert_records(
        [
            Case(
                uuid=entry.uuid, household_id=home(entry), opened_on=entry.on,
                registered_on=entry.payload.registered_on or entry.on,
                lead_id=leads.get(entry.payload.lead, entry.by_id),
            )
            for entry in run
        ]
    )


def _leads(run: Sequence[Sealed]) -> dict[UUID | None, int]:
    """The lead workers named in the run, by uuid."""
    named = {entry.payload.lead for entry in run if entry.payload.lead}
    rows = get_user_model().objects.filter(uuid__in=named).values_list("uuid", "pk") if named else ()
    found: dict[UUID | None, int] = dict(rows)
    if named - found.keys():
        raise CannotApply(_("The lead worker named here is not known. Choose one of the team."), code="unknown_lead")
    return found


def apply_agree_plan(run: Sequence[Sealed]) -> None:
    """Agree a plan of the open case; it replaces the plan before it, whose open services end."""
    check_households_held(run)
    _check_services(run)
    cases = open_cases([home(entry) for entry in run])
    for entry in run:
        case = cases.get(home(entry))
        policies.check_can_plan(state_of(case), on=entry.on)
        if entry.payload.case not in (None, case.uuid if case else None):
            raise policies.CannotPlan(
                _("The plan is for a case that is no longer open. Open the household and agree it again."),
                code="other_case",
            )
    standing = _standing([home(entry) for entry in run])
    goes_on = [one for entry in run for one in standing[home(entry)] if not _settled_by(entry, one)]
    for on in sorted({entry.on for entry in run}):
        _end_plans([home(entry) for entry in run if entry.on == on], on=on, but=goes_on)
    insert_records([_plan(entry, cases[home(entry)]) for entry in run])
    newest = {home(entry): entry.uuid for entry in run}
    for one in goes_on:
        one.plan_id = newest[one.household_id]
    write_records(goes_on, ["plan"])
    insert_records([
        _promised(entry, position, standing[home(entry)])
        for entry in run for position in range(len(entry.payload.services))
    ])


def _standing(households: Collection[UUID]) -> dict[UUID, list[PlannedService]]:
    """What the running plans of these households still promise."""
    found: dict[UUID, list[PlannedService]] = {household: [] for household in households}
    for one in _STILL_PROMISED(households):
        found[one.household_id].append(one)
    return found


_STILL_PROMISED = Prepared(
    lambda households: PlannedService.objects.filter(
        household__uuid__in=households, state="planned", plan__ended_on=None
    ).order_by("id")
)


def _settled_by(entry: Sealed, one: PlannedService) -> bool:
    """Whether a new plan settles a promise: its author saw it, or promises the same to the same person."""
    said = entry.payload
    if said.instead_of is None or one.uuid in said.instead_of or one.plan_id in said.instead_of:
        return True
    return any((service.service, service.person) == (one.service, one.person_id) for service in said.services)


def _check_services(run: Sequence[Sealed]) -> None:
    services = [(service, entry) for entry in run for service in entry.payload.services]
    check_services_known((service.service, entry.on) for service, entry in services)
    check_of_household((service.person, entry.household) for service, entry in services)
    for service, entry in services:
        policies.check_due_after(service.due_on, entry.on, service.service)


def _plan(entry: Sealed, case: Case) -> Plan:
    return Plan(
        uuid=entry.uuid, case_id=case.uuid, household_id=home(entry), agreed_on=entry.on, by_id=entry.by_id,
        agreed_with=entry.payload.agreed_with, child_opinion=entry.payload.child_opinion,
    )


def _promised(entry: Sealed, position: int, standing: Collection[PlannedService]) -> PlannedService:
    """A service of a new plan; of one agreed again, the reasons that its author may not see are kept."""
    service = entry.payload.services[position]
    before = [
        code for one in standing if entry.payload.instead_of is not None
        and (one.service, one.person_id) == (service.service, service.person) for code in one.codes
    ]
    return PlannedService(
        uuid=derived_uuid(entry.uuid, position), plan_id=entry.uuid, household_id=home(entry),
        person_id=service.person, service=service.service, due_on=service.due_on,
        codes=list(dict.fromkeys([*service.codes, *before])),
        responsible=service.responsible,
    )


def _end_plans(households: Collection[UUID], *, on: date, but: Collection[PlannedService] = ()) -> None:
    """End the running plans of these households and what they still promised, but for what goes on."""
    running = [uuid for uuid, in _RUNNING_PLANS(households)]
    if running:
        ending = PlannedService.objects.filter(plan__in=running, state="planned")
        ending.exclude(pk__in=[one.pk for one in but]).update(state="replaced", done_on=on)
        Plan.objects.filter(uuid__in=running).update(ended_on=on)


_RUNNING_PLANS = Prepared(
    lambda households: Plan.objects.filter(household__uuid__in=households, ended_on=None).values_list("uuid")
)


def apply_close_case(run: Sequence[Sealed]) -> None:
    """Close the open case, for a reason that holds, and end its plan."""
    check_households_held(run)
    households = [home(entry) for entry in run]
    cases, needs = open_cases(households), open_needs(households)
    for entry in run:
        case = cases.get(home(entry))
        state = policies.CaseState(case.opened_on, case.state, needs.get(home(entry), ())) if case else None
        policies.check_can_close(state, entry.payload.reason, on=entry.on)
        assert case is not None
        case.state, case.closed_on = "closed", entry.on
        case.reason, case.note = entry.payload.reason, entry.payload.note
    write_records(cases.values(), ["state", "closed_on", "reason", "note"])
    for on in sorted({entry.on for entry in run}):
        _end_plans([home(entry) for entry in run if entry.on == on], on=on)


def open_needs(households: Collection[UUID]) -> dict[UUID, tuple[tuple[str, int], ...]]:
    """What is still open in each household: findings not rejected, with their severity."""
    return {
        household: tuple((f.code, f.severity) for f in findings if f.until is None and f.judged != "rejected")
        for household, findings in assessment.findings_of(households).items()
    }
