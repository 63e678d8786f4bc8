"""Small questionnaires for tests, written as the sheets of an XLSForm."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

COLUMNS = (
    "type",
    "name",
    "label::Română (ro)",
    "label::English (en)",
    "required",
    "relevant",
    "constraint",
    "constraint_message::Română (ro)",
    "constraint_message::English (en)",
    "calculation",
    "default",
    "save_to",
    "domain",
)
Row = Mapping[str, str]


def row(type_: str, name: str = "", **cells: str) -> dict[str, str]:
    """One row of a survey, labelled by its name."""
    labels = {"label::Română (ro)": name, "label::English (en)": name} if name and type_ != "calculate" else {}
    return {"type": type_, "name": name, **labels, **cells}


def write(folder: Path, survey: Iterable[Row], choices: Mapping[str, str] | None = None) -> Path:
    """The folder with its sheets; choices as {"yes_no": "yes no dk"}."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = list(survey)
    header = list(dict.fromkeys([*COLUMNS, *(column for each in rows for column in each)]))
    _sheet(folder / "survey.csv", header, ([each.get(column, "") for column in header] for each in rows))
    listed = [(of, name, f"{name} ro", f"{name} en") for of, names in (choices or {}).items() for name in names.split()]
    _sheet(folder / "choices.csv", ["list_name", "name", "label::Română (ro)", "label::English (en)"], listed)
    _sheet(folder / "settings.csv", ["form_title", "form_id", "version"], [("Small", "small", "1")])
    return folder


def _sheet(path: Path, header: list[str], rows: Iterable[Iterable[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
