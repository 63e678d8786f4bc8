"""Tags and filters the pages are written with: icons, severity, days, numbers."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from vatra.base.free_days import is_weekend, legal_holiday
from vatra.web.drawings import drawing

register = template.Library()

SEVERITIES: dict[int | str, tuple[str, Any]] = {
    4: ("octagon-alert", _("emergency")),
    3: ("triangle-alert", _("severe")),
    2: ("diamond", _("moderate")),
    1: ("circle", _("attention")),
    0: ("check", _("nothing found")),
    "unknown": ("message-circle-question-mark", _("we do not know yet")),
}
LEVELS: dict[str, tuple[int | str, Any]] = {
    "immediate": (4, pgettext_lazy("level", "immediate")),
    "high": (3, pgettext_lazy("level", "high")),
    "medium": (2, pgettext_lazy("level", "medium")),
    "low": (1, pgettext_lazy("level", "low")),
    "none": (0, _("no vulnerability found")),
}


@register.simple_tag
def icon(name: str, size: int = 20) -> SafeString:
    """One Lucide icon, hidden from screen readers because a word always stands beside it."""
    return mark_safe(drawing(str(name) + "", size))  # noqa: S308  the package's own drawing


@register.inclusion_tag("web/parts/severity.html")
def severity(step: int | str | None) -> dict[str, Any]:
    """The badge of a severity 1-4, 0 for none, None for unknown: shape, colour and word."""
    key = "unknown" if step is None else step
    drawing, word = SEVERITIES[key]
    return {"step": key, "drawing": drawing, "word": word}


@register.inclusion_tag("web/parts/severity.html")
def level(code: str | None) -> dict[str, Any]:
    """The badge of a composite level none|low|medium|high|immediate; None for not assessed."""
    if code not in LEVELS:
        return {"step": "unknown", "drawing": SEVERITIES["unknown"][0], "word": _("not assessed yet")}
    step, word = LEVELS[code]
    return {"step": step, "drawing": SEVERITIES[step][0], "word": word}


@register.filter
def day(value: date | datetime | None) -> str:
    """A day in words of the active language, as a `<time>`; a moment as the day in Romania."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localdate(value)
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), day_in_words(value))


def day_in_words(value: date) -> str:
    """A day such as 3 mai 2026: Romanian writes months small, Django does not."""
    written = formats.date_format(value, "j F Y")
    return written.lower() if get_language() == "ro" else written


@register.filter
def number(value: int | float | Decimal | None) -> str:
    """A number with the separators of the active language: 1.043 or 1,043."""
    if value is None:
        return "–"
    return formats.number_format(value, force_grouping=True)


@register.filter
def percent(part: float | None, whole: float | None) -> str:
    """A share of a whole as a whole per cent; a dash where the whole is not known or none."""
    if part is None or not whole:
        return "–"
    share = 100 * part / whole
    shown = formats.number_format(round(share) if share >= 10 or round(share, 1) == round(share) else round(share, 1))
    return f"{shown}\N{NO-BREAK SPACE}%"


@register.filter
def free_day(on: date | None) -> str:
    """What makes a day one on which offices are closed, in words; nothing for a working day."""
    if on is None:
        return ""
    name = legal_holiday(on, language=get_language() or "ro")
    if name:
        return gettext("legal holiday: %(name)s") % {"name": name}
    return formats.date_format(on, "l").lower() if is_weekend(on) else ""
