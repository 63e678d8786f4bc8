"""Where schools stand: the polling stations of 2025 (AEP) held in them, matched by name within a commune.

A match must be the only one: two schools that could be meant by a station both stay without a point.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from vatra.places.build.territory import Row, Territory, rows_of
from vatra.places.names import searched

Words = frozenset[str]
Point = tuple[float, float]

# Words that say what a school is, not which one.
_GENERIC = frozenset({
    "scoala", "scolii", "gimnaziala", "generala", "primara", "gradinita", "liceul", "liceului", "colegiul", "teoretic",
    "tehnologic", "tehnic", "national", "nationala", "nr", "numarul", "cu", "program", "programul", "normal",
    "prelungit", "clasele", "i", "iv", "v", "viii", "satul", "sat", "comuna", "corp", "corpul", "localul", "sala",
    "de", "sport", "a", "fosta", "cladire",
})


def school_points(path: Path, schools: Iterable[Row], land: Territory) -> dict[str, tuple[str, str]]:
    """Latitude and longitude by SIIIR code, for the schools that some station's name means alone."""
    stations = _stations(path)
    places = _place_words(land)
    villages = {village["siruta"]: frozenset(searched(village["name"]).split()) for village in land.villages}
    claims: dict[tuple[int, bool, Words], list[str]] = defaultdict(list)
    for school in schools:
        words = _which(school["name"])
        for key in {words, words - places[school["commune"]], villages[school["village"]]}:
            if key and school["kind"] != "education_other":
                claims[school["commune"], school["kind"] == "kindergarten", key].append(school["code"])
    found: dict[str, list[Point]] = defaultdict(list)
    for commune, kindergarten, words, point in stations:
        for key in (words, words - places[commune]):
            codes = claims.get((commune, kindergarten, key), [])
            if len(codes) == 1:
                found[codes[0]].append(point)
                break
    return {code: _middle(points) for code, points in found.items()}


def _which(name: str) -> Words:
    return frozenset(searched(name).split()) - _GENERIC


def _place_words(land: Territory) -> dict[int, Words]:
    words: dict[int, set[str]] = {c["siruta"]: set(searched(c["name"]).split()) for c in land.communes}
    for village in land.villages:
        words[village["commune"]].update(searched(village["name"]).split())
    return {siruta: frozenset(found) for siruta, found in words.items()}


def _stations(path: Path) -> list[tuple[int, bool, Words, Point]]:
    """Stations in schools whose point lies within the commune they say."""
    return [
        (int(row["uat_siruta"]), "gradini" in searched(row["name"]), _which(row["name"]),
         (float(row["lat"]), float(row["lon"])))
        for row in rows_of(path)
        if row["is_school"] == "1" and row["uat_siruta"] == row["uat_by_polygon"]
    ]


def _middle(points: list[Point]) -> tuple[str, str]:
    lat, lon = (sum(axis) / len(points) for axis in zip(*points, strict=True))
    return f"{lat:.5f}", f"{lon:.5f}"
