"""What can be wrong, said in plain Romanian and English, with the place where it is wrong."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake in a rulebook: file, row (the header is row 1; 0 = the whole file), column, reason."""

    file: str
    row: int
    column: str
    reason_ro: str
    reason_en: str

    def sentence(self, language: str = "ro") -> str:
        """`file, row 3, column severity: reason`."""
        row, column, reason = (
            ("rândul", "coloana", self.reason_ro) if language == "ro" else ("row", "column", self.reason_en)
        )
        place = self.file + (f", {row} {self.row}" if self.row else "")
        return f"{place}{f', {column} {self.column}' if self.column else ''}: {reason}"


class RulebookInvalid(Exception):
    """A rulebook with mistakes; all of them, in the order of files and rows."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        self.mistakes = mistakes
        super().__init__("\n".join(mistake.sentence("en") for mistake in mistakes[:20]))


class BadInput(ValueError):
    """An answer that cannot be taken; `path` is the field, as in `members[1].c_birth_cert`."""

    def __init__(self, path: str, reason_ro: str, reason_en: str) -> None:
        self.path = path
        self.reason_ro = reason_ro
        self.reason_en = reason_en
        super().__init__(f"{path}: {reason_en}")

    def sentence(self, language: str = "ro") -> str:
        """`path: reason` in a language."""
        return f"{self.path}: {self.reason_ro if language == 'ro' else self.reason_en}"


class Unreadable(ValueError):
    """A text that is no expression of ours; the reader of files turns it into a `Mistake` with its place."""

    def __init__(self, reason_ro: str, reason_en: str) -> None:
        self.reason_ro = reason_ro
        self.reason_en = reason_en
        super().__init__(reason_en)
