"""A rulebook as one spreadsheet for people who edit it, and back into CSV files, byte for byte.

One sheet per file; every cell is text, so that a spreadsheet program changes neither `0010` nor `>= 6` nor a day.
"""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

CONTENTS = "files"  # the first sheet: which sheet holds which file (names of sheets are short)
LARGEST = 20_000_000  # bytes of the spreadsheet
LARGEST_UNPACKED = 200_000_000
MOST_ROWS, MOST_COLUMNS = 50_000, 200
WIDEST = 60


class SheetsInvalid(ValueError):
    """A spreadsheet that is no rulebook of ours; says why in both languages."""

    def __init__(self, reason_ro: str, reason_en: str) -> None:
        self.reasons = {"ro": reason_ro, "en": reason_en}
        super().__init__(reason_en)


def export_sheets(folder: Path, target: Path) -> int:
    """Writes all CSV files below a folder into a spreadsheet; gives how many."""
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.csv"))
    names = sheet_names(files)
    book = Workbook(write_only=True)
    add_sheet(book, CONTENTS, [["sheet", "file"], *([names[file], file] for file in files)])
    for file in files:
        content = (folder / file).read_text(encoding="utf-8")
        add_sheet(book, names[file], list(csv.reader(io.StringIO(content, newline=""))))
    part = target.with_name(target.name + ".part")
    book.save(part)
    part.replace(target)
    return len(files)


def sheet_names(files: list[str]) -> dict[str, str]:
    """A name of at most 31 characters for each file, readable and unique."""
    names: dict[str, str] = {}
    for file in files:
        name = file.removesuffix(".csv").replace("/", " ")[-31:]
        number = 2
        while name.casefold() in {taken.casefold() for taken in names.values()} | {CONTENTS}:
            name = f"{file.removesuffix('.csv').replace('/', ' ')[-27:]} {number}"
            number += 1
        names[file] = name
    return names


def add_sheet(book: Workbook, name: str, rows: list[list[str]]) -> None:
    """One sheet of text cells, its header bold and in sight while scrolling."""
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "B2"
    for place in range(max(map(len, rows), default=0)):
        widest = max((len(row[place]) for row in rows if place < len(row)), default=8)
        sheet.column_dimensions[get_column_letter(place + 1)].width = min(max(widest + 2, 8), WIDEST)
    for number, row in enumerate(rows):
        cells = []
        for text in row:
            cell = WriteOnlyCell(sheet, value=text or None)
            cell.data_type = "s" if text else "n"
            cell.number_format = "@"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=number == 0)
            cells.append(cell)
        sheet.append(cells)


def import_sheets(source: Path, folder: Path) -> int:
    """Writes a spreadsheet's sheets as CSV files below a folder; gives how many. Raises `SheetsInvalid`.

    Nothing is written unless every sheet could be read.
    """
    check_package(source)
    try:
        book = load_workbook(source, read_only=True, data_only=False)
        sheets = {sheet.title: rows_of(sheet) for sheet in book.worksheets}
    except SheetsInvalid:
        raise
    except Exception as error:  # openpyxl raises whatever a broken file provokes
        raise SheetsInvalid(
            f"foaia de calcul nu se poate citi ({type(error).__name__})",
            f"the spreadsheet cannot be read ({type(error).__name__})",
        ) from None
    if CONTENTS not in sheets or not sheets[CONTENTS] or sheets[CONTENTS][0][:2] != ["sheet", "file"]:
        raise SheetsInvalid(
            f"lipsește foaia „{CONTENTS}” cu coloanele sheet și file",
            f"the sheet “{CONTENTS}” with columns sheet and file is missing",
        )
    written = {}
    for name, file in (row[:2] for row in sheets[CONTENTS][1:]):
        if name not in sheets:
            raise SheetsInvalid(f"lipsește foaia „{name}”", f"the sheet “{name}” is missing")
        check_name(file)
        written[file] = as_csv(sheets[name])
    for file, content in written.items():
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8", newline="")
    return len(written)


def check_package(source: Path) -> None:
    """The file is a real .xlsx of bearable size. Raises `SheetsInvalid`."""
    try:
        if source.stat().st_size > LARGEST:
            raise SheetsInvalid("fișierul este prea mare", "the file is too large")
        with zipfile.ZipFile(source) as package:
            if sum(part.file_size for part in package.infolist()) > LARGEST_UNPACKED:
                raise SheetsInvalid("fișierul este prea mare după dezarhivare", "the file is too large when unpacked")
    except (OSError, zipfile.BadZipFile):
        raise SheetsInvalid(
            "nu este o foaie de calcul .xlsx (sau are parolă)", "is not an .xlsx spreadsheet (or has a password)"
        ) from None


def check_name(file: str) -> None:
    """A file stays below the folder. Raises `SheetsInvalid`."""
    path = Path(file)
    if path.is_absolute() or ".." in path.parts or path.suffix != ".csv" or "\\" in file:
        raise SheetsInvalid(
            f"„{file[:60]}” nu este un nume de fișier al metodologiei",
            f"“{file[:60]}” is not a file name of a rulebook",
        )


def rows_of(sheet: object) -> list[list[str]]:
    """The rows of a sheet as texts, cut at the width of its header and at its last row. Raises `SheetsInvalid`."""
    rows: list[list[str]] = []
    width = 0
    for cells in sheet.iter_rows(max_col=MOST_COLUMNS):  # type: ignore[attr-defined]
        texts = [text_of(cell) for cell in cells]
        if not rows:
            width = max((place + 1 for place, text in enumerate(texts) if text), default=0)
        rows.append((texts + [""] * width)[:width])
        if len(rows) > MOST_ROWS:
            raise SheetsInvalid("o foaie are prea multe rânduri", "a sheet has too many rows")
    while rows and not any(rows[-1]):
        rows.pop()
    return rows


def text_of(cell: object) -> str:
    """A cell as the text somebody meant: no `.0`, days as ISO, no formulas. Raises `SheetsInvalid`."""
    value = getattr(cell, "value", None)
    if value is None:
        return ""
    if getattr(cell, "data_type", "") == "f":
        place = getattr(cell, "coordinate", "?")
        raise SheetsInvalid(f"celula {place} este o formulă", f"the cell {place} is a formula")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.date().isoformat() if hasattr(value, "date") else str(value)


def as_csv(rows: list[list[str]]) -> str:
    """Rows as CSV the way the rulebook's files are written: quoted only where needed, LF."""
    target = io.StringIO()
    csv.writer(target, lineterminator="\n").writerows(rows)
    return target.getvalue()
