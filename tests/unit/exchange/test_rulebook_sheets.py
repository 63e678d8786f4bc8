"""A rulebook as a spreadsheet and back, byte for byte; spreadsheets that are none are refused whole."""

from __future__ import annotations

import zipfile

import pytest
from openpyxl import Workbook, load_workbook

from tests.unit.method import tiny
from vatra.base.shipped import shipped
from vatra.exchange.rulebook_sheets import SheetsInvalid, export_sheets, import_sheets
from vatra.method import read_rulebook


def contents(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.csv")}


def test_romania_comes_back_byte_for_byte(tmp_path):
    folder = shipped("rulebook/romania")
    number = export_sheets(folder, tmp_path / "x.xlsx")
    assert import_sheets(tmp_path / "x.xlsx", tmp_path / "back") == number
    assert contents(tmp_path / "back") == contents(folder)
    assert read_rulebook(tmp_path / "back").content_hash == read_rulebook(folder).content_hash


def test_what_looks_like_a_formula_or_a_number_stays_text(tmp_path):
    folder = tiny.write(tmp_path / "a")
    (folder / "odd.csv").write_text('a,b\n=cmd,0010\n-1,"a\nb"\n,"+1,5"\n', encoding="utf-8")
    export_sheets(folder, tmp_path / "x.xlsx")
    cells = [
        cell for sheet in load_workbook(tmp_path / "x.xlsx").worksheets for row in sheet.iter_rows() for cell in row
    ]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    import_sheets(tmp_path / "x.xlsx", tmp_path / "b")
    assert contents(tmp_path / "b") == contents(folder)


def test_what_a_person_typed_in_a_spreadsheet_is_read_as_meant(tmp_path):
    folder = tiny.write(tmp_path / "a")
    export_sheets(folder, tmp_path / "x.xlsx")
    book = load_workbook(tmp_path / "x.xlsx")
    book["parameters"]["B2"] = 350
    book["parameters"]["B3"] = 367.5
    book.save(tmp_path / "y.xlsx")
    import_sheets(tmp_path / "y.xlsx", tmp_path / "b")
    numbers = read_rulebook(tmp_path / "b").parameters["vmi"]
    assert [number.value for number in numbers] == [350, 367.5]


def altered(tmp_path, change):
    export_sheets(tiny.write(tmp_path / "a"), tmp_path / "x.xlsx")
    book = load_workbook(tmp_path / "x.xlsx")
    change(book)
    book.save(tmp_path / "y.xlsx")
    return tmp_path / "y.xlsx"


def formula(book):
    book["parameters"]["B2"] = "=1+1"


def outside(book):
    book["files"]["B2"] = "../../outside.csv"


def missing_sheet(book):
    del book["facts"]


def no_contents(book):
    del book["files"]


@pytest.mark.parametrize("change", [formula, outside, missing_sheet, no_contents])
def test_a_spreadsheet_that_is_no_rulebook_is_refused_whole(tmp_path, change):
    with pytest.raises(SheetsInvalid) as raised:
        import_sheets(altered(tmp_path, change), tmp_path / "b")
    assert raised.value.reasons["ro"] != raised.value.reasons["en"]
    assert not (tmp_path / "b").exists()


def test_a_file_that_is_no_spreadsheet_or_a_bomb_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"code,name\n")
    with pytest.raises(SheetsInvalid, match="not an"):
        import_sheets(path, tmp_path / "b")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b"0" * 1_000_000)
    monkeypatch.setattr("vatra.exchange.rulebook_sheets.LARGEST_UNPACKED", 500_000)
    with pytest.raises(SheetsInvalid, match="unpacked"):
        import_sheets(path, tmp_path / "b")
    monkeypatch.setattr("vatra.exchange.rulebook_sheets.LARGEST_UNPACKED", 5_000_000)
    with pytest.raises(SheetsInvalid, match="cannot be read"):
        import_sheets(path, tmp_path / "b")
    Workbook().save(path)
    with pytest.raises(SheetsInvalid, match="files"):
        import_sheets(path, tmp_path / "b")
