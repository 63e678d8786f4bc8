"""How the value of an indicator is written, and its months as steps of a drawing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from vatra.results import queries as results
from vatra.web.present.courses import Step
from vatra.web.templatetags.page import number

UNITS: Mapping[str, Any] = {
    "%": "%", "la 1.000": lazy("in 1,000"), "zile": lazy("days"), "ore": lazy("hours"), "minute": lazy("minutes"),
    "puncte": lazy("points"), "număr": "",
}


def value_shown(one: results.Measured | None, unit: str) -> str:
    """A value with its unit; withheld and not known have words of their own."""
    if one is None:
        return _("withheld")
    if one.value is None:
        return _("nothing to count")
    return in_unit(one.value, unit)


def in_unit(value: float, unit: str) -> str:
    """A number, rounded as far as it says something, with its unit."""
    rounded: float = round(value) if abs(value) >= 100 or value == round(value) else round(value, 1)
    return f"{number(rounded)}\N{NO-BREAK SPACE}{_unit(unit)}".rstrip("\N{NO-BREAK SPACE}")


def _unit(unit: str) -> str:
    return str(UNITS.get(unit, unit))


def month_in_words(month: int) -> str:
    """A month (YYYYMM) such as mai 2026: Romanian writes months small, Django does not."""
    return _month_in(get_language() or "", month)


@lru_cache(maxsize=1_000)
def _month_in(language: str, month: int) -> str:
    """A page of parts says the same months some sixty times."""
    written = formats.date_format(date(month // 100, month % 100, 1), "F Y")
    return written.lower() if language == "ro" else written


def steps_of(line: results.Line) -> list[Step]:
    """The months of a line."""
    unit = line.indicator.row["unit"]
    return [
        Step(month_in_words(point.month), point.measured.value if point.measured else None,
             value_shown(point.measured, unit))
        for point in line.points
    ]
