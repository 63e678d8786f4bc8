"""Communes beside each other for one indicator: a funnel plot, small multiples, areas; no league table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vatra.places import queries as places
from vatra.results import queries as results
from vatra.web.present.courses import Step
from vatra.web.present.indicators import in_unit, month_in_words, value_shown
from vatra.web.present.pictures.areas import Areas, Place, areas_of
from vatra.web.present.pictures.funnels import FunnelPlot, funnel_plot
from vatra.web.present.pictures.multiples import Multiple, multiples_of
from vatra.web.screens.by_county import Choice
from vatra.web.templatetags.page import number

STANDINGS = ("far", "apart")


def compared(line: results.Line | None, choice: Choice, *, title: str) -> dict[str, Any]:
    """The pictures of a line with more than one commune, as far as each may be told; nothing with fewer."""
    if line is None or len(line.communes) < 2:
        return {}
    here = [(code, one) for code, one in choice.shown.items() if code in line.communes]
    names = {code: one.name for code, one in sorted(here, key=lambda pair: pair[1].searched)}
    return {"multiples": _multiples(line, names), "areas": areas_shown(line, names, title=title),
            **funnel_shown(line, names, title=title)}


def funnel_shown(line: results.Line, names: Mapping[int, str], *, title: str) -> dict[str, Any]:
    """The funnel plot of a share of whole counts with its sentence and the communes outside; nothing for others."""
    counts = _counts(line, names)
    funnel = results.funnel_of(counts) if counts else None
    if funnel is None:
        return {}
    unit, times = line.indicator.row["unit"], line.indicator.times

    def shown(share: float) -> str:
        return in_unit(share * times, unit)

    outside = [one for one in funnel.standings if one.standing in STANDINGS]
    return {
        "funnel": _plot(funnel, names, title, shown, max(one.whole for one in funnel.standings)),
        "funnel_sentence": _sentence(funnel, shown), "funnel_note": _note(funnel),
        "outside": [
            {"name": names[one.commune], "value": shown(one.share), "of": number(one.whole),
             "how": _how(one.standing, above=one.share > funnel.target)}
            for one in sorted(outside, key=lambda one: names[one.commune])
        ],
    }


def _counts(line: results.Line, names: Mapping[int, str]) -> dict[int, tuple[int, int]]:
    """Part and whole of the communes that may be told; none where the indicator is no share of things counted."""
    one = line.indicator
    sides = (one.numerator, one.denominator)
    if one.measure not in ("share", "rate") or any(side is None or side.value is not None for side in sides):
        return {}
    told = {code: line.communes.get(code) for code in names}
    return {code: (round(found.numerator), round(found.denominator)) for code, found in told.items()
            if found is not None and found.denominator and found.numerator <= found.denominator}


def _plot(funnel: results.Funnel, names: Mapping[int, str], title: str, shown: Any, largest: int) -> FunnelPlot:
    return funnel_plot(
        funnel, names, title=_("%(title)s: communes by size and share") % {"title": title}, shown=shown,
        axis=_("counted, up to %(most)s →") % {"most": number(largest)},
        common=_("all together: %(share)s") % {"share": shown(funnel.target)},
    )


def _sentence(funnel: results.Funnel, shown: Any) -> str:
    outside = sum(one.standing in STANDINGS for one in funnel.standings)
    if not outside:
        return _("No commune differs from the share of all (%(share)s) by more than chance explains.") % {
            "share": shown(funnel.target)}
    return ngettext(
        "%(count)s commune of %(all)s differs from the share of all (%(share)s) by more than chance explains: it is "
        "worth asking why.",
        "%(count)s communes of %(all)s differ from the share of all (%(share)s) by more than chance explains: it is "
        "worth asking why.", outside,
    ) % {"count": number(outside), "all": number(len(funnel.standings)), "share": shown(funnel.target)}


def _note(funnel: results.Funnel) -> str:
    if funnel.overdispersed:
        return _("The communes differ among themselves %(times)s times more than chance alone makes them: they are not "
                 "alike in what no work changes. The limits are widened by that.") % {
                     "times": number(round(funnel.spread, 1))}
    return _("The limits are those of the binomial: chance alone leaves 5 of 100 communes beyond the inner ones and 2 "
             "of 1,000 beyond the outer ones.")


def _how(standing: str, *, above: bool) -> str:
    words = {("far", True): _("far above: beyond 99.8 %"), ("far", False): _("far below: beyond 99.8 %"),
             ("apart", True): _("above: beyond 95 %"), ("apart", False): _("below: beyond 95 %")}
    return words[standing, above]


def _multiples(line: results.Line, names: Mapping[int, str]) -> list[Multiple]:
    unit = line.indicator.row["unit"]
    months = [month_in_words(point.month) for point in line.points]
    nothing = results.Measured(0, 0, None) if line.indicator.measure == "number" else _NOTHING

    def steps(code: int) -> list[Step]:
        every = [there.get(code, nothing) for there in line.each]
        return [Step(name, one.value if one else None, value_shown(one, unit))
                for name, one in zip(months, every, strict=True)]

    return multiples_of([(name, steps(code)) for code, name in names.items()]) if len(months) > 1 else []


_NOTHING = results.Measured(None, 0, None)


def areas_shown(line: results.Line, names: Mapping[int, str], *, title: str) -> Areas | None:
    """The communes in classes, where the user has loaded boundaries."""
    unit = line.indicator.row["unit"]
    return area_map(
        {code: line.communes.get(code) for code in names}, names, title=title,
        unit=unit, shown=lambda found: value_shown(found, unit),
    )


def area_map(
    values: Mapping[int, results.Measured | None], names: Mapping[int, str], *, title: str, unit: str, shown: Any
) -> Areas | None:
    """Communes with their values as areas, among those around them; a value None may not be told."""
    counties = {one.county_id for one in places.communes(list(names)).values()}
    around = {one.siruta: one.name for county in sorted(counties) for one in places.communes_of_county(county)}
    drawn = [
        Place(code, name, found.value if found else None, f"{name}: {shown(found)}", withheld=found is None)
        for code, name in around.items() for found in [values.get(code, _NOTHING)]
    ]
    return areas_of(
        drawn, places.boundaries_of(list(around)), title=_("%(title)s, commune by commune") % {"title": title},
        shown=lambda end: in_unit(end, unit), withheld=_("withheld"), unknown=_("nothing to count"),
    )
