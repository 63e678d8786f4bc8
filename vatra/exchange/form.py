"""Our questionnaire as the importer needs to know it: facts with their types, repeats, names without a place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from vatra.exchange.submissions import last_part
from vatra.method import forms
from vatra.method.forms import ABOUT_HOUSEHOLD, ABOUT_MEMBER, SPECIAL
from vatra.method.rulebook import Asked, Rulebook


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


def form_of(rulebook: Rulebook, questionnaire: Path) -> Form:
    """The form of a rulebook's questionnaire, whose sheets stand in a folder. Raises `RulebookInvalid`."""
    form = forms.form_of(questionnaire)
    written = frozenset(node.name for node in form.questions() if node.row.type == "text")
    return Form(
        facts=rulebook.facts,
        repeats=frozenset(node.name for node in form.order if node.kind == "repeat"),
        texts=written - ABOUT_HOUSEHOLD - ABOUT_MEMBER,
        name=form.name,
        version=form.version,
    )
