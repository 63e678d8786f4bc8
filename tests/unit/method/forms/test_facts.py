"""From answers as text to facts, the same for the tablet, for files of other tools, and for the server's checks."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from vatra.base.shipped import shipped
from vatra.cli.rulebook import rulebook
from vatra.method import Rulebook, read_rulebook
from vatra.method.forms import Form, evaluate, fact_of_text, facts_of, form_data, form_of

TODAY = date(2026, 11, 1)


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return read_rulebook(shipped("rulebook/romania"))


@pytest.fixture(scope="module")
def form() -> Form:
    return form_of(shipped("rulebook/romania/questionnaires/household"))


def stated(form: Form, book: Rulebook, answers: dict[str, str], *members: dict[str, str]) -> Any:
    filled = evaluate(form, {"interview_on": "2026-11-01", **answers}, {"member": members}, today=TODAY)
    return facts_of(form, filled, book.facts)


@pytest.mark.parametrize(
    ("code", "text", "fact"),
    [
        ("h_electricity", "no", False),
        ("h_electricity", "dk", "?dk"),
        ("h_electricity", "maybe", None),
        ("h_food_short", "2", 2),
        ("h_income", "1200.50", 1200.5),
        ("h_income", "1e3", None),
        ("h_rooms", "31", None),
        ("h_hazards", "roof damp", ["damp", "roof"]),
        ("h_hazards", "refused", "?refused"),
        ("h_dwelling", "house", "house"),
        ("h_dwelling", "", None),
    ],
)
def test_an_answer_states_a_fact_of_its_type_or_none(book: Rulebook, code: str, text: str, fact: object) -> None:
    assert fact_of_text(book.facts[code], text) == fact


def test_parents_who_refuse_a_vaccine_have_answered(book: Rulebook) -> None:
    assert fact_of_text(book.facts["c_vacc"], "refused") == "refused"


def test_why_a_number_is_missing_is_a_fact_of_that_number(form: Form, book: Rulebook) -> None:
    household, _ = stated(form, book, {"household/economic/h_income_why": "refused", "household/h_adults": "2"})
    assert household == {"h_adults": 2, "h_income": "?refused"}


def test_an_answer_that_cannot_be_states_nothing(form: Form, book: Rulebook) -> None:
    household, _ = stated(form, book, {"household/h_adults": "31", "household/economic/h_sources": "none wage"})
    assert household == {}


def test_what_follows_from_a_child_s_age_is_stated_without_being_asked(form: Form, book: Rulebook) -> None:
    born = {"member/birth_known": "day", "member/birth_date": "2025-02-03"}
    _, (child,) = stated(form, book, {}, born)
    assert {code: child[code] for code in ("c_sen", "c_smoke", "c_union", "c_runaway")} == {
        "c_sen": "none",
        "c_smoke": False,
        "c_union": False,
        "c_runaway": 0,
    }


def test_the_tablet_is_told_of_every_fact_which_question_asks_for_it(book: Rulebook) -> None:
    data = form_data(shipped("rulebook/romania/questionnaires/household"))
    found: set[str] = set()
    waiting = list(data["nodes"])
    while waiting:
        node = waiting.pop()
        waiting += node.get("nodes", ())
        found |= {node["fact"]["code"]} if "fact" in node else set()
    assert found == set(book.facts)


def test_a_rulebook_is_checked_with_its_questionnaires_by_row_and_name(tmp_path: Path) -> None:
    folder = tmp_path / "romania"
    shutil.copytree(shipped("rulebook/romania"), folder)
    survey = folder / "questionnaires/household/survey.csv"
    text = survey.read_text("utf-8").replace("coalesce(${h_adults}, 0)", "uuid()")
    survey.write_text(text, "utf-8")
    row = next(number for number, line in enumerate(text.splitlines(), 1) if "uuid()" in line)
    result = CliRunner().invoke(rulebook, ["check", str(folder), "--lang", "en"])
    told = (
        f"questionnaires/household/survey.csv, row {row}, column calculation: “h_members”: the function uuid() is not"
    )
    assert result.exit_code == 2 and told in result.output
