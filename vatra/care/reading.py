"""Read the histories of many households in a handful of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from vatra.assessment import queries as assessment
from vatra.care.history import Found, History, Met, Promised, Sent, Span
from vatra.care.models import Case, Delivery, Plan, PlannedService, Referral, Visit
from vatra.people import queries as people

COUNTED_DELIVERIES = ("S04", "W08", "W12", "W20")  # the services that can meet a clock


def histories(households: Collection[UUID]) -> dict[UUID, History]:
    """The history of each household that people know of."""
    told = {
        row.uuid: History(
            household=row.uuid, commune_id=row.commune_id, enrolled_on=row.enrolled_on, ended_on=row.ended_on
        )
        for row in people.households(households).values()
    }
    for household, days in assessment.interview_days(told.keys()).items():
        told[household].interviews = days
    for household, findings in assessment.findings_of(told.keys(), rejected=True, ended=True).items():
        told[household].found = [_found(finding) for finding in findings]
    _add_casework(told)
    _add_acts(told)
    return told


def _found(finding: Any) -> Found:
    rejected_on = finding.judged_on if finding.judged == "rejected" else None
    ends = [day for day in (finding.until, rejected_on) if day is not None]
    return Found(
        code=finding.code, domain=finding.domain, person=finding.person, since=finding.since,
        course=tuple((_day(day), severity) for day, severity in finding.course), until=min(ends, default=None),
    )


def _day(day: date | str) -> date:
    return day if isinstance(day, date) else date.fromisoformat(day)


def _add_casework(told: dict[UUID, History]) -> None:
    """Cases, plans and what they promise, for the households that have a case."""
    ends: dict[UUID, date | None] = {}
    for uuid, household, since, until, reason in Case.objects.filter(household__in=told).values_list(
        "uuid", "household_id", "opened_on", "closed_on", "reason"
    ):
        told[household].cases.append(Span(uuid, since, until, reason))
    held = [household for household, history in told.items() if history.cases]
    if not held:
        return
    for uuid, household, since, until in Plan.objects.filter(household__in=held).values_list(
        "uuid", "household_id", "agreed_on", "ended_on"
    ):
        told[household].plans.append(Span(uuid, since, until))
        ends[uuid] = until
    agreed = {span.uuid: span.since for household in held for span in told[household].plans}
    for row in PlannedService.objects.filter(household__in=held).values_list(
        "household_id", "plan_id", "service", "person_id", "codes", "due_on", "state", "done_on"
    ):
        household, plan, service, person, codes, due_on, state, done_on = row
        told[household].promised.append(
            Promised(service, person, tuple(codes), agreed[plan], due_on, state, done_on, ends[plan])
        )


def _add_acts(told: dict[UUID, History]) -> None:
    """Visits, the deliveries that can meet a clock, and referrals."""
    for household, on, kind, purpose in _of(Visit, told, "on", "kind", "purpose"):
        told[household].visits.append(Met(on, kind, purpose))
    counted = Delivery.objects.filter(household__in=told, service__in=COUNTED_DELIVERIES)
    for household, on, outcome, service in counted.values_list("household_id", "on", "outcome", "service"):
        told[household].deliveries.append(Met(on, outcome, service))
    for household, *sent in _of(
        Referral, told, "service", "person_id", "codes", "sent_on", "acknowledged_on", "outcome_on"
    ):
        service, person, codes, sent_on, acknowledged_on, answered_on = sent
        told[household].sent.append(Sent(service, person, tuple(codes), sent_on, acknowledged_on, answered_on))


def _of(model: Any, told: dict[UUID, History], *fields: str) -> Iterable[Any]:
    return model.objects.filter(household__in=told).values_list("household_id", *fields)


def grouped(rows: Iterable[Any]) -> dict[UUID, list[Any]]:
    """Rows by their household."""
    by_household: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        by_household[row.household_id].append(row)
    return by_household
