"""The shipped facts agree with each other and with the totals their sources state."""

from collections import Counter

import pytest

from vatra.places.load import FACTS, SUPPRESSED, lines


@pytest.fixture(scope="module")
def facts():
    return {path.name.split(".")[0]: list(lines(FACTS, path.name.split(".")[0])) for path in FACTS.iterdir()}


def test_all_counties_and_local_authorities_of_romania_are_there(facts):
    kinds = Counter(row["kind"] for row in facts["communes"])
    assert len(facts["counties"]) == 42
    assert kinds == {"municipality": 103, "town": 216, "commune": 2862, "sector": 6}
    assert sum(kinds.values()) - kinds["sector"] == 3181


def test_bacau_has_its_93_local_authorities_and_510_localities(facts):
    bacau = [row for row in facts["communes"] if row["county"] == "BC"]
    codes = {row["siruta"] for row in bacau}
    assert Counter(row["kind"] for row in bacau) == {"municipality": 3, "town": 5, "commune": 85}
    assert sum(row["commune"] in codes for row in facts["villages"]) == 510
    assert all(row["lat"] for row in bacau)


def test_every_place_lies_in_one_that_exists(facts):
    counties = {row["code"] for row in facts["counties"]}
    communes = {row["siruta"]: row for row in facts["communes"]}
    villages = {row["siruta"]: row for row in facts["villages"]}
    assert {row["county"] for row in facts["communes"]} == counties
    assert {row["part_of"] for row in facts["communes"]} - {""} == {"179132"}
    assert {row["commune"] for row in facts["villages"]} <= set(communes)
    for row in facts["institutions"]:
        assert row["commune"] in communes
        assert not row["village"] or villages[row["village"]]["commune"] == row["commune"]


def test_every_rural_commune_and_town_has_one_seat(facts):
    seats = Counter(row["commune"] for row in facts["villages"] if row["seat"] == "1")
    assert {row["siruta"] for row in facts["communes"] if row["county"] != "B"} == set(seats)
    assert set(seats.values()) == {1}


def test_no_code_stands_twice(facts):
    for name, key in (("counties", "code"), ("communes", "siruta"), ("villages", "siruta"),
                      ("census_2021", "commune"), ("institutions", "code"), ("posts_2025", "commune")):
        assert max(Counter(row[key] for row in facts[name]).values()) == 1, name


def test_residents_are_those_of_the_census(facts):
    population = {row["siruta"]: row["population"] for row in facts["communes"]}
    bacau = [row["siruta"] for row in facts["communes"] if row["county"] == "BC"]
    assert sum(int(persons or 0) for persons in population.values()) == 19_053_815
    assert sum(int(population[code]) for code in bacau) == 601_387
    groups = Counter()
    for row in facts["census_2021"]:
        if row["commune"] in bacau:
            groups.update({age: int(row[age]) for age in ("0", "5", "10", "15")})
    assert groups == {"0": 30_522, "5": 35_694, "10": 38_910, "15": 37_904}


def test_age_groups_add_up_and_a_suppressed_cell_is_never_a_number(facts):
    population = {row["siruta"]: int(row["population"] or 0) for row in facts["communes"]}
    suppressed = 0
    for row in facts["census_2021"]:
        cells = [value for age, value in row.items() if age != "commune"]
        known = sum(int(cell) for cell in cells if cell != SUPPRESSED)
        missing = cells.count(SUPPRESSED)
        suppressed += missing
        if missing:
            assert missing >= 2, "one suppressed cell could be had by subtraction"
            assert known < population[row["commune"]]
        else:
            assert known == population[row["commune"]]
    assert suppressed == 19


def test_bacau_has_its_schools_town_halls_and_providers(facts):
    kinds = Counter(row["kind"] for row in facts["institutions"])
    schools = kinds["school"] + kinds["kindergarten"] + kinds["education_other"]
    assert (schools, kinds["town_hall"], kinds["provider"]) == (502, 93, 91)
    codes = {row["code"] for row in facts["institutions"]}
    assert {row["parent_code"] for row in facts["institutions"]} - {""} <= codes
    assert all(len(row["code"]) == 10 for row in facts["institutions"] if row["kind"] == "school")
    assert all(row["service_code"] for row in facts["institutions"] if row["kind"] == "provider")


def test_points_of_institutions_lie_in_bacau(facts):
    for row in facts["institutions"]:
        if row["lat"]:
            assert 46.0 < float(row["lat"]) < 46.9
            assert 25.9 < float(row["lon"]) < 27.6


def test_names_use_comma_below_letters_and_the_files_stay_small(facts):
    for path in FACTS.iterdir():
        assert not set(path.read_text("utf-8")) & set("\u015f\u0163\u015e\u0162")
    assert sum(path.stat().st_size for path in FACTS.iterdir()) < 2_500_000
