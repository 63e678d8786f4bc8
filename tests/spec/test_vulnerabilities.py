"""The 60 vulnerabilities of domain.md 5.2: codes, subjects, severities, sources, who may know."""

from __future__ import annotations

import pytest

from tests.spec.shipped_rows import CODES, ROOT, by_code, rows, several

SEVERITIES = {
    "ID01": "3",
    "ID02": "2",
    "ID03": "2",
    "ID04": "2",
    "EC01": "3",
    "EC02": "2",
    "EC03": "3",
    "EC04": "23",
    "LO01": "234",
    "LO02": "23",
    "LO03": "23",
    "FA01": "3",
    "FA02": "1",
    "FA03": "3",
    "FA04": "4",
    "FA05": "1",
    "FA06": "4",
    "FA07": "34",
    "FA08": "2",
    "FA09": "3",
    "FA10": "1",
    "FA11": "2",
    "FA12": "3",
    "FA13": "2",
    "FA14": "23",
    "SA01": "12",
    "SA02": "23",
    "SA03": "2",
    "SA04": "1",
    "SA05": "34",
    "SA06": "2",
    "SA07": "3",
    "SA08": "3",
    "SA09": "23",
    "SM01": "23",
    "SM02": "2",
    "SM03": "34",
    "SM04": "3",
    "SM05": "2",
    "DZ01": "2",
    "DZ02": "2",
    "ED01": "2",
    "ED02": "3",
    "ED03": "3",
    "ED04": "2",
    "ED05": "2",
    "ED06": "2",
    "VI01": "34",
    "VI02": "3",
    "VI03": "4",
    "VI04": "34",
    "VI05": "34",
    "VI06": "34",
    "VI07": "34",
    "CR01": "23",
    "CR02": "3",
    "CR03": "34",
    "CR04": "4",
    "CR05": "2",
    "CR06": "23",
}
SUBJECTS = {
    "household": "ID04 EC01 EC02 EC03 EC04 LO01 LO02 LO03 VI05",
    "adult": "ID03 FA13 FA14 CR06",
    "pregnant": "SM01 SM02 SM03 SM04 SM05",
}
SIX_DOMAINS = {
    "EC": "economic",
    "FA": "social",
    "ID": "social",
    "SA": "health",
    "SM": "health",
    "DZ": "health",
    "ED": "education",
    "LO": "housing",
    "VI": "risk",
    "CR": "risk",
}
NURSES_ONLY = {"SA07", "SA08", "SA09", "SM04"}
UNCONFIRMED = {"ID04", "EC04", "FA11", "FA14", "SM05", "VI06", "VI07"}
NEVER_IN_A_RULE = ("ethn", "etnie", "roma", "relig", "confes", "h_children", "number_of_children")


def test_the_catalogue_has_exactly_the_sixty_vulnerabilities() -> None:
    assert [row["code"] for row in rows("vulnerabilities.csv")] == CODES
    assert len(CODES) == 60


def test_every_vulnerability_has_a_table_and_no_table_is_without_one() -> None:
    assert {path.stem for path in (ROOT / "tables").glob("*.csv")} == set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_a_table_gives_the_severities_of_the_catalogue(code: str) -> None:
    assert {row["severity"] for row in rows(f"tables/{code}.csv")} == set(SEVERITIES[code])


def test_every_vulnerability_is_about_the_subject_of_the_catalogue() -> None:
    expected = {code: subject for subject, codes in SUBJECTS.items() for code in codes.split()}
    found = {row["code"]: row["subject"] for row in rows("vulnerabilities.csv")}
    assert found == {code: expected.get(code, "child") for code in CODES}


def test_the_six_domain_view_of_the_observation_sheet_is_complete() -> None:
    found = {row["code"]: row["hg691_domain"] for row in rows("vulnerabilities.csv")}
    expected = {code: SIX_DOMAINS[code[:2]] for code in CODES} | {"ID04": "economic"}
    assert found == expected
    assert set(found.values()) == {"economic", "social", "health", "education", "housing", "risk"}


def test_no_rule_looks_at_ethnicity_religion_or_the_number_of_children() -> None:
    for code in CODES:
        header = list(rows(f"tables/{code}.csv")[0])
        assert not [name for name in header if any(word in name.lower() for word in NEVER_IN_A_RULE)], code
    facts = [row["code"] for row in rows("facts.csv")]
    assert not [code for code in facts if any(word in code for word in NEVER_IN_A_RULE if word != "h_children")]


def test_the_number_of_children_serves_only_to_share_income_and_rooms() -> None:
    users = {row["code"] for row in rows("derived.csv") if "h_children" in row["expression"]}
    assert users <= {"adj_income", "household_size", "household_children"}


def test_health_details_are_for_nurses_and_violence_stands_apart() -> None:
    found = {row["code"]: row["need_to_know"] for row in rows("vulnerabilities.csv")}
    assert {code for code, domain in found.items() if domain == "health_detail"} == NURSES_ONLY
    assert {code for code, domain in found.items() if domain == "violence"} == {f"VI0{n}" for n in range(1, 8)}


def test_what_is_not_confirmed_by_a_source_says_so() -> None:
    labels = {row["code"]: row["label"] for row in rows("sources.csv")}
    found = by_code("vulnerabilities.csv")
    assert {code for code, row in found.items() if row["confirmed"] == "no"} == UNCONFIRMED
    for code, row in found.items():
        if row["confirmed"] == "yes":
            assert {labels[source] for source in several(row["source"], ";")} & {"S", "X"}, code


def test_thresholds_of_the_tables_are_parameters_and_not_constants() -> None:
    kept = {"age_y", "age_m", "c_mother_age", "h_food_short", "h_benefit_gap", "c_work_h"}  # ages; steps; "any at all"
    for code in CODES:
        for row in rows(f"tables/{code}.csv"):
            for column, cell in row.items():
                if column in ("row", "severity", "note_ro", "note_en") or column in kept:
                    continue
                assert "P." in cell or not any(sign.isdigit() for sign in cell), (code, column, cell)
