"""Files that are broken, foreign, enormous or meant to harm: each gets a sentence and changes nothing."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from click.testing import CliRunner
from django.apps import apps

from tests.unit.exchange import shapes
from tests.unit.exchange.shapes import family
from vatra.cli.import_ import import_
from vatra.exchange.submission_files import decoded
from vatra.exchange.submission_import import RefusedRow, write_report
from vatra.exchange.submissions import SubmissionRefused

pytestmark = pytest.mark.django_db
XXE = ('<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
       '<data id="v"><surname>&x;</surname></data>')
LAUGHS = ('<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)) + "]><data>&i;</data>")
EXTERNAL = '<?xml version="1.0"?><!DOCTYPE d SYSTEM "http://127.0.0.1/x.dtd"><data/>'


def packed(**files: str | bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()


HEADER = "interview_on,instanceID,h_adults,member[1]/surname,member[1]/relation"
HOSTILE = {
    "empty": ("", "empty"), "blank": (" \n\n", "empty"), "header only of others": ("a,b,c\n1,2,3\n", "not_our_columns"),
    "labels": ("Numele,Prenumele,Satul\nPopescu,Ion,Grinda\n", "not_our_columns"),
    "one column": ("h_adults\n2\n", "not_our_columns"),
    "wrong delimiter": (HEADER.replace(",", "|") + "\n2026-03-02|u|2|Pop|head\n", "not_our_columns"),
    "column twice": (HEADER + ",h_adults\n2026-03-02,u,2,Pop,head,3\n", "column_twice"),
    "ragged row": (HEADER + "\n2026-03-02,u,2\n", "broken_row"),
    "open quote": (HEADER + '\n2026-03-02,u,2,"Pop,head\n', "broken_row"),
    "huge cell": (HEADER + f"\n2026-03-02,u,2,{'x' * 30_000},head\n", "answer_too_long"),
    "sep line": ("sep=;\n" + HEADER + "\n", "not_our_columns"),
    "no members": ("interview_on,instanceID,h_adults\n2026-03-02,u,2\n", "members_missing"),
    "a member before its household": ("surname,relation,PARENT_KEY\nPop,head,uuid:u\n", "member_without_household"),
    "xxe": (XXE, "xml_entities"), "billion laughs": (LAUGHS, "xml_entities"),
    "external dtd": (EXTERNAL, "xml_entities"),
    "cut xml": (shapes.xml(family())[:900], "broken_xml"), "two documents": ("<a/><b/>", "broken_xml"),
    "deep xml": ("<a>" * 200 + "</a>" * 200, "too_deep"), "no answers": ("<data/>", "not_our_form"),
    "deep json": ("[" * 100_000 + "]" * 100_000, "too_deep"), "cut json": ('[{"a": 1', "broken_json"),
    "json NaN": ('[{"_uuid": "u", "h_adults": NaN}]', "broken_json"),
    "json name twice": ('[{"_uuid": "u", "_uuid": "v"}]', "broken_json"),
    "json of numbers": ("[1]", "not_our_form"), "trailing json": ("[] []", "broken_json"),
    "a spreadsheet": (packed(**{"[Content_Types].xml": "<a/>", "xl/workbook.xml": "<a/>"}), "spreadsheet"),
    "zip bomb": (packed(**{"a.csv": b"0" * 30_000_000}), "archive_bomb"),
    "many files": (packed(**{f"{n}.xml": "<a/>" for n in range(2_001)}), "archive_bomb"),
    "cut zip": (packed(**{"a.csv": HEADER})[:40], "unreadable"),
    "neither encoding": (HEADER.encode() + b"\n2026-03-02,u,2,\xd0\xa0\xd0,head\n", "unknown_encoding"),
    "nul": (HEADER + "\n2026-03-02,u,2,P\x00p,head\n", "unknown_encoding"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_cannot_be_taken_gets_a_sentence_and_changes_nothing(bring, name: str) -> None:
    content, code = HOSTILE[name]
    imported = bring(content)
    assert [row.refusal.code for row in imported.refused] == [code]
    sentence = imported.refused[0].refusal.message("en")
    assert sentence.endswith((".", "”."))
    assert imported.new == 0
    assert not apps.get_model("register.Entry").objects.exists()


def test_the_other_files_go_on_after_one_that_is_refused(bring) -> None:
    imported = bring(XXE, shapes.xml(family()), "")
    assert (imported.new, len(imported.refused)) == (1, 2)


def test_an_export_in_an_archive_is_read_and_its_media_left(bring) -> None:
    main, members = shapes.central_csv(family())
    content = packed(**{"vatra_household.csv": main, "../vatra_household-member.csv": members, "media/1.csv": "x",
                        "media/photo.jpg": b"\xff\xd8"})
    assert (bring(content).new, bring(content).duplicate) == (1, 1)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1250", "iso-8859-2"])
def test_romanian_letters_survive_the_encodings_of_spreadsheets(encoding: str) -> None:
    text = "Ţăranu Ştefan, Mîndruţa, nr. 5; Szőke Éva"
    assert decoded(text.encode(encoding)) == text


@pytest.mark.parametrize("content", ["Щ".encode("cp1251") * 5, b"\xff\xfe\xfd", "Ţ".encode()[:1] + b"a\x81"])
def test_a_text_in_no_known_encoding_is_refused_rather_than_guessed(content: bytes) -> None:
    with pytest.raises(SubmissionRefused):
        decoded(b"surname,given_name\n" + content + b",Ion\n")


def test_a_million_rows_are_refused_within_bounds(bring) -> None:
    text = HEADER + "\n" + "2026-03-02,u,x,Pop,head\n" * 1_000_000
    imported = bring(text)
    assert [row.refusal.code for row in imported.refused] == ["too_many_rows"]


def test_a_csv_parted_by_commas_semicolons_or_tabs_is_read(bring) -> None:
    for number, delimiter in enumerate(",;\t"):
        told = family(instanceID=f"uuid:00000000-0000-0000-0000-00000000000{number}", address="fără semne")
        assert bring(shapes.kobo_csv(told, delimiter=delimiter)).new == 1


def test_the_report_runs_nothing_when_a_spreadsheet_opens_it() -> None:
    file = io.StringIO()
    write_report([RefusedRow("=cmd.csv", 3, "@x", SubmissionRefused("That is wrong.", code="wrong"))], file)
    assert file.getvalue().splitlines()[1] == "'=cmd.csv,3,'@x,wrong,That is wrong.,That is wrong."


def test_the_command_previews_imports_and_writes_a_report(worker, form, tmp_path) -> None:
    bad = family(instanceID="uuid:b", h_adults="many")
    path, report = tmp_path / "kobo.json", tmp_path / "refused.csv"
    path.write_text(shapes.kobo_json(family(), bad), encoding="utf-8")
    arguments = ["submissions", str(path), "--by", "maria", "--commune", "20625", "--report", str(report)]
    runner = CliRunner()
    trial = runner.invoke(import_, [*arguments, "--dry-run", "--language", "en"])
    assert trial.exit_code == 1, trial.output
    assert "Nothing was kept" in trial.output
    assert "This is not a number." in trial.output
    assert not apps.get_model("register.Entry").objects.exists()
    assert runner.invoke(import_, arguments).exit_code == 1
    assert apps.get_model("register.Entry").objects.count() == 2
    assert "kobo.json,2,household/h_adults,not_an_answer," in report.read_text(encoding="utf-8-sig")
    again = runner.invoke(import_, [*arguments, "--language", "en"])
    assert "Already there: 1" in again.output


def test_the_command_wants_a_worker_it_knows(db, tmp_path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps([]))
    result = CliRunner().invoke(import_, ["submissions", str(path), "--by", "nobody", "--language", "en"])
    assert result.exit_code == 2
    assert "no worker of this name" in result.output
