"""How many households of each village share a vulnerability: what is everybody's matter and nobody's secret."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, QuerySet

from vatra.assessment.models import Finding

SHARED_FROM = 2  # the severity from which what many share is a matter for all


@dataclass(frozen=True, slots=True)
class Spread:
    """In how many households of a village (internal id; None: of no village) a vulnerability is present now."""

    village: int | None
    code: str
    domain: str
    households: int


def households_with(commune: int, codes: Collection[str]) -> dict[str, int]:
    """In how many households of a commune each of these vulnerabilities is present now."""
    rows = _present([commune]).filter(code__in=list(codes)).values_list("code")
    return dict(rows.annotate(many=Count("household", distinct=True)))


def households_where_found(code: str, communes: Collection[int], *, domains: Collection[str]) -> list[UUID]:
    """The households of these communes where a vulnerability is present now, for who may know its domain."""
    rows = _present(communes).filter(code=code, domain__in=list(domains))
    return list(rows.values_list("household__uuid", flat=True).distinct())


def spread_in(commune: int, *, domains: Collection[str], fewest: int) -> list[Spread]:
    """The vulnerabilities of severity 2 or more in at least so many households of a village, the most shared first."""
    rows = (
        _present([commune]).filter(domain__in=list(domains), severity__gte=SHARED_FROM)
        .values_list("household__village", "code", "domain").annotate(many=Count("household", distinct=True))
    )
    found = [Spread(*row) for row in rows if row[3] >= fewest]
    return sorted(found, key=lambda one: (-one.households, one.code, one.village or 0))


def _present(communes: Collection[int]) -> QuerySet[Finding]:
    rows = Finding.objects.filter(commune__in=list(communes), until__isnull=True, household__ended_on=None)
    return rows.exclude(judged=Finding.Judged.REJECTED).order_by()
