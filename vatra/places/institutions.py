"""Institutions of a county in the order of their distance, as many as are asked for; part of `queries`."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from math import cos, radians
from typing import Any

from django.db.models import ExpressionWrapper, F, FloatField, Q, QuerySet
from django.db.models.functions import Coalesce

from vatra.base.prepared import Prepared
from vatra.places.models import Institution
from vatra.places.names import searched


@dataclass(frozen=True, slots=True)
class Institutions:
    """Which institutions of a county: of some kinds, with a text in name, owner or place, with places of their own.

    `answering`: codes of HG 867/2015, kinds or codes of institutions, of which one must be theirs; None: any.
    """

    county: str
    kinds: tuple[str, ...] = ()
    answering: Collection[str] | None = None
    text: str = ""
    with_capacity: bool = False
    without: tuple[str, ...] = ()


def institutions_by_distance(point: tuple[float, float] | None, asked: Institutions, *, most: int) -> list[Institution]:
    """The nearest to a point (latitude, longitude), at `most` so many; what is not on the map comes last, by name."""
    rows = _rows(asked).select_related("commune", "village")
    if point is None:
        return list(rows.order_by("name", "code")[:most])
    return list(rows.annotate(away=_away(*point)).order_by(F("away").asc(nulls_last=True), "name", "code")[:most])


def number_of_institutions(asked: Institutions) -> int:
    """How many there are."""
    return _rows(asked).count()


def kinds_of_institutions(county: str) -> list[tuple[str, str, str]]:
    """Code, kind and service of HG 867/2015 of every institution of a county."""
    return _KINDS(county)


_KINDS = Prepared(
    lambda county: Institution.objects.filter(commune__county=county).values_list("code", "kind", "service_code"),
    once=True,
)


def _rows(asked: Institutions) -> QuerySet[Institution]:
    rows = Institution.objects.filter(commune__county=asked.county).exclude(code__in=asked.without)
    if asked.kinds:
        rows = rows.filter(kind__in=asked.kinds)
    if asked.answering is not None:
        keys = list(asked.answering)
        rows = rows.filter(Q(service_code__in=keys) | Q(kind__in=keys) | Q(code__in=keys))
    if asked.with_capacity:
        rows = rows.filter(capacity__isnull=False)
    words = searched(asked.text[:60])
    return rows.filter(code__in=_named(rows, words)) if words else rows


def _named(rows: QuerySet[Institution], words: str) -> list[str]:
    """Those that a text without marks names; only Python knows Romanian's marks on both databases."""
    told = rows.values_list("code", "name", "run_by", "village__name", "commune__name")
    return [code for code, name, run_by, village, commune in told
            if words in searched(f"{name} {run_by} {village or commune}")]


def _away(lat: float, lon: float) -> Any:
    """The square of the distance in degrees, those of longitude shortened: it orders as the distance does."""
    north = Coalesce("lat", "village__lat", "commune__lat") - lat
    east = (Coalesce("lon", "village__lon", "commune__lon") - lon) * cos(radians(lat))
    return ExpressionWrapper(north * north + east * east, output_field=FloatField())
