"""The rows of a spreadsheet as texts: .xlsx, .ods, .xls by python-calamine, or CSV; within limits checked first."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _
from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from vatra.base.decoding import text_of
from vatra.base.refusal import Refusal

LARGEST = 20_000_000  # bytes of a file
LARGEST_UNPACKED = 200_000_000
MOST_ROWS = 50_000
MOST_COLUMNS = 100
LONGEST_CELL = 300
ZIP, OLE = b"PK", b"\xd0\xcf\x11\xe0"


class ListRefused(Refusal):
    """The file is no list that can be compared; nothing of it was kept."""

    code = "list_refused"


def rows_of(content: bytes) -> list[list[str]]:
    """The rows of the first sheet that has any, from its first row on, so that row 1 is the spreadsheet's.

    Raises ListRefused.
    """
    if len(content) > LARGEST:
        raise ListRefused(_("The file is larger than %(most)s MB. Save only the sheet with the list and try again."),
                          code="too_large", most=LARGEST // 1_000_000)
    rows = _of_workbook(content) if content.startswith((ZIP, OLE)) else _of_text(content)
    if not any(any(row) for row in rows):
        raise ListRefused(_("The file is empty."), code="empty")
    if len(rows) > MOST_ROWS:
        raise ListRefused(_("The list has more than %(most)s rows. Cut it into several files."), code="too_many_rows",
                          most=MOST_ROWS)
    return rows


def _of_workbook(content: bytes) -> list[list[str]]:
    _check_package(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            if sheet.height > MOST_ROWS:
                raise ListRefused(_("The list has more than %(most)s rows. Cut it into several files."),
                                  code="too_many_rows", most=MOST_ROWS)
            rows = [[_cell(value) for value in row[:MOST_COLUMNS]] for row in sheet.to_python(skip_empty_area=False)]
            if any(any(row) for row in rows):
                return rows
    except PasswordError:
        raise ListRefused(_("The file is locked by a password. Save it without one and try again."),
                          code="password") from None
    except (CalamineError, OSError, ValueError, zipfile.BadZipFile):
        raise _unreadable() from None
    return []


def _check_package(content: bytes) -> None:
    """No archive that unpacks to more than memory should hold."""
    if not content.startswith(ZIP):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            if sum(part.file_size for part in package.infolist()) > LARGEST_UNPACKED:
                raise ListRefused(_("The file unpacks to too much. Save only the sheet with the list and try again."),
                                  code="too_large")
    except zipfile.BadZipFile:
        raise _unreadable() from None


def _unreadable() -> ListRefused:
    return ListRefused(_("The file cannot be read as a spreadsheet: it is damaged or of another sort. Save it as "
                         ".xlsx, .ods or .csv and try again."), code="unreadable")


def _of_text(content: bytes) -> list[list[str]]:
    text = text_of(content)
    if text is None:
        raise ListRefused(
            _("The file is written in an encoding that is not known: save it as CSV UTF-8 and try again."),
            code="unknown_encoding",
        )
    first = text.lstrip("\r\n").partition("\n")[0]
    try:
        found = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count))
        rows = []
        for row in found:
            rows.append([_cut(cell) for cell in row[:MOST_COLUMNS]])
            if len(rows) > MOST_ROWS:
                break
    except csv.Error:
        raise _unreadable() from None
    return rows


def _cell(value: Any) -> str:
    """A cell as the text somebody meant: days as ISO, whole numbers without a point."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool | timedelta):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _cut(str(value))


def _cut(text: str) -> str:
    return text[: 4 * LONGEST_CELL].strip()[:LONGEST_CELL]
