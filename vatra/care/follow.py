"""Bring the deadlines of households up to date with everything below: derived, never edited."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from vatra.base.ids import derived_uuid
from vatra.care.deadlines import Due, deadlines
from vatra.care.history import History
from vatra.care.models import Deadline
from vatra.care.package import package_on
from vatra.care.plain import Plain, rows, write
from vatra.care.reading import histories

HELD = Plain(
    "care_deadline", "uuid! household_id! commune_id person_id! rule cause causes{} domains starts_on due_on "
    "met_on lapsed_on urgency article confirmed?"
)


def bring_up_to_date(households: Collection[UUID], on: date) -> None:
    """Derive the deadlines of these households again and write what differs.

    `on` is not used: what is overdue is a question for the reader's day, not for the rows.
    """
    asked = sorted(households)
    wanted = {row[0]: row for history in histories(asked).values() for row in _rows(history)}
    held = {row[0]: row for row in rows(HELD, asked)}
    gone = held.keys() - wanted.keys()
    if gone:
        Deadline.objects.filter(uuid__in=gone).delete()
    write(HELD, [row for uuid, row in wanted.items() if held.get(uuid) != row])


def _rows(history: History) -> Iterator[list[Any]]:
    package = package_on(history.latest())
    for due in deadlines(history, package.clocks, package.articles):
        yield _row(history, due)


def _row(history: History, due: Due) -> list[Any]:
    """A deadline in the order of HELD."""
    causes = [[code, domain, severity, str(person) if person else None]
              for code, domain, severity, person in due.causes]
    return [
        derived_uuid(history.household, due.rule, due.person or "", due.starts_on.isoformat()), history.household,
        history.commune_id, due.person, due.rule, due.cause, causes, due.domains, due.starts_on, due.due_on,
        due.met_on, due.lapsed_on, due.urgency, due.article, due.confirmed,
    ]
