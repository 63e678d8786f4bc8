"""What can be wrong with a population file, said with its row and column."""

from __future__ import annotations

from typing import NamedTuple

MOST = 20  # sentences shown; the rest is only counted


class BadCell(NamedTuple):
    """One cell that cannot be taken (the header is row 1; row 0 = the whole file)."""

    row: int
    column: str
    reason_ro: str
    reason_en: str

    def sentence(self, language: str) -> str:
        """`row 3, column c_gp: reason`."""
        row, column, reason = (
            ("rândul", "coloana", self.reason_ro) if language == "ro" else ("row", "column", self.reason_en)
        )
        places = [f"{row} {self.row}"] if self.row else []
        places += [f"{column} {self.column}"] if self.column else []
        return f"{', '.join(places)}: {reason}" if places else reason


class BadPopulation(ValueError):
    """A file that cannot be assessed as it stands; nothing was written."""

    def __init__(self, cells: list[BadCell]) -> None:
        self.cells = cells
        super().__init__("\n".join(self.sentences("en")))

    def sentences(self, language: str) -> list[str]:
        """The first mistakes in words, and how many there are besides."""
        shown = [cell.sentence(language) for cell in self.cells[:MOST]]
        rest = len(self.cells) - MOST
        if rest > 0:
            shown.append(f"… și încă {rest}" if language == "ro" else f"… and {rest} more")
        return shown


def whole_file(reason_ro: str, reason_en: str) -> BadPopulation:
    """A mistake that has no single place."""
    return BadPopulation([BadCell(0, "", reason_ro, reason_en)])


class NoEngine(Exception):
    """The engine asked for is not here; the message says how to get it."""
