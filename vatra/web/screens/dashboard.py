"""Rezultate: the numbers of a worker, a commune, a county or the nation as pictures, each with its words and table."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from vatra.base.days import add_months
from vatra.places import queries as places
from vatra.results import queries as results
from vatra.web.gate import page
from vatra.web.me import Me, me_of
from vatra.web.method_words import Words, words
from vatra.web.present.sections import (
    Section,
    absences,
    changed,
    deadlines,
    found,
    given_by_profession,
    given_by_verb,
    own,
    referred,
    severities,
    way,
    workload,
)
from vatra.web.screens.by_county import MOST_AT_ONCE
from vatra.web.screens.communes_compared import funnel_shown
from vatra.web.templatetags.page import day_in_words

MONTHS = 24
ABSENCES = "absences_mean"
SHOWN = (
    "visits_72h", "plans_30d", "monitoring_in_time", "cases_reviewed", "findings_new", "findings_ended",
    "findings_again", "households_per_worker", "cases_per_manager", "visits_done", "field_share",
    "referrals_acknowledged", "referrals_completed", "referrals_unmet", ABSENCES, "gp_registered",
    "services_given",
)
COMPARED = ("gp_registered", "monitoring_in_time")  # shares of many; the first that two communes have is drawn


@page("numbers")
def dashboard(request: HttpRequest) -> HttpResponse:
    """What this worker's roles count, from their own work to the whole place."""
    me = me_of(request)
    since = _months(me.on.replace(day=1))[0]
    told = results.lines(me.worker, on=me.on, only=SHOWN, since=since,
                         beside=results.Beside((*COMPARED, ABSENCES), most=MOST_AT_ONCE))
    return render(request, "web/screens/dashboard.html", {
        "title": _title(me), "counted": _counted(told), "sections": _sections(me, told, since) if told.lines else [],
        "own": own(results.own_work(me.worker, on=me.on), cases=me.sees_cases) if me.visits else None,
        "compared": _compared(told, words(on=me.on)), "withheld": told.withheld,
        "empty": {"title": _("Nothing is counted yet"),
                  "words": _("The numbers stand here once “vatra results refresh” has counted them for the first "
                             "time; run it every night.")},
    })


def _title(me: Me) -> str:
    if me.is_of_one_commune:
        return _("Results of the commune")
    return _("Results: %(place)s") % {"place": me.place}


def _counted(told: results.Lines) -> str:
    return _("Counted on %(day)s.") % {"day": day_in_words(told.counted_on)} if told.counted_on else ""


def _sections(me: Me, told: results.Lines, since: int) -> list[Section]:
    """One picture after the other, in the order of a child's story; those with nothing to show are left out."""
    book = words(on=me.on)
    lines = {line.indicator.code: line for line in told.lines}
    overview = results.overview(me.worker, on=me.on)
    last = max(point.month for line in told.lines for point in line.points)
    enrolled, steps = results.way(me.worker, on=me.on, since=last)
    made = [
        way(enrolled, steps, cases=me.sees_cases),
        severities(overview, cases=me.sees_cases and me.is_of_one_commune),
        found(results.parts(me.worker, "prevalence", on=me.on, since=last), book,
              frozenset().union(*(scope.domains for scope in me.scopes))),
        changed(lines, _months(date(last // 100, last % 100, 1))),
        deadlines(lines, book, cases=me.sees_cases),
        given_by_verb(results.parts(me.worker, "services_done", on=me.on, since=since), book),
        given_by_profession(results.parts(me.worker, "services_given", on=me.on, since=last), book),
        referred(lines, book, results.unmet(me.communes_counted, on=me.on, only_numbers=me.sees_only_numbers)),
        absences(lines, _names(lines.get(ABSENCES))),
        workload(lines, book),
    ]
    return [section for section in made if section is not None]


def _months(last: date) -> list[int]:
    """The months (YYYYMM) up to one that is given by its first day."""
    days = [add_months(last, -back) for back in range(MONTHS, -1, -1)]
    return [day.year * 100 + day.month for day in days]


def _names(line: results.Line | None) -> dict[int, str]:
    return {code: one.name for code, one in places.communes(list(line.communes) if line else []).items()}


def _compared(told: results.Lines, book: Words) -> dict[str, Any]:
    """One indicator as a funnel plot, and the way to the others."""
    lines = {line.indicator.code: line for line in told.lines}
    for code in COMPARED:
        line = lines.get(code)
        if line is None or len(line.communes) < 2:
            continue
        name = book.named(line.indicator.row)
        shown = funnel_shown(line, _names(line), title=name)
        if shown:
            return {**shown, "name": name, "address": reverse("web:indicator", args=[code])}
    return {}
