"""What was promised and done, in flat rows: what indicators count over."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q

from vatra.care.models import Case, Deadline, Delivery, Plan, PlannedService, Referral, Visit

Row = tuple[Any, ...]


def visits_counted(households: Collection[UUID]) -> Iterator[Row]:
    """(household, worker, on, minutes, where)."""
    yield from _rows(Visit, households, "by_id", "on", "minutes", "kind")


def deadlines_counted(households: Collection[UUID]) -> Iterator[Row]:
    """(household, rule, starts, due, met, lapsed)."""
    yield from _rows(Deadline, households, "rule", "starts_on", "due_on", "met_on", "lapsed_on")


def deadlines_kept(households: Collection[UUID], *, since: date, on: date) -> tuple[int, int]:
    """How many deadlines of some households fell due after a day and until another, and how many were met in time."""
    due = Deadline.objects.filter(household__uuid__in=households, due_on__gt=since, due_on__lte=on, lapsed_on=None)
    counted = due.aggregate(due=Count("id"), kept=Count("id", filter=Q(met_on__lte=F("due_on"))))
    return counted["due"], counted["kept"]


def planned_counted(households: Collection[UUID]) -> Iterator[Row]:
    """(household, person, service, responsible role, due, done, state)."""
    yield from _rows(
        PlannedService, households, "person__uuid", "service", "responsible", "due_on", "done_on", "state"
    )


def deliveries_counted(households: Collection[UUID]) -> Iterator[Row]:
    """(household, person, service, worker, on, minutes, outcome)."""
    yield from _rows(Delivery, households, "person__uuid", "service", "by_id", "on", "minutes", "outcome")


def referrals_counted(households: Collection[UUID]) -> Iterator[Row]:
    """(household, person, service, sent, acknowledged, answered, outcome); sent is None of what was never sent."""
    yield from _rows(
        Referral, households, "person__uuid", "service", "sent_on", "acknowledged_on", "outcome_on", "outcome"
    )


def cases_counted(households: Collection[UUID]) -> Iterator[tuple[UUID, int, date, date, date | None]]:
    """(household, lead, registered, opened, closed)."""
    yield from _rows(Case, households, "lead_id", "registered_on", "opened_on", "closed_on")


def plans_counted(households: Collection[UUID]) -> Iterator[tuple[UUID, date]]:
    """(household, agreed)."""
    yield from _rows(Plan, households, "agreed_on")


def vulnerabilities_planned(households: Collection[UUID]) -> Iterator[tuple[UUID, str, date]]:
    """(household, vulnerability, agreed) of every plan that promises a service for it."""
    for household, codes, agreed in _rows(PlannedService, households, "codes", "plan__agreed_on"):
        for code in codes:
            yield household, code, agreed


def households_led_by(worker: Any) -> list[UUID]:
    """The households whose open case a worker leads."""
    return list(Case.objects.filter(lead=worker, state="open").values_list("household__uuid", flat=True))


def visits_made_by(worker: Any, *, since: date) -> Iterator[tuple[date, int | None, str]]:
    """(on, minutes, where) of a worker's own visits after a day."""
    yield from Visit.objects.filter(by=worker, on__gt=since).values_list("on", "minutes", "kind")


def _rows(model: Any, households: Collection[UUID], *columns: str) -> Iterator[Any]:
    rows = model.objects.filter(household__uuid__in=households).order_by("id")
    yield from rows.values_list("household__uuid", *columns)
