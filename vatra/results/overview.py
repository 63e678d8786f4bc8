"""The county, or the commune, in numbers: each reader sees their own, and no small cell without need."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from vatra.access import queries
from vatra.access.queries import Worker
from vatra.places import queries as places
from vatra.places.queries import Commune
from vatra.results.counts import Counts, counts_of
from vatra.results.small_cells import sum_of_shown, told, withheld

Cells = dict[str, int | None]
MOST_PROTECTED = "violence"  # who needs to know it sees every finding that makes a level


@dataclass(frozen=True, slots=True)
class CommuneOverview:
    """One commune; None where a number is withheld. `census`: residents under 18 in 2021, None when suppressed."""

    commune: Commune
    households: int | None
    households_assessed: int | None
    persons: int | None
    children: int | None
    children_assessed: int | None
    census: float | None
    households_by_level: Cells
    children_by_level: Cells
    open_cases: int | None
    overdue: int | None

    @property
    def coverage(self) -> float | None:
        """Children assessed over children of the census, as a share; None when either is not known."""
        return self.children_assessed / self.census if self.census and self.children_assessed is not None else None


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums of what is shown. `at_least`: the names of sums from which something was withheld."""

    households: int
    households_assessed: int
    persons: int
    children: int
    children_assessed: int
    census: float
    households_by_level: dict[str, int]
    children_by_level: dict[str, int]
    open_cases: int
    overdue: int
    at_least: frozenset[str]


@dataclass(frozen=True, slots=True)
class Overview:
    """All communes that a reader counts, by name; `without_entries`: those where nothing has begun."""

    on: date
    rows: tuple[CommuneOverview, ...]
    totals: Totals
    without_entries: tuple[Commune, ...]
    withheld: bool  # whether small cells are withheld from this reader somewhere


def overview(worker: Worker, *, on: date) -> Overview:
    """What a worker may count on a day: the communes of the roles held, small cells only where they see cases."""
    codes = queries.communes_counted(worker, on=on)
    counted, census = counts_of(codes, on=on), places.under_18_by_census(codes)
    exact = communes_counted_exactly(worker, on=on) & counted.keys()
    named = sorted(places.communes(codes).items(), key=lambda item: item[1].searched)
    begun = [(code, commune) for code, commune in named if code in counted]
    rows = tuple(_row(commune, counted[code], census.get(code), exact=code in exact) for code, commune in begun)
    return Overview(
        on=on, rows=rows, totals=_totals(rows), withheld=len(exact) < len(rows),
        without_entries=tuple(commune for code, commune in named if code not in counted),
    )


def communes_counted_exactly(worker: Worker, *, on: date) -> frozenset[int]:
    """The communes where a worker may know of the gravest findings, so that a small count tells nothing new."""
    book = queries.roles_book()
    held = [one for one in queries.roles_of(worker, on=on) if one.role in book]
    telling = [one for one in held if MOST_PROTECTED in book[one.role].sees]
    communes = {one.commune_id for one in telling if one.commune_id}
    for county in {one.county_id for one in telling if one.county_id}:
        communes |= places.codes_of_county(county)
    return frozenset(communes)


def _row(commune: Commune, counts: Counts, census: float | None, *, exact: bool) -> CommuneOverview:
    one = (lambda count: count) if exact else told
    cells = dict if exact else withheld
    return CommuneOverview(
        commune=commune, households=one(counts.households), households_assessed=one(counts.households_assessed),
        persons=one(counts.persons), children=one(counts.children), children_assessed=one(counts.children_assessed),
        census=census, households_by_level=cells(counts.households_by_level),
        children_by_level=cells(counts.children_by_level), open_cases=one(counts.open_cases),
        overdue=one(counts.overdue),
    )


def _totals(rows: tuple[CommuneOverview, ...]) -> Totals:
    missing: set[str] = set()

    def total(name: str) -> int:
        count, short = sum_of_shown([getattr(row, name) for row in rows])
        if short:
            missing.add(name)
        return count

    def by_level(name: str) -> dict[str, int]:
        found = {}
        for level in dict.fromkeys(level for row in rows for level in getattr(row, name)):
            found[level], short = sum_of_shown([getattr(row, name)[level] for row in rows])
            if short:
                missing.add(f"{name}.{level}")
        return found

    return Totals(
        households=total("households"), households_assessed=total("households_assessed"), persons=total("persons"),
        children=total("children"), children_assessed=total("children_assessed"),
        census=sum(row.census or 0 for row in rows), households_by_level=by_level("households_by_level"),
        children_by_level=by_level("children_by_level"), open_cases=total("open_cases"), overdue=total("overdue"),
        at_least=frozenset(missing),
    )
