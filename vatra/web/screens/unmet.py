"""Nevoi neacoperite: what was needed and nobody gave, by service, commune and month; where nothing exists."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vatra.care import queries as care
from vatra.places import queries as places
from vatra.results import queries as results
from vatra.web.forms_of_referrals import UNMET_REASONS
from vatra.web.gate import page
from vatra.web.me import me_of
from vatra.web.method_words import words
from vatra.web.present.map import Map, Spot, map_of
from vatra.web.screens.by_county import Choice, chosen
from vatra.web.screens.county import around, told
from vatra.web.templatetags.page import number


@page("numbers")
def unmet(request: HttpRequest) -> HttpResponse:
    """The last twelve months, in the communes whose numbers this worker sees."""
    me = me_of(request)
    counted = results.unmet(me.communes_counted, on=me.on, only_numbers=me.sees_only_numbers)
    names = {code: one.name for code, one in places.communes(me.communes_counted).items()}
    book, choice = words(on=me.on), chosen(request, counted.by_commune)
    given = care.Nearby(min(me.communes_counted), on=me.on).by_service() if me.communes_counted else {}
    return render(request, "web/screens/unmet.html", {
        "sentence": _sentence(counted), "reasons": [UNMET_REASONS[reason] for reason in results.REASONS],
        "rows": [{
            "what": book.service(row.code), "total": told(row.total),
            "reasons": [(UNMET_REASONS[reason], told(row.by_reason[reason])) for reason in results.REASONS],
            "where": ", ".join(f"{names[code]} ({number(count)})" for code, count in sorted(
                row.by_commune.items(), key=lambda pair: (-(pair[1] or 0), names[pair[0]]))),
            "nearest": _given(given.get(row.code, 0)) if me.communes_counted else "",
        } for row in counted.services],
        "months": [(date_format(month, "F Y"), told(count)) for month, count in counted.by_month.items() if count != 0],
        "communes": sorted((one.name, told(counted.by_commune[code])) for code, one in choice.shown.items()),
        "counties": choice.counties, "map": _map(counted, choice), "withheld": counted.withheld,
        "cases": f"{reverse('web:referrals')}?show=unmet" if me.sees_cases else "",
    })


def _sentence(counted: results.UnmetCounts) -> str:
    since = date_format(counted.since, "F Y").lower()
    if counted.total is None:
        return _("Fewer than five needs were not met since %(since)s.") % {"since": since}
    return ngettext(
        "%(count)s need was not met since %(since)s: no provider, turned away, or a waiting list.",
        "%(count)s needs were not met since %(since)s: no provider, turned away, or a waiting list.", counted.total,
    ) % {"count": number(counted.total), "since": since}


def _given(count: int) -> str:
    """Whether anybody in the county gives it at all: what tells an absence from a queue."""
    return ngettext("%(count)s provider in the county", "%(count)s providers in the county", count) % {
        "count": number(count)} if count else _("nobody in the county")


def _map(counted: results.UnmetCounts, choice: Choice) -> Map | None:
    """Where needs are not met: the larger the circle, the more of them."""
    found = choice.shown
    spots = [
        Spot(one.name, one.lat, one.lon, counted.by_commune[code], f"{one.name}: {told(counted.by_commune[code])}")
        for code, one in found.items() if one.lat is not None and one.lon is not None
    ]
    if len(spots) < 2:
        return None
    return map_of(
        spots, around=around(next(iter(found.values())).county_id), title=_("Needs that nobody met, by commune"),
        sentence=_("The larger the circle, the more needs were not met."),
    )
