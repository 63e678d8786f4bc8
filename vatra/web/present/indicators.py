"""How the value of an indicator is written, and its months as steps of a drawing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils import formats
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from vatra.results import queries as results
from vatra.web.present.courses import Step
from vatra.web.templatetags.page import number

UNITS: Mapping[str, Any] = {
    "%": "%", "la 1.000": lazy("in 1,000"), "zile": lazy("days"), "ore": lazy("hours"), "minute": lazy("minutes"),
    "puncte": lazy("points"), "posturi": lazy("posts"), "puncte procentuale": lazy("percentage points"), "număr": "",
}
FEW = 2  # what has decimals is said as a few are: 3,8 ore, but 38 de ore


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
    counted = _counted(number(rounded), unit, abs(int(rounded)) if rounded == int(rounded) else FEW)
    return counted.strip().replace(" ", "\N{NO-BREAK SPACE}")


def _counted(shown: str, unit: str, count: int) -> str:
    """A number and the word of what is counted, as the language counts it."""
    if unit == "zile":
        return ngettext("%(count)s day", "%(count)s days", count) % {"count": shown}
    if unit == "ore":
        return ngettext("%(hours)s hour", "%(hours)s hours", count) % {"hours": shown}
    if unit == "minute":
        return ngettext("%(count)s minute", "%(count)s minutes", count) % {"count": shown}
    if unit == "puncte":
        return ngettext("%(count)s point", "%(count)s points", count) % {"count": shown}
    if unit == "posturi":
        return ngettext("%(count)s post", "%(count)s posts", count) % {"count": shown}
    return f"{shown} {unit_in_words(unit)}"


def unit_in_words(unit: str) -> str:
    """A unit of the rulebook, which writes them in Romanian, by itself; nothing where only things are counted."""
    return str(UNITS.get(unit, unit))


def target_shown(target: str) -> str:
    """What is hoped for as it stands in the rulebook, kept on one line."""
    return target.replace("-", "−").replace(" ", "\N{NO-BREAK SPACE}")


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
