"""The questionnaire: XLSForm in CSV, which pyxform converts without a warning."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from openpyxl import Workbook
from pyxform.xls2xform import ConvertResult, convert

from tests.spec.shipped_rows import ROOT, by_code, rows, several

FOLDER = "questionnaires/household"
RO, EN = "label::Română (ro)", "label::English (en)"
SAID = {"note", "begin_group", "begin_repeat"}
UNSAID = {"start", "end", "calculate", "end_group", "end_repeat"}
NO_REFUSAL = {"c_vacc"}  # it has its own choices "unknown" and "refused"


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> ConvertResult:
    """The questionnaire as pyxform gives it."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name in ("survey", "choices", "settings", "entities"):
        sheet = book.create_sheet(name)
        with (ROOT / FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as text:
            for row in csv.reader(text):
                sheet.append([cell or None for cell in row])
    path: Path = tmp_path_factory.mktemp("questionnaire") / "household.xlsx"
    book.save(path)
    return convert(xlsform=str(path), validate=False)


def questions() -> dict[str, dict[str, str]]:
    """The rows of the survey by name; a calculate never hides the question of the same name."""
    found: dict[str, dict[str, str]] = {}
    for row in rows(f"{FOLDER}/survey.csv"):
        if row["type"] != "calculate" or row["name"] not in found:
            found[row["name"]] = row
    return found


def test_it_converts_without_a_warning(converted: ConvertResult) -> None:
    assert converted.warnings == []
    assert converted.xform.startswith("<?xml")


def test_it_saves_households_and_persons_as_entities(converted: ConvertResult) -> None:
    for name in ("village", "surname", "given_name", "birth_date", "sex", "relation"):
        assert f'entities:saveto="{name}"' in converted.xform


def test_it_asks_every_fact_of_the_rulebook_by_its_name() -> None:
    found = questions()
    assert [code for code in by_code("facts.csv") if code not in found] == []


def test_every_question_is_asked_in_two_languages() -> None:
    for row in rows(f"{FOLDER}/survey.csv"):
        if row["type"] not in UNSAID:
            assert row[RO] and row[EN], row["name"]
        if row["constraint"]:
            assert row["constraint_message::Română (ro)"] and row["constraint_message::English (en)"], row["name"]
    assert all(row[RO] and row[EN] for row in rows(f"{FOLDER}/choices.csv"))


def test_choices_are_those_of_the_rulebook_and_not_knowing_is_not_no() -> None:
    lists: dict[str, list[str]] = {}
    for row in rows(f"{FOLDER}/choices.csv"):
        lists.setdefault(row["list_name"], []).append(row["name"])
    facts = by_code("facts.csv")
    for name, row in questions().items():
        if name not in facts or not row["type"].startswith("select") or name in ("sex", *NO_REFUSAL):
            continue
        codes = several(facts[name]["choices"]) or ["yes", "no"]
        assert lists[row["type"].split()[1]] == [*codes, "dk", "refused"], name


def test_a_number_left_out_says_why() -> None:
    found = questions()
    numbers = [
        name for name, row in found.items() if row["type"] in ("integer", "decimal") and name in by_code("facts.csv")
    ]
    assert numbers
    for name in numbers:
        companion = found[f"{name}_why"]
        assert companion["type"] == "select_one why_missing" and f"${{{name}}} = ''" in companion["relevant"]


def test_bounds_of_numbers_are_those_of_the_rulebook() -> None:
    facts = by_code("facts.csv")
    for name, row in questions().items():
        if name in facts and row["type"] in ("integer", "decimal"):
            assert row["constraint"] == f". >= {facts[name]['minimum']} and . <= {facts[name]['maximum']}", name


def test_sensitive_questions_stand_in_sections_opened_by_profession() -> None:
    opened: list[str] = []
    for row in rows(f"{FOLDER}/survey.csv"):
        if row["type"] in ("begin_group", "begin_repeat"):
            opened.append(row["relevant"] if "worker_role" in row["relevant"] else "")
        elif row["type"] in ("end_group", "end_repeat"):
            opened.pop()
        elif row["domain"] in ("violence", "health_detail") and row["type"] != "calculate":
            gate = " ".join(opened)
            assert "worker_role" in gate, row["name"]
            assert ("community_nurse" in gate) == (row["domain"] == "health_detail"), row["name"]


def test_every_reference_names_a_question() -> None:
    names = {row["name"] for row in rows(f"{FOLDER}/survey.csv")}
    for row in rows(f"{FOLDER}/survey.csv"):
        for column in ("relevant", "constraint", "calculation"):
            assert set(re.findall(r"\$\{(\w+)\}", row[column])) <= names, row["name"]
