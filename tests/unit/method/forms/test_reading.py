"""What lies outside the subset is refused when a questionnaire is read: file, row, column, name, reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.method.forms.sheets import row, write
from vatra.method import RulebookInvalid
from vatra.method.forms import form_of, inspect_form
from vatra.method.forms.sheets import MOST_ROWS

YES_NO = {"yes_no": "yes no"}


def mistakes(tmp_path: Path, *rows: dict[str, str], choices: dict[str, str] | None = None) -> list[str]:
    return [each.sentence("en") for each in inspect_form(write(tmp_path / "form", rows, choices or YES_NO))]


def one(tmp_path: Path, *rows: dict[str, str]) -> str:
    found = mistakes(tmp_path, *rows)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("calculation", "pulldata('x', 'y')", "the function pulldata() is not known here"),
        ("calculation", "jr:choice-name(${a}, '${a}')", "“:choice-name(${a}, '” is not understood"),
        ("calculation", "/data/a + 1", "“/data/a + 1” is not understood"),
        ("calculation", "../a", "“/a” is not understood"),
        ("calculation", "${nobody} + 1", "there is no question ${nobody}"),
        ("calculation", "1 +", "the expression ends too early"),
        ("calculation", "selected(${a})", "selected() does not take 1 values"),
        ("calculation", "if(${a}, 1, 2)", "an answer alone is not true or false"),
        ("calculation", "${a} = true()", "an answer alone is not true or false"),
        ("calculation", "sum(${age}) + ${age}", "the reference has several answers"),
        ("calculation", "position(..)", "position(..) makes sense in a repeat only"),
        ("calculation", ". + 1", "“.” makes sense in a constraint only"),
        ("calculation", "format-date(${a}, ${a})", "the pattern of format-date() is written as a text"),
        ("calculation", "format-date(${a}, '%H')", "format-date() has only %Y %y %m %n %d %e"),
        ("calculation", "${group} = 1", "${group} has no answer"),
        ("calculation", "${c} + 1", "${c} asks itself"),
        ("calculation", "'" + "x" * 4_001 + "'", "the expression has more than 4000 letters"),
        ("calculation", "(" * 50 + "1" + ")" * 50, "the expression is nested too deeply"),
        ("calculation", "+".join("1" * 60), "the expression is nested too deeply"),
        ("calculation", "-" * 60 + "1", "the expression is nested too deeply"),
    ],
)
def test_an_expression_outside_the_subset_is_refused_by_its_row_and_name(
    tmp_path: Path, column: str, cell: str, reason: str
) -> None:
    told = one(
        tmp_path,
        row("text", "a"),
        row("begin_group", "group"),
        row("end_group"),
        row("begin_repeat", "member"),
        row("integer", "age"),
        row("end_repeat"),
        row("calculate", "c", **{column: cell}),
    )
    assert told.startswith(f"questionnaires/form/survey.csv, row 8, column {column}: “c”: ") and reason in told


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("^(a+)+$", "repeats a group"),
        ("^(a|aa)*$", "repeats a group"),
        ("^a+b+$", "may take forever"),
        ("^\\d*\\d*\\d*x$", "may take forever"),
        ("^" + "a?" * 12 + "$", "may take forever"),
        ("^(?=a)a$", "has a special group"),
        ("^(a)\\1$", "is not understood"),
        ("a+", "must begin with ^"),
        ("^[z-a]$", "is not well-formed"),
        ("^(a$", "is not well-formed"),
        ("^" + "a" * 300 + "$", "is too long"),
    ],
)
def test_a_regular_expression_that_could_take_forever_is_refused(tmp_path: Path, pattern: str, reason: str) -> None:
    told = one(tmp_path, row("text", "a", constraint=f"regex(., '{pattern}')"))
    assert "row 2, column constraint" in told and reason in told


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([row("geopoint", "a")], "row 2, column type: “a”: the type “geopoint” is not known here"),
        ([row("select_one colours", "a")], "row 2, column type: “a”: there is no list “colours”"),
        ([row("text", "a b")], "row 2, column name: “a b” is no name"),
        ([row("text", "a"), row("text", "a")], "row 3, column name: “a”: stands on row 2 too"),
        ([row("text", "a", choice_filter="x = 1")], "row 2, column choice_filter: “a”: the column is not known here"),
        ([row("begin_group", "g"), row("text", "a")], "row 2, column type: “g”: the group is not closed"),
        ([row("text", "a"), row("end_group")], "row 3, column type: closes no group"),
        (
            [
                row("begin_repeat", "r"),
                row("begin_repeat", "s"),
                row("text", "a"),
                row("end_repeat"),
                row("end_repeat"),
            ],
            "row 3, column type: “s”: a repeat within a repeat",
        ),
        ([row("calculate", "a")], "row 2, column calculation: “a” has no calculation"),
        ([row("text", "a", calculation="1")], "row 2, column calculation: “a”: makes no sense here"),
        (
            [row("text", "a"), row("text", "b", default="concat(${a}, 1)")],
            "row 3, column default: “b”: a default cannot",
        ),
    ],
)
def test_a_row_outside_the_subset_is_refused(tmp_path: Path, rows: list[dict[str, str]], reason: str) -> None:
    assert reason in one(tmp_path, *rows)


def test_a_name_that_stands_twice_cannot_be_referred_to(tmp_path: Path) -> None:
    told = one(
        tmp_path,
        row("begin_group", "g"),
        row("text", "a"),
        row("end_group"),
        row("begin_group", "h"),
        row("text", "a"),
        row("end_group"),
        row("calculate", "c", calculation="${a} + 1"),
    )
    assert "row 8" in told and "is the name of several questions" in told


def test_a_circle_of_relevance_names_each_of_its_rows(tmp_path: Path) -> None:
    found = mistakes(
        tmp_path,
        row("text", "free"),
        row("text", "a", relevant="${b} = 1"),
        row("text", "b", relevant="${c} = 1"),
        row("text", "c", relevant="${a} = 1"),
        row("text", "d", relevant="${c} = 2"),
    )
    assert [told.partition(": ")[0] for told in found] == [
        f"questionnaires/form/survey.csv, row {number}, column relevant" for number in (3, 4, 5)
    ]
    assert all("depends on itself, in a circle" in told for told in found)


def test_a_group_that_depends_on_what_stands_in_it_is_a_circle(tmp_path: Path) -> None:
    told = one(tmp_path, row("begin_group", "g", relevant="${a} = 1"), row("text", "a"), row("end_group"))
    assert "row 2, column relevant" in told and "in a circle" in told


def test_fifty_thousand_questions_are_refused_at_the_first_too_many(tmp_path: Path) -> None:
    told = one(tmp_path, *(row("text", f"q{number}") for number in range(50_000)))
    assert f"row {MOST_ROWS + 2}: more than {MOST_ROWS} rows" in told


def test_a_chain_of_thousands_of_calculations_is_read_in_any_order_and_without_recursion(tmp_path: Path) -> None:
    chain = [row("calculate", f"c{number}", calculation=f"${{c{number + 1}}} + 1") for number in range(4_900)]
    form = form_of(write(tmp_path / "form", [*chain, row("integer", "c4900")], YES_NO))
    assert [node.name for node in form.order[:2]] == ["c4900", "c4899"]


@pytest.mark.parametrize("text", ['a,b\n"', "\xff"])
def test_a_file_that_is_no_csv_is_refused(tmp_path: Path, text: str) -> None:
    folder = write(tmp_path / "form", [row("text", "a")], YES_NO)
    (folder / "survey.csv").write_bytes(text.encode("latin-1"))
    with pytest.raises(RulebookInvalid, match=r"proper CSV|no question"):
        form_of(folder)


def test_what_others_write_into_labels_is_text(tmp_path: Path) -> None:
    hostile = "<script>alert(1)</script> ![x](javascript:alert(1)) ${other}"
    form = form_of(write(tmp_path / "form", [row("text", "a") | {"label::Română (ro)": hostile}], YES_NO))
    assert form.nodes[0].row.words["label"]["ro"] == hostile


def test_every_mistake_is_told_in_romanian_too(tmp_path: Path) -> None:
    folder = write(tmp_path / "form", [row("text", "a", relevant="nimic()")], YES_NO)
    told = inspect_form(folder)[0].sentence("ro")
    assert "rândul 2, coloana relevant: „a”: funcția nimic() nu este dintre cele folosite aici" in told
