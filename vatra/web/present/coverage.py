"""The ledger and its coverage in words: where to go next, village by village, beside the census."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vatra.results import coverage, ledger
from vatra.results.ledger import Ledger, Line, VillageCount
from vatra.results.small_cells import told, withheld
from vatra.web.forms_of_coverage import OUTCOMES
from vatra.web.present.map import Around, Map, Spot, map_of
from vatra.web.templatetags.page import day_in_words, number, percent


@dataclass(frozen=True, slots=True)
class Stop:
    """A dwelling on the walk: where, what is known of it, and the way to say what came of it."""

    where: str
    village: str
    about: str
    outcome: str
    homes: tuple[str, ...]


def stop(line: Line, commune: int, villages: dict[int, str], *, may: bool) -> Stop:
    """One line of where to go next."""
    address = ""
    if may and line.dwelling:
        address = reverse("web:dwelling_outcome", args=[commune, line.dwelling])
    elif may and line.households:
        address = reverse("web:outcome", args=[line.households[0]])
    return Stop(line.address or _("no address"), villages.get(line.village or 0, ""), _about(line), address,
                tuple(reverse("web:household", args=[home]) for home in line.households))


def _about(line: Line) -> str:
    parts = []
    if line.on is not None and line.outcome:
        parts.append(_("%(outcome)s on %(day)s") % {"outcome": OUTCOMES[line.outcome], "day": day_in_words(line.on)})
    elif line.households:
        parts.append(_("known, not asked in this round"))
    else:
        parts.append(_("nobody has been there"))
    if line.children:
        parts.append(ngettext("%(count)s child is said to live there", "%(count)s children are said to live there",
                              line.children) % {"count": number(line.children)})
    return " · ".join([*parts, *([line.note] if line.note else [])])


def sentence(found: Ledger) -> str:
    """The first line of the page: how far the round has come."""
    whole = found.whole
    begun = _("The round began on %(day)s.") % {"day": day_in_words(found.round.since)} if found.round.begun else _(
        "No round has been begun; counted are the last twelve months.")
    if not whole.dwellings:
        return begun
    return begun + " " + _("%(visited)s of %(all)s dwellings where somebody lives are visited (%(share)s).") % {
        "visited": number(whole.visited), "all": number(whole.lived_in),
        "share": percent(whole.visited, whole.lived_in)}


class Row(NamedTuple):
    """A village, or a commune, as the table shows it, cell by cell and in words: a county has many rows."""

    name: str
    address: str
    dwellings: str
    visited: str
    waiting: str
    refused: str
    nobody: str
    census: str = ""


def row(count: VillageCount, name: str, *, address: str = "", census: str = "", only_numbers: bool = False) -> Row:
    """One row; who sees only numbers is told no small one, and none that tells it."""
    nobody = sum(count.by_outcome.get(outcome, 0) for outcome in ledger.NOBODY)
    cells: dict[str, int | None] = {"visited": count.visited, "waiting": count.waiting,
                                    "refused": count.by_outcome.get("refused", 0), "nobody": nobody}
    if only_numbers:
        cells = withheld({name: many or 0 for name, many in cells.items()})
    visited, hidden = cells["visited"], None in cells.values()
    shown = _told(visited)
    if not hidden:
        shown = _("%(part)s of %(whole)s (%(share)s)") % {
            "part": shown, "whole": number(count.lived_in), "share": percent(visited, count.lived_in)}
    return Row(name, address, number(count.dwellings), shown, _told(cells["waiting"]), _told(cells["refused"]),
               _told(cells["nobody"]), census)


@dataclass(frozen=True, slots=True)
class Ages:
    """An age group beside the census, in words."""

    name: str
    here: str
    census: str
    share: str
    between: str


def ages(groups: Sequence[coverage.AgeGroup], *, only_numbers: bool) -> list[Ages]:
    """The age groups; who sees only numbers is told no small one, nor the whole where one is kept back."""
    cells: dict[int, int | None] = {place: one.here for place, one in enumerate(groups)}
    if only_numbers:
        parts = withheld({str(place): one.here for place, one in enumerate(groups[:-1])})
        cells = {int(place): count for place, count in parts.items()}
        cells[len(groups) - 1] = told(groups[-1].here) if groups else None
    return [_age(one, cells[place], whole=place == len(groups) - 1) for place, one in enumerate(groups)]


def _age(one: coverage.AgeGroup, here: int | None, *, whole: bool) -> Ages:
    name = _("all under 18") if whole else _("%(since)s to %(until)s years") % {
        "since": number(one.since), "until": number(one.until - 1)}
    if one.census is None or one.low is None or one.high is None:
        return Ages(name, _told(here), _("kept back by INS"), "–", "–")
    if here is None:
        return Ages(name, _told(here), number(round(one.census)), "–", "–")
    return Ages(name, number(here), number(round(one.census)), percent(here, one.census), _("%(low)s to %(high)s") % {
        "low": percent(one.low, 1), "high": percent(one.high, 1)})


def _told(count: int | None) -> str:
    return number(count) if count is not None else _("withheld")


def missing(found: coverage.Missing | None) -> str:
    """How many children may live where nobody has been."""
    if found is None:
        return ""
    return ngettext(
        "In %(count)s dwelling where nobody has been, some %(children)s children may live (%(low)s to %(high)s, with "
        "95 in 100), if it is like those visited.",
        "In %(count)s dwellings where nobody has been, some %(children)s children may live (%(low)s to %(high)s, with "
        "95 in 100), if they are like those visited.", found.dwellings,
    ) % {"count": number(found.dwellings), "children": number(round(found.expected)), "low": number(round(found.low)),
         "high": number(round(found.high))}


def map_of_villages(villages: Sequence[VillageCount]) -> Map | None:
    """Where dwellings are left: the larger the circle, the more."""
    spots = [Spot(one.name, one.lat, one.lon, one.waiting, _left(one.name, one)) for one in villages
             if one.lat is not None and one.lon is not None and one.dwellings]
    return drawn(spots, Around([(one.lat, one.lon) for one in spots]), title=_("Dwellings still to visit, by village"))


def drawn(spots: Sequence[Spot], around: Around, *, title: str) -> Map | None:
    """The map of what is left."""
    return map_of(spots, around=around, title=title,
                  sentence=_("The larger the circle, the more dwellings are still to be visited."))


def _left(name: str, count: VillageCount) -> str:
    return _("%(place)s: %(left)s of %(all)s") % {
        "place": name, "left": number(count.waiting), "all": number(count.lived_in)}


def spot(place: Any, count: VillageCount) -> Spot | None:
    """A commune on the county's map."""
    if place.lat is None or place.lon is None:
        return None
    return Spot(place.name, place.lat, place.lon, count.waiting, _left(place.name, count))
