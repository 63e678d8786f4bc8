"""Another version of a rulebook from edits: the rest stays as it is, to the byte."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from vatra.base.shipped import shipped
from vatra.method import inspect_rulebook, read_rulebook
from vatra.method.comparing import diff
from vatra.method.editing import Edit, NoSuchCell, edits_of, laid_over, next_version, write_edited

SINCE = date(2027, 3, 1)
ROMANIA = Path(shipped("rulebook/romania"))


def written(tmp_path: Path, *edits: Edit) -> Path:
    target = tmp_path / "after"
    write_edited(ROMANIA, target, edits, since=SINCE, version="2027.1", note="Indexare")
    return target


def test_without_edits_only_version_and_day_differ(tmp_path):
    found = diff(read_rulebook(ROMANIA), read_rulebook(written(tmp_path)))
    assert {(one.key, one.column) for one in found} == {("version", "value"), ("valid_since", "value")}


def test_a_number_ends_with_the_day_and_its_successor_is_not_confirmed(tmp_path):
    book = read_rulebook(written(tmp_path, Edit("parameters.csv", "vmi_incl", "value", "366")))
    assert book.parameters_on(date(2027, 2, 28))["vmi_incl"] == 346
    assert book.parameters_on(SINCE)["vmi_incl"] == 366
    after = book.parameters["vmi_incl"][-1].row
    assert (after["confirmed"], after["note_ro"], after["note_en"]) == ("no", "Indexare", "Indexare")


def test_files_without_edits_keep_every_byte(tmp_path):
    target = written(tmp_path, Edit("tables/ED03.csv", "1", "age_y", "[7..18)"))
    same = [path for path in ROMANIA.rglob("*") if path.is_file() and path.name not in ("ED03.csv", "rulebook.csv")]
    assert all((target / path.relative_to(ROMANIA)).read_bytes() == path.read_bytes() for path in same)


def test_a_row_is_begun_mended_and_taken_out(tmp_path):
    new = [Edit("tables/ED03.csv", "2", name, value) for name, value in (("severity", "1"), ("c_enrolled", "no"))]
    book = read_rulebook(written(tmp_path, Edit("tables/ED03.csv", "1", "severity", "4"), *new))
    table = next(one for one in book.vulnerabilities if one.code == "ED03")
    assert [(row.name, row.severity, [cell.column for cell in row.cells]) for row in table.rows] == [
        ("1", 4, ["age_y", "c_ever_enrolled", "c_enrolled"]), ("2", 1, ["c_enrolled"]),
    ]
    gone = read_rulebook(written(tmp_path / "gone", *new, Edit("tables/ED03.csv", "1", "", None)))
    assert [row.name for row in next(one for one in gone.vulnerabilities if one.code == "ED03").rows] == ["2"]


def test_a_cell_that_does_not_parse_is_a_mistake_at_its_place(tmp_path):
    found = inspect_rulebook(written(tmp_path, Edit("tables/ED03.csv", "1", "age_y", "[6..")))
    assert [(one.file, one.row, one.column) for one in found.mistakes] == [("tables/ED03.csv", 2, "age_y")]


@pytest.mark.parametrize("edit", [
    Edit("parameters.csv", "no_such_number", "value", "1"),
    Edit("parameters.csv", "vmi_incl", "no_such_column", "1"),
    Edit("tables/ED03.csv", "77", "", None),
    Edit("tables/XX99.csv", "1", "severity", "1"),
    Edit("roles.csv", "mayor", "sees", "general"),
    Edit("../rulebook.csv", "name", "value", "x"),
    Edit("tables/../roles.csv", "mayor", "sees", "general"),
])
def test_what_is_no_cell_of_a_number_table_or_case_cannot_be_edited(tmp_path, edit):
    with pytest.raises(NoSuchCell):
        written(tmp_path, edit)


def test_of_each_cell_the_last_word_counts_and_a_row_taken_out_takes_its_cells_along():
    first, second = Edit("a", "1", "x", "1"), Edit("a", "1", "x", "2")
    other, gone = Edit("a", "2", "x", "1"), Edit("a", "1", "", None)
    assert laid_over([first, other], [second]) == (second, other)
    assert laid_over([first, other], [gone]) == (other, gone)
    assert edits_of([one.as_list() for one in (first, gone)]) == (first, gone)


@pytest.mark.parametrize(("version", "since", "later"), [
    ("2026.1", date(2026, 5, 1), "2026.2"), ("2026.9", date(2026, 5, 1), "2026.10"),
    ("2026.3", date(2027, 1, 1), "2027.1"), ("1.0", date(2027, 1, 1), "2027.1"),
])
def test_the_next_version_says_its_year(version, since, later):
    assert next_version(version, since=since) == later
