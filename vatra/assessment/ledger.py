"""The findings and needs of some households while entries change them in memory; written once.

Working in memory keeps a run of entries at a handful of queries whatever its length, and makes the
rows the same whether the run is long or short.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q

from vatra.assessment.models import Finding, Judgement, Need
from vatra.base.ids import derived_uuid
from vatra.base.prepared import Prepared
from vatra.base.rows import insert_records, write_records

_AGES = frozenset({"age_y", "age_m", "age_d"})
_MUTABLE = [
    "household", "commune", "domain", "severity", "worst_severity", "course", "reasons", "stale", "rulebook",
    "judged", "judged_on", "judged_reasons", "until",
]


def _whose(households: Collection[UUID], persons: Collection[UUID]) -> Q:
    return Q(household__uuid__in=households) | Q(person__uuid__in=persons)


_FINDINGS = Prepared(lambda *whose: Finding.objects.filter(_whose(*whose)).order_by("since", "id"))
_NEEDS = Prepared(lambda *whose: Need.objects.filter(_whose(*whose)).order_by("agreed_on", "id"))


class About(NamedTuple):
    """Whom a finding is about: the household itself (person None) or one of its members."""

    household: UUID
    person: UUID | None
    commune: int

    @property
    def subject(self) -> UUID:
        """The person, or the household itself."""
        return self.person or self.household


class Present(NamedTuple):
    """A vulnerability that the method says is present."""

    severity: int
    domain: str
    reasons: dict[str, Any]


@dataclass(slots=True)
class Ledger:
    """Open findings, lately ended findings and needs by subject and code; what changed is remembered."""

    open: dict[UUID, dict[str, Finding]] = field(default_factory=dict)
    ended: dict[tuple[UUID, str], Finding] = field(default_factory=dict)
    needs: dict[tuple[UUID, str], Need] = field(default_factory=dict)  # the latest of each
    subjects: dict[UUID, set[UUID]] = field(default_factory=dict)  # household: subjects with open findings
    changed: dict[UUID, Finding] = field(default_factory=dict)
    changed_needs: dict[UUID, Need] = field(default_factory=dict)
    judgements: list[Judgement] = field(default_factory=list)

    @classmethod
    def of(cls, households: Collection[UUID], persons: Collection[UUID]) -> Ledger:
        """The ledger of some households and of persons who may have come from others."""
        ledger = cls()
        for finding in _FINDINGS(households, persons):
            ledger._place(finding)
        for need in _NEEDS(households, persons):
            ledger.needs[need.person_id or need.household_id, need.code] = need
        return ledger

    def _place(self, finding: Finding) -> None:
        subject = finding.person_id or finding.household_id
        if finding.until is None:
            self.open.setdefault(subject, {})[finding.code] = finding
            self.subjects.setdefault(finding.household_id, set()).add(subject)
        else:
            self.ended[subject, finding.code] = finding

    def observe(
        self, about: About, present: Mapping[str, Present], unknown: Collection[str], *, on: date, rulebook: str
    ) -> None:
        """Bring a subject's findings to what the method says of it as of a day."""
        self._take_over(about)
        for code, seen in present.items():
            finding = self.open.get(about.subject, {}).get(code) or self.begun(about, code, seen, on=on)
            self._keep(finding, seen, on=on, rulebook=rulebook)
        for code, finding in list(self.open.get(about.subject, {}).items()):
            if code in present or finding.judged == Finding.Judged.ADDED:
                continue  # the rules do not undo what a worker added
            if code in unknown:
                self._mark_stale(finding)
            else:
                self.end(finding, on=on, met=True)

    def begun(self, about: About, code: str, seen: Present, *, on: date) -> Finding:
        """A finding that begins: the last one goes on when it ended on this day or later, else a new row."""
        last = self.ended.pop((about.subject, code), None)
        if last is not None and last.until is not None and last.until >= on:
            self._revive_need(last, about)
            last.until = None
            last.household_id, last.commune_id = about.household, about.commune
            finding = last
        else:
            finding = Finding(
                uuid=derived_uuid("finding", about.subject, code, on), household_id=about.household,
                person_id=about.person, commune_id=about.commune, code=code, domain=seen.domain, since=on,
                severity=seen.severity, worst_severity=seen.severity, course=[[on.isoformat(), seen.severity]],
            )
        self._place(finding)
        self.changed[finding.uuid] = finding
        return finding

    def _keep(self, finding: Finding, seen: Present, *, on: date, rulebook: str) -> None:
        now = (seen.severity, seen.domain, seen.reasons, rulebook, False)
        was = (finding.severity, finding.domain, finding.reasons, finding.rulebook, finding.stale)
        if now == was and finding.judged != Finding.Judged.ADDED:
            return
        if finding.judged == Finding.Judged.ADDED:
            finding.judged = Finding.Judged.AGREED  # the rules now see what the worker saw
        elif finding.judged == Finding.Judged.REJECTED and not same_reasons(finding.judged_reasons, seen.reasons):
            finding.judged, finding.judged_on, finding.judged_reasons = "", None, {}
        if finding.severity != seen.severity:
            finding.course = [*finding.course, [on.isoformat(), seen.severity]]
            finding.severity = seen.severity
            finding.worst_severity = max(finding.worst_severity, seen.severity)
        finding.domain, finding.reasons, finding.rulebook, finding.stale = seen.domain, seen.reasons, rulebook, False
        self.changed[finding.uuid] = finding

    def _take_over(self, about: About) -> None:
        """A person's findings and needs go with the person to another household."""
        for finding in self.open.get(about.subject, {}).values():
            if (finding.household_id, finding.commune_id) == (about.household, about.commune):
                continue
            self.subjects.get(finding.household_id, set()).discard(about.subject)
            self.subjects.setdefault(about.household, set()).add(about.subject)
            finding.household_id, finding.commune_id = about.household, about.commune
            self.changed[finding.uuid] = finding
            need = self.needs.get((about.subject, finding.code))
            if need is not None and is_open(need):
                need.household_id, need.commune_id = about.household, about.commune
                self.changed_needs[need.uuid] = need

    def _mark_stale(self, finding: Finding) -> None:
        if not finding.stale:
            finding.stale = True
            self.changed[finding.uuid] = finding

    def end(self, finding: Finding, *, on: date, met: bool) -> None:
        """A finding ends; its open need is met with it, or withdrawn (the person left, no need after all)."""
        subject = finding.person_id or finding.household_id
        finding.until = max(on, finding.since)
        self.open[subject].pop(finding.code, None)
        if not self.open[subject]:
            self.subjects.get(finding.household_id, set()).discard(subject)
        self.ended[subject, finding.code] = finding
        self.changed[finding.uuid] = finding
        self.end_need(subject, finding.code, on=finding.until, met=met)

    def end_need(self, subject: UUID, code: str, *, on: date, met: bool) -> None:
        """The open need of a subject for a vulnerability, if there is one, ends."""
        need = self.needs.get((subject, code))
        if need is not None and is_open(need):
            on = max(on, need.agreed_on)
            need.met_on, need.withdrawn_on = (on, None) if met else (None, on)
            self.changed_needs[need.uuid] = need

    def _revive_need(self, finding: Finding, about: About) -> None:
        need = self.needs.get((about.subject, finding.code))
        if need is not None and finding.until in (need.met_on, need.withdrawn_on):
            need.met_on = need.withdrawn_on = None
            need.household_id, need.commune_id = about.household, about.commune
            self.changed_needs[need.uuid] = need

    def conclude(self, household: UUID, *, on: date) -> None:
        """The whole household has left: what was found ends, without being met."""
        for subject in sorted(self.subjects.get(household, set())):
            for finding in list(self.open[subject].values()):
                self.end(finding, on=on, met=False)

    def leave(self, household: UUID, staying: Collection[UUID], *, on: date) -> None:
        """The findings of those who are no longer of the household end, without their needs being met."""
        for subject in sorted(self.subjects.get(household, set()) - {household} - set(staying)):
            for finding in list(self.open[subject].values()):
                self.end(finding, on=on, met=False)

    def write(self) -> None:
        """Write everything that changed."""
        write_records(self.changed.values(), _MUTABLE)
        write_records(self.changed_needs.values(), ["household", "commune", "met_on", "withdrawn_on"])
        insert_records(self.judgements)


def is_open(need: Need) -> bool:
    """Whether a need is neither met nor withdrawn."""
    return need.met_on is None and need.withdrawn_on is None


def same_reasons(judged: Mapping[str, object], now: Mapping[str, object]) -> bool:
    """Whether the answers behind a finding are those the worker judged; a birthday is no new reason."""
    return {k: v for k, v in judged.items() if k not in _AGES} == {k: v for k, v in now.items() if k not in _AGES}
