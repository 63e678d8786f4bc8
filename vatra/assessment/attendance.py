"""How often a child is missing from school, told between two interviews: the same fact, asked the same way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vatra.assessment.answers import OF_MEMBERS, written
from vatra.assessment.facts import Value
from vatra.assessment.interviews import take_answers
from vatra.assessment.payloads import RecordAttendance
from vatra.assessment.rulebooks import rulebook_named
from vatra.register.kinds import CannotApply, Sealed

ABSENT_HOURS = "c_abs_h"
SCHOOL = "education"


def record_attendance(run: Sequence[Sealed]) -> None:
    """Merge the hours into the facts of the children, evaluate their households."""
    take_answers(run, _answers, lambda entry: [_child(entry)])


def _answers(entry: Sealed) -> dict[UUID, dict[str, Value]]:
    program = rulebook_named(entry.rulebook, on=entry.on)
    return {_child(entry): written(program, "hours", {ABSENT_HOURS: entry.payload.hours}, OF_MEMBERS)}


def _child(entry: Sealed) -> UUID:
    if entry.person is None:
        raise CannotApply(_("Say which child missed school."), code="no_child")
    return entry.person


def domain_of_school(_payload: RecordAttendance, _on: date) -> str:
    """Whoever tells of school must need to know of it."""
    return SCHOOL


def shown(payload: dict[str, Any], domains: frozenset[str]) -> dict[str, Any] | None:
    """The hours, when school is seen."""
    return payload if SCHOOL in domains else None
