"""Numbers of facts with what they count, where the words before them do not say it: “3.250 de grame”, “2 %”."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import ngettext

# By the code of the fact: the label of any other says what is counted, as in “Months lived abroad: 3”.
_COUNTED: Mapping[str, Callable[[float], str]] = {
    "c_bw": lambda n: ngettext("%(n)s gram", "%(n)s grams", _whole(n)) % {"n": _number(n)},
    "c_gest": lambda n: ngettext("%(n)s week", "%(n)s weeks", _whole(n)) % {"n": _number(n)},
    "c_mother_age": lambda n: ngettext("%(n)s year", "%(n)s years", _whole(n)) % {"n": _number(n)},
    "c_abs_h": lambda n: ngettext("%(n)s hour", "%(n)s hours", _whole(n)) % {"n": _number(n)},
    "c_abs_share": lambda n: f"{_number(n * 100)} %",
    "h_income": lambda n: f"{_number(n)} lei",
}


def with_unit(code: str, value: Any) -> str | None:
    """A number with its unit in the language of the paper; None where the number, or the fact, needs none."""
    counted = _COUNTED.get(code)
    if counted is None or isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return counted(value)


def _whole(value: float) -> int:
    """The number that chooses the form of the word; a fraction takes the form of few."""
    return int(value) if value == int(value) else 2


def _number(value: float) -> str:
    rounded = round(value, 1)
    return number_format(int(rounded) if rounded == int(rounded) else rounded, use_l10n=True, force_grouping=True)
