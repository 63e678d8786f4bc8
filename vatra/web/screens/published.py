"""Publicat / demonstrație: the published figures of the pilot against what this register counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from vatra.web.gate import page
from vatra.web.me import Me, me_of
from vatra.web.method_words import words
from vatra.web.present.measures import PILOT, measures
from vatra.web.templatetags.page import day_in_words, number, percent

SORTS = {"plan": lazy("plan"), "result": lazy("result"), "derived": lazy("worked out from others")}


@dataclass(frozen=True, slots=True)
class Row:
    """A published figure beside ours."""

    label: str
    what: str
    cut_off: str
    published: str
    shown: str
    difference: str
    source: str


@page("numbers")
def published(request: HttpRequest) -> HttpResponse:
    """Plan, result and day apart; what the register does not count stands apart too."""
    me = me_of(request)
    counts = measures(on=me.on)
    rows = [_row(row, counts, me) for row in words(on=me.on).book.published]
    return render(request, "web/screens/published.html", {
        "rows": [row for row in rows if row.shown], "only_published": [row for row in rows if not row.shown],
        "scope": _scope(counts),
        "sentence": _("What was published of the pilot of 2014-2018, and what this register counts today."),
        "empty": {"title": _("The rulebook holds no published figures"),
                  "words": _("They stand in published.csv of the rulebook.")},
    })


def _row(row: Any, counts: Mapping[str, float], me: Me) -> Row:
    book = words(on=me.on)
    ours = counts.get(row.get("demo_measure", ""))
    theirs = _value(row["value"])
    return Row(
        label=book.label(row), what=str(SORTS.get(row["what"], row["what"])),
        cut_off=_cut_off(row.get("cut_off_on", "")),
        published=number(theirs) if theirs is not None else row["value"],
        shown=number(_rounded(ours)) if ours is not None else "",
        difference=_difference(theirs, ours) if _alike(row, counts) else "–",
        source="; ".join(book.source(code.strip()) for code in row["source"].split(";") if code.strip()),
    )


def _value(text: str) -> int | float | None:
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError:
        return None


def _cut_off(text: str) -> str:
    try:
        return day_in_words(date.fromisoformat(text))
    except ValueError:
        return text or _("not said")


def _rounded(value: float) -> int | float:
    return round(value) if value == round(value) or value >= 100 else round(value, 1)


def _scope(counts: Mapping[str, float]) -> str:
    here = round(counts["local_authorities"])
    if here >= PILOT:
        return ""
    return _("This register holds %(here)s of the %(all)s local authorities of the pilot; the published figures are of "
             "all of them.") % {"here": number(here), "all": number(PILOT)}


def _alike(row: Any, counts: Mapping[str, float]) -> bool:
    """Whether a difference says anything: of shares always, of counts when the whole pilot is here."""
    return row["what"] == "derived" or row["code"].endswith("_share") or counts["local_authorities"] >= PILOT


def _difference(theirs: int | float | None, ours: float | None) -> str:
    if theirs is None or ours is None or not theirs:
        return "–"
    more = ours - theirs
    sign = "+" if more > 0 else "−"
    return f"{sign}{percent(abs(more), theirs)}" if more else "0 %"
