"""The commands `vatra assess` and `vatra rulebook`, from the keyboard's side."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from tests.unit.method import tiny
from vatra.cli.assess import assess
from vatra.cli.rulebook import rulebook

HOUSEHOLD = {
    "household": {"id": "H1", "h_dwelling": "house", "h_hazards": ["fire"]},
    "members": [{"id": "c", "kind": "child", "birth_date": "2017-03-01", "c_enrolled": False, "c_ever_enrolled": "da"}],
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return str(tiny.write(tmp_path_factory.mktemp("tiny")))


def run(folder, *arguments, said=None):
    return CliRunner().invoke(assess, [*arguments, "--on", "2026-11-01", "--rulebook", folder], input=said)


def test_a_household_comes_out_as_the_issue_says(folder, tmp_path):
    (tmp_path / "h.json").write_text(json.dumps(HOUSEHOLD))
    result = run(folder, str(tmp_path / "h.json"))
    assert result.exit_code == 0
    said = json.loads(result.stdout)
    assert set(said) == {"rulebook", "on", "subjects", "household"}
    child = said["subjects"][0]
    assert {"id", "findings", "level", "services"} <= set(child) and {"id", "findings", "level", "services"} <= set(
        said["household"]
    )
    finding = next(each for each in child["findings"] if each["code"] == "ED03")
    assert finding == {
        "code": "ED03",
        "state": "present",
        "severity": 3,
        "ask": [],
        "reasons": {"age_y": 9, "c_ever_enrolled": True, "c_enrolled": False},
    }
    assert {"code", "for", "due_on"} <= set(child["services"][0])


def test_a_hyphen_reads_the_standard_input_and_a_table_is_for_people(folder):
    result = run(folder, "-", "--format", "table", said=json.dumps(HOUSEHOLD))
    assert result.exit_code == 0
    assert "ridicat" in result.stdout and "3 grav" in result.stdout and "c_gp" in result.stdout
    assert "severe" in run(folder, "-", "--format", "table", "--lang", "en", said=json.dumps(HOUSEHOLD)).stdout


REFUSED = {
    "broken": (b'{"household": ', "broken JSON at line 1"),
    "deep": (b"[" * 10_000 + b"]" * 10_000, "nested more than 20 deep"),
    "deep within": (
        b'{"household": {"h_rooms": ' + b"[" * 10_000 + b"]" * 10_000 + b'}, "members": []}',
        "nested more than",
    ),
    "large": (b" " * 50_000_000, "too large"),
    "nan": (b'{"household": {"h_income": NaN}, "members": []}', "household.h_income: is not a finite number"),
    "big integer": (
        b'{"household": {"h_income": ' + b"9" * 5000 + b'}, "members": []}',
        "household.h_income: is not a finite number",
    ),
    "wrong type": (b'{"household": {"h_income": "12"}, "members": []}', "household.h_income: a number is expected"),
    "not utf-8": (b'{"household": {"id": "\xff"}, "members": []}', "not UTF-8"),
    "a list": (b"[]", "an object"),
    "nothing": (b"", "broken JSON"),
    "no members": (b'{"household": {}}', "members: is missing"),
    "another key": (b'{"household": {}, "members": [], "by": "me"}', "by: the field is not known"),
    "a key twice": (b'{"household": {"h_rooms": 1, "h_rooms": 2}, "members": []}', "appears twice"),
    "a member of no kind": (b'{"household": {}, "members": [{"id": "1"}]}', "members[0].kind:"),
    "an unknown fact": (
        b'{"household": {}, "members": [{"id": "1", "kind": "child", "c_birth": 1}]}',
        "members[0].c_birth:",
    ),
    "half a character": (b'{"household": {"id": "\\ud800"}, "members": []}', "household.id:"),
    "a null byte": (b'{"household": {"id": "\\u0000"}, "members": [{"id": "", "kind": "child"}]}', "household.id:"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_bad_input_is_a_sentence_and_status_two(folder, name):
    said, sentence = REFUSED[name]
    result = run(folder, "-", "--lang", "en", said=said)
    assert result.exit_code == 2, result.output
    assert sentence in result.stderr and result.stdout == ""
    assert "Traceback" not in result.output


def test_a_wrong_day_a_missing_file_and_a_broken_rulebook_are_sentences(folder, tmp_path):
    result = CliRunner().invoke(assess, ["-", "--on", "2026-02-30", "--rulebook", folder])
    assert result.exit_code == 2 and "nu este o zi" in result.stderr
    assert run(folder, str(tmp_path / "none.json")).exit_code == 2
    result = run(str(tmp_path), "-", said="{}")
    assert result.exit_code == 2 and "lipsește" in result.stderr


def test_a_population_is_counted_and_bad_cells_are_named(folder, tmp_path):
    path, out = tmp_path / "p.csv", tmp_path / "out.csv"
    path.write_text("id,birth_date,c_enrolled,c_ever_enrolled\n1,2017-01-01,no,yes\n2,2017-01-01,1,\n")
    result = run(folder, str(path), "--engine", "sqlite", "--format", "json", "--out", str(out))
    assert result.exit_code == 0, result.output
    said = json.loads(result.stdout)
    assert said["rows"] == 2 and said["vulnerabilities"]["ED03"] == {"present": 1, "absent": 1, "unknown": 0}
    assert out.read_text().startswith('"id","household","EC01","EC01_severity"')
    table = run(folder, str(path)).stdout
    assert "—" in table and "CR06" in table
    assert run(folder, str(path), "--out", str(tmp_path / "nowhere" / "out.csv")).exit_code == 2
    path.write_text("id,c_gp\n1,maybe\n")
    result = run(folder, str(path), "--lang", "en")
    assert result.exit_code == 2 and "row 2, column c_gp" in result.stderr


def test_a_rulebook_is_checked_explained_compared_and_edited(folder, tmp_path):
    def call(*arguments):
        return CliRunner().invoke(rulebook, list(arguments))

    assert "nicio greșeală" in call("check", folder).output
    assert (
        "rândul 2"
        in CliRunner()
        .invoke(
            rulebook,
            [
                "check",
                str(
                    tiny.write(
                        tmp_path / "bad",
                        **tiny.with_rows("tables/EC01.csv", ["row,severity,adj_income,note_ro,note_en", "1,9,< 3,,"]),
                    )
                ),
            ],
        )
        .stderr
    )
    words = call("explain", "ED03", "--rulebook", folder).output
    assert "vârsta în ani cel puțin 6" in words and "3 (grav)" in words and "Legea" in words
    assert "age in years at least 6" in call("explain", "ED03", "--rulebook", folder, "--lang", "en").output
    assert call("explain", "XX99", "--rulebook", folder).exit_code == 2
    other = tiny.write(
        tmp_path / "other",
        **tiny.with_rows("tables/EC01.csv", ["row,severity,adj_income,note_ro,note_en", "1,3,< 3,,"]),
    )
    assert "tables/EC01.csv · 1 · adj_income: „< P.vmi” → „< 3”" in call("diff", folder, str(other)).output
    assert call("export", str(tmp_path / "x.xlsx"), "--rulebook", folder).exit_code == 0
    assert call("import", str(tmp_path / "x.xlsx"), str(tmp_path / "back")).exit_code == 0
    assert "nicio diferență" in call("diff", folder, str(tmp_path / "back")).output
    assert call("import", str(tmp_path / "x.xlsx"), str(tmp_path / "back")).exit_code == 2


def test_the_questionnaire_is_built_without_warnings(tmp_path):
    target, xform = tmp_path / "q.xlsx", tmp_path / "q.xml"
    result = CliRunner().invoke(rulebook, ["questionnaire", str(target), "--xform", str(xform)])
    assert result.exit_code == 0, result.output
    assert target.exists() and "<h:html" in xform.read_text(encoding="utf-8")


def test_every_rule_of_romania_can_be_said_in_both_languages():
    from vatra.base.shipped import shipped
    from vatra.method import read_rulebook
    from vatra.method.explaining import explain

    book = read_rulebook(shipped("rulebook/romania"))
    for each in book.vulnerabilities:
        romanian, english = explain(book, each.code, "ro"), explain(book, each.code, "en")
        assert each.name("ro") in romanian and each.name("en") in english and romanian != english
        assert "{" not in romanian and "None" not in romanian
