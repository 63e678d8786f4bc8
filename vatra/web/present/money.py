"""Lei as people read them: to three figures, since no reckoning here knows more."""

from __future__ import annotations

from collections.abc import Mapping
from math import floor, log10
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from vatra.results import queries as results
from vatra.web.templatetags.page import number

FIGURES = 3
MILLION = 1_000_000
UNITS: Mapping[str, Any] = {
    "lei/an": pgettext_lazy("unit", "lei a year"), "lei/lună": pgettext_lazy("unit", "lei a month"),
    "lei/euro": pgettext_lazy("unit", "lei for a euro"), "ore/an": pgettext_lazy("unit", "hours a year"),
    "ani": pgettext_lazy("unit", "years"), "indice": pgettext_lazy("unit", "index"),
    "ori": pgettext_lazy("unit", "times"), "parte": pgettext_lazy("unit", "of one"),
    "puncte": pgettext_lazy("unit", "points"), "euro": "euro",
}


def in_lei(value: float) -> str:
    """An amount in lei: 873 lei, 4.210 lei, 2,31 milioane lei."""
    rounded = _rounded(value)
    if rounded < 0:
        return f"−{in_lei(-value)}"
    if rounded >= MILLION:
        return _("%(count)s million lei") % {"count": number(plain(rounded / MILLION))}
    return _("%(count)s lei") % {"count": number(plain(rounded))}


def lei(cost: results.Range) -> dict[str, str]:
    """A range in words."""
    return {"low": in_lei(cost.low), "mid": in_lei(cost.mid), "high": in_lei(cost.high)}


def in_range(cost: results.Range) -> str:
    """From the low to the high figure; the one where they are the same."""
    low, high = in_lei(cost.low), in_lei(cost.high)
    return low if low == high else _("%(low)s to %(high)s") % {"low": low, "high": high}


def _rounded(value: float) -> float:
    return round(value, FIGURES - 1 - floor(log10(abs(value)))) if value else 0.0


def plain(value: float) -> float:
    """A number without a decimal that says nothing: 15.0 is 15."""
    return round(value) if value == round(value) else round(value, FIGURES)


def unit_of_cost(unit: str) -> str:
    """A unit of costs.csv, which writes them in Romanian, in the language of the screen."""
    return str(UNITS.get(unit, unit))
