"""Findings beside each other: the one before it in its domain, the plan that takes it up, and how many at once."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

Days = Mapping[tuple[Any, str], list[date]]  # in order


class AtOnce(NamedTuple):
    """A stretch of days in which so many vulnerabilities of one subject stand beside each other."""

    household: UUID
    person: UUID | None
    subject: str
    many: int
    since: date
    until: date | None


def begun_by_domain(found: Collection[Any], domains: Mapping[str, str]) -> Days:
    """The days on which something of a domain was found, by subject (the person, else the household) and domain.

    `found`: the rows of `assessment.findings_counted`; what a worker rejected was not found.
    """
    days: dict[tuple[Any, str], list[date]] = defaultdict(list)
    for household, person, _commune, code, _severity, since, _until, judged in found:
        if judged != "rejected":
            days[person or household, domains.get(code, "")].append(since)
    return {key: sorted(several) for key, several in days.items()}


def planned_by_code(planned: Iterable[tuple[UUID, str, date]]) -> Days:
    """The days on which a plan was agreed that promises something for a vulnerability, by household and code."""
    days: dict[tuple[Any, str], list[date]] = defaultdict(list)
    for household, code, agreed in planned:
        days[household, code].append(agreed)
    return {key: sorted(several) for key, several in days.items()}


def last_before(days: Days, key: tuple[Any, str], on: date) -> date | None:
    """The last of these days before a day."""
    listed = days.get(key, [])
    place = bisect_left(listed, on)
    return listed[place - 1] if place else None


def first_from(days: Days, key: tuple[Any, str], on: date) -> date | None:
    """The first of these days, from a day on."""
    listed = days.get(key, [])
    place = bisect_left(listed, on)
    return listed[place] if place < len(listed) else None


def at_once(found: Collection[Any], subjects: Mapping[str, str]) -> Iterator[AtOnce]:
    """How many vulnerabilities of each subject stood beside each other, from day to day; none makes no row.

    `subjects`: of which kind each vulnerability is, by code. What a worker rejected does not count.
    """
    changes: dict[tuple[UUID, UUID | None, str], dict[date, int]] = defaultdict(lambda: defaultdict(int))
    for household, person, _commune, code, _severity, since, until, judged in found:
        if judged == "rejected" or code not in subjects or since == until:
            continue
        of = changes[household, person, subjects[code]]
        of[since] += 1
        if until is not None:
            of[until] -= 1
    for (household, person, subject), by_day in changes.items():
        many, days = 0, sorted(day for day, change in by_day.items() if change)
        for day, following in zip(days, [*days[1:], None], strict=True):
            many += by_day[day]
            if many:
                yield AtOnce(household, person, subject, many, day, following)
