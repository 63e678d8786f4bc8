"""The sheets of an XLSForm as CSV, read cell by cell; what is outside our subset is a mistake with its row."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from vatra.method.mistakes import Mistake

LARGEST = 20_000_000  # bytes of one sheet
MOST_ROWS = 5_000
MOST_MISTAKES = 100
LONGEST_CELL = 10_000
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}", re.ASCII)
CHOICE = re.compile(r"\S{1,64}")
_LANGUAGE = re.compile(r"(label|hint|constraint_message)(?:::(.*))?")
_CODE = re.compile(r"\(([a-z]{2,3})\)\s*$")
TYPES = frozenset(
    {
        "text",
        "integer",
        "decimal",
        "date",
        "note",
        "calculate",
        "start",
        "end",
        "begin_group",
        "end_group",
        "begin_repeat",
        "end_repeat",
    }
)
SELECTS = frozenset({"select_one", "select_multiple"})
COLUMNS = frozenset(
    {"type", "name", "required", "relevant", "constraint", "calculation", "default", "appearance", "save_to", "domain"}
)


@dataclass(frozen=True, slots=True)
class SurveyRow:
    """One row of the survey: its number in the file, its cells, and the words by column and language."""

    number: int
    type: str
    name: str
    list: str  # of choices; "" when it has none
    cells: Mapping[str, str]
    words: Mapping[str, Mapping[str, str]]  # label | hint | constraint_message


@dataclass(frozen=True, slots=True)
class Settings:
    """What the form is called."""

    name: str = ""
    version: str = ""
    title: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Sheets:
    """The sheets of one questionnaire and what is wrong with them."""

    folder: str
    survey: list[SurveyRow] = field(default_factory=list)
    choices: dict[str, tuple[tuple[str, Mapping[str, str]], ...]] = field(default_factory=dict)
    settings: Settings = field(default_factory=Settings)
    languages: tuple[str, ...] = ()
    mistakes: list[Mistake] = field(default_factory=list)

    def file(self, name: str) -> str:
        """A sheet as mistakes name it."""
        return f"questionnaires/{self.folder}/{name}.csv"

    def fault(self, sheet: str, row: int, column: str, ro: str, en: str) -> None:
        """Notes one mistake; the first hundred are enough."""
        if len(self.mistakes) < MOST_MISTAKES:
            self.mistakes.append(Mistake(self.file(sheet), row, column, ro, en))


def read_sheets(folder: Path) -> Sheets:
    """The survey, choices and settings of a questionnaire's folder."""
    sheets = Sheets(folder.name)
    _read_settings(sheets, folder)
    _read_choices(sheets, folder)
    _read_survey(sheets, folder)
    return sheets


