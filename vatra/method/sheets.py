"""CSV files of a rulebook, read cell by cell against their format; every cell that does not fit is a `Mistake`."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from vatra.method.format import Column, FileFormat
from vatra.method.mistakes import Mistake
from vatra.method.rulebook import Place, Row

LARGEST_FILE = 5_000_000  # bytes; Romania's largest has a hundredth of it
CODE = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,49}", re.ASCII)
NUMBER = re.compile(r"-?\d{1,12}(\.\d{1,10})?", re.ASCII)
WHOLE = re.compile(r"\d{1,6}", re.ASCII)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
CEDILLAS = str.maketrans("şţŞŢ", "șțȘȚ")  # the old code points, which fonts and comparisons tell apart


@dataclass
class Sheet:
    """The rows of one file with their places; `header` as written."""

    file: str
    header: tuple[str, ...] = ()
    rows: list[tuple[Place, Row]] = field(default_factory=list)


@dataclass
class Reader:
    """Reads files and gathers mistakes; `faults` grows, nothing is raised."""

    folder: Path
    faults: list[Mistake] = field(default_factory=list)

    def fault(self, at: Place, column: str, reason_ro: str, reason_en: str) -> None:
        """Notes one mistake."""
        self.faults.append(Mistake(at.file, at.row, column, reason_ro, reason_en))

    def sheet(self, file: str, form: FileFormat) -> Sheet:
        """The rows of a file that have the right number of cells, every cell checked."""
        sheet = Sheet(file)
        text = self.text(file, form)
        if text is None:
            return sheet
        try:
            lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
        except csv.Error as error:
            self.fault(Place(file, 0), "", f"nu este CSV corect ({error})", f"is not proper CSV ({error})")
            return sheet
        if not lines or not self.header_fits(file, form, lines[0]):
            return sheet
        sheet.header = tuple(lines[0])
        for number, cells in enumerate(lines[1:], start=2):
            if not any(cells):
                continue
            at = Place(file, number)
            if len(cells) != len(sheet.header):
                self.fault(
                    at,
                    "",
                    f"are {len(cells)} celule în loc de {len(sheet.header)}",
                    f"has {len(cells)} cells instead of {len(sheet.header)}",
                )
                continue
            row = dict(zip(sheet.header, (cell.strip() for cell in cells), strict=True))
            self.check_row(at, form, row)
            sheet.rows.append((at, row))
        self.check_key(sheet, form)
        return sheet

    def text(self, file: str, form: FileFormat) -> str | None:
        """The text of a file, or None with a mistake noted."""
        path = self.folder / file
        if not path.is_file():
            if form.required:
                self.fault(Place(file, 0), "", "fișierul lipsește", "the file is missing")
            return None
        if path.stat().st_size > LARGEST_FILE:
            self.fault(Place(file, 0), "", "este prea mare", "is too large")
            return None
        try:
            return path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            self.fault(
                Place(file, 0),
                "",
                f"nu este UTF-8 (octetul {error.start + 1})",
                f"is not UTF-8 (byte {error.start + 1})",
            )
            return None

    def header_fits(self, file: str, form: FileFormat, header: list[str]) -> bool:
        """Whether every required column is there, once, and none is unknown."""
        at, before = Place(file, 1), len(self.faults)
        known = {column.name for column in form.columns}
        for column in form.columns:
            if column.name not in header and column.required:
                self.fault(at, column.name, "coloana lipsește", "the column is missing")
        for name in header:
            if header.count(name) > 1 and len(self.faults) == before:
                self.fault(at, name, "coloana apare de mai multe ori", "the column appears more than once")
            if name not in known and not form.open_columns:
                self.fault(at, name, "coloana nu este cunoscută", "the column is not known")
        return len(self.faults) == before

    def check_row(self, at: Place, form: FileFormat, row: dict[str, str]) -> None:
        """Every cell against its column; columns left out of the file count as empty."""
        for column in form.columns:
            value = row.setdefault(column.name, "")
            if not value:
                if column.required:
                    self.missing(at, column)
                continue
            wrong = unfit(column, value)
            if wrong is not None:
                self.fault(at, column.name, *wrong)
        for name, value in row.items():
            if value != value.translate(CEDILLAS):
                self.fault(
                    at,
                    name,
                    "ș și ț se scriu cu virgulă, nu cu sedilă",
                    "ș and ț are written with a comma, not a cedilla",
                )

    def missing(self, at: Place, column: Column) -> None:
        """An empty cell where something must stand."""
        if column.name.endswith(("_ro", "_en")):
            ro, en = ("română", "Romanian") if column.name.endswith("_ro") else ("engleză", "English")
            self.fault(at, column.name, f"lipsește traducerea în {ro}", f"the translation into {en} is missing")
        elif column.name == "source":
            self.fault(at, column.name, "lipsește sursa", "the source is missing")
        elif column.name == "lead":
            self.fault(
                at,
                column.name,
                "lipsește profesia care dă serviciul",
                "the profession that gives the service is missing",
            )
        else:
            self.fault(at, column.name, "celula este goală", "the cell is empty")

    def check_key(self, sheet: Sheet, form: FileFormat) -> None:
        """No two rows with the same key."""
        first: dict[str, int] = {}
        for at, row in sheet.rows:
            key = row[form.key] if form.key else ""
            if key and first.setdefault(key, at.row) != at.row:
                self.fault(
                    at, form.key, f"„{key}” apare și pe rândul {first[key]}", f"“{key}” also stands on row {first[key]}"
                )


def unfit(column: Column, value: str) -> tuple[str, str] | None:
    """Why a filled cell does not fit its column (Romanian, English), or None."""
    match column.holds:
        case "code" if not CODE.fullmatch(value):
            return "codul are numai litere fără diacritice, cifre și _", "a code has only plain letters, digits and _"
        case "number" if not NUMBER.fullmatch(value):
            return f"„{value}” nu este un număr (se scrie 12.5)", f"“{value}” is not a number (written 12.5)"
        case "whole" if not WHOLE.fullmatch(value):
            return f"„{value}” nu este un număr întreg", f"“{value}” is not a whole number"
        case "day" if day_of(value) is None:
            return f"„{value}” nu este o zi (AAAA-LL-ZZ)", f"“{value}” is not a day (YYYY-MM-DD)"
        case "yes_no" if value not in ("yes", "no"):
            return f"„{value}” nu este yes sau no", f"“{value}” is not yes or no"
        case "one_of" if value not in column.among:
            return (
                f"„{value}” nu este unul din: {', '.join(column.among)}",
                f"“{value}” is not one of: {', '.join(column.among)}",
            )
        case "several" if column.among:
            wrong = [part for part in split(value, column.separator) if part not in column.among]
            if wrong:
                return (
                    f"„{wrong[0]}” nu este unul din: {', '.join(column.among)}",
                    f"“{wrong[0]}” is not one of: {', '.join(column.among)}",
                )
    return None


def day_of(value: str) -> date | None:
    """A day written YYYY-MM-DD, or None."""
    try:
        return date.fromisoformat(value) if DAY.fullmatch(value) else None
    except ValueError:
        return None


def split(value: str, separator: str = "|") -> tuple[str, ...]:
    """The codes of a cell that holds several."""
    return tuple(part.strip() for part in value.split(separator) if part.strip())
