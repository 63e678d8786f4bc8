"""What is asked, what is calculated, and which answers cannot be."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.unit.method.forms import language
from tests.unit.method.forms.sheets import row, write
from vatra.method.forms import Filled, Form, Problem, evaluate, form_of

TODAY = date(2026, 11, 1)


@pytest.fixture
def form(tmp_path: Path) -> Form:
    return form_of(write(tmp_path / "language", language.survey(), language.CHOICES))


def fill(form: Form, answers: dict[str, str], *people: dict[str, str], domains: list[str] | None = None) -> Filled:
    rows = [{f"person/{path}": text for path, text in each.items()} for each in people]
    return evaluate(form, answers, {"person": rows}, today=TODAY, now="2026-11-01T09:00:00Z", domains=domains)


def calculated(tmp_path: Path, expression: str, **answers: str) -> str:
    """What an expression over text questions `a` and `b` comes to."""
    rows = [row("text", "a"), row("text", "b"), row("calculate", "c", calculation=expression)]
    return evaluate(form_of(write(tmp_path / "small", rows)), answers, {}, today=TODAY).root["c"]


def test_what_is_not_relevant_counts_as_empty_but_keeps_its_answer(form: Form) -> None:
    said = {"truth": "yes", "number": "1", "sensitive/secret": "x"}
    assert fill(form, said).root["from_secret"] == "x"
    assert fill(form, said | {"truth": "no"}).root["from_secret"] == ""


def test_a_group_that_is_not_asked_hides_everything_in_it(form: Form) -> None:
    filled = fill(form, {"truth": "no", "number": "1", "sensitive/secret": "x", "sensitive/deeper/depth": "3"})
    assert not filled.is_asked("sensitive/secret") and not filled.is_asked("sensitive/deeper/depth")


def test_a_question_of_a_domain_that_a_role_may_not_ask_does_not_exist_for_it(form: Form) -> None:
    said = {"truth": "yes", "number": "1"}
    assert fill(form, said, domains=["violence"]).is_asked("sensitive/secret")
    assert not fill(form, said, domains=["health"]).is_asked("sensitive/secret")


def test_a_required_answer_is_missed_only_where_it_is_asked(form: Form) -> None:
    assert (
        Problem("sensitive/secret", None, "required")
        in fill(form, {"day": "2026-01-01", "truth": "yes", "number": "1"}).problems
    )
    assert fill(form, {"day": "2026-01-01"}).problems == []


def test_requirement_can_depend_on_another_answer(form: Form) -> None:
    assert Problem("number", None, "required") in fill(form, {"day": "2026-01-01", "truth": "yes"}).problems


def test_an_answer_of_another_type_counts_as_none_and_is_told(form: Form) -> None:
    filled = fill(form, {"day": "2026-02-30", "number": "three", "colours": "red pink"})
    assert {problem.path: problem.kind for problem in filled.problems} == {
        "day": "type",
        "number": "type",
        "colours": "type",
    }
    assert filled.root["how_many"] == "0"


def test_a_constraint_sees_the_answer_and_others_and_judges_no_empty_one(form: Form) -> None:
    assert fill(form, {"day": "2026-11-01"}).problems == []
    assert Problem("day", None, "constraint") in fill(form, {"day": "2026-11-02"}).problems
    assert (
        Problem("number", None, "constraint")
        in fill(form, {"day": "2026-11-01", "number": "7", "decimal": "-94"}).problems
    )


def test_each_member_has_answers_of_its_own_and_totals_see_all(form: Form) -> None:
    filled = fill(form, {}, {"name": "Ana", "age": "9"}, {"name": "Ion", "age": "40", "grown/works": "yes"})
    assert [row["person/place"] for row in filled.rows["person"]] == ["1", "2"]
    assert (filled.root["total"], filled.root["names"]) == ("49", "Ana, Ion")
    assert not filled.is_asked("person/grown", 0) and filled.is_asked("person/grown", 1)


@pytest.mark.parametrize(
    ("expression", "answers", "expected"),
    [
        ("1 + 2 * 3 - -4", {}, "11"),
        ("(1 + 2) * 3", {}, "9"),
        ("7 mod 3 = 1 and -7 mod 3 = -1", {}, "true"),
        ("1 div 0", {}, "Infinity"),
        ("number(${a})", {"a": " 12.50 "}, "12.5"),
        ("number(${a})", {"a": "1e3"}, ""),
        ("number(${a})", {}, ""),
        ("${a} = ''", {}, "true"),
        ("${a} = 1", {"a": "1.0"}, "true"),
        ("${a} = '1'", {"a": "1.0"}, "false"),
        ("${a} != ${b}", {"a": "1", "b": "2"}, "true"),
        ("${a} < ${b}", {"a": "2026-01-31", "b": "2026-02-01"}, "true"),
        ("${b} - ${a}", {"a": "2024-02-28", "b": "2024-03-01"}, "2"),
        ("date(${a} + 30)", {"a": "2024-02-28"}, "2024-03-29"),
        ("format-date(${a}, '%e/%n/%Y')", {"a": "2024-02-08"}, "8/2/2024"),
        ("format-date(${a}, '%Y')", {}, ""),
        ("concat(round(2.5), round(-2.5))", {}, "3-3"),
        ("round(1.005, 2)", {}, "1"),
        ("int(-2.9)", {}, "-2"),
        ("if(${a} = 'x', ${b}, 'other')", {"a": "x", "b": "so"}, "so"),
        ("coalesce(${a}, ${b})", {"b": "b"}, "b"),
        ("concat(1 div 3, '-', 1000000 * 1000000)", {}, "0.3333333333333333-1000000000000"),
        ("string-length(${a})", {"a": "șț🙂"}, "3"),
        ("selected(${a}, 'red') or selected(${a}, 're')", {"a": "blue red"}, "true"),
        ("selected(${a}, 're')", {"a": "blue red"}, "false"),
        ("regex(${a}, '^0\\d{9}$')", {"a": "0721000000"}, "true"),
        ("regex(${a}, '^0\\d{9}$')", {"a": "0721000000\n"}, "false"),
    ],
)
def test_expressions_mean_what_odk_means(
    tmp_path: Path, expression: str, answers: dict[str, str], expected: str
) -> None:
    assert calculated(tmp_path, expression, **answers) == expected


def test_once_keeps_the_first_value(tmp_path: Path) -> None:
    form = form_of(write(tmp_path / "small", [row("calculate", "c", calculation="once(today())")]))
    first = evaluate(form, {}, {}, today=TODAY).root
    assert evaluate(form, first, {}, today=date(2027, 1, 1)).root["c"] == "2026-11-01"
