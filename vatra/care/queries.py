"""Questions to the room, named by what they return."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from vatra.base.prepared import Prepared
from vatra.care.counted import (
    cases_counted,
    deadlines_counted,
    deadlines_kept,
    deliveries_counted,
    households_led_by,
    planned_counted,
    plans_counted,
    referrals_counted,
    visits_counted,
    visits_made_by,
    vulnerabilities_planned,
)
from vatra.care.directory import Provider, names_of, provider, providers, said_beside_the_facts
from vatra.care.endings import case_states
from vatra.care.merged import every
from vatra.care.messages import MessageSeen, messages_of, unread_messages
from vatra.care.models import Case, Deadline, Delivery, Plan, PlannedService, Referral, Visit
from vatra.care.nearby import Nearby
from vatra.care.package import Package, ServiceOffered, package_on
from vatra.care.policies import CaseState
from vatra.care.progress import (
    Compared,
    Monitored,
    StageSeen,
    closed_cases,
    closings_waiting,
    compared,
    households_in,
    last_monitoring,
    looked_on,
    stage,
    states_in,
    states_seen,
)
from vatra.care.proposal import Opened, Proposed, propose, proposed_plan
from vatra.care.referred import PARTS as REFERRAL_PARTS
from vatra.care.referred import (
    Answered,
    ReferralSeen,
    ReferralStepSeen,
    partners_answers,
    phone_of,
    referral,
    referrals_in,
    referrals_late,
    referrals_of_household,
    referrals_seen,
    steps_of_referral,
)
from vatra.care.school_lists import Lists, School, school_lists
from vatra.care.sheets import EmergencyTold, SheetSeen, emergencies_told, monitoring_sheets
from vatra.care.signalled import (
    SignalSeen,
    SignSeen,
    number_of_signals_waiting,
    signal,
    signals_of,
    signals_waiting,
    signals_waiting_in,
)
from vatra.care.signals import SIGN_DOMAINS, may_know_sign
from vatra.care.standing import open_cases
from vatra.care.stepped import StepSeen, departures_of, steps_of
from vatra.care.supervision import Session, sessions_of
from vatra.care.timeline import Day, Happened, timeline
from vatra.care.unmet import Unmet, unmet_needs
from vatra.care.waiting import Waiting, late_in, parts_of, waiting_in
from vatra.care.week import Together, VisitPlanned, visits_planned, visits_to_make_together
from vatra.care.worklist import PARTS, Asked, of_household, overdue_by_commune, overdue_since, worklist, worklist_counts

__all__ = [
    "PARTS", "REFERRAL_PARTS", "SIGN_DOMAINS", "Answered", "Asked", "Compared", "CurrentPlan", "Day",
    "EmergencyTold",
    "Happened", "Lists", "MessageSeen", "Monitored", "Nearby", "Opened", "Package", "Promise", "Proposed", "Provider",
    "ReferralSeen", "ReferralStepSeen", "School", "ServiceOffered", "Session", "SheetSeen", "SignSeen", "SignalSeen",
    "StageSeen", "StepSeen", "Together", "Unmet", "VisitPlanned", "Waiting", "case_state", "cases_counted",
    "cases_of", "closed_cases", "closings_waiting", "compared", "deadlines_counted", "deadlines_kept", "deadlines_of",
    "deliveries_counted", "deliveries_of", "departures_of", "emergencies_told", "every",
    "households_in", "households_led_by", "last_monitoring", "late_in",
    "looked_on", "may_know_sign", "messages_of", "monitoring_sheets",
    "names_of", "number_of_signals_waiting",
    "of_household", "open_case", "open_cases_by_commune", "overdue_by_commune", "overdue_since", "package_on",
    "partners_answers", "parts_of", "phone_of", "plan_of", "planned_counted", "plans_counted", "propose",
    "proposed_plan",
    "provider", "providers", "referral", "referrals_counted", "referrals_in", "referrals_late",
    "referrals_of", "referrals_of_household", "referrals_seen", "said_beside_the_facts", "school_lists",
    "services_given", "sessions_of", "signal", "signals_of", "signals_waiting", "signals_waiting_in", "stage",
    "states_in", "states_seen", "steps_of", "steps_of_referral", "timeline", "unmet_needs", "unread_messages",
    "visits_between", "visits_counted", "visits_made_by", "visits_of", "visits_planned", "visits_to_make_together",
    "vulnerabilities_planned",
    "waiting_in", "worklist", "worklist_counts",
]


@dataclass(frozen=True, slots=True)
class Promise:
    """A service of the running plan, as it stands."""

    uuid: UUID
    service: str
    what: str
    person: UUID | None
    codes: tuple[str, ...]
    due_on: date
    responsible: str
    state: str
    done_on: date | None


@dataclass(frozen=True, slots=True)
class CurrentPlan:
    """The running plan of a household's open case."""

    uuid: UUID
    agreed_on: date
    agreed_with: str
    child_opinion: str
    by: str
    child_not_heard: str
    objectives: tuple[dict[str, Any], ...]
    order_number: str
    order_signed_on: date | None
    services: tuple[Promise, ...]


def open_case(household: UUID) -> Case | None:
    """The open case of a household, if there is one (read only)."""
    case = open_cases([household]).get(household)
    return Case.objects.select_related("lead").get(pk=case.pk) if case else None


