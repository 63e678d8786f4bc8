"""The rows of the shipped rulebook's files, as they stand, without the engine."""

from __future__ import annotations

import csv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2] / "rulebook" / "romania"
CODES = [
    "ID01",
    "ID02",
    "ID03",
    "ID04",
    "EC01",
    "EC02",
    "EC03",
    "EC04",
    "LO01",
    "LO02",
    "LO03",
    "FA01",
    "FA02",
    "FA03",
    "FA04",
    "FA05",
    "FA06",
    "FA07",
    "FA08",
    "FA09",
    "FA10",
    "FA11",
    "FA12",
    "FA13",
    "FA14",
    "SA01",
    "SA02",
    "SA03",
    "SA04",
    "SA05",
    "SA06",
    "SA07",
    "SA08",
    "SA09",
    "SM01",
    "SM02",
    "SM03",
    "SM04",
    "SM05",
    "DZ01",
    "DZ02",
    "ED01",
    "ED02",
    "ED03",
    "ED04",
    "ED05",
    "ED06",
    "VI01",
    "VI02",
    "VI03",
    "VI04",
    "VI05",
    "VI06",
    "VI07",
    "CR01",
    "CR02",
    "CR03",
    "CR04",
    "CR05",
    "CR06",
]


def rows(file: str) -> list[dict[str, str]]:
    """The rows of a file by its path within the rulebook."""
    with (ROOT / file).open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def by_code(file: str) -> dict[str, dict[str, str]]:
    """The rows of a file by their code."""
    return {row["code"]: row for row in rows(file)}


def several(cell: str, separator: str = "|") -> list[str]:
    """The codes of a cell that holds several."""
    return [part for part in cell.split(separator) if part]
