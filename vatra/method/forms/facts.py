"""From answers as text to facts of the rulebook: one way for the tablet, for ODK's files and for checks.

A fact is true/false, a number, a choice or a sorted list of choices; "?dk" and "?refused" say why there is none.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from vatra.method.forms.answering import Filled
from vatra.method.forms.form import Form, Node
from vatra.method.forms.functions import words
from vatra.method.forms.meaning import WHY_MISSING
from vatra.method.rulebook import Asked

SPECIAL = {"dk": "?dk", "refused": "?refused"}  # answers that say why there is none
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
    try:
        number = float(text)
    except ValueError:
        return None
    least = asked.minimum if asked.minimum is not None else -1e9
    most = asked.maximum if asked.maximum is not None else 1e9
    if not least <= number <= most:  # nan too
        return None
    return int(number) if number.is_integer() else number


def facts_of(form: Form, filled: Filled, asked: Mapping[str, Asked]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The facts that a filled-in questionnaire states: about the household, and about each member."""
    asking = [node for node in form.questions() if node.name in asked and node.name not in GIVEN_ELSEWHERE]
    reasons = [node for node in form.questions() if node.name.removesuffix(WHY_MISSING) in asked and
               node.name.endswith(WHY_MISSING)]  # fmt: skip
    household = _stated([node for node in asking if not node.repeat], [node for node in reasons if not node.repeat],
                        filled.root, asked)  # fmt: skip
    members = []
    for path, rows in filled.rows.items():
        inside = [node for node in asking if node.repeat == path], [node for node in reasons if node.repeat == path]
        members += [_stated(*inside, row, asked) for row in rows]
    return household, members


def _stated(asking: list[Node], reasons: list[Node], values: Mapping[str, str], asked: Mapping[str, Asked]) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for node in asking:
        value = fact_of_text(asked[node.name], values.get(node.path, ""))
        if value is not None:
            facts.setdefault(node.name, value)
    for node in reasons:
        special = SPECIAL.get(values.get(node.path, ""))
        if special is not None:
            facts.setdefault(node.name.removesuffix(WHY_MISSING), special)
    return dict(sorted(facts.items()))
