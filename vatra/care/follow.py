"""Bring the deadlines of households up to date with everything below: derived, never edited."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from vatra.base.ids import derived_uuid
from vatra.care.deadlines import Due, deadlines
from vatra.care.history import History
from vatra.care.models import Deadline
from vatra.care.package import package_on
from vatra.care.plain import Plain, rows
from vatra.care.reading import histories

BATCH = 500
FIELDS = (
    "household_id", "commune_id", "person_id", "rule", "cause", "causes", "domains", "starts_on", "due_on",
    "met_on", "lapsed_on", "urgency", "article", "confirmed",
)
HELD = Plain(
    "care_deadline", "uuid! household_id! commune_id person_id! rule cause causes{} domains starts_on due_on "
    "met_on lapsed_on urgency article confirmed?"
)
CHANGING = [name.removesuffix("_id") for name in FIELDS if name not in ("household_id", "rule", "starts_on")]


def bring_up_to_date(households: Collection[UUID], on: date) -> None:
    """Derive the deadlines of these households again and write what differs.

    `on` is not used: what is overdue is a question for the reader's day, not for the rows.
    """
    asked = sorted(households)
    wanted = {
        row["uuid"]: row for history in histories(asked).values() for row in _rows(history)
    }
    held = {row[0]: dict(zip(("uuid", *FIELDS), row, strict=True)) for row in rows(HELD, asked)}
    gone = held.keys() - wanted.keys()
    if gone:
        Deadline.objects.filter(uuid__in=gone).delete()
    changed = [Deadline(**row) for uuid, row in wanted.items() if held.get(uuid) != row]
    Deadline.objects.bulk_create(
        changed, batch_size=BATCH, update_conflicts=True, unique_fields=["uuid"], update_fields=CHANGING
    )


def _rows(history: History) -> list[dict[str, Any]]:
    package = package_on(history.latest())
    return [_row(history, due) for due in deadlines(history, package.clocks, package.articles)]


def _row(history: History, due: Due) -> dict[str, Any]:
    return {
        "uuid": derived_uuid(history.household, due.rule, due.person or "", due.starts_on.isoformat()),
        "household_id": history.household, "commune_id": history.commune_id, "person_id": due.person,
        "rule": due.rule, "cause": due.cause,
        "causes": [[code, domain, severity, str(person) if person else None]
                   for code, domain, severity, person in due.causes],
        "domains": due.domains, "starts_on": due.starts_on, "due_on": due.due_on, "met_on": due.met_on,
        "lapsed_on": due.lapsed_on, "urgency": due.urgency, "article": due.article, "confirmed": due.confirmed,
    }
