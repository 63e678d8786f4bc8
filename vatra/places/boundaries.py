"""Boundaries of communes, brought in by a user as GeoJSON: checked, simplified together, kept with their licence.

The project ships none: whoever has the right to use some loads them. A new file replaces the boundaries of the communes
that it holds and leaves the others.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from vatra.base.refusal import Refusal
from vatra.places.models import Boundary, BoundarySet, Commune

MOST_BYTES = 200_000_000  # of a file on the command line
MOST_FEATURES = 20_000
CODES = ("siruta", "natcode", "cod_siruta", "sirutacode", "lau_id", "lau_code", "code", "cod", "id")  # looked for so
WEST, SOUTH, EAST, NORTH = 19.0, 42.0, 31.0, 50.0  # Romania, generously
NEAR = 0.0015  # degrees, the root of the area of a corner that is left out: 150 m, a line's width on a county's map
DIGITS = 4
BATCH = 500
Ring = list[list[float]]


class CannotLoad(Refusal):
    """The file holds no boundaries that could be taken."""

    code = "cannot_load_boundaries"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of a file: boundaries kept, codes that no commune has, outlines that had to be mended."""

    kept: int
    unknown: int
    mended: int


@dataclass(frozen=True, slots=True)
class Outline:
    """A commune's boundary and whose it is."""

    rings: Sequence[Ring]
    source: str
    licence: str


def boundaries_of(communes: Iterable[int]) -> dict[int, Outline]:
    """The boundaries of those communes that have one."""
    rows = Boundary.objects.filter(commune__in=list(communes)).select_related("of")
    return {row.commune_id: Outline(row.rings, row.of.source, row.of.licence) for row in rows}


def boundary_sets() -> list[tuple[BoundarySet, int]]:
    """What was loaded and still stands, the newest first, each with how many communes it outlines."""
    found = BoundarySet.objects.order_by("-loaded_on", "-id")
    return [(one, one.boundaries.count()) for one in found]


def load_boundaries(
    raw: bytes, *, source: str, licence: str, on: date, address: str = "", code: str = ""
) -> Loaded:
    """Take the boundaries of a GeoJSON file. `code`: the property that holds the SIRUTA code; found when left out.

    Raises CannotLoad with what is wrong and where; nothing is kept then.
    """
    if not source.strip() or not licence.strip():
        raise CannotLoad(_("Say whose the boundaries are and under which licence; both are kept and shown."))
    shapes, mended = _shapes(_features(raw), code)
    known = set(Commune.objects.filter(siruta__in=shapes).values_list("siruta", flat=True))
    if not known:
        raise CannotLoad(_("None of the %(count)s outlines has the SIRUTA code of a commune."), count=len(shapes))
    kept = {commune: rings for commune, rings in _simplified(shapes).items() if commune in known and rings}
    with transaction.atomic():
        made = BoundarySet.objects.create(
            source=source.strip()[:200], licence=licence.strip()[:200], address=address.strip()[:500], loaded_on=on
        )
        Boundary.objects.filter(commune__in=kept).delete()
        Boundary.objects.bulk_create(
            (Boundary(commune_id=commune, rings=rings, of=made) for commune, rings in kept.items()), batch_size=BATCH
        )
        BoundarySet.objects.filter(boundaries=None).delete()
    return Loaded(len(kept), len(shapes) - len(known), mended)


