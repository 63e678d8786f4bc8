"""Reads one household's JSON from outside; limits of size and depth are checked before it is parsed."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, BinaryIO

from vatra.method import BadInput

LARGEST = 5_000_000  # bytes; a household of ten has about 20,000
DEEPEST = 20
BRACKETS = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', re.DOTALL)


class Unusable(ValueError):
    """A file that is no household at all."""

    def __init__(self, reason_ro: str, reason_en: str) -> None:
        self.reasons = {"ro": reason_ro, "en": reason_en}
        super().__init__(reason_en)

    def sentence(self, language: str) -> str:
        """The reason in a language."""
        return self.reasons[language]


def read_household(source: Path | BinaryIO) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The household and the members in a file or a stream. Raises `Unusable` or `BadInput`."""
    try:
        content = beginning(source) if isinstance(source, Path) else source.read(LARGEST + 1)
    except OSError as error:
        raise Unusable(
            f"fișierul nu se poate citi ({error.strerror})", f"the file cannot be read ({error.strerror})"
        ) from None
    if len(content) > LARGEST:
        raise Unusable(
            "fișierul este prea mare pentru o gospodărie (peste 5 MB)",
            "the file is too large for one household (over 5 MB)",
        )
    check_depth(content)
    said = parsed(content)
    if not isinstance(said, dict):
        raise Unusable("se așteaptă un obiect {household, members}", "an object {household, members} is expected")
    for key in said:
        if key not in ("household", "members"):
            raise BadInput(str(key)[:50], "câmpul nu este cunoscut", "the field is not known")
    for key in ("household", "members"):
        if key not in said:
            raise BadInput(key, "lipsește", "is missing")
    return said["household"], said["members"]


def beginning(path: Path) -> bytes:
    """As much of a file as may be, and one byte more."""
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


def check_depth(content: bytes) -> None:
    """Refuses brackets within brackets beyond the limit, without recursion. Raises `Unusable`."""
    depth = 0
    for match in BRACKETS.finditer(content):
        sign = match.group()
        if sign in b"[{":
            depth += 1
            if depth > DEEPEST:
                raise Unusable(f"JSON cu peste {DEEPEST} de niveluri", f"JSON nested more than {DEEPEST} deep")
        elif sign in b"]}":
            depth -= 1


def parsed(content: bytes) -> Any:
    """The JSON value. Raises `Unusable` with the line where it breaks."""
    try:
        return json.loads(content.decode("utf-8-sig"), parse_int=whole, object_pairs_hook=once)
    except UnicodeDecodeError as error:
        raise Unusable(
            f"fișierul nu este UTF-8 (octetul {error.start + 1})", f"the file is not UTF-8 (byte {error.start + 1})"
        ) from None
    except json.JSONDecodeError as error:
        raise Unusable(
            f"JSON greșit la linia {error.lineno}, coloana {error.colno}",
            f"broken JSON at line {error.lineno}, column {error.colno}",
        ) from None


def whole(digits: str) -> int | float:
    """A whole number; one of twenty digits or more is as good as infinite, and refused where it stands."""
    return int(digits) if len(digits) < 20 else float("-inf" if digits.startswith("-") else "inf")


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object in which no key stands twice. Raises `Unusable`."""
    found = dict(pairs)
    if len(found) != len(pairs):
        twice = next(key for place, (key, _) in enumerate(pairs) if key in dict(pairs[:place]))
        raise Unusable(f"câmpul „{twice[:50]}” apare de două ori", f"the field “{twice[:50]}” appears twice")
    return found
