"""What workers said of findings, laid over what rules find, as the register does it; nothing is written.

A finding that a worker rejected stays rejected while the answers behind it are the same; one that a worker added stays
until the rules see it too. Both hold for every rulebook that is tried.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from vatra.assessment.ledger import same_reasons
from vatra.assessment.levels import composite_level, severities_by_subject
from vatra.assessment.models import Finding
from vatra.assessment.rulebooks import codes_of_adults
from vatra.method import Program, Result, SubjectResult


@dataclass(frozen=True, slots=True)
class Word:
    """A worker's word on an open finding: added with a severity, or rejected for what was then seen."""

    added: bool
    severity: int
    reasons: Mapping[str, Any]

    def of(self, finding: Any) -> Any:
        """The finding as it is left by this word."""
        if self.added:
            return finding if finding.state == "present" else finding.left_as(self.severity)
        rejected = finding.state == "present" and same_reasons(self.reasons, finding.reasons)
        return finding.left_as(0) if rejected else finding


Words = Mapping[UUID, Mapping[str, Word]]  # by subject (the person, else the household) and vulnerability


def words_on(households: Collection[UUID]) -> Words:
    """The words that stand on the open findings of some households and those who live there."""
    found: dict[UUID, dict[str, Word]] = {}
    rows = Finding.objects.filter(
        household__uuid__in=households, until=None, judged__in=(Finding.Judged.ADDED, Finding.Judged.REJECTED)
    ).values_list("household__uuid", "person__uuid", "code", "judged", "severity", "judged_reasons")
    for household, person, code, judged, severity, reasons in rows:
        added = judged == Finding.Judged.ADDED
        found.setdefault(person or household, {})[code] = Word(added, severity, reasons)
    return found


def as_judged(result: Result, words: Words, program: Program) -> Result:
    """What the rules find as the workers leave it, with the levels that follow."""
    if not any(UUID(one.id) in words for one in (result.household, *result.subjects)):
        return result
    left = [_left(one, words.get(UUID(one.id), {})) for one in (result.household, *result.subjects)]
    own = {UUID(one.id): {each.code: each.severity or 0 for each in one.findings if each.state == "present"}
           for one in left}
    counted = severities_by_subject({UUID(one.id): one.kind for one in left}, own, codes_of_adults(program))
    household, *subjects = (
        replace(one, level=composite_level(counted[UUID(one.id)]), max_severity=max(counted[UUID(one.id)], default=0))
        for one in left
    )
    return replace(result, household=household, subjects=tuple(subjects))


def _left(one: SubjectResult, words: Mapping[str, Word]) -> SubjectResult:
    if not words:
        return one
    return replace(one, findings=tuple(
        words[each.code].of(each) if each.code in words else each for each in one.findings))
