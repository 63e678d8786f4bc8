"""Boundaries: what a user brings in is checked with its place, simplified together, kept with whose it is."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.apps import apps

from vatra.places.boundaries import CannotLoad, boundaries_of, boundary_sets, load_boundaries

pytestmark = pytest.mark.django_db
ON = date(2026, 6, 1)
LEFT, RIGHT = 24801, 25166


@pytest.fixture(autouse=True)
def communes() -> None:
    county = apps.get_model("places.County").objects.create(code="BC", siruta=47, name="Bacău")
    for siruta, name in ((LEFT, "Răcăciuni"), (RIGHT, "Sascut")):
        apps.get_model("places.Commune").objects.create(
            siruta=siruta, name=name, searched=name.lower(), kind="commune", county=county, urban=False
        )


def box(west: float, east: float, steps: int = 40) -> list[list[float]]:
    """A box whose side at `east` wavers by some metres, as surveyed lines do."""
    wavering = [[east + (0.0004 if step % 2 else 0), 46 + 0.1 * step / steps] for step in range(steps + 1)]
    return [[west, 46], *wavering, [west, 46.1], [west, 46]]


def mirrored(west: float, east: float, steps: int = 40) -> list[list[float]]:
    """Its neighbour, with the same line at `west`."""
    wavering = [[west + (0.0004 if step % 2 else 0), 46 + 0.1 * step / steps] for step in range(steps, -1, -1)]
    return [[east, 46], [east, 46.1], *wavering, [east, 46]]


def feature(code: Any, ring: Any, name: str = "siruta", kind: str = "Polygon") -> dict[str, Any]:
    rings = [ring] if kind == "Polygon" else [[ring]]
    return {"type": "Feature", "properties": {name: code}, "geometry": {"type": kind, "coordinates": rings}}


def written(*features: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


def loaded(raw: bytes, **more: str) -> Any:
    return load_boundaries(raw, source="Cineva", licence="CC BY 4.0", on=ON, **more)


BOTH = written(feature(LEFT, box(26.9, 27.0)), feature(str(RIGHT), mirrored(27.0, 27.1), kind="MultiPolygon"))


def test_boundaries_are_kept_with_whose_they_are_and_by_what_right() -> None:
    assert loaded(BOTH).kept == 2
    found = boundaries_of([LEFT, RIGHT])
    assert {(one.source, one.licence) for one in found.values()} == {("Cineva", "CC BY 4.0")}
    assert [(one.source, count) for one, count in boundary_sets()] == [("Cineva", 2)]


def test_the_line_between_two_communes_stays_one_line_when_it_is_simplified() -> None:
    loaded(BOTH)
    found = boundaries_of([LEFT, RIGHT])
    assert all(len(one.rings[0]) < len(box(26.9, 27.0)) / 2 for one in found.values())
    lines = [{tuple(point) for ring in one.rings for point in ring if 26.99 < point[0] < 27.01}
             for one in found.values()]
    assert lines[0] == lines[1] and len(lines[0]) >= 2


def test_a_newer_file_replaces_what_it_holds_and_leaves_the_rest() -> None:
    loaded(BOTH)
    load_boundaries(written(feature(LEFT, box(26.8, 27.0))), source="Altcineva", licence="contract", on=ON)
    assert {code: one.source for code, one in boundaries_of([LEFT, RIGHT]).items()} == {
        LEFT: "Altcineva", RIGHT: "Cineva"}
    load_boundaries(BOTH, source="Din nou", licence="contract", on=ON)
    assert [one.source for one, _count in boundary_sets()] == ["Din nou"]


def test_an_outline_that_crosses_itself_is_mended() -> None:
    bow = [[26.9, 46], [27.0, 46.1], [27.0, 46], [26.9, 46.1], [26.9, 46]]
    assert loaded(written(feature(LEFT, bow))).mended == 1
    assert boundaries_of([LEFT])[LEFT].rings


def test_outlines_of_no_commune_are_counted_and_left() -> None:
    found = loaded(written(feature(LEFT, box(26.9, 27.0)), feature(99999, mirrored(27.0, 27.1))))
    assert (found.kept, found.unknown) == (1, 1)


def test_the_property_with_the_code_may_be_named() -> None:
    assert loaded(written(feature(LEFT, box(26.9, 27.0), name="uat")), code="uat").kept == 1


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"\xff\xfe", "cannot be read as JSON"), (b"{", "cannot be read as JSON"), (b"[" * 100_000, "cannot be read"),
        (b'{"type": "FeatureCollection", "features": [{"a": NaN}]}', "cannot be read as JSON"),
        (b"[]", "not a GeoJSON FeatureCollection"), (written(), "holds no outline"),
        (written({"type": "Feature"}), "No property"), (written("x"), "No property"),
        (written(feature(LEFT, box(26.9, 27.0), name="nume")), "The file has: nume"),
        (written(feature("Sascut", box(26.9, 27.0))), "Outline 1: its property “siruta” holds no SIRUTA code"),
        (written(feature(True, box(26.9, 27.0))), "holds no SIRUTA code"),
        (written(feature(LEFT, box(26.9, 27.0)), feature(RIGHT, [[620000, 540000]] * 4)), "Outline 2 lies outside"),
        (written(feature(LEFT, [[46.5, 26.9], [46.6, 26.9], [46.6, 27], [46.5, 26.9]])), "longitude first"),
        (written(feature(LEFT, "aici")), "Outline 1 cannot be read"),
        (written(feature(LEFT, [[26.9, 46], [27.0, 46]])), "Outline 1 cannot be read"),
        (written(feature(LEFT, [])), "Outline 1"),
        (written({"type": "Feature", "properties": {"siruta": LEFT}, "geometry": None}), "is no area"),
        (written(feature(99999, box(26.9, 27.0))), "None of the 1 outlines"),
    ],
)
def test_what_cannot_be_taken_says_why_and_where_and_changes_nothing(raw: bytes, told: str) -> None:
    loaded(BOTH)
    before = boundaries_of([LEFT, RIGHT])
    with pytest.raises(CannotLoad) as refused:
        loaded(raw)
    assert told in refused.value.message("en")
    assert boundaries_of([LEFT, RIGHT]) == before


def test_boundaries_without_a_source_or_a_licence_are_not_taken() -> None:
    with pytest.raises(CannotLoad):
        load_boundaries(BOTH, source=" ", licence="CC BY 4.0", on=ON)
    with pytest.raises(CannotLoad):
        load_boundaries(BOTH, source="Cineva", licence="", on=ON)
