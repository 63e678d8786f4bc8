"""Lists of others: whatever program wrote them, what is wrong with them is said with row and column."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from django.utils.translation import override
from openpyxl import Workbook

from vatra.people.born import Born
from vatra.results.lists import sheet
from vatra.results.lists.rows import read_day, read_list
from vatra.results.lists.sheet import ListRefused

ON = date(2026, 3, 2)
CNP = "6150304040017"


def cnp(first: str) -> str:
    from stdnum.ro import cnp as number

    return first + number.calc_check_digit(first)


def csv(*lines: str, encoding: str = "utf-8") -> bytes:
    return "\n".join(lines).encode(encoding)


def workbook(*rows: list) -> bytes:
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def ods(*rows: list[str]) -> bytes:
    cells = "".join(
        "<table:table-row>" + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in row)
        + "</table:table-row>" for row in rows)
    content = (
        '<?xml version="1.0"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="Foaie1">{cells}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>")
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("META-INF/manifest.xml", '<?xml version="1.0"?><manifest:manifest '
                         'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>')
        package.writestr("content.xml", content)
    return file.getvalue()


def read(content: bytes):
    return read_list(content, on=ON)


def test_a_school_list_is_read_from_each_of_its_formats():
    header, ana = ["Nr", "Nume", "Prenume", "Data nașterii", "Mama"], ["1", "Munteanu", "Ana", "04.03.2015", "Elena"]
    for content in (
        workbook(header, [1, "Munteanu", "Ana", date(2015, 3, 4), "Elena"]), ods(header, ana),
        csv(";".join(header), ";".join(ana)), csv(",".join(header), ",".join(ana), encoding="utf-16"),
        csv("\t".join(header).replace("ș", "ş"), "\t".join(ana), encoding="cp1250"),
    ):
        [child] = read(content).children
        assert (child.row, child.surname, child.given_name, child.born, child.mother) == (
            2, "Munteanu", "Ana", Born(date(2015, 3, 4), "day"), "Elena")


def test_titles_stand_above_the_header_and_rows_keep_their_numbers():
    found = read(csv("Școala Gimnazială nr. 1,,", ",,", "Nume și prenume elev,Data nașterii,Clasa",
                     "Popa Ion Mihai,01.02.2014,IV", ",,", "Rusu Dan,02.2015,II"))
    assert [(one.row, one.surname, one.given_name, one.where) for one in found.children] == [
        (4, "Popa", "Ion Mihai", "IV"), (6, "Rusu", "Dan", "II")]


def test_the_number_tells_birth_and_sex_when_the_list_does_not():
    number = cnp("615030404001")
    [child] = read(csv("Nume,Prenume,CNP", f"Munteanu,Ana,{number}")).children
    assert (child.born, child.sex, child.cnp) == (Born(date(2015, 3, 4), "day"), "f", number)


@pytest.mark.parametrize(("text", "born"), [
    ("04.03.2015", ("2015-03-04", "day")), ("4/3/2015", ("2015-03-04", "day")), ("2015-03-04", ("2015-03-04", "day")),
    ("2015-03-04 00:00:00", ("2015-03-04", "day")), ("42067", ("2015-03-04", "day")),
    ("03.2015", ("2015-03-01", "month")),
    ("2015", ("2015-01-01", "year")), ("04.03.15", ("2015-03-04", "day")), ("04-03-99", ("1999-03-04", "day")),
    ("30.02.2015", None), ("13.13.2015", None), ("ieri", None), ("2015-13", None), ("=cmd|'/c calc'!A1", None),
])
def test_a_birth_is_read_as_people_and_spreadsheets_write_it(text, born):
    found = read_day(text, on=ON)
    assert (found and (found.earliest.isoformat(), found.precision)) == born


@pytest.mark.parametrize(("row", "column", "words", "compared"), [
    (f",,{CNP},", "Nume", "missing", False),
    ("Popa,Ion,,30.02.2015", "Născut la", "30.02.2015", False),
    ("Popa,Ion,,01.01.2031", "Născut la", "future", False),
    ("Popa,Ion,,01.01.1931", "Născut la", "older", False),
    ("Popa,Ion,,", "Născut la", "namesake", False),
    ("Popa,Ion,6150304040010,04.03.2015", "CNP", "digit", True),
])
def test_what_is_wrong_is_said_with_row_and_column(row, column, words, compared):
    with override("en"):
        found = read(csv("Nume,Prenume,CNP,Născut la", "Rusu,Dan,,01.02.2014", row))
        [mistake] = found.mistakes
        assert (mistake.row, mistake.column, mistake.compared) == (3, column, compared)
        assert words in str(mistake.sentence)
    assert len(found.children) == 1 + compared


def test_the_same_child_twice_is_compared_once():
    found = read(csv("Nume,Prenume,Nascut", "Popa,Ion,01.02.2014", "Popa,Ion,01.02.2014"))
    assert len(found.children) == 1 and [one.row for one in found.mistakes] == [3]


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b"0" * 210_000_000)
    return file.getvalue()


@pytest.mark.parametrize(("content", "code"), [
    (lambda: b"", "empty"), (lambda: csv(",,", ",,"), "empty"), (lambda: b"PK" + b"x" * 500, "unreadable"),
    (lambda: b"\xd0\xcf\x11\xe0" + b"y" * 2_000, "unreadable"), (bomb, "too_large"),
    (lambda: csv("a,b", "1,2"), "no_header"), (lambda: csv("Nume,Prenume", "Popa,Ion"), "no_birth"),
    (lambda: csv("Nume,CNP", *["x,1"] * (sheet.MOST_ROWS + 1)), "too_many_rows"),
    (lambda: b"x" * (sheet.LARGEST + 1), "too_large"),
    (lambda: "Nume;CNP\nИванов;1".encode("cp1251"), "unknown_encoding"),
])
def test_what_is_no_list_is_refused_whole(content, code):
    with pytest.raises(ListRefused) as refused:
        read(content())
    assert refused.value.code == code and refused.value.message("ro")


def test_a_formula_is_no_child_and_is_never_worked_out():
    found = read(workbook(["Nume", "Prenume", "Data nasterii"], ["=1+1", "=cmd|' /c calc'!A0", "01.02.2014"]))
    assert found.children == () and [one.row for one in found.mistakes] == [2]
