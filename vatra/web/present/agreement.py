"""Agreement of two workers in words: how many pairs, how often the same, kappa with its interval, what it is worth."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from vatra.supervision.queries import Agreement
from vatra.web.templatetags.page import percent

WORDS = {
    "too_few": lazy("too few to say"), "very_good": lazy("very good"), "good": lazy("good"),
    "moderate": lazy("moderate"), "weak": lazy("weak"), "poor": lazy("hardly better than chance"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table. `kappa` is a dash where chance alone makes all answers the same."""

    name: str
    households: int
    n: int
    same: str
    kappa: str
    interval: str
    word: str
    note: str


def item_shown(name: str, one: Agreement) -> Line:
    """The agreement on one question."""
    return _line(name, 0, one)


def worker_shown(name: str, households: int, one: Agreement) -> Line:
    """The agreement with one first worker, over all questions."""
    return _line(name, households, one)


def _line(name: str, households: int, one: Agreement) -> Line:
    few = one.word == "too_few"
    return Line(
        name, households, one.n, "–" if few else percent(one.observed, 1),
        "–" if few or one.kappa is None else _two(one.kappa),
        "" if few or one.one_answer or one.low is None or one.high is None else
        _("%(low)s to %(high)s") % {"low": _two(one.low), "high": _two(one.high)},
        str(WORDS[one.word]),
        _("nearly everybody gives one answer: judged by how often the two said the same")
        if one.one_answer and not few else "",
    )


def whole_in_words(one: Agreement) -> str:
    """One sentence about all of it."""
    if one.word == "too_few":
        return _("%(n)s pairs of answers: too few to say how far the two workers agree.") % {"n": one.n}
    return _("The two workers said the same in %(same)s of %(n)s pairs of answers: %(word)s agreement.") % {
        "same": percent(one.observed, 1), "n": number_format(one.n, force_grouping=True), "word": WORDS[one.word],
    }


def _two(number: float) -> str:
    return str(number_format(round(number, 2) + 0.0, 2))
