"""The plan that the rulebook proposes for a household: services for its findings, each service once.

The worker's judgement counts: rejected findings propose nothing, added ones do. Siblings with the
same need get one service with both names, not two plans.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from vatra.assessment import queries as assessment
from vatra.care.models import PlannedService
from vatra.care.package import Package, package_on
from vatra.method.proposals import made_of
from vatra.method.rulebook import Service


@dataclass(frozen=True, slots=True)
class Opened:
    """An open finding, as far as a proposal needs it."""

    code: str
    severity: int
    person: UUID | None = None


@dataclass(frozen=True, slots=True)
class Proposed:
    """A service to offer: for which findings, to whom (no one named: the household), by when, led by which roles."""

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


def proposed_plan(
    household: UUID, domains: Collection[str] | None = None, *, on: date, roles: Collection[str] = ()
) -> list[Proposed]:
    """What to offer beyond what the running plan already promises; the most severe first, then by day.

    With `domains`, only for the findings that a reader of them may know (who agrees a plan can say why), and
    only services that the reader may know of or that one of the reader's `roles` leads.
    """
    package = package_on(on)
    opened = [
        Opened(f.code, f.severity, f.person) for f in assessment.findings_of([household]).get(household, [])
        if f.until is None and f.judged != "rejected" and (domains is None or package.may_know(f.code, domains))
    ]
    promised = PlannedService.objects.filter(household__uuid=household, plan__ended_on=None).exclude(state="refused")
    offers = propose(package, opened, dict(_covered(promised.values_list("service", "codes"))), on=on)
    hidden = set() if domains is None else set(package.not_for(domains, roles))
    return [offer for offer in offers if offer.service not in hidden]


def _covered(promised: Iterable[tuple[str, list[str]]]) -> dict[str, set[str]]:
    covered: dict[str, set[str]] = {}
    for service, codes in promised:
        covered.setdefault(service, set()).update(codes)
    return covered


def propose(
    package: Package, opened: Sequence[Opened], covered: Mapping[str, set[str]] | None = None, *, on: date
) -> list[Proposed]:
    """The method's merged services for these findings, without what each service already covers."""
    covered = covered or {}
    offers = (
        _offer(package, service, opened, covered.get(service.code, set()), on)
        for service in package.book_services
        if service.propose != "never" and not (service.propose == "household_once" and service.code in covered)
    )
    return sorted((offer for offer in offers if offer), key=lambda o: (-o.severity, o.due_on or date.max, o.service))


def _offer(
    package: Package, service: Service, opened: Sequence[Opened], covered: set[str], on: date
) -> Proposed | None:
    present: dict[str, int] = {}
    who: dict[str, set[str]] = {}
    for one in opened:
        if one.code not in covered:
            present[one.code] = max(one.severity, present.get(one.code, 0))
            who.setdefault(str(one.person or ""), set()).add(one.code)
    made = made_of(service, present, who, on)
    if made is None:
        return None
    whole = service.propose == "household_once" or "" in made.who
    return Proposed(
        service=made.code, what=package.label(made.code), verb=service.verb, codes=made.codes,
        persons=() if whole else tuple(UUID(person) for person in made.who), severity=made.severity,
        due_on=made.due_on, lead=tuple(service.lead),
    )
