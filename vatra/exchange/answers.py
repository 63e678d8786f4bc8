"""Answers as text become answers of their type: yes or no, a number within its bounds, one or more choices, a day."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vatra.exchange.form import Form
from vatra.exchange.submissions import Block, SubmissionRefused
from vatra.method.forms import GIVEN_ELSEWHERE, SPECIAL, WHY_MISSING, special_of
from vatra.method.rulebook import Asked

_BOOLEANS = {"yes": True, "true": True, "1": True, "da": True, "no": False, "false": False, "0": False, "nu": False}
_NOT_A_CHOICE = _("This answer is not one of the choices.")


class _Misfit(Exception):
    """A text that is no answer of its type."""

    def __init__(self, reason: str | Promise) -> None:
        self.reason = reason


def day_of(block: Block, name: str) -> date:
    """The day that an answer states, or SubmissionRefused at its column."""
    try:
        return date.fromisoformat(block.text(name)[:10])
    except ValueError:
        raise SubmissionRefused(
            _("This is no day: days are written year-month-day."), code="not_a_day"
        ).at(block.row, block.column(name)) from None


def answers_of(block: Block, form: Form, *, of_household: bool) -> dict[str, Any]:
    """The answers to questions of facts, each of its type, by code; those not given are left out."""
    answers: dict[str, Any] = {}
    for name in block.cells:
        fact = form.facts.get(name)
        if fact and (fact.subject == "household") is of_household and name not in GIVEN_ELSEWHERE:
            answers[name] = _answer(block, fact)
    for name in block.cells:
        code, why = name.removesuffix(WHY_MISSING), block.text(name)
        fact = form.facts.get(code) if name.endswith(WHY_MISSING) else None
        if fact and (fact.subject == "household") is of_household and why in SPECIAL:
            answers.setdefault(code, SPECIAL[why])
    return dict(sorted(answers.items()))


def _answer(block: Block, fact: Asked) -> Any:
    """One answer of its type, or SubmissionRefused at its column."""
    text = block.text(fact.code)
    special = special_of(fact, text)
    if special is not None:
        return special
    if fact.type == "date":
        return day_of(block, fact.code).isoformat()
    try:
        return _readers[fact.type](text, fact)
    except _Misfit as misfit:
        reason = _("This is a formula of a spreadsheet, not an answer.") if text.startswith("=") else misfit.reason
        raise SubmissionRefused(reason, code="not_an_answer").at(block.row, block.column(fact.code)) from None


def _boolean(text: str, fact: Asked) -> bool:
    if text.casefold() not in _BOOLEANS:
        raise _Misfit(_NOT_A_CHOICE)
    return _BOOLEANS[text.casefold()]


def _choice(text: str, fact: Asked) -> str:
    if text not in fact.choices:
        raise _Misfit(_NOT_A_CHOICE)
    return text


def _set(text: str, fact: Asked) -> list[str]:
    chosen = set(text.split())
    if not chosen <= set(fact.choices):
        raise _Misfit(_NOT_A_CHOICE)
    return sorted(chosen, key=fact.choices.index)


def _number(text: str, fact: Asked) -> int | float:
    try:
        number = float(text.replace(",", ".")) if len(text) < 20 and "_" not in text else math.nan
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise _Misfit(_("This is not a number."))
    if (fact.minimum is not None and number < fact.minimum) or (fact.maximum is not None and number > fact.maximum):
        raise _Misfit(_("This number is too small or too large to be true."))
    return int(number) if number.is_integer() else number


_readers: dict[str, Callable[[str, Asked], Any]] = {
    "boolean": _boolean, "choice": _choice, "set": _set, "number": _number,
}
