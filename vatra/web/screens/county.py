"""The county, or the commune, in numbers: coverage, children by the gravest step, what is overdue."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vatra.assessment import queries as assessment
from vatra.care import queries as care
from vatra.people import queries as people
from vatra.places import queries as places
from vatra.web.gate import page
from vatra.web.me import Me, me_of
from vatra.web.present.map import Map, Spot, map_of
from vatra.web.present.small_numbers import LEAST, told
from vatra.web.templatetags.page import day_in_words, number, percent

MILDER = ("medium", "low")


@dataclass(frozen=True, slots=True)
class Counted:
    """One commune in numbers; None where a number is withheld."""

    commune: Any
    households: int | None
    assessed: int | None
    children: int | None
    census: float | None
    immediate: int | None
    high: int | None
    milder: int | None
    overdue: int | None


@page("numbers")
def county(request: HttpRequest) -> HttpResponse:
    """Commune by commune, as many as this worker's roles count."""
    me = me_of(request)
    true = _counted(me)
    counted = _withheld(true) if me.sees_only_numbers else true
    begun = [one for one in counted if one.households != 0]
    shown: dict[str, Any] = {
        "title": _title(me), "sentence": _sentence(me, counted, begun), "rows": [_row(one) for one in begun],
        "figures": _figures(true, me), "map": _map(counted) if len(begun) > 1 else None,
        "table_sentence": _("A child counts once, at the gravest step of what was found for it, its household and the "
                            "adults it lives with."),
        "withheld": me.sees_only_numbers, "others": _others(counted),
        "empty": {"title": _("No household here yet"),
                  "words": _("The numbers of a commune stand here once its first households are enrolled.")},
    }
    return render(request, "web/screens/county.html", shown)


def _counted(me: Me) -> list[Counted]:
    codes = me.communes_counted
    names = places.communes(codes)
    people_there = people.numbers_in(codes, on=me.on)
    levels, overdue = assessment.severity_counts(codes), care.overdue_by_commune(codes, on=me.on)
    census = places.under_18_by_census(codes)
    none = people.Numbers()
    rows = []
    for code, commune in names.items():
        there, found = people_there.get(code, none), levels.get(code, {})
        children = found.get("child", {})
        rows.append(Counted(
            commune, there.households, min(sum(found.get("household", {}).values()), there.households), there.children,
            census.get(code), children.get("immediate", 0), children.get("high", 0),
            sum(children.get(level, 0) for level in MILDER), overdue.get(code, 0),
        ))
    rows.sort(key=lambda one: (-(one.immediate or 0), -(one.high or 0), one.commune.searched))
    return rows


COLUMNS = ("households", "assessed", "children", "immediate", "high", "milder", "overdue")


def _withheld(rows: list[Counted]) -> list[Counted]:
    """For those who see only numbers: in order of names, and without what could point at a child."""
    rows = sorted(rows, key=lambda one: one.commune.searched)
    columns = {name: told([getattr(one, name) for one in rows]) for name in COLUMNS}
    return [
        replace(one, **{name: column[place] for name, column in columns.items()}) for place, one in enumerate(rows)
    ]


def _title(me: Me) -> str:
    if me.is_of_one_commune:
        return _("The commune in numbers")
    return _("%(place)s in numbers") % {"place": me.place}


def _sentence(me: Me, counted: list[Counted], begun: list[Counted]) -> str:
    day = day_in_words(me.on)
    if len(counted) == 1:
        return _("%(place)s, on %(day)s.") % {"place": counted[0].commune.name, "day": day}
    return _("%(begun)s of %(all)s communes and towns have enrolled households, on %(day)s.") % {
        "begun": number(len(begun)), "all": number(len(counted)), "day": day,
    }


def _figures(counted: list[Counted], me: Me) -> list[dict[str, str]]:
    """The whole place in four numbers; made of the true ones, and withheld when one is too small to be told."""
    begun = [one for one in counted if one.households]
    whole = {name: sum(getattr(one, name) for one in begun) for name in COLUMNS}
    census = round(sum(one.census or 0 for one in begun))
    small = {name for name, count in whole.items() if me.sees_only_numbers and 0 < count < LEAST}
    grave, late = whole["immediate"] + whole["high"], whole["overdue"]
    return [
        {"value": percent(whole["children"], census) if "children" not in small else _told(None),
         "words": _("of the children of the 2021 census are enrolled: %(part)s of about %(whole)s")
         % {"part": _told(None if "children" in small else whole["children"]), "whole": number(census)}},
        {"value": percent(whole["assessed"], whole["households"]) if "assessed" not in small else _told(None),
         "words": _("of the households are assessed: %(part)s of %(whole)s")
         % {"part": _told(None if "assessed" in small else whole["assessed"]), "whole": number(whole["households"])}},
        {"value": _told(None if small & {"immediate", "high"} else grave),
         "words": ngettext("child in an emergency or severe situation, of %(whole)s enrolled",
                           "children in an emergency or severe situation, of %(whole)s enrolled", grave)
         % {"whole": number(whole["children"])}},
        {"value": _told(None if "overdue" in small else late),
         "words": ngettext("deadline is overdue", "deadlines are overdue", late)},
    ]


def _row(one: Counted) -> dict[str, str]:
    return {
        "name": one.commune.name, "children": _of(one.children, round(one.census) if one.census else None),
        "assessed": _of(one.assessed, one.households), "emergency": _told(one.immediate), "severe": _told(one.high),
        "milder": _told(one.milder), "overdue": _told(one.overdue),
    }


def _of(part: int | None, whole: int | None) -> str:
    if part is None:
        return _told(None)
    if whole is None:
        return number(part)
    return _("%(part)s of %(whole)s (%(share)s)") % {
        "part": number(part), "whole": number(whole), "share": percent(part, whole or None),
    }


def _told(count: int | None) -> str:
    return number(count) if count is not None else _("withheld")


def _map(counted: list[Counted]) -> Map | None:
    spots = []
    for one in counted:
        if one.commune.lat is None or one.commune.lon is None:
            continue
        grave = None if one.immediate is None or one.high is None else one.immediate + one.high
        spots.append(Spot(one.commune.name, one.commune.lat, one.commune.lon, grave,
                          f"{one.commune.name}: {_told(grave)}"))
    most = max(spots, key=lambda spot: spot.count or 0, default=None)
    sentence = _("The larger the circle, the more children in an emergency or severe situation.")
    if most is not None and most.count:
        sentence += " " + _("The most: %(place)s.") % {"place": most.words}
    return map_of(spots, title=_("Children in an emergency or severe situation, by commune"), sentence=sentence)


def _others(counted: list[Counted]) -> dict[str, str] | None:
    names = [one.commune.name for one in counted if one.households == 0]
    if not names or len(counted) == 1:
        return None
    return {
        "words": ngettext("%(count)s commune or town without enrolled households",
                          "%(count)s communes and towns without enrolled households", len(names))
        % {"count": number(len(names))},
        "names": ", ".join(sorted(names)),
    }

