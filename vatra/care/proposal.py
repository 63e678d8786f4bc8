"""The plan that the rulebook proposes for a household: services for its findings, each service once.

The worker's judgement counts: rejected findings propose nothing, added ones do. Siblings with the
same need get one service with both names, not two plans.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from vatra.assessment import queries as assessment
from vatra.care.models import PlannedService
from vatra.care.package import Package, ServiceOffered, package_on


@dataclass(frozen=True, slots=True)
class Opened:
    """An open finding, as far as a proposal needs it."""

    code: str
    severity: int
    person: UUID | None = None


@dataclass(frozen=True, slots=True)
class Proposed:
    """A service to offer: for which findings, to whom (the household when no one is named), by when, led by which roles."""

    service: str
    what: str
    verb: str
    codes: tuple[str, ...]
    persons: tuple[UUID, ...]
    severity: int
    due_on: date | None
    lead: tuple[str, ...]

    @property
    def responsible(self) -> str:
        """The role that leads it, the first of those that may."""
        return self.lead[0] if self.lead else ""


def proposed_plan(household: UUID, domains: Collection[str] | None = None, *, on: date) -> list[Proposed]:
    """What to offer beyond what the running plan already promises; the most severe first, then by day.

    With `domains`, only for the findings that a reader of them may know.
    """
    package = package_on(on)
    opened = [
        Opened(f.code, f.severity, f.person) for f in assessment.findings_of([household]).get(household, [])
        if f.until is None and f.judged != "rejected" and (domains is None or package.may_know(f.code, domains))
    ]
    promised = PlannedService.objects.filter(household=household, plan__ended_on=None).exclude(state="refused")
    return propose(package, opened, dict(_covered(promised.values_list("service", "codes"))), on=on)


def _covered(promised: Iterable[tuple[str, list[str]]]) -> dict[str, set[str]]:
    covered: dict[str, set[str]] = {}
    for service, codes in promised:
        covered.setdefault(service, set()).update(codes)
    return covered


def propose(
    package: Package, opened: Sequence[Opened], covered: dict[str, set[str]] | None = None, *, on: date
) -> list[Proposed]:
    """The merged services of the rulebook for these findings, without the codes already covered by service."""
    covered = covered or {}
    offers = (
        _offer(package, service, [one for one in opened if service.answers(one.code)
                                  and one.code not in covered.get(service.code, ())], on)
        for service in package.services.values()
        if not (service.propose == "household_once" and service.code in covered)
    )
    return sorted((offer for offer in offers if offer), key=_order)


def _order(offer: Proposed) -> tuple[int, date, str]:
    return -offer.severity, offer.due_on or date.max, offer.service


def _offer(package: Package, service: ServiceOffered, opened: list[Opened], on: date) -> Proposed | None:
    if not opened:
        return None
    severity = max(one.severity for one in opened)
    days = service.due_days(severity)
    whole = service.propose == "household_once" or any(one.person is None for one in opened)
    return Proposed(
        service=service.code, what=package.label(service.code), verb=service.verb,
        codes=tuple(sorted({one.code for one in opened})),
        persons=() if whole else tuple(dict.fromkeys(one.person for one in opened if one.person)),
        severity=severity, due_on=None if days is None else on + timedelta(days=days), lead=service.lead,
    )
