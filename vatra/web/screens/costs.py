"""Costuri: what a year of the minimum package costs here, what it may spare, what the law's posts would cost."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from vatra.results import queries as results
from vatra.web.gate import page
from vatra.web.me import Me, me_of
from vatra.web.method_words import Words, words
from vatra.web.present.money import in_lei, in_range, lei, plain, unit_of_cost
from vatra.web.present.pictures.bars import Bar, Row, bars_of
from vatra.web.present.pictures.ranges import spans_of
from vatra.web.present.withheld import at_least
from vatra.web.screens.by_county import chosen
from vatra.web.templatetags.page import day_in_words, number

ASSUMPTIONS = {
    "pay": lazy("pay"), "running": lazy("running costs of a post"),
    "separation_avoided": lazy("children kept at home by the help"), "years_in_care": lazy("years in care"),
    "child_in_care": lazy("a year of care"),
}


@page("numbers")
def costs(request: HttpRequest) -> HttpResponse:
    """Of the communes whose numbers this worker sees; every figure opens into where it comes from."""
    me = me_of(request)
    book = words(on=me.on)
    figures = results.unit_costs(book.book)
    inputs = results.inputs_of(figures)
    basis = results.basis_for(me.worker, on=me.on)
    unsure = sum(not one.confirmed for one in figures.values())
    shown: dict[str, Any] = {
        "unconfirmed": _("Not confirmed against their source: %(many)s of %(of)s unit costs of costs.csv.") % {
            "many": number(unsure), "of": number(len(figures))} if unsure else "",
        "place": me.place, "figures": [_figure(one, book) for one in figures.values()],
        "year": next((str(one.year) for one in figures.values() if one.year), ""),
        "empty": {"title": _("The rulebook holds no costs"), "words": _("They stand in costs.csv of the rulebook.")},
    }
    if inputs is not None:
        reckoning = results.reckoned(basis, inputs)
        shown |= {
            "reckoned": True, "sentence": _sentence(reckoning), "rows": _rows(reckoning),
            "spent": _spent(reckoning, book), "compared": _compared(reckoning, inputs, figures),
            "published": _published(figures, book), **_avoided(reckoning), "posts": _posts(reckoning, book),
            "posts_needed": number(plain(sum(reckoning.needed.values()))), "budget": lei(reckoning.budget),
            **_services(me, book, inputs, figures), **_communes(request, reckoning, inputs),
            "nation": _nation(results.nation_of(reckoning, inputs)),
            "short": bool(basis.short) or None in (basis.services, basis.ended, basis.at_risk),
            "counted": _("Counted on %(day)s.") % {"day": day_in_words(basis.counted_on)} if basis.counted_on else "",
        }
    return render(request, "web/screens/costs.html", shown)


def _sentence(found: results.Reckoning) -> str:
    posts = sum(found.basis.posts.values())
    if not posts:
        return _("No post is filled here, so nothing is spent yet.")
    said = ngettext("%(posts)s post costs %(lei)s a year", "%(posts)s posts cost %(lei)s a year", posts) % {
        "posts": number(posts), "lei": in_lei(found.spent.mid)}
    if found.per_child is None or found.per_vulnerable is None:
        return f"{said}."
    words = _("%(said)s: %(child)s for each child enrolled, at most %(vulnerable)s for each vulnerable child."
              ) if found.basis.short else _(
        "%(said)s: %(child)s for each child enrolled, %(vulnerable)s for each vulnerable child.")
    return words % {
        "said": said, "child": in_lei(found.per_child.mid), "vulnerable": in_lei(found.per_vulnerable.mid)}


def _rows(found: results.Reckoning) -> list[dict[str, Any]]:
    """The year, and what one of each thing comes to."""
    basis = found.basis
    rows = [
        (_("The year, all posts"), found.spent, ""),
        (_("Per child enrolled"), found.per_child, _of(basis.children, "children" in basis.short)),
        (_("Per vulnerable child (moderate or graver)"), found.per_vulnerable,
         _of(basis.vulnerable, "vulnerable" in basis.short)),
        (_("Per service given"), found.per_service, _of(basis.services)),
        (_("Per vulnerability that ended"), found.per_result, _of(basis.ended)),
    ]
    return [{"name": name, "of": of, **(lei(cost) if cost else {"low": "–", "mid": "–", "high": "–"})}
            for name, cost, of in rows]


def _of(count: int | None, short: bool = False) -> str:
    if count is None:
        return _("withheld")
    return at_least(count, short=short)


def _spent(found: results.Reckoning, book: Words) -> list[Bar]:
    rows = [Row(book.role(role), cost.mid, in_lei(cost.mid),
                ngettext("%(count)s post", "%(count)s posts", found.basis.posts[role])
                % {"count": number(found.basis.posts[role])}) for role, cost in found.by_role.items()]
    return bars_of(sorted(rows, key=lambda row: -(row.value or 0)))


def _compared(
    found: results.Reckoning, inputs: results.Inputs, figures: dict[str, results.UnitCost]
) -> dict[str, Any]:
    """A year of prevention beside a year of care, and the published claim beside what is reckoned here."""
    if found.per_vulnerable is None or found.ratio is None:
        return {}
    claimed = figures.get("prevention_ratio")
    rows = [Row(_("A vulnerable child helped here, a year"), found.per_vulnerable.mid, in_lei(found.per_vulnerable.mid),
                in_range(found.per_vulnerable)),
            Row(_("A child in foster care, a year"), inputs.care.mid, in_lei(inputs.care.mid), in_range(inputs.care))]
    sentence = _("A year of care costs as much as %(ratio)s years of help for a vulnerable child here.") % {
        "ratio": number(round(found.ratio, 1))}
    if claimed:
        sentence += " " + _("Published in 2012: prevention costs at most a tenth of care (%(times)s times).") % {
            "times": number(round(claimed.now.mid))}
    return {"sentence": sentence, "bars": bars_of(rows)}


def _published(figures: dict[str, results.UnitCost], book: Words) -> list[dict[str, Any]]:
    """What was published of the package, as it was and in the prices of the year."""
    return [
        {"name": book.label(one.row), "then": _then(one), "now": in_lei(one.now.mid), "note": _note(one, book),
         "confirmed": one.confirmed, "source": _source(one, book)}
        for one in figures.values() if one.kind == "published" and one.currency
    ]


def _avoided(found: results.Reckoning) -> dict[str, Any]:
    if found.avoided is None or not found.spent.mid:
        return {"avoided": {}}
    sentence = _("Children at risk of separation: %(children)s. Help may spare %(mid)s of care a year, somewhere "
                 "between %(low)s and %(high)s.") % {
                     "children": number(found.basis.at_risk or 0), **lei(found.avoided)}
    if found.pays_from:
        sentence += " " + _("The year pays for itself if it keeps %(count)s children at home.") % {
            "count": number(round(found.pays_from, 1))}
    net = found.avoided.mid - found.spent.mid
    rows = [(str(ASSUMPTIONS[one.code]).capitalize(), one.low, net, one.high,
             _("%(low)s to %(high)s") % {"low": in_lei(min(one.low, one.high)), "high": in_lei(max(one.low, one.high))},
             in_lei(one.swing))
            for one in found.moved]
    first = ASSUMPTIONS[found.moved[0].code] if found.moved else ""
    return {"avoided": {"sentence": sentence, "spans": spans_of(rows),
                        "moves": _("What moves it most: %(what)s.") % {"what": first}}}


def _posts(found: results.Reckoning, book: Words) -> list[dict[str, str]]:
    roles = dict.fromkeys((*found.needed, *found.basis.posts))
    return [
        {"name": book.role(role), "filled": number(found.basis.posts.get(role, 0)),
         "needed": number(plain(found.needed[role])) if role in found.needed else "–"} for role in roles
    ]


def _services(
    me: Me, book: Words, inputs: results.Inputs, figures: dict[str, results.UnitCost]
) -> dict[str, Any]:
    """One of each service, by its minutes; of those given too rarely only how many there are."""
    told = results.parts(me.worker, "minutes_per_service", on=me.on, since=results.lately(me.on))
    found = results.per_service(told, book.book.services, inputs, figures)
    shown = [(one, one.cost) for one in found if one.minutes is not None]
    return {
        "services": [
            {"name": book.service(one.code), "role": book.role(one.role) if one.role else "",
             "given": number(one.given or 0), "minutes": number(round(one.minutes or 0)),
             "mid": in_lei(cost.mid) if cost else "–", "range": in_range(cost) if cost else "–"}
            for one, cost in shown
        ],
        "rare": len(found) - len(shown),
    }


def _communes(request: HttpRequest, found: results.Reckoning, inputs: results.Inputs) -> dict[str, Any]:
    """The package of each commune, where there are several; of a nation in the county that is chosen."""
    by_commune = results.posts_by_commune(found.basis, inputs.load.mid)
    choice = chosen(request, by_commune)
    named = sorted(choice.shown.values(), key=lambda one: one.searched)
    return {"counties": choice.counties, "communes": [
        {"name": one.name, "posts": number(plain(sum(by_commune[one.siruta].values()))),
         **lei(results.budget_of(by_commune[one.siruta], inputs))}
        for one in named if len(by_commune) > 1
    ]}


def _nation(found: results.Nation) -> dict[str, Any]:
    return {
        "authorities": number(found.authorities), "children": number(found.children),
        "law": number(round(found.by_law)), "law_costs": lei(found.by_law_costs),
        "load": number(round(found.by_load)) if found.by_load else "–",
        "load_costs": lei(found.by_load_costs) if found.by_load_costs else None,
    }


def _figure(one: results.UnitCost, book: Words) -> dict[str, Any]:
    """A unit cost as a row: as published, as used, and whether anybody read the source."""
    return {
        "name": book.label(one.row), "then": _then(one), "confirmed": one.confirmed, "note": _note(one, book),
        "now": in_range(one.now) if one.currency else "", "source": _source(one, book),
    }


def _then(one: results.UnitCost) -> str:
    low, mid, high = (number(plain(round(value, 4))) for value in (one.then.low, one.then.mid, one.then.high))
    spread = f"{mid} ({low} – {high})" if low != high else mid
    year = f", {one.price_year}" if one.price_year else ""
    return f"{spread} {unit_of_cost(one.row['unit'])}{year}"


def _note(one: results.UnitCost, book: Words) -> str:
    return one.row.get(f"note_{book.language}") or ""


def _source(one: results.UnitCost, book: Words) -> str:
    return "; ".join(book.source(code.strip()) for code in one.row["source"].split(";"))
