"""Publicat / demonstrație: the published figures of the pilot against what this register counts."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from vatra.results import queries as results
from vatra.web.gate import page
from vatra.web.me import me_of
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
    note: str


@page("numbers")
def published(request: HttpRequest) -> HttpResponse:
    """Plan, result and day apart; what the register does not count stands apart too."""
    me = me_of(request)
    language = "en" if (get_language() or "ro").startswith("en") else "ro"
    known = results.measures()
    rows = [_row(one) for one in results.published_against_demo(known.numbers, on=me.on, language=language)]
    return render(request, "web/screens/published.html", {
        "rows": [row for row in rows if row.shown], "only_published": [row for row in rows if not row.shown],
        "scope": _scope(round(known.numbers["local_authorities"])) if known.on else "",
        "sentence": _("What was published of the pilot of 2014-2018, and what this register counts."),
        "counted": _("Counted on %(day)s.") % {"day": day_in_words(known.on)} if known.on else _(
            "Nothing is counted in this register yet. “vatra results refresh” counts; run it every night."),
        "empty": {"title": _("The rulebook holds no published figures"),
                  "words": _("They stand in published.csv of the rulebook.")},
    })


def _row(one: results.Compared) -> Row:
    return Row(
        label=one.label, what=str(SORTS.get(one.what, one.what)),
        cut_off=day_in_words(one.cut_off_on) if one.cut_off_on else _("not said"),
        published=number(_rounded(one.published)),
        shown=number(_rounded(one.ours)) if one.ours is not None else "",
        difference=_difference(one.difference), source="; ".join(source.title for source in one.sources), note=one.note,
    )


def _rounded(value: float) -> int | float:
    return round(value) if value == round(value) or value >= 100 else round(value, 1)


def _scope(here: int) -> str:
    if here >= results.PILOT:
        return ""
    return _("This register holds %(here)s of the %(all)s local authorities of the pilot; the published figures are of "
             "all of them.") % {"here": number(here), "all": number(results.PILOT)}


def _difference(share: float | None) -> str:
    """A share as a signed percentage; in words where a difference would say nothing."""
    if share is None:
        return _("not compared")
    if not share:
        return "0 %"
    return f"{'+' if share > 0 else '−'}{percent(abs(share), 1)}"
