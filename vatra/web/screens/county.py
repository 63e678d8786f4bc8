"""The county, or the commune, in numbers: coverage, children by the gravest step, what is overdue."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vatra.places import queries as places
from vatra.results import queries as results
from vatra.web.gate import page
from vatra.web.me import Me, me_of
from vatra.web.present.indicators import value_shown
from vatra.web.present.map import Around, Map, Spot, map_of
from vatra.web.present.pictures.areas import Areas
from vatra.web.present.withheld import at_least
from vatra.web.screens.by_county import Choice, chosen
from vatra.web.screens.communes_compared import area_map
from vatra.web.templatetags.page import day_in_words, number, percent

MILDER = ("medium", "low")
GRAVE = ("immediate", "high")


@page("numbers")
def county(request: HttpRequest) -> HttpResponse:
    """Commune by commune, as many as this worker's roles count; small cells withheld where the roles ask for it."""
    me = me_of(request)
    counted = results.overview(me.worker, on=me.on)
    choice = chosen(request, [one.commune.siruta for one in counted.rows])
    rows = [one for one in _ordered(counted) if one.commune.siruta in choice.shown]
    shown: dict[str, Any] = {
        "title": _title(me), "sentence": _sentence(counted), "rows": [_row(one) for one in rows],
        "figures": _figures(counted.totals), "map": _map(rows) if len(rows) > 1 else None,
        "areas": _areas(rows) if len(rows) > 1 else None,
        "table_sentence": _("A child counts once, at the gravest step of what was found for it, its household and the "
                            "adults it lives with."),
        "withheld": counted.withheld, "others": _others(counted, choice), "counties": choice.counties,
        "empty": {"title": _("No household here yet"),
                  "words": _("The numbers of a commune stand here once its first households are enrolled.")},
    }
    return render(request, "web/screens/county.html", shown)


def _ordered(counted: results.Overview) -> list[results.CommuneOverview]:
    """The gravest first; by name where something is withheld, since the order would tell it."""
    if counted.withheld:
        return list(counted.rows)
    return sorted(counted.rows, key=lambda one: [-(one.children_by_level.get(level) or 0) for level in GRAVE])


def _sum(levels: results.Cells, names: tuple[str, ...]) -> int | None:
    """The children of some levels together; None when one of the numbers is withheld."""
    cells = [levels.get(name, 0) for name in names]
    return None if None in cells else sum(cell or 0 for cell in cells)


def _title(me: Me) -> str:
    if me.is_of_one_commune:
        return _("The commune in numbers")
    return _("%(place)s in numbers") % {"place": me.place}


def _sentence(counted: results.Overview) -> str:
    day = day_in_words(counted.on)
    every = len(counted.rows) + len(counted.without_entries)
    if every == 1:
        [commune] = [*(one.commune for one in counted.rows), *counted.without_entries]
        return _("%(place)s, on %(day)s.") % {"place": commune.name, "day": day}
    return _("%(begun)s of %(all)s communes and towns have enrolled households, on %(day)s.") % {
        "begun": number(len(counted.rows)), "all": number(every), "day": day,
    }


def _figures(whole: results.Totals) -> list[dict[str, str]]:
    """The whole place in four numbers: sums of what is shown below them, and "at least" where something is withheld."""
    census, grave = round(whole.census), sum(whole.children_by_level.get(level, 0) for level in GRAVE)
    short = {level for level in GRAVE if f"children_by_level.{level}" in whole.at_least}
    return [
        {"value": percent(whole.children, census),
         "words": _("of the children of the 2021 census are enrolled: %(part)s of about %(whole)s")
         % {"part": number(whole.children), "whole": number(census)}},
        {"value": percent(whole.households_assessed, whole.households),
         "words": _("of the households are assessed: %(part)s of %(whole)s")
         % {"part": number(whole.households_assessed), "whole": number(whole.households)}},
        {"value": at_least(grave, short=bool(short)),
         "words": ngettext("child in an emergency or severe situation, of %(whole)s enrolled",
                           "children in an emergency or severe situation, of %(whole)s enrolled", grave)
         % {"whole": number(whole.children)}},
        {"value": at_least(whole.overdue, short="overdue" in whole.at_least),
         "words": ngettext("deadline is overdue", "deadlines are overdue", whole.overdue)},
    ]


def _row(one: results.CommuneOverview) -> dict[str, str]:
    levels = one.children_by_level
    return {
        "name": one.commune.name, "children": _of(one.children, round(one.census) if one.census else None),
        "assessed": _of(one.households_assessed, one.households), "emergency": told(levels.get("immediate", 0)),
        "severe": told(levels.get("high", 0)), "milder": told(_sum(levels, MILDER)), "overdue": told(one.overdue),
    }


def _of(part: int | None, whole: int | None) -> str:
    if part is None:
        return told(None)
    if whole is None:
        return number(part)
    return _("%(part)s of %(whole)s (%(share)s)") % {
        "part": number(part), "whole": number(whole), "share": percent(part, whole or None),
    }


def told(count: int | None) -> str:
    """A number, or that it is withheld."""
    return number(count) if count is not None else _("withheld")


@lru_cache(maxsize=50)
def around(county: str) -> Around:
    """Where all villages of a county lie, and its towns; places do not move while the server runs."""
    communes = places.communes_of_county(county)
    towns = sorted((one for one in communes if one.urban), key=lambda one: -(one.population or 0))
    named = [(one.name, one.lat, one.lon) for one in towns if one.lat is not None and one.lon is not None]
    return Around(places.points_of_county(county), named)


def _areas(rows: list[results.CommuneOverview]) -> Areas | None:
    """The share of the assessed children who are in an emergency or severe situation, where boundaries are loaded."""
    values: dict[int, results.Measured | None] = {}
    for one in rows:
        grave, assessed = _sum(one.children_by_level, GRAVE), one.children_assessed
        values[one.commune.siruta] = None if grave is None or assessed is None else results.Measured(
            100 * grave / assessed if assessed else None, grave, assessed)
    return area_map(
        values, {one.commune.siruta: one.commune.name for one in rows}, unit="%",
        title=_("Children in an emergency or severe situation, of those assessed"),
        shown=lambda found: value_shown(found, "%"),
    )


def _map(rows: list[results.CommuneOverview]) -> Map | None:
    spots = []
    for one in rows:
        if one.commune.lat is None or one.commune.lon is None:
            continue
        grave = _sum(one.children_by_level, GRAVE)
        spots.append(Spot(one.commune.name, one.commune.lat, one.commune.lon, grave,
                          f"{one.commune.name}: {told(grave)}"))
    most = max(spots, key=lambda spot: spot.count or 0, default=None)
    sentence = _("The larger the circle, the more children in an emergency or severe situation.")
    if most is not None and most.count:
        sentence += " " + _("The most: %(place)s.") % {"place": most.words}
    title = _("Children in an emergency or severe situation, by commune")
    return map_of(spots, around=around(rows[0].commune.county_id), title=title, sentence=sentence)


def _others(counted: results.Overview, choice: Choice) -> dict[str, str] | None:
    """Where nothing has begun: of a nation in the county that is chosen."""
    names = sorted(commune.name for commune in counted.without_entries
                   if not choice.counties or commune.county_id == choice.county)
    if not names or not counted.rows:
        return None
    return {
        "words": ngettext("%(count)s commune or town without enrolled households",
                          "%(count)s communes and towns without enrolled households", len(names))
        % {"count": number(len(names))},
        "names": ", ".join(names),
    }
