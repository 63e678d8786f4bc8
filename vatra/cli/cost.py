"""The reckoning of costs as tables of the command line."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from django.utils.translation import gettext as _
from rich.table import Table

from vatra.assessment.queries import rulebook_in_force
from vatra.results import queries as results


def show_cost(communes: Collection[int], *, on: date) -> list[Table] | None:
    """The year, the posts, the nation; None when the rulebook has no costs."""
    figures = results.unit_costs(rulebook_in_force(on=on).rulebook)
    inputs = results.inputs_of(figures)
    if inputs is None:
        return None
    found = results.reckoned(results.basis_of(communes, on=on), inputs)
    year = next((one.year for one in figures.values() if one.year), "")
    services = results.per_service(
        results.parts_exactly(communes, "minutes_per_service", on=on, since=results.lately(on)),
        rulebook_in_force(on=on).rulebook.services, inputs, figures)
    whole = _year(found, _("A year, in lei of %(year)s") % {"year": year})
    whole.caption = _("Not confirmed against their source: %(many)s of %(of)s unit costs of costs.csv.") % {
        "many": sum(not one.confirmed for one in figures.values()), "of": len(figures)}
    return [whole, _services(services), _posts(found),
            _nation(found, inputs)]


def _services(services: Iterable[results.ServiceCost]) -> Table:
    table = Table(_("Service"), _("Given, with minutes"), _("Minutes, mean"), _("Low"), _("Middle"), _("High"))
    for one in services:
        table.add_row(one.code, _count(one.given), "–" if one.minutes is None else f"{one.minutes:.0f}",
                      *_ends(one.cost))
    return table


def _year(found: results.Reckoning, title: str) -> Table:
    basis = found.basis
    table = Table(_("What"), _("How many"), _("Low"), _("Middle"), _("High"), title=title)
    for name, count, cost in (
        (_("All posts filled"), sum(basis.posts.values()), found.spent),
        (_("Per child enrolled"), basis.children, found.per_child),
        (_("Per vulnerable child"), basis.vulnerable, found.per_vulnerable),
        (_("Per service given"), basis.services, found.per_service),
        (_("Per vulnerability that ended"), basis.ended, found.per_result),
        (_("Care that may be spared"), basis.at_risk, found.avoided),
    ):
        table.add_row(name, _count(count), *_ends(cost))
    if found.ratio:
        table.add_row(_("A year of care over a year of help"), "", "", f"{found.ratio:.1f}", "")
    if found.pays_from:
        table.add_row(_("Children kept at home that pay for the year"), f"{found.pays_from:.1f}", "", "", "")
    return table


def _posts(found: results.Reckoning) -> Table:
    table = Table(_("Posts"), _("Filled"), _("Needed"))
    for role in dict.fromkeys((*found.needed, *found.basis.posts)):
        needed = found.needed.get(role)
        table.add_row(role, _count(found.basis.posts.get(role, 0)), "–" if needed is None else f"{needed:g}")
    return table


def _nation(found: results.Reckoning, inputs: results.Inputs) -> Table:
    nation = results.nation_of(found, inputs)
    table = Table(_("Budget of the minimum package"), _("Posts"), _("Low"), _("Middle"), _("High"))
    table.add_row(_("Here"), f"{sum(found.needed.values()):g}", *_ends(found.budget))
    table.add_row(_("The country, by law"), f"{nation.by_law:,.0f}", *_ends(nation.by_law_costs))
    if nation.by_load is not None:
        table.add_row(_("The country, by the load here"), f"{nation.by_load:,.0f}", *_ends(nation.by_load_costs))
    return table


def _ends(cost: results.Range | None) -> tuple[str, str, str]:
    return (f"{cost.low:,.0f}", f"{cost.mid:,.0f}", f"{cost.high:,.0f}") if cost else ("–", "–", "–")


def _count(count: int | None) -> str:
    return "–" if count is None else f"{count:,}"
