"""Which services are proposed for findings, merged per person and per household, most urgent first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol

from vatra.method.rulebook import Service


class HasSeverity(Protocol):
    """A finding, as far as proposals look at it."""

    code: str
    severity: int | None


@dataclass(frozen=True, slots=True)
class ProposedService:
    """A service, the vulnerabilities it is for, the gravest of their severities, its day, and for whom (ids)."""

    code: str
    codes: tuple[str, ...]
    severity: int
    due_on: date | None
    who: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The service as JSON takes it; `who` only in a household's plan."""
        shown: dict[str, Any] = {
            "code": self.code,
            "for": list(self.codes),
            "due_on": self.due_on.isoformat() if self.due_on else None,
            "severity": self.severity,
        }
        return shown | ({"who": list(self.who)} if self.who else {})


def proposals(services: Sequence[Service], findings: Iterable[HasSeverity], on: date) -> tuple[ProposedService, ...]:
    """The services proposed for one subject's own findings."""
    present = {finding.code: finding.severity for finding in findings if finding.severity} if services else {}
    if not present:
        return ()
    made = (made_of(service, present, {}, on) for service in services if service.propose == "finding")
    return tuple(sorted((each for each in made if each), key=urgency))


def household_plan(
    services: Sequence[Service], findings: Iterable[tuple[str, Iterable[HasSeverity]]], on: date
) -> tuple[ProposedService, ...]:
    """The merged plan of a household: its own findings and its members', each service once, saying for whom."""
    present: dict[str, int] = {}
    who: dict[str, set[str]] = {}
    for id_, several in findings:
        for finding in several:
            if finding.severity:
                present[finding.code] = max(finding.severity, present.get(finding.code, 0))
                who.setdefault(id_, set()).add(finding.code)
    made = (made_of(service, present, who, on) for service in services if service.propose != "never")
    return tuple(sorted((each for each in made if each), key=urgency))


def made_of(service: Service, present: dict[str, int], who: dict[str, set[str]], on: date) -> ProposedService | None:
    """The service as proposed for the vulnerabilities present, or None when none calls for it."""
    codes = (
        sorted(present) if service.vulnerabilities == ("*",) else sorted(present.keys() & set(service.vulnerabilities))
    )
    if not codes:
        return None
    severity = max(present[code] for code in codes)
    days = service.due_days(severity)
    due_on = None if days is None else on + timedelta(days=days)
    ids = tuple(id_ for id_, theirs in who.items() if not theirs.isdisjoint(codes))
    return ProposedService(service.code, tuple(codes), severity, due_on, ids)


def urgency(proposed: ProposedService) -> tuple[int, date, str]:
    """Most severe first, then the nearest day, then the code."""
    return -proposed.severity, proposed.due_on or date.max, proposed.code
