"""Apply the entries of a case: it is opened, a plan is agreed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from vatra.base.ids import derived_uuid
from vatra.base.prepared import Prepared
from vatra.base.rows import insert_records, write_records
from vatra.care import policies
from vatra.care.endings import end_plans
from vatra.care.models import Case, Plan, PlannedService
from vatra.care.standing import (
    check_households_held,
    check_of_household,
    check_services_known,
    home,
    open_cases,
    state_of,
)
from vatra.people import queries as people
from vatra.register.kinds import CannotApply, NotYetHere, Sealed


def apply_open_case(run: Sequence[Sealed]) -> None:
    """Open a case with its lead worker: the one named, else the one who opens it."""
    check_households_held(run)
    already = open_cases([home(entry) for entry in run])
    leads, before = _leads(run), _closed_before(run)
    for entry in run:
        policies.check_can_open(state_of(already.get(home(entry))))
        policies.check_can_reopen(entry.payload.reopens, before.get(home(entry), {}), on=entry.on)
    insert_records(
        [
            Case(
                uuid=entry.uuid, household_id=home(entry), opened_on=entry.on,
                registered_on=entry.payload.registered_on or entry.on,
                lead_id=leads.get(entry.payload.lead, entry.by_id), reopens_id=entry.payload.reopens,
                why=entry.payload.why,
            )
            for entry in run
        ]
    )


def _closed_before(run: Sequence[Sealed]) -> dict[UUID, dict[UUID, date]]:
    """The closed cases of the households whose case is reopened, with the day on which each was closed."""
    households = {home(entry) for entry in run if entry.payload.reopens}
    same = people.same_as(households)
    found: dict[UUID, dict[UUID, date]] = {}
    for household in households:
        rows = Case.objects.filter(household__uuid__in=same.get(household, (household,)), state="closed")
        found[household] = {uuid: day for uuid, day in rows.values_list("uuid", "closed_on") if day is not None}
    return found


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
        if case is None and entry.payload.case and not Case.objects.filter(
            uuid=entry.payload.case, household__uuid=home(entry)
        ).exists():
            raise NotYetHere(
                _("The case of this plan is not in the register yet. The entry is kept and is applied when it comes."),
                code="cannot_plan", awaits=entry.payload.case,
            )
        policies.check_can_plan(state_of(case), on=entry.on)
        if entry.payload.case not in (None, case.uuid if case else None):
            raise policies.CannotPlan(
                _("The plan is for a case that is no longer open. Open the household and agree it again."),
                code="other_case",
            )
    standing = _standing([home(entry) for entry in run])
    agreed = dict(_AGREED_ON({one.plan_id for several in standing.values() for one in several}))
    goes_on = [
        one for entry in run for one in standing[home(entry)]
        if not _settled_by(entry, one, agreed_on=agreed[one.plan_id])
    ]
    for on in sorted({entry.on for entry in run}):
        end_plans([home(entry) for entry in run if entry.on == on], on=on, but=goes_on)
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


# by the plan of each promise, which may be of another household: promises follow who moves
_AGREED_ON = Prepared(lambda plans: Plan.objects.filter(uuid__in=plans).values_list("uuid", "agreed_on"))


def _settled_by(entry: Sealed, one: PlannedService, *, agreed_on: date) -> bool:
    """Whether a new plan settles a promise, agreed on that day: its author saw it, or promises the same to the same.

    Where the author does not say what they saw, it is every plan until that day; none saw a plan of a later one.
    """
    said = entry.payload
    if said.instead_of is None and agreed_on <= entry.on:
        return True
    seen = said.instead_of or ()
    if one.uuid in seen or one.plan_id in seen:
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
        child_not_heard=entry.payload.child_not_heard,
        objectives=[one.model_dump(mode="json") for one in entry.payload.objectives],
    )


def planned_in(entry: Sealed) -> list[UUID]:
    """What the services of a plan are known by, in the order of the plan."""
    return [derived_uuid(entry.uuid, position) for position in range(len(entry.payload.services))]


def _promised(entry: Sealed, position: int, standing: Collection[PlannedService]) -> PlannedService:
    """A service of a new plan; of one agreed again, the reasons that its author may not see are kept."""
    service = entry.payload.services[position]
    before = [
        code for one in standing if entry.payload.instead_of is not None
        and (one.service, one.person_id) == (service.service, service.person) for code in one.codes
    ]
    return PlannedService(
        uuid=planned_in(entry)[position], plan_id=entry.uuid, household_id=home(entry),
        person_id=service.person, service=service.service, due_on=service.due_on,
        codes=list(dict.fromkeys([*service.codes, *before])),
        responsible=service.responsible,
    )
