"""The builder's readings, on raw lines as the official files write them."""

import csv
from importlib import import_module

import pytest

from vatra.places.build import HEADERS, _write, institutions
from vatra.places.build.census import _communes, _persons
from vatra.places.build.polling import school_points
from vatra.places.build.territory import Territory, territory

census, posts, schools = (import_module(f"vatra.places.build.{name}") for name in ("census", "posts", "schools"))


@pytest.fixture
def land():
    return Territory(
        counties=[{"code": "AB", "siruta": 10, "name": "Alba"}, {"code": "BC", "siruta": 47, "name": "Bacău"}],
        communes=[
            {"siruta": 1, "name": "Întregalde", "kind": "commune", "county": "AB", "lat": "", "lon": ""},
            {"siruta": 2, "name": "Alba Iulia", "kind": "municipality", "county": "AB", "lat": "", "lon": ""},
            {"siruta": 3, "name": "Agăș", "kind": "commune", "county": "BC", "lat": "46.48", "lon": "26.22"},
        ],
        villages=[{"siruta": 31, "name": "Agăș", "commune": 3, "seat": 1, "lat": "46.48", "lon": "26.22"},
                  {"siruta": 32, "name": "Cotumba", "commune": 3, "seat": 0, "lat": "", "lon": ""}],
    )


def raw(path, header, *lines, delimiter=","):
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows([header.split(delimiter), *lines])


def table(*rows):
    return [[""] * 20] * 8 + [[name, *([cells] if isinstance(cells, str) else cells)] for name, cells in rows]


@pytest.mark.parametrize(("official", "written"), [
    ("\u015eCOALA GIMNAZIAL\u0102 AG\u0102\u015e", "Școala Gimnazială Agăș"),
    ("SCOALA GIMNAZIALA „NICU ENEA\" BACĂU", "Școala Gimnazială „Nicu Enea” Bacău"),
    ("ȘCOALA GIMNAZIALĂ ”MIHAI DRĂGAN”", "Școala Gimnazială „Mihai Drăgan”"),
    ("GRĂDINITA CU PROGRAM NORMAL NR.1 BUDA", "Grădinița cu Program Normal nr. 1 Buda"),
    ("COLEGIUL „N.V. KARPEN” BACĂU", "Colegiul „N.V. Karpen” Bacău"),
    ("COLEGIUL NA\u0162IONAL „FERDINAND I” BACĂU", "Colegiul Național „Ferdinand I” Bacău"),
])
def test_a_schools_name_is_written_as_romanian_writes_it(official, written):
    assert schools.school_name(official) == written


@pytest.mark.parametrize(("cell", "persons"), [("*", "*"), ("-", 0), (12.0, 12), (0.0, 0)])
def test_a_suppressed_cell_stays_suppressed_and_a_dash_is_none(cell, persons):
    assert _persons(cell, 9) == persons


@pytest.mark.parametrize("cell", ["", "12", 1.5, None])
def test_a_cell_that_is_no_count_is_refused_with_its_row(cell):
    with pytest.raises(ValueError, match="row 9"):
        _persons(cell, 9)


def test_communes_of_the_census_are_found_however_i_is_spelt_and_footnotes_are_not_communes(land):
    cells = [1.0] * 19
    rows = table(("ALBA", cells), ("MUNICIPIUL ALBA IULIA", cells), ("ÂNTREGALDE", cells), ("", ""), ("BACAU", cells),
                 ("AG\u0102\u015e", cells), ("Sursa: INS", ""))
    assert [siruta for _row, siruta, _cells in _communes(rows, land)] == [2, 1, 3]


def test_a_row_of_the_census_that_is_no_commune_is_refused_with_its_row(land):
    with pytest.raises(ValueError, match="row 10: NICĂIERI"):
        _communes(table(("ALBA", [1.0] * 19), ("NICĂIERI", [1.0] * 19)), land)


def test_a_commune_missing_from_the_census_is_refused(land, monkeypatch):
    monkeypatch.setattr(census, "_sheet", lambda source: table(("ALBA", [1.0] * 19), ("ÂNTREGALDE", [1.0] * 19)))
    with pytest.raises(ValueError, match="no row for SIRUTA"):
        census.census(None, land)


POSTS = "Codul SIRUTA;Denumire UAT;TOTAL ACTUAL;POSTURI OCUPATE"


