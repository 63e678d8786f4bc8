"""What the rulebook's roles.csv says: each role's level, the domains it needs to know, the acts it may do.

Read apart from the rest of the rulebook, so that a mistake in a decision table locks nobody out.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from vatra.base.shipped import shipped

AGGREGATES = "aggregates"
# Domains that by themselves open no case: numbers, and the CNP, which goes with what else is known of somebody.
WITHOUT_CASES = frozenset({AGGREGATES, "statistics", "identity_number"})
DOMAINS = frozenset({"general", "economic", "housing", "family", "education", "health", "health_detail", "violence",
                     "risk", "statistics", "identity_number", AGGREGATES})
CASE_DOMAINS = DOMAINS - WITHOUT_CASES  # of facts, findings and services
ACTS = frozenset({"interview", "register_people", "judge_finding", "plan", "visit", "deliver", "refer", "case",
                  "settle", "supervise", "keep_council", "call_council", "attend_council", "answer", "directory",
                  "edit_method", "publish_data", "register_study"})
ADMINISTRATOR, HEAD = "administrator", "head"  # the two roles that give others their roles
PARTNER = "partner"  # of a provider's account: it answers referrals by its links, and nobody signs in by it
LEVELS = ("commune", "county", "nation")


@dataclass(frozen=True, slots=True)
class Role:
    """One row of roles.csv."""

    code: str
    name_ro: str
    name_en: str
    level: str
    sees: frozenset[str]
    acts: frozenset[str]

    @property
    def sees_cases(self) -> bool:
        """Whether it sees anything of a household, and not only counts."""
        return bool(self.sees - WITHOUT_CASES)

    def name(self, language: str = "ro") -> str:
        """Its name in a language."""
        return self.name_en if language == "en" else self.name_ro


def roles_book() -> dict[str, Role]:
    """The roles of the rulebook in force, by code. Raises ValueError for a level, domain or act unknown here."""
    folder = Path(settings.RULEBOOK)
    path = (folder if folder.is_absolute() else shipped(f"rulebook/{settings.RULEBOOK}")) / "roles.csv"
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _read(path: Path, changed: int) -> dict[str, Role]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["code"]: _role(row, number) for number, row in enumerate(csv.DictReader(file), start=2)}


def _role(row: dict[str, str], number: int) -> Role:
    role = Role(row["code"].strip(), row["name_ro"], row["name_en"], row["level"].strip(), _words(row["sees"]),
                _words(row["acts"]))
    unknown = ({role.level} - set(LEVELS)) | (role.sees - DOMAINS) | (role.acts - ACTS)
    if unknown:
        raise ValueError(f"roles.csv, row {number}: {', '.join(sorted(unknown))} is not known")
    return role


def _words(cell: str) -> frozenset[str]:
    return frozenset(word.strip() for word in cell.split("|") if word.strip() not in ("", "-"))