def case_state(household: UUID) -> CaseState | None:
    """What the policies ask of a household's open case: `check_can_close(case_state(h), reason, on=…)`."""
    return case_states([household]).get(household)


def cases_of(households: Collection[UUID]) -> list[Case]:
    """Every case of these households, open and closed, the oldest first (read only)."""
    return list(Case.objects.filter(household__uuid__in=households).order_by("opened_on", "id"))


def open_cases_by_commune(communes: Collection[int]) -> dict[int, int]:
    """How many cases are open in each of these communes that has any."""
    rows = Case.objects.filter(state="open", household__commune__in=list(communes))
    return dict(rows.values_list("household__commune").annotate(n=Count("id")).order_by())


def plan_of(
    household: UUID, domains: Collection[str] | None, *, on: date, roles: Collection[str] = (),
    closed_case: UUID | None = None, agreed_by: date | None = None,
) -> CurrentPlan | None:
    """The running plan, with the services that a reader of these domains may know; None = no limit.

    What one of the reader's `roles` leads or is responsible for is there, if need be without its reasons.
    `closed_case`: where no plan runs, the one that this case ended with. `agreed_by`: in the place of the running plan
    the one that was agreed last by that day.
    """
    if agreed_by is not None:
        plan = _latest(Plan.objects.filter(agreed_on__lte=agreed_by, household__uuid__in=every(household)))
    else:
        plan = _running(household)
    if plan is None and closed_case is not None:
        plan = _latest(Plan.objects.filter(case__uuid=closed_case, household__uuid__in=every(household)))
    if plan is None:
        return None
    package = package_on(on)
    promised = _SERVICES_OF(plan.uuid)
    return CurrentPlan(
        uuid=plan.uuid, agreed_on=plan.agreed_on, agreed_with=plan.agreed_with, child_opinion=plan.child_opinion,
        by=plan.by.full_name, child_not_heard=plan.child_not_heard, objectives=_objectives(plan, domains, package),
        order_number=plan.order_number, order_signed_on=plan.order_signed_on,
        services=tuple(
            _promise(one, package.label(one.service), tuple(
                one.codes if domains is None else package.shown(one.codes, domains)
            ))
            for one in promised
            if domains is None or one.responsible in roles
            or package.may_know_act(one.service, one.codes, domains, roles)
        ),
    )


def _running(household: UUID) -> Plan | None:
    plans = {plan.household_id: plan for plan in _RUNNING(every(household))}
    return plans.get(household) or next(iter(plans.values()), None)


_RUNNING = Prepared(
    lambda homes: Plan.objects.filter(household__uuid__in=homes, ended_on=None).select_related("by").order_by("-id")
)
_SERVICES_OF = Prepared(
    lambda plan: PlannedService.objects.filter(plan__uuid=plan).order_by("due_on", "service", "uuid")
)


def _latest(plans: QuerySet[Plan]) -> Plan | None:
    return plans.select_related("by").order_by("-agreed_on", "-id").first()


def _objectives(plan: Plan, domains: Collection[str] | None, package: Package) -> tuple[dict[str, Any], ...]:
    """What the plan wants to reach, as far as a reader may know what for."""
    return tuple(
        one for one in plan.objectives
        if domains is None or not one["codes"] or package.shown(one["codes"], domains)
    )


def _promise(one: PlannedService, what: str, codes: tuple[str, ...]) -> Promise:
    return Promise(
        uuid=one.uuid, service=one.service, what=what, person=one.person_id, codes=codes, due_on=one.due_on,
        responsible=one.responsible, state=one.state, done_on=one.done_on,
    )


def visits_of(households: Collection[UUID]) -> list[Visit]:
    """Visits to these households, the oldest first (read only)."""
    return list(Visit.objects.filter(household__uuid__in=households).order_by("on", "id"))


def visits_between(communes: Collection[int], *, since: date, until: date) -> dict[int, int]:
    """How many visits each worker (internal id) made to households of some communes, from a day to before another."""
    rows = Visit.objects.filter(household__commune__in=list(communes), on__gte=since, on__lt=until)
    return dict(rows.values_list("by_id").annotate(n=Count("id")).order_by())


def deliveries_of(households: Collection[UUID]) -> list[Delivery]:
    """Deliveries to these households, the oldest first (read only)."""
    return list(Delivery.objects.filter(household__uuid__in=households).order_by("on", "id"))


def services_given(households: Collection[UUID]) -> list[tuple[UUID, UUID | None, date]]:
    """To whom of some households a service was given, and when: (household, person or all of it, day)."""
    given = Delivery.objects.filter(outcome=Delivery.Outcome.DONE, household__uuid__in=list(households))
    return list(given.values_list("household__uuid", "person__uuid", "on").distinct())


def referrals_of(households: Collection[UUID]) -> list[Referral]:
    """Referrals of these households, the oldest first (read only)."""
    return list(Referral.objects.filter(household__uuid__in=households).order_by("sent_on", "id"))


def deadlines_of(households: Collection[UUID]) -> list[Deadline]:
    """Every deadline that ever ran for these households (read only)."""
    return list(Deadline.objects.filter(household__uuid__in=households).order_by("starts_on", "rule", "id"))
