"""Results: every indicator over months, each with its definition; and one of them by commune and by part."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from vatra.results import queries as results
from vatra.web.gate import page
from vatra.web.me import me_of
from vatra.web.method_words import Words, words
from vatra.web.present.courses import course_of, spark_of
from vatra.web.present.indicators import month_in_words, steps_of, target_shown, value_shown
from vatra.web.screens.by_county import MOST_AT_ONCE, Choice, chosen
from vatra.web.screens.communes_compared import compared
from vatra.web.templatetags.page import day_in_words, number

KINDS = {
    "outcome": lazy("What changed for children and families"),
    "process": lazy("How the work was done"),
    "workload": lazy("The work that each one carries"),
}
WHOLE = ("ratio", "number")  # measures whose denominator are posts or cases, not a whole that a part is taken of


@page("numbers")
def indicators(request: HttpRequest) -> HttpResponse:
    """All that are counted, in groups; what is not counted says why."""
    me = me_of(request)
    told, book = results.lines(me.worker, on=me.on), words(on=me.on)
    kinds = [
        {"title": title, "rows": [_row(line, book) for line in told.lines if line.indicator.row["kind"] == kind]}
        for kind, title in KINDS.items()
    ]
    return render(request, "web/screens/indicators.html", {
        "kinds": [kind for kind in kinds if kind["rows"]],
        "sentence": _counted_on(told.counted_on), "withheld": told.withheld,
        "by_part": [{"name": book.named(one.row), "address": _address(one.code)} for one in told.by_part],
        "not_counted": [{"name": book.named(row), "why": row[f"not_counted_{book.language}"]}
                        for row in told.not_counted],
        "empty": {"title": _("Nothing is counted yet"),
                  "words": _("The numbers stand here once “vatra results refresh” has counted them for the first "
                             "time; run it every night.")},
    })


@page("numbers")
def one_indicator(request: HttpRequest, indicator: str) -> HttpResponse:
    """One indicator: its months, its communes, its parts, and how it is counted."""
    me = me_of(request)
    book = words(on=me.on)
    told = results.lines(me.worker, on=me.on, only=[indicator], beside=results.Beside(
        [indicator], each_month=True, most=None if request.GET.get("judet") else MOST_AT_ONCE))
    choice = chosen(request, told.communes)
    by_part = results.parts(me.worker, indicator, on=me.on)
    definition = next((one for one in (*told.by_part, *(line.indicator for line in told.lines))
                       if one.code == indicator), None)
    if definition is None:
        raise Http404
    line = next((one for one in told.lines if one.indicator.code == indicator), None)
    steps = steps_of(line) if line else []
    name = book.named(definition.row)
    return render(request, "web/screens/indicator.html", {
        "title": name, "sentence": _sentence(line, definition) if line else "",
        "counted": _counted_on(told.counted_on), "withheld": told.withheld,
        "course": course_of(steps, title=name) if steps else None, "steps": list(reversed(steps)),
        "communes": _communes(line, choice) if line else [], **compared(line, choice, title=name),
        "counties": choice.counties if line else (), **_parts(by_part, book),
        "definition": _definition(definition.row, book), "back": reverse("web:indicators"),
    })


def _address(code: str) -> str:
    return reverse("web:indicator", args=[code])


def _row(line: results.Line, book: Words) -> dict[str, Any]:
    row = line.indicator.row
    return {
        "name": book.named(row), "address": _address(line.indicator.code), "value": _now(line),
        "words": _of(line), "spark": spark_of(steps_of(line)), "course": _from_to(line),
        "target": target_shown(row["target"]),
    }


def _now(line: results.Line) -> str:
    return value_shown(line.now.measured, line.indicator.row["unit"]) if line.now else _("no data")


def _of(line: results.Line) -> str:
    """The parts of the number and the month it is of."""
    if line.now is None:
        return ""
    month = month_in_words(line.now.month)
    found = line.now.measured
    if found is None or found.denominator is None or line.indicator.measure not in ("share", "rate"):
        return _("in %(month)s") % {"month": month}
    return _("%(part)s of %(whole)s, in %(month)s") % {
        "part": number(round(found.numerator)), "whole": number(round(found.denominator)), "month": month,
    }


def _from_to(line: results.Line) -> str:
    """The course of the line in words, for who does not see it."""
    known = [point for point in line.points if point.measured and point.measured.value is not None]
    if len(known) < 2:
        return ""
    unit = line.indicator.row["unit"]
    return _("from %(then)s in %(first)s to %(now)s in %(last)s") % {
        "then": value_shown(known[0].measured, unit), "first": month_in_words(known[0].month),
        "now": value_shown(known[-1].measured, unit), "last": month_in_words(known[-1].month),
    }


def _sentence(line: results.Line, definition: results.Indicator) -> str:
    parts = [_now(line), _of(line)]
    if definition.row["target"]:
        parts.append(_("hoped for: %(target)s") % {"target": target_shown(definition.row["target"])})
    return "; ".join(part for part in parts if part)


def _communes(line: results.Line, choice: Choice) -> list[dict[str, str]]:
    unit = line.indicator.row["unit"]
    rows = [(choice.shown[code].name, value_shown(one, unit), one) for code, one in line.communes.items()
            if code in choice.shown]
    rows.sort(key=lambda row: row[:2])  # a county may have communes of one name
    return [{"name": name, "value": shown, "of": _whole(one, line)} for name, shown, one in rows]


def _whole(one: results.Measured | None, line: results.Line) -> str:
    if one is None or one.denominator is None or line.indicator.measure in WHOLE:
        return ""
    return _("of %(whole)s") % {"whole": number(round(one.denominator))}


def _parts(told: results.Lines, book: Words) -> dict[str, list[dict[str, Any]]]:
    """The parts that have a name, those of the most first, and apart from them those that never were."""
    rows: list[dict[str, Any]] = []
    for line in told.lines:
        if line.code and line.now is not None:
            found = line.now.measured
            rows.append({
                "name": book.part(line.code), "value": value_shown(found, line.indicator.row["unit"]),
                "of": _whole(found, line), "spark": spark_of(steps_of(line)), "course": _from_to(line),
                "order": -(found.value or 0) if found else 0,
                "ever": any(point.measured is None or point.measured.numerator for point in line.points),
            })
    rows.sort(key=lambda row: (row["order"], row["name"]))
    return {"parts": [row for row in rows if row["ever"]], "never": [row for row in rows if not row["ever"]]}


def _definition(row: Mapping[str, str], book: Words) -> dict[str, Any]:
    """How it is counted, in words and as the rulebook writes it."""
    sides = [(side, row[f"{side}_from"], row[f"{side}_when"], row[f"{side}_value"])
             for side in ("numerator", "denominator")]
    return {
        "formula": row["formula"], "period": row["period"],
        "sides": [{"side": _("what is counted") if side == "numerator" else _("of what"), "table": table,
                   "when": when, "value": value} for side, table, when, value in sides if table or when],
        "sources": [book.source(code.strip()) for code in row["source"].split(";") if code.strip()],
        "version": book.version,
    }


def _counted_on(day: date | None) -> str:
    return _("Counted on %(day)s.") % {"day": day_in_words(day)} if day else ""


