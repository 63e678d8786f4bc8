"""Read the histories of many households in a handful of queries."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from vatra.assessment import queries as assessment
from vatra.base.prepared import Prepared
from vatra.care.carrying import came_from
from vatra.care.history import Departs, Found, History, Met, Promised, Sent, Signalled, Span, Stepped
from vatra.care.models import (
    Case,
    Delivery,
    Departure,
    Plan,
    PlannedService,
    Referral,
    Signal,
    Step,
    SupervisionHeld,
    Visit,
)
from vatra.people import queries as people

TO_MEET = ("S04", "W08", "W12", "W20")  # the services that can meet a clock

_CASES = Prepared(lambda homes: Case.objects.filter(household__uuid__in=homes).order_by("id").values_list(
    "uuid", "household_id", "opened_on", "closed_on", "reason"
))
_PLANS = Prepared(lambda homes: Plan.objects.filter(household__uuid__in=homes).order_by("id").values_list(
    "uuid", "household_id", "agreed_on", "ended_on"
))
_PROMISED = Prepared(lambda homes: PlannedService.objects.filter(household__uuid__in=homes).order_by("id").values_list(
    "plan_id", "household_id", "service", "person_id", "codes", "due_on", "state", "done_on"
))
_VISITS = Prepared(lambda homes: Visit.objects.filter(household__uuid__in=homes).order_by("id").values_list(
    "household_id", "on", "kind", "purpose", "monitoring"
))
_DELIVERIES = Prepared(lambda homes: Delivery.objects.filter(
    household__uuid__in=homes, service__in=TO_MEET
).order_by("id").values_list("household_id", "on", "outcome", "service", "report"))
_REFERRALS = Prepared(lambda homes: Referral.objects.filter(
    household__uuid__in=homes, sent_on__isnull=False
).order_by("id").values_list(
    "household_id", "service", "person_id", "codes", "sent_on", "acknowledged_on", "answered_on", "outcome",
    "outcome_on",
))

_SIGNALS = Prepared(lambda homes: Signal.objects.filter(household__uuid__in=homes).order_by("id").values_list(
    "household_id", "noticed_on", "triaged_on", "decision"
))
_STEPS = Prepared(lambda homes: Step.objects.filter(household__uuid__in=homes).order_by("on", "id").values_list(
    "household_id", "on", "kind", "word"
))
_DEPARTURES = Prepared(lambda homes: Departure.objects.filter(household__uuid__in=homes).order_by("id").values_list(
    "household_id", "parent_id", "leaves_on", "heard_on", "notified_on", "back_on", "delegated_on"
))
_SUPERVISED = Prepared(lambda homes: SupervisionHeld.objects.filter(
    household__uuid__in=homes
).order_by("id").values_list("household_id", "on"))


def histories(households: Collection[UUID]) -> dict[UUID, History]:
    """The history of each household that people know of."""
    told = {
        row.uuid: History(
            household=row.uuid, commune_id=row.commune_id, enrolled_on=row.enrolled_on, ended_on=row.ended_on
        )
        for row in people.homes(households).values()
    }
    every = _with_merged(told)
    for household, days in assessment.interview_days(every.keys()).items():
        every[household].interviews = sorted([*every[household].interviews, *days])
    for household, findings in assessment.findings_of(every.keys(), rejected=True, ended=True).items():
        every[household].found += [_found(finding) for finding in findings]
    _add_casework(every)
    _add_acts(every)
    _add_visits_before(told)
    return told


def _add_visits_before(told: dict[UUID, History]) -> None:
    """Whoever came from another household was met there: no clock asks again for a visit that was made."""
    for household, came in came_from(told).items():
        for _other, on, kind, purpose, sheet in _VISITS([other for other, _on in came]):
            if any(other == _other and on < day for other, day in came):
                told[household].visits.append(Met(on, kind, purpose, sheet=sheet is not None))


def _with_merged(told: dict[UUID, History]) -> dict[UUID, History]:
    """Of every household that is read: to whose history its rows belong, once those merged count as one.

    A merged one has no history of its own while the merge holds.
    """
    same = people.same_as(told)
    if not same:
        return told
    now = people.now_called({*same, *(one for several in same.values() for one in several)})
    every = {uuid: history for uuid, history in told.items() if uuid not in now}
    for uuid, history in list(every.items()):
        every |= dict.fromkeys(same.get(uuid, ()), history)
    return every


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
    for uuid, household, since, until, reason in _CASES(told):
        told[household].cases.append(Span(uuid, since, until, reason))
    held = [household for household, history in told.items() if history.cases]
    agreed: dict[UUID, Span] = {}
    for uuid, household, since, until in _PLANS(held) if held else ():
        agreed[uuid] = Span(uuid, since, until)
        told[household].plans.append(agreed[uuid])
    for plan, household, service, person, codes, due_on, state, done_on in _PROMISED(held if agreed else []):
        told[household].promised.append(Promised(
            service, person, tuple(codes), min(agreed[plan].since, due_on), due_on, state, done_on, agreed[plan].until
        ))


def _add_acts(told: dict[UUID, History]) -> None:
    """Signals, supervision, visits, the deliveries that can meet a clock, referrals, steps and departures."""
    for household, on, triaged_on, decision in _SIGNALS(told):
        told[household].signals.append(Signalled(on, triaged_on, decision))
    for household, on in _SUPERVISED(told):
        told[household].supervised.append(on)
    for household, on, kind, purpose, sheet in _VISITS(told):
        told[household].visits.append(Met(on, kind, purpose, sheet=sheet is not None))
    for household, on, outcome, service, report in _DELIVERIES(told):
        by_call = report is not None and not report["in_writing"]
        told[household].deliveries.append(Met(on, outcome, service, by_call=by_call))
    for household, on, kind, word in _STEPS(told):
        told[household].steps.append(Stepped(on, kind, word))
    for household, *departure in _DEPARTURES(told):
        told[household].departures.append(Departs(*departure))
    for household, service, person, codes, sent_on, acknowledged_on, answered_on, outcome, ended_on in _REFERRALS(told):
        withdrawn_on = ended_on if outcome == "withdrawn" else None
        told[household].sent.append(Sent(
            service, person, tuple(codes), sent_on, acknowledged_on, answered_on, None if withdrawn_on else ended_on,
            withdrawn_on,
        ))
