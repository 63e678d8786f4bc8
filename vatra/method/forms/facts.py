"""From answers as text to facts of the rulebook: one way for the tablet, for ODK's files and for checks.

A fact is true/false, a number, a choice or a sorted list of choices; "?dk" and "?refused" say why there is none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from vatra.method.forms.answering import Filled
from vatra.method.forms.form import Form, Node
from vatra.method.forms.functions import words
from vatra.method.forms.meaning import WHY_MISSING
from vatra.method.rulebook import Asked

SPECIAL = {"dk": "?dk", "refused": "?refused"}  # answers that say why there is none
_NUMBER = re.compile(r"-?\d{1,20}(?:\.\d{1,20})?", re.ASCII)
GIVEN_ELSEWHERE = frozenset({"birth_date", "sex"})  # said of the person, not in an interview


def special_of(asked: Asked, text: str) -> str | None:
    """“?dk” or “?refused” when a text says why there is no answer; a fact may have a choice of that name itself."""
    return SPECIAL.get(text) if text not in asked.choices else None


def fact_of_text(asked: Asked, text: str) -> Any:
    """The fact that an answer states; None when it states none."""
    special = special_of(asked, text)
    if special is not None or not text:
        return special
    match asked.type:
        case "boolean":
            return {"yes": True, "true": True, "no": False, "false": False}.get(text)
        case "choice":
            return text if text in asked.choices else None
        case "set":
            chosen = words(text)
            return sorted(set(chosen), key=asked.choices.index) if set(chosen) <= set(asked.choices) else None
        case "number":
            return _number(asked, text)
    return text


def _number(asked: Asked, text: str) -> int | float | None:
    if not _NUMBER.fullmatch(text):
        return None
    number = float(text)
    least = asked.minimum if asked.minimum is not None else -1e9
    most = asked.maximum if asked.maximum is not None else 1e9
    if not least <= number <= most:
        return None
    return int(number) if number.is_integer() else number


def facts_of(form: Form, filled: Filled, asked: Mapping[str, Asked]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The facts that a filled-in questionnaire states: about the household, and about each member.

    An answer that cannot be (a problem of its type or constraint) states nothing.
    """
    faulty = {(problem.path, problem.row) for problem in filled.problems}
    nodes = list(form.questions())

    def stated(repeat: str, row: int | None, values: Mapping[str, str]) -> dict[str, Any]:
        here = [node for node in nodes if node.repeat == repeat and (node.path, row) not in faulty]
        return _stated(here, values, asked)

    household = stated("", None, filled.root)
    return household, [
        stated(repeat, place, row) for repeat, rows in filled.rows.items() for place, row in enumerate(rows)
    ]


def _stated(nodes: list[Node], values: Mapping[str, str], asked: Mapping[str, Asked]) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for node in nodes:
        fact = asked.get(node.name)
        value = fact_of_text(fact, values.get(node.path, "")) if fact and node.name not in GIVEN_ELSEWHERE else None
        if value is not None:
            facts.setdefault(node.name, value)
    for node in nodes:
        code, special = node.name.removesuffix(WHY_MISSING), SPECIAL.get(values.get(node.path, ""))
        if node.name.endswith(WHY_MISSING) and code in asked and special is not None:
            facts.setdefault(code, special)
    return dict(sorted(facts.items()))
