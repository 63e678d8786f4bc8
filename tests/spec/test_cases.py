"""The cases of the rulebook: a worker's words, and the finding the engine must give."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.spec.shipped_rows import CODES, rows
from vatra.method import Program
from vatra.method.examples import failures
from vatra.method.rulebook import Example

STATES = {"present", "absent", "unknown"}
BIRTHDAYS = (
    "ID01-nascut-azi",
    "ID01-ziua-30",
    "ID01-ziua-31",
    "ID02-14-ani",
    "ID02-ajun",
    "SM03-16-ani",
    "SM03-18-ani",
    "ED01-3-ani",
    "ED01-6-ani",
    "ED02-18-ani",
    "ED03-ajunul-18",
    "SA02-24-luni",
    "VI07-18-ani",
    "CR01-14-ani",
)


def cases_of(program: Program, code: str) -> Iterator[Example]:
    return (example for example in program.rulebook.examples if example.at.file == f"cases/{code}.csv")


@pytest.mark.parametrize("code", CODES)
def test_every_case_is_as_the_engine_finds(program: Program, code: str) -> None:
    found = list(cases_of(program, code))
    assert found
    assert [mistake.sentence("en") for example in found for mistake in failures(program, example)] == []


@pytest.mark.parametrize("code", CODES)
def test_every_vulnerability_has_a_case_present_one_absent_and_one_unknown(code: str) -> None:
    found = rows(f"cases/{code}.csv")
    assert len(found) >= 3
    assert {row["expect_state"] for row in found} == STATES
    assert {row["expect_code"] for row in found} == {code}


@pytest.mark.parametrize("code", CODES)
def test_every_severity_of_a_table_has_a_case(code: str) -> None:
    wanted = {row["severity"] for row in rows(f"tables/{code}.csv")}
    assert {row["expect_severity"] for row in rows(f"cases/{code}.csv")} - {""} == wanted


def test_cases_are_told_in_two_languages_and_each_has_its_own_name() -> None:
    every = [row for code in CODES for row in rows(f"cases/{code}.csv")]
    assert len({row["id"] for row in every}) == len(every)
    for row in every:
        assert min(len(row["words_ro"]), len(row["words_en"])) > 12, row["id"]


def test_birthdays_and_last_days_are_among_the_cases() -> None:
    names = {row["id"] for code in CODES for row in rows(f"cases/{code}.csv")}
    assert set(BIRTHDAYS) <= names


def test_a_child_of_whom_nothing_is_known_is_never_silently_well(program: Program) -> None:
    result = program.assess(
        {}, [{"id": "c", "kind": "child", "birth_date": "2017-05-05"}], on=program.rulebook.examples[0].on
    )
    states = {finding.code: finding.state for finding in result.subjects[0].findings}
    by_age = {"ID02", "SA03", "SA04", "ED01", "CR05"}  # decided by the age alone: nine years
    assert {code for code, state in states.items() if state == "absent"} <= by_age
    assert "present" not in states.values()
