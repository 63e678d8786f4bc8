"""Counties summed over their communes' tallies: what pages of many communes read in the place of every tally.

A county is summed anew, whole, after any of its communes was counted again. Until then it is read commune by commune:
a sum beside communes of another counting would tell one of them by subtraction.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Count as CountOf
from django.db.models import Q, QuerySet, Sum

from vatra.method.indicators import Indicator
from vatra.results.disclosure import points_at_someone
from vatra.results.indicators import in_units
from vatra.results.models import CountySum, Tallied, Tally

BATCH = 2_000
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reach:
    """How the tallies of some communes are read: whole `counties` by their sums, the other `communes` one by one.

    `every`: all that were counted. `on`: as of which day the oldest of them was; None where none was. Who was never
    counted has no tallies.
    """

    counties: tuple[str, ...]
    communes: frozenset[int]
    every: frozenset[int]
    on: date | None


def reach(communes: Collection[int]) -> Reach:
    """Sums for each county that is among some communes with all its counted ones, and up to date."""
    counted: dict[str, list[tuple[int, date, bool]]] = {}
    rows = Tallied.objects.filter(commune__in=communes) if len(communes) == 1 else Tallied.objects.all()
    for commune, county, on, summed in rows.values_list("commune", "commune__county", "on", "summed"):
        counted.setdefault(county, []).append((commune, on, summed))
    wanted = frozenset(communes)
    here = {code: there for code, there in counted.items()
            if all(summed and commune in wanted for commune, _on, summed in there)}
    every = {commune: on for there in counted.values() for commune, on, _summed in there if commune in wanted}
    by_county = {commune for there in here.values() for commune, _on, _summed in there}
    return Reach(tuple(sorted(here)), frozenset(every.keys() - by_county), frozenset(every),
                 min(every.values(), default=None))


def wholes(counties: Collection[str], indicators: Collection[str], *, since: int) -> Iterable[Row]:
    """Each indicator and month (from `since` on, YYYYMM) over some counties: `above`, `below`, `where`, `small`."""
    rows = CountySum.objects.filter(county__in=counties, indicator__in=indicators, whole=True, month__gte=since)
    return rows.values("indicator", "month").annotate(
        above=Sum("numerator"), below=Sum("denominator"), where=Sum("communes"), small=Sum("pointing")
    ).order_by("month")


def parts(counties: Collection[str], indicators: Collection[str], *, since: int) -> Iterable[Row]:
    """Each indicator, code, value and month over some counties: `above`, `below`."""
    rows = CountySum.objects.filter(county__in=counties, indicator__in=indicators, whole=False, month__gte=since)
    return rows.values("indicator", "code", "value", "month").annotate(
        above=Sum("numerator"), below=Sum("denominator")
    ).order_by("month")


def sum_counties(indicators: Mapping[str, Indicator]) -> list[str]:
    """Sum the counties that have news; each in its own transaction, so that stopping loses only the one begun.

    Answers which. A county with one commune needs no sum: its tallies are that.
    """
    news = Tallied.objects.values("commune__county").annotate(
        many=CountOf("pk"), left=CountOf("pk", filter=Q(summed=False))
    ).filter(many__gt=1, left__gt=0)
    counties = sorted(row["commune__county"] for row in news)
    for county in counties:
        with transaction.atomic():
            _sum_county(county, indicators)
    return counties


def _sum_county(county: str, indicators: Mapping[str, Indicator]) -> None:
    counted = Tallied.objects.select_for_update(of=("self",)).filter(commune__county=county).order_by("pk")
    communes = [row.pk for row in counted]
    current = Tally.objects.filter(commune__in=communes, known_until=None)
    CountySum.objects.filter(county=county).delete()
    CountySum.objects.bulk_create(_parts(county, current), batch_size=BATCH)
    CountySum.objects.bulk_create(_wholes(county, current, indicators), batch_size=BATCH)
    Tallied.objects.filter(pk__in=communes).update(summed=True)


def _parts(county: str, current: QuerySet[Tally]) -> Iterator[CountySum]:
    rows = current.values("indicator", "code", "value", "month").annotate(
        above=Sum("numerator"), below=Sum("denominator"))
    for row in rows.order_by():
        yield CountySum(county_id=county, whole=False, indicator=row["indicator"], code=row["code"],
                        value=row["value"], month=row["month"], numerator=row["above"], denominator=row["below"])


def _wholes(county: str, current: QuerySet[Tally], indicators: Mapping[str, Indicator]) -> Iterator[CountySum]:
    """Those that are shown as a whole: a sum over vulnerabilities says nothing."""
    shown = [code for code, one in indicators.items() if "code" not in one.by]
    rows = current.filter(indicator__in=shown).values_list("indicator", "month", "commune").annotate(
        Sum("numerator"), Sum("denominator"))
    found: dict[tuple[str, int], CountySum] = {}
    for indicator, month, _commune, above, below in rows.order_by():
        one = found.setdefault((indicator, month), CountySum(
            county_id=county, whole=True, indicator=indicator, month=month, numerator=0, denominator=None))
        one.numerator += above
        one.denominator = one.denominator if below is None else (one.denominator or 0) + below
        one.communes += 1
        one.pointing += points_at_someone(in_units(indicators[indicator], above, below))
    yield from found.values()
