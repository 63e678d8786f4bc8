"""The questionnaire of a rulebook: from its CSV sheets to an XLSForm workbook, and to an XForm by pyxform."""

from __future__ import annotations

import csv
import warnings as python_warnings
from pathlib import Path

from openpyxl import Workbook

SHEETS = ("survey", "choices", "settings", "entities")


class QuestionnaireInvalid(ValueError):
    """A questionnaire that pyxform does not convert, or only with warnings; one reason per line."""


def build_workbook(folder: Path, target: Path) -> None:
    """Writes survey, choices, settings and entities of a folder into one .xlsx. Raises `QuestionnaireInvalid`."""
    book = Workbook(write_only=True)
    for name in SHEETS:
        path = folder / f"{name}.csv"
        if not path.is_file():
            if name == "entities":
                continue
            raise QuestionnaireInvalid(f"{path.name}: the file is missing")
        sheet = book.create_sheet(name)
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file):
                sheet.append([text or None for text in row])
    book.save(target)


def xform_of(workbook: Path) -> str:
    """The XForm of a workbook. Raises `QuestionnaireInvalid` on errors and on warnings alike."""
    from pyxform.xls2xform import convert

    try:
        with python_warnings.catch_warnings():
            python_warnings.simplefilter("ignore")  # openpyxl's own; pyxform returns its warnings
            result = convert(xlsform=str(workbook), validate=False, pretty_print=True)
    except Exception as error:  # pyxform raises several kinds, all with a sentence
        raise QuestionnaireInvalid(str(error)) from None
    if result.warnings:
        raise QuestionnaireInvalid("\n".join(result.warnings))
    return str(result.xform)
