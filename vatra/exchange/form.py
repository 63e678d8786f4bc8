"""Our questionnaire as the importer needs to know it: facts with their types, repeats, names without a place."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from vatra.exchange.submissions import last_part
from vatra.method.rulebook import Asked, Rulebook

# Names of the form, or of what tools add to it, that are no facts.
ABOUT_HOUSEHOLD = frozenset(
    {"interview_on", "start", "end", "commune", "village", "address", "round", "household_uuid"}
)
ABOUT_MEMBER = frozenset(
    {"surname", "given_name", "sex", "birth_known", "birth_date", "birth_year", "cnp_state", "cnp", "relation",
     "ethnicity", "person_uuid"}
)
WRITTEN = ("text", "note_text", "barcode")


@dataclass(frozen=True, slots=True)
class Form:
    """A questionnaire: the facts it asks for, the names of its repeated groups, its free texts."""

    facts: Mapping[str, Asked]
    repeats: frozenset[str]
    texts: frozenset[str]  # what people write that the register has no place for
    name: str
    version: str

    def is_part_of_a_set(self, column: str) -> tuple[str, str] | None:
        """Whether a column is one choice of an answer with several (`h_hazards/fire`): its fact and choice."""
        head, slash, choice = column.rpartition("/")
        fact = self.facts.get(last_part(head)) if slash else None
        return (fact.code, choice) if fact and fact.type == "set" and choice in (*fact.choices, *SPECIAL) else None


SPECIAL = {"dk": "?dk", "refused": "?refused"}  # answers that say why there is none


def form_of(rulebook: Rulebook, questionnaire: Path) -> Form:
    """The form of a rulebook's questionnaire, whose sheets stand in a folder."""
    sheets = {}
    for name in ("survey", "settings"):
        with (questionnaire / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            sheets[name] = list(csv.DictReader(file))
    survey, about = sheets["survey"], sheets["settings"][0]
    return Form(
        facts=rulebook.facts,
        repeats=frozenset(row["name"] for row in survey if row["type"] == "begin_repeat"),
        texts=frozenset(row["name"] for row in survey if row["type"] in WRITTEN) - ABOUT_HOUSEHOLD - ABOUT_MEMBER,
        name=about["form_id"],
        version=about.get("version", ""),
    )
