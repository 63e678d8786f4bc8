"""Bring deadlines and stages of households up to date with everything below: derived, never edited."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from vatra.base.ids import derived_uuid
from vatra.care.deadlines import Due, deadlines
from vatra.care.history import History
from vatra.care.kept import Kept, kept_rows, write
from vatra.care.models import Deadline
from vatra.care.package import package_on
from vatra.care.reading import histories
from vatra.care.stages import keep_stages


def bring_up_to_date(households: Collection[UUID], on: date) -> None:
    """Derive the deadlines and stages of these households again and write what differs.

    `on` is not used: what is overdue is a question for the reader's day, not for the rows.
    """
    asked = sorted(households)
    held = {(row[1], row[4], row[3], row[8]): row for row in kept_rows(asked)}
    changed, kept = [], Kept()
    told = histories(asked)
    keep_stages(asked, told.values())
    for history in told.values():
        home = kept.uuid(history.household)
        for due in _deadlines(history):
            person = kept.uuid(due.person) if due.person else None
            row = held.pop((home, due.rule, person, kept.day(due.starts_on)), None)
            uuid = row[0] if row else kept.uuid(_uuid(history, due))
            wanted = (uuid, home, history.commune_id, person, *_values(due, kept))
            if row != wanted:
                changed.append(wanted)
    if held:
        Deadline.objects.filter(uuid__in=[row[0] for row in held.values()]).delete()
    write(changed)


def _deadlines(history: History) -> list[Due]:
    package = package_on(history.latest())
    return deadlines(history, package.clocks, package.articles, package.domains)


def _uuid(history: History, due: Due) -> UUID:
    return derived_uuid(history.household, due.rule, due.person or "", due.starts_on.isoformat())


def _values(due: Due, kept: Kept) -> tuple[Any, ...]:
    """The rest of a deadline in the order of NAMES, as the database keeps it."""
    causes = kept.json([[code, domain, severity, str(person) if person else None]
                        for code, domain, severity, person in due.causes])
    return (
        due.rule, due.cause, causes, due.domains, kept.day(due.starts_on), kept.day(due.due_on),
        due.met_on and kept.day(due.met_on), due.lapsed_on and kept.day(due.lapsed_on),
        due.urgency, due.article, due.confirmed,
    )
