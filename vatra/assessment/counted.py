"""What was asked and found, in flat rows: what indicators count over."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Min

from vatra.assessment.lived import with_events
from vatra.assessment.models import Assessment, Finding, Interview, SubjectFacts

InterviewRow = tuple[UUID, int, date, int, datetime | None, datetime | None]
FindingRow = tuple[UUID, UUID | None, int, str, int, date, date | None, str]


def interviews_counted(communes: Collection[int]) -> Iterator[InterviewRow]:
    """(household, commune, on, worker, started, ended) of every interview."""
    yield from (
        Interview.objects.filter(commune__in=communes).order_by("id")
        .values_list("household__uuid", "commune_id", "on", "by_id", "started_at", "ended_at")
    )


def first_interviews(communes: Collection[int]) -> dict[UUID, date]:
    """The day on which each household was first interviewed."""
    rows = Interview.objects.filter(commune__in=communes).order_by().values_list("household__uuid")
    return dict(rows.annotate(Min("on")))


def findings_counted(communes: Collection[int]) -> Iterator[FindingRow]:
    """(household, person, commune, code, severity, since, until, judged) of every finding ever made."""
    yield from (
        Finding.objects.filter(commune__in=communes).order_by("id").values_list(
            "household__uuid", "person__uuid", "commune_id", "code", "severity", "since", "until", "judged"
        )
    )


def not_assessable_counted(communes: Collection[int]) -> dict[UUID, int]:
    """How many vulnerabilities of each household and its members cannot be told for want of an answer."""
    found: dict[UUID, int] = {}
    rows = Assessment.objects.filter(commune__in=communes).values_list("household__uuid", "unknown")
    for household, unknown in rows:
        found[household] = found.get(household, 0) + len(unknown)
    return found


def facts_counted(subjects: Collection[UUID], *, persons: bool) -> Iterator[tuple[UUID, Mapping[str, Any]]]:
    """The current facts of these persons, or of these households, by code."""
    key = "person" if persons else "household"
    rows = SubjectFacts.objects.filter(**{f"{key}__uuid__in": subjects}).order_by("id")
    answered = dict(rows.values_list(f"{key}__uuid", "facts"))
    for uuid, facts in (with_events(answered, subjects) if persons else answered).items():
        yield uuid, {code: stored[0] for code, stored in facts.items()}