def _features(raw: bytes) -> list[Any]:
    if len(raw) > MOST_BYTES:
        raise CannotLoad(_("The file is larger than %(most)s MB."), most=MOST_BYTES // 1_000_000)
    try:
        read = json.loads(raw.decode("utf-8-sig"), parse_constant=_not_a_number)
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise CannotLoad(_("The file is not GeoJSON: it cannot be read as JSON in UTF-8.")) from None
    features = read.get("features") if isinstance(read, dict) else None
    if not isinstance(features, list) or read.get("type") != "FeatureCollection":
        raise CannotLoad(_("The file is JSON, but not a GeoJSON FeatureCollection."))
    if not features:
        raise CannotLoad(_("The file holds no outline."))
    if len(features) > MOST_FEATURES:
        raise CannotLoad(_("The file holds more than %(most)s outlines; take the level of communes."),
                         most=MOST_FEATURES)
    return features


def _not_a_number(text: str) -> float:
    raise ValueError(text)


def _shapes(features: Sequence[Any], code: str) -> tuple[dict[int, Any], int]:
    """The shape of each code, those of several features of one code together; how many had to be mended."""
    from shapely import make_valid, union_all  # here, so that a server that draws no map does not carry it

    named = code or _code_of(features)
    found: dict[int, list[Any]] = {}
    mended = 0
    for number, feature in enumerate(features, start=1):
        siruta = _siruta(feature, named, number)
        shape = _shape(feature.get("geometry"), number)
        if not shape.is_valid:
            shape, mended = make_valid(shape), mended + 1
        found.setdefault(siruta, []).append(shape)
    return {siruta: shapes[0] if len(shapes) == 1 else union_all(shapes) for siruta, shapes in found.items()}, mended


def _code_of(features: Sequence[Any]) -> str:
    first = features[0]
    properties = first.get("properties") if isinstance(first, dict) else None
    names = {str(name).lower(): str(name) for name in properties or {}} if isinstance(properties, dict) else {}
    for name in CODES:
        if name in names:
            return names[name]
    raise CannotLoad(_("No property of the outlines is called siruta or natcode; name the one that holds the SIRUTA "
                       "code. The file has: %(names)s"), names=", ".join(sorted(names.values()))[:200] or "–")


def _siruta(feature: Any, named: str, number: int) -> int:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    value = properties.get(named) if isinstance(properties, dict) else None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value).strip() if isinstance(value, int | str) and not isinstance(value, bool) else ""
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise CannotLoad(_("Outline %(number)s: its property “%(named)s” holds no SIRUTA code."), number=number,
                         named=named[:60])
    return int(text)


def _shape(geometry: Any, number: int) -> Any:
    from shapely import MultiPolygon, Polygon

    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise CannotLoad(_("Outline %(number)s is no area (Polygon or MultiPolygon)."), number=number)
    given = geometry.get("coordinates")
    try:
        polygons = [given] if kind == "Polygon" else list(given)
        shapes = [Polygon(_ring(rings[0]), [_ring(ring) for ring in rings[1:]]) for rings in polygons]
    except _Outside:
        raise CannotLoad(_("Outline %(number)s lies outside Romania: the coordinates must be degrees, longitude first "
                           "(WGS84, EPSG:4326), not metres of Stereo 70."), number=number) from None
    except (TypeError, ValueError, IndexError, KeyError):
        raise CannotLoad(_("Outline %(number)s cannot be read: a ring is no list of points."), number=number) from None
    if not shapes or any(shape.is_empty for shape in shapes):
        raise CannotLoad(_("Outline %(number)s is empty."), number=number)
    return shapes[0] if len(shapes) == 1 else MultiPolygon(shapes)


class _Outside(Exception):
    """A point that is nowhere near Romania."""


def _ring(points: Any) -> list[tuple[float, float]]:
    ring = [(float(point[0]), float(point[1])) for point in points]
    if not all(WEST < x < EAST and SOUTH < y < NORTH for x, y in ring):
        raise _Outside
    return ring


def _simplified(shapes: Mapping[int, Any]) -> dict[int, list[Ring]]:
    """All together, so that the line between two communes stays one line; each as its outer rings and its holes."""
    from shapely import coverage_simplify

    codes = list(shapes)
    drawn = coverage_simplify([shapes[code] for code in codes], NEAR)
    return {code: _rings(shape) for code, shape in zip(codes, drawn, strict=True)}


def _rings(shape: Any) -> list[Ring]:
    polygons = [part for part in getattr(shape, "geoms", [shape]) if part.geom_type == "Polygon" and not part.is_empty]
    lines = [line for polygon in polygons for line in (polygon.exterior, *polygon.interiors)]
    return [[[round(x, DIGITS), round(y, DIGITS)] for x, y, *_height in line.coords] for line in lines]