def test_posts_can_be_half_filled_and_county_councils_are_left_out(land, tmp_path):
    raw(tmp_path / "population" / "uat_primarii_posturi_2025.csv", POSTS,
        [10, "CJ Alba", 300, 200], [3, "Agăș", 20, "14,5"], delimiter=";")
    assert posts.posts(tmp_path, land) == [{"commune": 3, "allowed": 20, "filled": "14.5"}]


def test_two_rows_for_one_commune_are_refused(land, tmp_path):
    raw(tmp_path / "population" / "uat_primarii_posturi_2025.csv", POSTS,
        [3, "Agăș", 20, 14], [3, "Asău", 20, 14], delimiter=";")
    with pytest.raises(ValueError, match="Asău"):
        posts.posts(tmp_path, land)


PROVIDERS = "name,furnizor,adresa,oras,cod,capacitate,lat,lng"


def test_a_provider_is_placed_by_its_address_and_a_point_in_another_town_is_dropped(land, tmp_path):
    raw(tmp_path / "services" / "bacau_providers.csv", PROVIDERS,
        ["Centrul de zi", "DAS", "Gării 4:00 AM", "AGAS", "8891CZ-C-II", "25 /zi", "46.481", "26.221"],
        ["Cămin", "DAS", "TudorVladimirescu 87", "Agăș", "8730CR-V-I", "", "46.9", "26.9"])
    near, far = institutions.providers(tmp_path, land)
    assert (near["commune"], near["address"], near["capacity"], near["lat"]) == (3, "Gării 4", "25", "46.48100")
    assert (far["address"], far["capacity"], far["lat"]) == ("Tudor Vladimirescu 87", "", "")
    assert near["code"].startswith("furnizor-centrul-de-zi-")
    assert near["code"] == institutions.providers(tmp_path, land)[0]["code"], "the same at every build"


def test_a_provider_in_no_commune_is_refused(land, tmp_path):
    raw(tmp_path / "services" / "bacau_providers.csv", PROVIDERS, ["C", "D", "", "Cluj", "X", "", "46", "26"])
    with pytest.raises(ValueError, match="Cluj"):
        institutions.providers(tmp_path, land)


def test_a_school_takes_a_polling_stations_point_only_when_no_other_can_be_meant(land, tmp_path):
    path = tmp_path / "stations.csv"
    raw(path, "name,uat_siruta,lat,lon,uat_by_polygon,is_school",
        ["SCOALA GENERALĂ COTUMBA", 3, "46.10", "26.10", 3, 1], ["SCOALA GENERALĂ COTUMBA", 3, "46.20", "26.20", 3, 1],
        ["SCOALA ION CREANGĂ", 3, "46.30", "26.30", 3, 1], ["GRĂDINIȚA AGĂȘ", 3, "46.40", "26.40", 99, 1])

    def school(code, name, village, kind="school"):
        return {"code": code, "name": name, "kind": kind, "commune": 3, "village": village}

    found = school_points(path, [
        school("a", "Școala Primară Cotumba", 32), school("b", "Școala „Ion Creangă” Agăș", 31),
        school("c", "Liceul „Ion Creangă”", 31), school("d", "Grădinița Agăș", 31, "kindergarten"),
    ], land)
    assert found == {"a": ("46.15000", "26.15000")}


def test_a_village_in_no_commune_is_refused(tmp_path):
    folder = tmp_path / "territory"
    raw(folder / "strainu_siruta.csv", "SIRUTA;DENLOC;JUD;SIRSUP;TIP;NIV;MED",
        [10, "JUDEȚUL ALBA", 1, 1, 40, 1, 0], [99, "SATUL", 1, 98, 23, 3, 3], delimiter=";")
    raw(folder / "ionelmc_siruta-judete.csv", "JUD;MNEMONIC", [1, "AB"], delimiter=";")
    raw(folder / "bacau_localities_geo.csv", "siruta,lat,lon,match")
    with pytest.raises(ValueError, match="99"):
        territory(tmp_path)


def test_a_fact_file_is_sorted_so_that_a_new_build_can_be_compared(tmp_path):
    assert _write(tmp_path / "x.csv", HEADERS["counties"].split(","),
                  [{"code": "BC", "siruta": 47, "name": "Bacău"}, {"code": "AB", "siruta": 10, "name": "Alba"}]) == 2
    assert (tmp_path / "x.csv").read_bytes().decode() == "code,siruta,name\nAB,10,Alba\nBC,47,Bacău\n"
