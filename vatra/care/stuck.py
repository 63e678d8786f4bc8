"""Cases that do not move: long overdue, no provider, a need that waits; and what plans ask of the council itself.

For the room above, which proposes them to the council. Nothing here says who may know; a reason carries the domains
that one must see to be told it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count

from vatra.assessment import queries as assessment
from vatra.care.models import Case, Deadline, Delivery, PlannedService, Referral
from vatra.care.package import package_on

EMERGENCY = 4  # the severity
COUNCIL = "council_member"  # the role of roles.csv that leads the services of the council


@dataclass(frozen=True, slots=True)
class Stuck:
    """Why a household's case does not move.

    `why`: overdue | no_provider | unmet | planned. `code`: of a deadline, service or vulnerability; `since` the day
    from which it waits; `domains`: all of them one must see to be told the code. `grave`: an emergency, of which
    nobody outside the team is told more than that something waits.
    """

    household: UUID
    why: str
    code: str
    since: date
    domains: frozenset[str]
    grave: bool = False


def overdue(commune: int, *, before: date) -> list[Stuck]:
    """The deadline due longest ago of each household with an open case, of those due before a day."""
    rows = Deadline.objects.filter(
        commune=commune, met_on=None, lapsed_on=None, due_on__lt=before, household__uuid__in=_with_a_case(commune)
    ).order_by("due_on", "rule", "uuid").values_list("household__uuid", "rule", "due_on", "causes", "urgency")
    found: dict[UUID, Stuck] = {}
    for household, rule, due_on, causes, urgency in rows:
        domains = frozenset(domain for _code, domain, *_more in causes)
        found.setdefault(household, Stuck(
            household, "overdue", rule, due_on, _known(rule, due_on, domains), grave=urgency >= EMERGENCY,
        ))
    return list(found.values())


def without_provider(commune: int) -> list[Stuck]:
    """Referrals that found no provider, in open cases, and after which the service was not given either."""
    rows = Referral.objects.filter(
        household__uuid__in=_with_a_case(commune), outcome=Referral.Outcome.NO_PROVIDER
    ).order_by("outcome_on", "uuid").values_list("household__uuid", "service", "outcome_on", "codes")
    given = _given({row[0] for row in rows})
    return [
        Stuck(household, "no_provider", service, on, _known(service, on, _domains(codes, on)))
        for household, service, on, codes in rows
        if on is not None and given.get((household, service), date.min) < on
    ]


def unmet(commune: int, *, before: date) -> list[Stuck]:
    """Needs agreed before a day and still open, in open cases of households that were given no service since."""
    homes = set(_with_a_case(commune).values_list("household__uuid", flat=True))
    latest: dict[UUID, date] = {}
    for (household, _service), on in _given(homes).items():
        latest[household] = max(latest.get(household, date.min), on)
    found = []
    for household, needs in sorted(assessment.needs_of(homes).items()):
        waiting = [one for one in needs if one.agreed_on < before and latest.get(household, date.min) < one.agreed_on]
        found += [Stuck(household, "unmet", one.code, one.agreed_on, frozenset({one.domain})) for one in waiting[:1]]
    return found


def planned_for_council(commune: int, *, on: date) -> list[Stuck]:
    """What running plans promise that the council leads (C01, C02), the earliest day first."""
    package = package_on(on)
    codes = package.led_by({COUNCIL})
    rows = PlannedService.objects.filter(
        household__commune=commune, household__ended_on=None, service__in=codes, state="planned", plan__ended_on=None
    ).order_by("due_on", "uuid").values_list("household__uuid", "service", "due_on", "codes")
    return [Stuck(household, "planned", service, due_on, _known(service, on, _domains(reasons, on)))
            for household, service, due_on, reasons in rows]


def wanting(commune: int, *, on: date) -> dict[str, int]:
    """In how many households each service of a running plan is overdue, or found no provider: {service: households}."""
    late = PlannedService.objects.filter(
        household__commune=commune, household__ended_on=None, state="planned", plan__ended_on=None, due_on__lt=on
    ).order_by().values_list("service").annotate(many=Count("household", distinct=True))
    nowhere = Referral.objects.filter(
        household__commune=commune, household__ended_on=None, outcome=Referral.Outcome.NO_PROVIDER
    ).order_by().values_list("service").annotate(many=Count("household", distinct=True))
    found: dict[str, int] = defaultdict(int)
    for rows in (late, nowhere):
        for service, many in rows:
            found[service] = max(found[service], many)
    return dict(found)


def _with_a_case(commune: int) -> Any:
    return Case.objects.filter(
        state="open", household__commune=commune, household__ended_on=None
    ).values("household__uuid")


def _given(households: Collection[UUID]) -> dict[tuple[UUID, str], date]:
    """The latest day on which each service was given to each of these households."""
    rows = Delivery.objects.filter(household__uuid__in=list(households), outcome="done").order_by("on", "id")
    return {(household, service): on for household, service, on in rows.values_list("household__uuid", "service", "on")}


def _domains(codes: Collection[str], on: date) -> frozenset[str]:
    known = package_on(on).domains
    return frozenset(known[code] for code in codes if code in known)


def _known(code: str, on: date, domains: frozenset[str]) -> frozenset[str]:
    """The domains of the reasons, and of the service itself where it is one."""
    own = package_on(on).domains.get(code)
    return domains | {own} if own else domains
