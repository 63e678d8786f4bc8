"""What a filled-in questionnaire says, whichever tool it comes from, and how its names are read.

The tools of the ODK family write the same answers as XML instances, CSV (with groups before the name,
repeats in columns or in a file of their own) and JSON. What they share is the last part of each name,
so that is all we read: `group/h_rooms`, `group-h_rooms` and `h_rooms` are one question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from vatra.base.refusal import Refusal

LONGEST_ANSWER = 20_000
MOST_MEMBERS = 60
INSTANCE_NAMES = ("instanceID", "_uuid", "KEY", "__id")
_PARTS = re.compile(r"[/:.-]")
_REPEATED = re.compile(r"\[(\d+)\]")


class SubmissionRefused(Refusal):
    """A file, or one submission in it, that is not taken; says where and why, with nothing of its content."""

    code = "submission_refused"
    column = ""
    row = 0

    def at(self, row: int, column: str = "") -> SubmissionRefused:
        """The same refusal with its row and column, unless it already knows them."""
        self.row = self.row or row
        self.column = self.column or column
        return self


class Cell(NamedTuple):
    """One answer as text, and the column (or path) it stands in."""

    text: str
    column: str


Cells = dict[str, Cell]


@dataclass(slots=True)
class Block:
    """Answers that stand together: those of the household, or of one member."""

    row: int
    cells: Cells = field(default_factory=dict)

    def text(self, name: str) -> str:
        """An answer, or nothing."""
        cell = self.cells.get(name)
        return cell.text if cell else ""

    def column(self, name: str) -> str:
        """Where an answer stands, or its name when nobody gave it."""
        cell = self.cells.get(name)
        return cell.column if cell else name


@dataclass(slots=True)
class Submission:
    """One filled-in questionnaire."""

    file: str
    instance: str  # the tool's id of it, without "uuid:"
    household: Block
    members: list[Block] = field(default_factory=list)

    @property
    def row(self) -> int:
        """Its row in the file; 1 for the first submission of a file without rows."""
        return self.household.row


def last_part(name: str) -> str:
    """The question's own name: what follows the last group, without the number of a repeat."""
    return _REPEATED.sub("", _PARTS.split(name)[-1]).strip()


def repeat_number(name: str) -> int:
    """Which one of a repeat a flattened column is about (`member[2]/cnp` is 2); 0 for none."""
    numbers = _REPEATED.findall(name)
    return int(numbers[0]) if numbers and len(numbers[0]) < 7 else 0


def instance_of(cells: Mapping[str, Cell]) -> str:
    """The tool's id of a submission, the same in every format it writes; empty when there is none."""
    for name in INSTANCE_NAMES:
        if name in cells and cells[name].text:
            return cells[name].text.removeprefix("uuid:")
    return ""


def merge_cells(cells: Cells, found: Iterable[tuple[str, Cell]]) -> None:
    """Add named answers that are not empty; of two questions of one name the first answered counts."""
    for name, cell in found:
        if cell.text and name not in cells:
            cells[name] = cell
