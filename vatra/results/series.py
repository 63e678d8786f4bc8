"""Indicators as pages show them: a line over months, the communes of the last month, each with its definition."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from vatra.access import queries as access
from vatra.access.queries import Worker
from vatra.assessment.rulebooks import rulebook_in_force
from vatra.method.evidence import OF_NOBODY
from vatra.method.indicators import Indicator, indicators_of
from vatra.results.disclosure import Count, total_may_be_told, withheld_of
from vatra.results.indicators import Cell, Measured, measured
from vatra.results.overview import communes_counted_exactly
from vatra.results.tallies import counted_on, tallies

OF_WORKERS = "workload"  # tells of posts and hours, not of families


@dataclass(frozen=True, slots=True)
class Point:
    """One month (YYYYMM); `measured` None where it is withheld."""

    month: int
    measured: Measured | None


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator, or one part of it (`code`); `communes` of the last month, None where withheld."""

    indicator: Indicator
    code: str
    points: tuple[Point, ...]
    communes: Mapping[int, Measured | None]

    @property
    def now(self) -> Point | None:
        """The last month."""
        return self.points[-1] if self.points else None


@dataclass(frozen=True, slots=True)
class Lines:
    """What a worker may see. `counted_on`: as of which day; None when something was never counted.

    `by_part`: the indicators that only `parts` shows. `not_counted`: rows of indicators.csv that say why they are not
    counted. `withheld`: whether small numbers are.
    """

    counted_on: date | None
    lines: tuple[Line, ...]
    by_part: tuple[Indicator, ...]
    not_counted: tuple[Mapping[str, str], ...]
    withheld: bool


def lines(worker: Worker, *, on: date, known_on: date | None = None) -> Lines:
    """One line for each indicator of the communes whose numbers a worker may see.

    What is split by vulnerability has no line here: a sum over vulnerabilities says nothing; see `parts`.
    """
    reader = _Reader(worker, on)
    found = reader.cells([code for code, one in reader.every.items() if "code" not in one.by], known_on)
    by_indicator: dict[str, list[Cell]] = defaultdict(list)
    for (name, _part), cells in found.items():
        by_indicator[name] += cells
    made = [_line(reader.every[name], "", cells, exact=reader.exact) for name, cells in by_indicator.items()]
    return reader.answered(made, {cell.commune for cells in by_indicator.values() for cell in cells})


def parts(worker: Worker, indicator: str, *, on: date, known_on: date | None = None) -> Lines:
    """One indicator by vulnerability or by service, over all communes a worker counts together.

    Readers of numbers are told no part of a single commune: with the sums told elsewhere, one would tell another.
    """
    reader = _Reader(worker, on)
    found = reader.cells([indicator] if indicator in reader.every else [], known_on)
    hidden = frozenset[tuple[str, int]]() if reader.exact else _hidden_parts(found)
    made = []
    for (name, part), cells in found.items():
        line = _line(reader.every[name], part, cells, exact=True)
        points = tuple(
            Point(point.month, None if (part, point.month) in hidden else point.measured) for point in line.points
        )
        made.append(Line(line.indicator, part, points, line.communes if reader.exact else {}))
    return reader.answered(made, {cell.commune for cells in found.values() for cell in cells})


class _Reader:
    """What a worker may count, with the rulebook of the day."""

    def __init__(self, worker: Worker, on: date) -> None:
        self.communes = access.communes_counted(worker, on=on)
        self.exact = self.communes <= communes_counted_exactly(worker, on=on)
        self.book = rulebook_in_force(on=on).rulebook
        self.every = {one.code: one for one in indicators_of(self.book)}

    def cells(self, indicators: Collection[str], known_on: date | None) -> dict[tuple[str, str], list[Cell]]:
        """The tallies by indicator and part."""
        found: dict[tuple[str, str], list[Cell]] = defaultdict(list)
        for row in tallies(self.communes, indicators=indicators, known_on=known_on).order_by("month", "commune"):
            cell = Cell(row.indicator, row.month, row.commune_id, (), row.numerator, row.denominator, row.value)
            found[row.indicator, row.code].append(cell)
        return found

    def answered(self, made: Collection[Line], communes: Collection[int]) -> Lines:
        """The lines in the order of the rulebook."""
        order = {name: place for place, name in enumerate(self.every)}
        return Lines(
            counted_on(communes), tuple(sorted(made, key=lambda line: (order[line.indicator.code], line.code))),
            tuple(one for one in self.every.values() if "code" in one.by),
            tuple(row for row in self.book.indicators if row["code"] not in self.every), not self.exact,
        )


def _hidden_parts(found: Mapping[tuple[str, str], Collection[Cell]]) -> frozenset[tuple[str, int]]:
    """Of the parts of an indicator, those that may not be told in a month, given that their sum is told."""
    by_month: dict[int, dict[str, Count]] = defaultdict(dict)
    for (_name, part), cells in found.items():
        for cell in cells:
            above, below = by_month[cell.month].get(part, (0, 0))
            by_month[cell.month][part] = above + cell.numerator, (below or 0) + (cell.denominator or 0)
    return frozenset((part, month) for month, counts in by_month.items() for part in withheld_of(counts))


def _line(indicator: Indicator, code: str, cells: Collection[Cell], *, exact: bool) -> Line:
    """A line whose months are sums over communes, each told as far as it may be."""
    exact = exact or indicator.row["kind"] == OF_WORKERS or indicator.numerator.table in OF_NOBODY
    by_month: dict[int, list[Cell]] = defaultdict(list)
    for cell in cells:
        by_month[cell.month].append(cell)
    points: list[Point] = []
    shown: dict[int, Measured | None] = {}
    for month, there in sorted(by_month.items()):
        communes = {commune: measured(indicator, [cell for cell in there if cell.commune == commune])
                    for commune in {cell.commune for cell in there}}
        counts: dict[int, Count] = {commune: (one.numerator, one.denominator) for commune, one in communes.items()}
        hidden = frozenset[int]() if exact else withheld_of(counts)
        points.append(Point(month, measured(indicator, there) if total_may_be_told(counts, hidden) else None))
        shown = {commune: None if commune in hidden else one for commune, one in communes.items()}
    return Line(indicator, code, tuple(points), shown)
