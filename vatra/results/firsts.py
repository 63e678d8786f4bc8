"""How far each household came, and since when: something found, a case, a plan, a service, something ended."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from vatra.care import queries as care

MODERATE = 2
Firsts = dict[UUID, dict[str, date]]


def firsts_of(found: Collection[Any], households: Collection[UUID]) -> Firsts:
    """The first day of each step (columns `evidence.FIRSTS`) of the households that came so far.

    `found`: the rows of `assessment.findings_counted`. What a worker rejected and what asks for attention only
    (severity 1) is no step.
    """
    firsts: Firsts = {}

    def note(household: UUID, step: str, day: date | None) -> None:
        if day is not None:
            steps = firsts.setdefault(household, {})
            steps[step] = min(day, steps.get(step, day))

    for household, _person, _kind, _code, severity, since, until, judged in found:
        if severity >= MODERATE and judged != "rejected":
            note(household, "found_on", since)
            note(household, "eased_on", until)
    for household, _lead, _registered, opened, _closed in care.cases_counted(households):
        note(household, "case_on", opened)
    for household, agreed in care.plans_counted(households):
        note(household, "plan_on", agreed)
    for household, _person, _service, _worker, on, _minutes, outcome in care.deliveries_counted(households):
        note(household, "helped_on", on if outcome == "done" else None)
    return firsts


def begun_first(found: Collection[Any]) -> Mapping[tuple[UUID, UUID | None, str], date]:
    """The day on which each vulnerability of each subject first began: what begins later has come back."""
    first: dict[tuple[UUID, UUID | None, str], date] = {}
    for household, person, _kind, code, _severity, since, _until, judged in found:
        if judged != "rejected":
            key = household, person, code
            first[key] = min(since, first.get(key, since))
    return first
