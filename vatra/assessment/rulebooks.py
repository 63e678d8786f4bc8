"""Which rulebook is in force on a day, and what it says of a code.

Vatra ships one (the setting RULEBOOK names it, or is the path of a folder); an administrator may lay
newer versions as folders into `rulebooks/` of the server's home.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from vatra.base.shipped import shipped
from vatra.method import Program, Rulebook, compile_rulebook, read_rulebook
from vatra.method.rulebook import Vulnerability
from vatra.method.tree import Fact, Found, walk

LAID = "rulebooks"


def rulebook_in_force(*, on: date) -> Program:
    """The newest rulebook valid since that day or before; the oldest one for days before all of them.

    Read and compiled once per process. Raises RulebookInvalid when a rulebook has mistakes.
    """
    days, programs, _folders = _here()
    return programs[max(bisect_right(days, on) - 1, 0)]


def rulebook_named(version: str, *, on: date) -> Program:
    """The rulebook of this version; the one in force on the day when no such one is here."""
    _days, programs, _folders = _here()
    return next((program for program in programs if program.version == version), rulebook_in_force(on=on))


def questionnaires_in_force(*, on: date) -> list[Path]:
    """The folders of the questionnaires of the rulebook in force on a day, by name."""
    folder = folder_in_force(on=on) / "questionnaires"
    return sorted(path for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []


def folder_in_force(*, on: date) -> Path:
    """The folder of the rulebook in force on a day."""
    days, _compiled, folders = _here()
    return folders[max(bisect_right(days, on) - 1, 0)]


def laid_folder() -> Path:
    """Where newer versions are laid, each a folder of its own; what begins with a point is not there yet."""
    return _laid(settings.HOME)


@lru_cache(maxsize=4)
def _laid(home: str | Path) -> Path:
    return Path(home) / LAID


def _here() -> tuple[list[date], list[Program], list[Path]]:
    """All rulebooks, in the order of their days; read again when a folder was laid or taken away."""
    try:
        changed = laid_folder().stat().st_mtime_ns
    except FileNotFoundError:
        changed = 0
    return _programs(settings.RULEBOOK, settings.HOME, changed)


@lru_cache(maxsize=4)
def _programs(name: str, home: Path, changed: int) -> tuple[list[date], list[Program], list[Path]]:
    laid = home / LAID
    newer = [path for path in laid.iterdir() if path.is_dir() and path.name[0] != "."] if laid.is_dir() else []
    folders = [_folder(name), *sorted(newer)]
    read = sorted(((read_rulebook(folder), folder) for folder in folders), key=lambda one: _since(one[0]))
    return (
        [_since(book) for book, _ in read], [compile_rulebook(book) for book, _ in read],
        [folder for _, folder in read],
    )


def _folder(name: str) -> Path:
    return Path(name) if Path(name).is_absolute() else shipped(f"rulebook/{name}")


def _since(book: Rulebook) -> date:
    return date.fromisoformat(book.about["valid_since"])


@lru_cache(maxsize=16)
def vulnerabilities(program: Program) -> dict[str, Vulnerability]:
    """Each vulnerability of a rulebook by code; of rows that follow each other in time, the last."""
    return {each.code: each for each in program.rulebook.vulnerabilities}


@lru_cache(maxsize=16)
def codes_of_adults(program: Program) -> frozenset[str]:
    """The vulnerabilities of adults: those that count for every child they live with."""
    return frozenset(each.code for each in program.rulebook.vulnerabilities if each.subject == "adult")


@lru_cache(maxsize=16)
def domains_behind(program: Program) -> dict[str, frozenset[str]]:
    """The need-to-know domains that a fact, a derived fact or a vulnerability tells of."""
    book = program.rulebook
    behind = {code: frozenset({fact.domain}) for code, fact in book.facts.items()}
    for code in book.order:  # each after what it refers to
        if code in book.derived:
            named = {part.code for part in walk(book.derived[code].expression) if isinstance(part, Fact | Found)}
            behind[code] = frozenset().union(*(behind.get(name, frozenset()) for name in named))
        else:
            behind[code] = frozenset({vulnerabilities(program)[code].need_to_know})
    return behind