def _rows(sheets: Sheets, folder: Path, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a sheet that are not empty, as cells by column; the header is row 1."""
    path = folder / f"{name}.csv"
    if not path.is_file():
        sheets.fault(name, 0, "", "fișierul lipsește", "the file is missing")
        return
    if path.stat().st_size > LARGEST:
        sheets.fault(name, 0, "", "este prea mare", "is too large")
        return
    number = 0
    try:
        header: list[str] = []
        for number, cells in enumerate(
            csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline=""), strict=True), 1
        ):
            if number == 1:
                header = [cell.strip() for cell in cells]
                if len(set(header)) < len(header):
                    sheets.fault(name, 1, "", "o coloană apare de două ori", "a column appears twice")
                    return
                continue
            if number > MOST_ROWS + 1:
                sheets.fault(name, number, "", f"sunt peste {MOST_ROWS} de rânduri", f"more than {MOST_ROWS} rows")
                return
            if not any(cells):
                continue
            if len(cells) > len(header) or max(map(len, cells)) > LONGEST_CELL:
                sheets.fault(name, number, "", "rândul nu se potrivește cu antetul", "the row does not fit the header")
                return
            yield number, dict(zip(header, (cell.strip() for cell in cells), strict=False))
    except (csv.Error, UnicodeDecodeError) as error:
        sheets.fault(name, number + 1, "", f"nu este CSV corect ({type(error).__name__})", "is not proper CSV in UTF-8")


def language_of(column: str) -> tuple[str, str] | None:
    """`label::Română (ro)` is ("label", "ro"); None for a column without words."""
    match = _LANGUAGE.fullmatch(column)
    if match is None:
        return None
    code = _CODE.search(match[2] or "")
    return match[1], code[1] if code else (match[2] or "").strip()


def _words(cells: Mapping[str, str]) -> dict[str, dict[str, str]]:
    words: dict[str, dict[str, str]] = {"label": {}, "hint": {}, "constraint_message": {}}
    for column, text in cells.items():
        of = language_of(column)
        if of is not None and text:
            words[of[0]][of[1]] = text
    return words


def _read_settings(sheets: Sheets, folder: Path) -> None:
    for number, cells in _rows(sheets, folder, "settings"):
        name = cells.get("form_id", "")
        if not NAME.fullmatch(name):
            sheets.fault("settings", number, "form_id", "numele nu este un cod", "the name is no code")
        title = {code: cells["form_title"] for code in ("",) if cells.get("form_title")}
        sheets.settings = Settings(name, cells.get("version", ""), title)
        return
    sheets.fault("settings", 0, "", "lipsesc setările", "there are no settings")


def _read_choices(sheets: Sheets, folder: Path) -> None:
    lists: dict[str, dict[str, Mapping[str, str]]] = {}
    for number, cells in _rows(sheets, folder, "choices"):
        of, name = cells.get("list_name", ""), cells.get("name", "")
        if not NAME.fullmatch(of) or not CHOICE.fullmatch(name):
            sheets.fault("choices", number, "name", f"„{name}” nu este un cod", f"“{name}” is no code")
        elif name in lists.setdefault(of, {}):
            sheets.fault("choices", number, "name", f"„{name}” apare de două ori", f"“{name}” appears twice")
        else:
            lists[of][name] = _words(cells)["label"]
    sheets.choices = {of: tuple(choices.items()) for of, choices in lists.items()}


def _read_survey(sheets: Sheets, folder: Path) -> None:
    languages: dict[str, None] = {}
    for number, cells in _rows(sheets, folder, "survey"):
        kind, _, of = cells.get("type", "").partition(" ")
        if kind in ("begin", "end") and of in ("group", "repeat"):
            kind, of = f"{kind}_{of}", ""
        row = SurveyRow(number, kind, cells.get("name", ""), of.strip(), cells, _words(cells))
        if _fits(sheets, row):
            sheets.survey.append(row)
            languages |= dict.fromkeys(language for words in row.words.values() for language in words)
        if len(sheets.mistakes) >= MOST_MISTAKES:
            return
    if not sheets.survey and not sheets.mistakes:
        sheets.fault("survey", 0, "", "nu are nicio întrebare", "has no question")
    sheets.languages = tuple(languages)


def _fits(sheets: Sheets, row: SurveyRow) -> bool:
    """Whether a row is within the subset; otherwise the mistake is noted."""
    before = len(sheets.mistakes)
    if row.type in SELECTS:
        if row.list not in sheets.choices:
            sheets.fault(
                "survey",
                row.number,
                "type",
                f"„{row.name}”: lista „{row.list}” nu există",
                f"“{row.name}”: there is no list “{row.list}”",
            )
    elif row.type not in TYPES or row.list:
        sheets.fault(
            "survey",
            row.number,
            "type",
            f"„{row.name}”: tipul „{row.type}” nu este dintre cele folosite aici",
            f"“{row.name}”: the type “{row.type}” is not known here",
        )
    if not row.type.startswith("end_") and not NAME.fullmatch(row.name):
        sheets.fault(
            "survey", row.number, "name", f"„{row.name[:60]}” nu este un nume", f"“{row.name[:60]}” is no name"
        )
    if row.type == "calculate" and not row.cells.get("calculation"):
        sheets.fault(
            "survey", row.number, "calculation", f"„{row.name}” nu are calculul", f"“{row.name}” has no calculation"
        )
    for column, text in row.cells.items():
        if text and column not in COLUMNS and language_of(column) is None:
            sheets.fault(
                "survey",
                row.number,
                column,
                f"„{row.name}”: coloana nu este dintre cele folosite aici",
                f"“{row.name}”: the column is not known here",
            )
    return len(sheets.mistakes) == before
