"""Another version of a rulebook: edits of its numbers, tables and cases, written as a folder of their own.

A number is not written over: the row in force ends on the day on which the new version begins, and a new row follows.
"""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from vatra.method.format import format_of
from vatra.method.sheets import day_of

NUMBERS = "parameters.csv"
EDITABLE = re.compile(r"parameters\.csv|(tables|cases)/[A-Za-z][A-Za-z0-9_]{0,49}\.csv", re.ASCII)
LONGEST = 500  # of what stands in one cell of a table
Rows = list[dict[str, str]]


class NoSuchCell(ValueError):
    """An edit of a file, a row or a column that the rulebook does not have."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One cell written anew. `value` None: the row is taken out. A row that a table does not have yet is begun."""

    file: str
    key: str
    column: str
    value: str | None

    def as_list(self) -> list[str | None]:
        """The edit as JSON takes it."""
        return [self.file, self.key, self.column, self.value]


def edits_of(listed: Iterable[Any]) -> tuple[Edit, ...]:
    """Edits as `as_list` gave them."""
    return tuple(Edit(*one) for one in listed)


def laid_over(edits: Iterable[Edit], more: Iterable[Edit]) -> tuple[Edit, ...]:
    """Edits followed by later ones: of each cell the last word counts, and a row taken out takes its cells with it."""
    kept: dict[tuple[str, str, str], Edit] = {}
    for edit in (*edits, *more):
        if edit.value is None:
            kept = {place: one for place, one in kept.items() if place[:2] != (edit.file, edit.key)}
        kept[edit.file, edit.key, edit.column] = edit
    return tuple(kept.values())


def write_edited(
    folder: Path, target: Path, edits: Collection[Edit], *, since: date, version: str, note: str
) -> None:
    """Write the rulebook of a folder with edits as a new folder, valid since a day. Raises `NoSuchCell`.

    `note`: why, in a sentence; it stands beside every changed number, which is no longer confirmed.
    """
    shutil.copytree(folder, target)
    for file in dict.fromkeys(edit.file for edit in edits):
        _rewrite(target, file, [edit for edit in edits if edit.file == file], since=since, note=note)
    about = {"version": version, "valid_since": since.isoformat()}
    header, rows = _read(target / "rulebook.csv")
    _write(target / "rulebook.csv", header, [row | {"value": about.get(row["key"], row["value"])} for row in rows])


def next_version(version: str, *, since: date) -> str:
    """`2026.1` → `2026.2`; the first of a later year is `2027.1`."""
    year, _, number = version.partition(".")
    later = int(number) + 1 if year == str(since.year) and number.isdigit() else 1
    return f"{since.year}.{later}"


def _rewrite(target: Path, file: str, edits: Collection[Edit], *, since: date, note: str) -> None:
    form = format_of(file)
    path = target / file
    if form is None or not EDITABLE.fullmatch(file) or not path.is_file():
        raise NoSuchCell(file)
    header, rows = _read(path)
    by_key: dict[str, list[Edit]] = {}
    for edit in edits:
        if edit.column not in header and edit.value is not None:
            raise NoSuchCell(f"{file} · {edit.key} · {edit.column}")
        by_key.setdefault(edit.key, []).append(edit)
    for key, several in by_key.items():
        if file == NUMBERS:
            rows = _with_number(rows, key, several, since=since, note=note)
        else:
            rows = _with_row(rows, form.key, key, several, header)
    _write(path, header, rows)


def _with_number(rows: Rows, code: str, edits: Iterable[Edit], *, since: date, note: str) -> Rows:
    """The row of a number that holds on the day ends with it, and its successor follows."""
    place = next((at for at, row in enumerate(rows) if row["code"] == code and _holds(row, since)), None)
    if place is None:
        raise NoSuchCell(f"{NUMBERS} · {code}")
    told: dict[str, str] = {"confirmed": "no", "note_ro": note, "note_en": note}
    before = rows[place]
    after = before | told | {edit.column: edit.value or "" for edit in edits} | {"since": since.isoformat()}
    ended = [] if before["since"] == since.isoformat() else [before | {"until": since.isoformat()}]
    return [*rows[:place], *ended, after, *rows[place + 1 :]]


def _holds(row: Mapping[str, str], on: date) -> bool:
    since, until = day_of(row["since"]), day_of(row["until"])
    return (since is None or since <= on) and (until is None or on < until)


def _with_row(rows: Rows, named: str, key: str, edits: Iterable[Edit], header: Collection[str]) -> Rows:
    """A row of a table, or of its cases, with its cells written anew; begun at the end, or taken out."""
    written: dict[str, str] = {}
    gone = False
    for edit in edits:
        gone = gone or edit.value is None
        if edit.value is not None:
            written[edit.column] = edit.value
    known = any(row[named] == key for row in rows)
    if gone and not known:
        raise NoSuchCell(key)
    if gone and not written:
        return [row for row in rows if row[named] != key]
    if not known or gone:
        kept = [row for row in rows if row[named] != key]
        return [*kept, dict.fromkeys(header, "") | {named: key} | written]
    return [row | written if row[named] == key else row for row in rows]


def _read(path: Path) -> tuple[list[str], Rows]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        return list(reader.fieldnames or ()), list(reader)


def _write(path: Path, header: Collection[str], rows: Rows) -> None:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(header), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8")
