"""Open data: what anybody may read, decided by a person; several versions together tell no more than each alone."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.apps import apps
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.care.village import COMMUNE, colleague
from vatra.access.policies import NotPermitted
from vatra.audit.queries import changes_of
from vatra.releases import open_files
from vatra.releases.open_cells import cells_of, releases
from vatra.releases.open_data import CannotPublish, hidden_from_all, proposed, publish_data
from vatra.releases.open_files import NAMES, file_of, files_of, keep_missing_files
from vatra.results.disclosure import points_at_someone, withheld_of
from vatra.results.indicators import Measured
from vatra.results.small_cells import LEAST

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
FIRST, SECOND = datetime(2026, 6, 1, 9, tzinfo=UTC), datetime(2027, 2, 1, 9, tzinfo=UTC)
NEIGHBOURS = (COMMUNE + 1, COMMUNE + 2)
SHARE = st.integers(0, 30).flatmap(lambda below: st.tuples(st.integers(0, below), st.just(below)))
LAND = st.dictionaries(st.integers(1, 9), SHARE, min_size=1, max_size=7)


def numbers_of(counts: dict[int, tuple[int, int]]) -> dict[int, Measured]:
    return {code: Measured(100 * above / below if below else None, above, below)
            for code, (above, below) in counts.items()}


def told_of(counts: dict[int, tuple[int, int]]) -> dict[int, Measured | None]:
    return hidden_from_all(numbers_of(counts), counts, {code: "AB"[code % 2] for code in counts})


@settings(max_examples=300)
@given(LAND)
def test_who_knows_the_sum_of_each_county_or_of_the_nation_learns_no_small_number(counts):
    told = told_of(counts)
    for scope in (set(counts), {code for code in counts if code % 2}, {code for code in counts if not code % 2}):
        hidden = [code for code in scope if told[code] is None]
        assert not any(points_at_someone(counts[code]) for code in scope if told[code] is not None)
        left = tuple(sum(counts[code][side] for code in hidden) for side in (0, 1))
        safe = len(hidden) > 1 and left[0] >= LEAST and not points_at_someone((left[0], left[1]))
        # Where nothing covers a small number all are withheld, and the sum itself is told to nobody.
        assert not hidden or safe or set(hidden) == scope


@settings(max_examples=300)
@given(LAND)
def test_what_is_withheld_from_any_reader_of_numbers_is_not_told_here(counts):
    told = told_of(counts)
    for scope in (set(counts), {code for code in counts if code % 2}, {code for code in counts if not code % 2}):
        assert all(told[code] is None for code in withheld_of({code: counts[code] for code in scope}))


@pytest.fixture
def land(db: None) -> Any:
    """Three communes; who decides on open data."""
    county = apps.get_model("places.County").objects.create(code="BC", siruta=47, name="Bacău")
    for siruta, name in ((COMMUNE, "Asău"), *((code, f"Vecina {code}") for code in NEIGHBOURS)):
        apps.get_model("places.Commune").objects.create(
            siruta=siruta, name=name, searched=name.lower(), kind="commune", county=county, urban=False)
    return colleague("hotaraste", "national", commune_id=None)


@pytest.fixture(autouse=True)
def _everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vatra.releases.open_data.communes_assessed", lambda: [COMMUNE, *NEIGHBOURS])


def tallied(year: int, *counts: tuple[int, int], indicator: str = "coverage", month: int = 12) -> None:
    """The counts of the three communes, as they are known from now on."""
    tally = apps.get_model("results.Tally")
    where = {"indicator": indicator, "month": year * 100 + month, "known_until": None}
    tally.objects.filter(**where).delete()
    for commune, (above, below) in zip((COMMUNE, *NEIGHBOURS), counts, strict=True):
        tally.objects.create(**where, commune_id=commune, numerator=above, denominator=below,
                             known_since=date(2026, 1, 1))


def rows_of(version: int) -> dict[tuple[str, str, str], dict[str, str]]:
    kept = file_of(version, "indicators.csv")
    assert kept is not None
    lines = list(csv.DictReader(io.StringIO(kept.decode(), newline="")))
    assert all(value.startswith("#") for value in lines[0].values()), "a row of HXL tags"
    return {(row["indicator"], row["year"], row["commune"]): row for row in lines[1:]}


def test_a_year_that_is_not_over_is_not_published(land):
    tallied(2026, (20, 60), (30, 70), (40, 80))
    tallied(2025, (20, 60), (30, 70), (40, 80), month=6)
    assert proposed(on=FIRST.date()).cells == {}
    with pytest.raises(CannotPublish):
        publish_data(words="Decizia 1", by=land, at=FIRST)


def test_small_numbers_are_withheld_with_what_would_tell_them(land):
    tallied(2025, (3, 60), (9, 70), (40, 80))
    publish_data(words="Decizia 1", by=land, at=FIRST)
    told = {key[2]: row for key, row in rows_of(1).items()}
    assert {code: row["withheld"] for code, row in told.items()} == {
        str(COMMUNE): "true", str(NEIGHBOURS[0]): "true", str(NEIGHBOURS[1]): "false"}
    assert [told[str(COMMUNE)][name] for name in ("value", "numerator", "denominator")] == ["", "", ""]
    assert [told[str(NEIGHBOURS[1])][name] for name in ("value", "numerator", "denominator")] == ["50", "40", "80"]


@settings(max_examples=25)
@given(st.data())
def test_two_versions_differ_by_whole_years_and_nothing_can_be_subtracted(data):
    """Whatever was learnt of a published year meanwhile: the second version repeats the first to the letter."""
    apps.get_model("releases.OpenFile").objects.all().delete()
    apps.get_model("releases.OpenCell").objects.all().delete()
    apps.get_model("releases.DataRelease").objects.all().delete()
    model = apps.get_model("places.County")
    if not model.objects.exists():
        county = model.objects.create(code="BC", siruta=47, name="Bacău")
        for siruta in (COMMUNE, *NEIGHBOURS):
            apps.get_model("places.Commune").objects.create(
                siruta=siruta, name=f"C{siruta}", searched="c", kind="commune", county=county, urban=False)
    by = apps.get_model("access.Worker").objects.filter(username="hotaraste").first() or colleague(
        "hotaraste", "national", commune_id=None)
    tallied(2025, *(data.draw(SHARE) for _ in range(3)))
    publish_data(words="Decizia 1", by=by, at=FIRST)
    before = rows_of(1)
    tallied(2025, *(data.draw(SHARE) for _ in range(3)))
    tallied(2026, *(data.draw(SHARE) for _ in range(3)))
    publish_data(words="Decizia 2", by=by, at=SECOND)
    after = rows_of(2)
    assert {key: row for key, row in after.items() if key in before} == before
    assert {key[1] for key in after.keys() - before.keys()} == {"2026"}
    assert rows_of(1) == before, "the earlier version stays as it was"


def test_workload_and_indicators_by_part_are_not_published(land):
    tallied(2025, (20, 60), (30, 70), (40, 80))
    tallied(2025, (20, 60), (30, 70), (40, 80), indicator="visits_done")
    tallied(2025, (20, 60), (30, 70), (40, 80), indicator="prevalence")
    publish_data(words="Decizia 1", by=land, at=FIRST)
    assert {cell.indicator for cell in cells_of(1)} == {"coverage"}


def test_it_is_a_decision_of_a_person_who_may_and_stands_in_the_audit(land):
    tallied(2025, (20, 60), (30, 70), (40, 80))
    with pytest.raises(NotPermitted):
        publish_data(words="Eu", by=colleague("primar", "mayor"), at=FIRST)
    made = publish_data(words="Decizia 1", by=land, at=FIRST)
    assert [one.words for one in releases()] == ["Decizia 1"]
    assert [(row.by, row.purpose) for row in changes_of(made.uuid)] == [(land.uuid, "publish")]


def test_the_files_say_the_same_and_nothing_in_them_was_altered(land):
    tallied(2025, (3, 60), (9, 70), (40, 80))
    made = publish_data(words="Decizia 1", by=land, at=FIRST)
    files = files_of(made)
    assert files == {name: file_of(1, name) for name in files}, "kept as they are made, the same bytes each time"
    parquet = pq.read_table(io.BytesIO(files["indicators.parquet"])).to_pylist()
    assert [(str(row["commune"]), row["withheld"], row["value"]) for row in parquet] == [
        (key[2], row["withheld"] == "true", float(row["value"]) if row["value"] else None)
        for key, row in rows_of(1).items()]
    sums = dict(reversed(line.split("  ")) for line in files["checksums.txt"].decode().splitlines())
    assert sums == {name: sha256(files[name]).hexdigest() for name in files if name != "checksums.txt"}
    package = json.loads(files["datapackage.json"])
    assert (package["licenses"][0]["name"], package["version"]) == ("CC-BY-4.0", "1")
    assert {one["path"]: one["hash"] for one in package["resources"]} == {
        name: f"sha256:{digest}" for name, digest in sums.items() if name != "datapackage.json"}
    [row] = csv.DictReader(io.StringIO(files["dictionary.csv"].decode(), newline=""))
    assert (row["code"], bool(row["formula"]), bool(row["name_ro"])) == ("coverage", True, True)
    packed = zipfile.ZipFile(io.BytesIO(file_of(1, "vatra-date-deschise.zip") or b""))
    assert {name: packed.read(name) for name in packed.namelist()} == files


def test_no_visitor_makes_the_register_count_or_read_all_its_cells(land, monkeypatch, django_assert_max_num_queries):
    tallied(2025, (3, 60), (9, 70), (40, 80))
    publish_data(words="Decizia 1", by=land, at=FIRST)

    def counting(*_asked, **_by_name):
        raise AssertionError("a visitor has made the register count")

    for name in ("files_of", "archive_of", "cells_of", "keep_files"):
        monkeypatch.setattr(open_files, name, counting)
    for path, most in (("", 5), *((f"1/{name}", 1) for name in NAMES)):
        with django_assert_max_num_queries(most):
            assert Client().get(f"/date-deschise/{path}").status_code == 200


def test_of_a_version_without_files_they_are_made_at_night_and_until_then_not_offered(land):
    tallied(2025, (3, 60), (9, 70), (40, 80))
    made = publish_data(words="Decizia 1", by=land, at=FIRST)
    kept = {name: file_of(1, name) for name in NAMES}
    apps.get_model("releases.OpenFile").objects.all().delete()
    apps.get_model("releases.DataRelease").objects.update(summary={})
    page = Client().get("/date-deschise/").content.decode()
    assert "Decizia 1" in page and "indicators.csv" not in page
    assert Client().get("/date-deschise/1/indicators.csv").status_code == 404
    keep_missing_files()
    assert {name: file_of(1, name) for name in NAMES} == kept
    made.refresh_from_db()
    assert made.summary == {"communes": 3, "last": 2025, "numbers": 3}


def test_anybody_reads_them_without_an_account_and_unknown_ones_are_not_there(land):
    browser = Client()
    assert "indicators.csv" not in browser.get("/date-deschise/").content.decode()
    tallied(2025, (3, 60), (9, 70), (40, 80))
    publish_data(words="Decizia 1", by=land, at=FIRST)
    page = browser.get("/date-deschise/").content.decode()
    assert "Decizia 1" in page and "Creative Commons" in page
    for name, kind in NAMES.items():
        answer = browser.get(f"/date-deschise/1/{name}")
        assert (answer.status_code, answer["Content-Type"]) == (200, kind)
    for path in ("2/indicators.csv", "1/altceva.csv", "1/%00", f"{10**30}/indicators.csv"):
        assert browser.get(f"/date-deschise/{path}").status_code == 404
    assert browser.post("/date-deschise/").status_code == 405
