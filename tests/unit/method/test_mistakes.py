"""Every mistake in a rulebook is named with file, row, column and reason, in both languages."""

from __future__ import annotations

import pytest

from tests.unit.method import tiny
from vatra.method import RulebookInvalid, inspect_rulebook, read_rulebook

ROWS = tiny.ROWS


def swap(file, old, new):
    return tiny.with_rows(file, [row.replace(old, new) for row in ROWS[file]])


def add(file, row):
    return tiny.with_row(file, row)


TABLE = "row,severity,{},note_ro,note_en"

MISTAKES = {
    "a cell that does not parse": (
        swap("tables/EC01.csv", "< P.vmi", "< < 3"),
        "tables/EC01.csv",
        2,
        "adj_income",
        "position 3",
    ),
    "an unclosed interval": (
        swap("tables/ED03.csv", "[6..18)", "[6..18"),
        "tables/ED03.csv",
        2,
        "age_y",
        "ends too early",
    ),
    "a foreign sign": (
        swap("tables/ED03.csv", "[6..18)", "[6;18)"),
        "tables/ED03.csv",
        2,
        "age_y",
        "not part of the language",
    ),
    "an unknown fact": (
        swap("tables/SA01.csv", "c_gp", "c_dentist"),
        "tables/SA01.csv",
        1,
        "c_dentist",
        "no fact “c_dentist”",
    ),
    "an unknown fact in an expression": (
        add("derived.csv", "more,household,number,h_nothing + 1,X,X,LAW"),
        "derived.csv",
        7,
        "expression",
        "h_nothing",
    ),
    "an unknown choice": (
        swap("tables/CR06.csv", "dependence", "addiction"),
        "tables/CR06.csv",
        2,
        "a_alcohol",
        "not among the choices",
    ),
    "an unknown parameter": (
        swap("tables/EC01.csv", "P.vmi", "P.nothing"),
        "tables/EC01.csv",
        2,
        "adj_income",
        "no parameter P.nothing",
    ),
    "overlapping parameters": (
        add("parameters.csv", "vmi,1,lei,2026-08-01,,LAW,yes,,,V,V"),
        "parameters.csv",
        5,
        "since",
        "overlaps with row 3",
    ),
    "a period that ends before it begins": (
        add("parameters.csv", "x,1,lei,2026-08-01,2026-07-01,LAW,yes,,,V,V"),
        "parameters.csv",
        5,
        "until",
        "ends before",
    ),
    "overlapping vulnerabilities": (
        add("vulnerabilities.csv", tiny.vulnerability("EC01", "household", "economic", "2026-01-01")),
        "vulnerabilities.csv",
        14,
        "since",
        "overlaps with row 2",
    ),
    "a cycle of derived facts": (
        tiny.with_rows(
            "derived.csv",
            [*ROWS["derived.csv"], "one,household,number,two + 1,X,X,LAW", "two,household,number,one,X,X,LAW"],
        ),
        "derived.csv",
        7,
        "",
        "one → two → one",
    ),
    "a cycle of vulnerabilities": (
        tiny.with_rows("tables/FA01.csv", ["row,severity,FA02,note_ro,note_en", "1,3,present,,"]),
        "tables/FA01.csv",
        1,
        "",
        "circle",
    ),
    "a service without a profession": (
        swap("services.csv", "W01,support,social_worker", "W01,support,"),
        "services.csv",
        2,
        "lead",
        "profession",
    ),
    "a service of an unknown profession": (
        swap("services.csv", "W01,support,social_worker", "W01,support,wizard"),
        "services.csv",
        2,
        "lead",
        "not in roles.csv",
    ),
    "a service for an unknown vulnerability": (
        swap("services.csv", "EC01|EC02", "EC01|XX99"),
        "services.csv",
        2,
        "vulnerabilities",
        "XX99",
    ),
    "a missing translation": (
        swap("vulnerabilities.csv", "Name EC01", ""),
        "vulnerabilities.csv",
        2,
        "name_en",
        "translation into English",
    ),
    "a choice without a translation": (
        swap("facts.csv", "none=is none|occasional=is occasional", "occasional=is occasional"),
        "facts.csv",
        9,
        "choice_labels_en",
        "“none”",
    ),
    "a threshold without a source": (
        swap("parameters.csv", "fam,879,lei,,,LAW", "fam,879,lei,,,"),
        "parameters.csv",
        4,
        "source",
        "source is missing",
    ),
    "an unknown source": (
        swap("parameters.csv", "fam,879,lei,,,LAW", "fam,879,lei,,,TALE"),
        "parameters.csv",
        4,
        "source",
        "“TALE”",
    ),
    "a duplicate code": (
        add("facts.csv", tiny.fact("c_gp", "child", "boolean")),
        "facts.csv",
        18,
        "code",
        "also stands on row",
    ),
    "a table of no vulnerability": (
        {"tables__XX01": ["row,severity,c_gp,note_ro,note_en", "1,1,no,,"]},
        "tables/XX01.csv",
        0,
        "",
        "no vulnerability “XX01”",
    ),
    "a vulnerability without a table": (tiny.with_rows("tables/SM03.csv", None), "tables/SM03.csv", 0, "", "missing"),
    "a severity of five": (swap("tables/EC01.csv", "1,3,", "1,5,"), "tables/EC01.csv", 2, "severity", "1, 2, 3 or 4"),
    "a row without a condition": (swap("tables/EC01.csv", "< P.vmi", "-"), "tables/EC01.csv", 2, "", "no condition"),
    "a fact of somebody else": (
        tiny.with_rows("tables/SA01.csv", [TABLE.format("a_gp"), "1,1,no,,"]),
        "tables/SA01.csv",
        1,
        "a_gp",
        "about the adult",
    ),
    "a choice that is put in order": (
        swap("tables/CR06.csv", "not(none)", "> none"),
        "tables/CR06.csv",
        3,
        "a_alcohol",
        "only numbers",
    ),
    "a number compared with a yes": (
        swap("tables/ED03.csv", "[6..18)", "yes"),
        "tables/ED03.csv",
        2,
        "age_y",
        "no fact or code “yes”",
    ),
    "a count within a count": (
        add("derived.csv", "x,household,number,count(child: any(adult: a_gp)),X,X,LAW"),
        "derived.csv",
        7,
        "expression",
        "within each other",
    ),
    "an unknown function": (
        add("derived.csv", "x,household,number,now(),X,X,LAW"),
        "derived.csv",
        7,
        "expression",
        "no function “now”",
    ),
    "an attribute": (
        add("derived.csv", "x,household,number,h_rooms.__class__,X,X,LAW"),
        "derived.csv",
        7,
        "expression",
        "not part of",
    ),
    "brackets too deep": (
        add("derived.csv", f"x,household,number,{'(' * 60}1{')' * 60},X,X,LAW"),
        "derived.csv",
        7,
        "expression",
        "nested more than",
    ),
    "a text too long": (
        add("derived.csv", f"x,household,number,{'1+' * 2000}1,X,X,LAW"),
        "derived.csv",
        7,
        "expression",
        "2000 characters",
    ),
    "cedillas": (swap("vulnerabilities.csv", "Nume EC01", "Tinereţe"), "vulnerabilities.csv", 2, "name_ro", "comma"),
    "a day that is none": (
        swap("parameters.csv", "2024-01-01", "2024-02-30"),
        "parameters.csv",
        2,
        "since",
        "not a day",
    ),
    "a row with a cell too few": (add("roles.csv", "x,y"), "roles.csv", 3, "", "2 cells instead of 8"),
    "no version": (
        tiny.with_rows("rulebook.csv", [r for r in ROWS["rulebook.csv"] if "version" not in r]),
        "rulebook.csv",
        0,
        "key",
        "version",
    ),
    "a parameter not yet valid": (
        swap("parameters.csv", "fam,879,lei,,", "fam,879,lei,2026-05-01,"),
        "parameters.csv",
        4,
        "since",
        "no value on 2026-01-01",
    ),
    "a word of the language as a fact": (
        add("facts.csv", tiny.fact("age_y", "child", "number")),
        "facts.csv",
        18,
        "code",
        "word of the language",
    ),
    "a broken case": (
        {
            "cases__EC01": [
                "id,words_ro,words_en,on,subject_kind,birth_date,facts,expect_code,expect_state,expect_severity",
                'a,X,X,2026-11-01,household,,"{""household""",EC01,present,3',
            ]
        },
        "cases/EC01.csv",
        2,
        "facts",
        "JSON",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_named_with_file_row_column_and_reason(name, tmp_path):
    changes, file, row, column, reason = MISTAKES[name]
    with pytest.raises(RulebookInvalid) as raised:
        read_rulebook(tiny.write(tmp_path, **changes))
    matching = [
        m for m in raised.value.mistakes if (m.file, m.row, m.column) == (file, row, column) and reason in m.reason_en
    ]
    assert matching, "\n".join(mistake.sentence("en") for mistake in raised.value.mistakes)
    assert all(mistake.reason_ro and mistake.reason_ro != mistake.reason_en for mistake in matching)


def test_all_mistakes_are_named_at_once(tmp_path):
    changes = {
        **swap("tables/EC01.csv", "< P.vmi", "< < 3"),
        **swap("parameters.csv", "fam,879,lei,,,LAW", "fam,879,lei,,,"),
    }
    found = inspect_rulebook(tiny.write(tmp_path, **changes)).mistakes
    assert {mistake.file for mistake in found} == {"tables/EC01.csv", "parameters.csv"}


def test_a_missing_folder_and_files_of_another_encoding_are_sentences(tmp_path):
    assert any("does not exist" in mistake.reason_en for mistake in inspect_rulebook(tmp_path / "nowhere").mistakes)
    tiny.write(tmp_path)
    (tmp_path / "facts.csv").write_bytes("code,subject\nșcoală".encode("utf-16"))
    assert any("UTF-8" in mistake.reason_en for mistake in inspect_rulebook(tmp_path).mistakes)


def test_the_content_hash_follows_the_content_and_not_the_line_ends(tmp_path):
    first = read_rulebook(tiny.write(tmp_path / "a")).content_hash
    tiny.write(tmp_path / "b")
    path = tmp_path / "b" / "facts.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert read_rulebook(tmp_path / "b").content_hash == first
    assert read_rulebook(tiny.write(tmp_path / "c", **swap("parameters.csv", "879", "880"))).content_hash != first


def test_a_case_that_fails_is_named(tmp_path):
    from vatra.method import compile_rulebook
    from vatra.method.examples import failed_examples

    head = "id,words_ro,words_en,on,subject_kind,birth_date,facts,expect_code,expect_state,expect_severity"
    facts = '"{""members"":[{""c_enrolled"":false,""c_ever_enrolled"":true}]}"'
    right = f"a,X,X,2026-11-01,child,2017-01-01,{facts},ED03,present,3"
    wrong = right.replace("a,X", "b,X").replace("present,3", "absent,")
    book = read_rulebook(tiny.write(tmp_path, cases__ED03=[head, right, wrong]))
    failed = failed_examples(compile_rulebook(book))
    assert [(mistake.file, mistake.row) for mistake in failed] == [("cases/ED03.csv", 3)]
    assert "absent is expected, the rule gives present 3" in failed[0].reason_en


def test_romania_has_no_mistake_and_satisfies_its_own_cases(romania):
    from vatra.method.examples import failed_examples

    book = romania.rulebook
    assert failed_examples(romania) == []
    assert len({each.code for each in book.vulnerabilities}) == 60
    assert len(book.services) == 56
    states = {
        code: {e.state for e in book.examples if e.code == code} for code in (v.code for v in book.vulnerabilities)
    }
    assert {code for code, found in states.items() if found != {"present", "absent", "unknown"}} == set()
