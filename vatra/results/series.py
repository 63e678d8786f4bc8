"""Indicators as pages show them: a line over months, the communes of the last month, each with its definition."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from vatra.access import queries as access
from vatra.access.queries import Worker
from vatra.assessment.rulebooks import rulebook_in_force
from vatra.method import Program
from vatra.method.evidence import OF_NOBODY
from vatra.method.indicators import Indicator, indicators_of
from vatra.results.disclosure import Count, total_may_be_told, withheld_of
from vatra.results.indicators import Cell, Measured, measured
from vatra.results.overview import communes_counted_exactly
from vatra.results.small_cells import is_small
from vatra.results.tallies import counted_on, tallies

OF_WORKERS = "workload"  # tells of posts and hours, not of families
WAY = ("way_assessed", "way_found", "way_case", "way_plan", "way_helped", "way_eased")  # each within the one before


@dataclass(frozen=True, slots=True)
class Point:
    """One month (YYYYMM); `measured` None where it is withheld."""

    month: int
    measured: Measured | None


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator, or one part of it (`code`); `communes` of the last month, None where withheld.

    `each`: the communes of every month of `points`, as far as each may be told.
    """

    indicator: Indicator
    code: str
    points: tuple[Point, ...]
    communes: Mapping[int, Measured | None]
    each: tuple[Mapping[int, Measured | None], ...] = ()

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


def lines(
    worker: Worker, *, on: date, known_on: date | None = None, only: Collection[str] | None = None, since: int = 0
) -> Lines:
    """One line for each indicator (or `only` some) of the communes whose numbers a worker may see.

    What is split by vulnerability has no line here: a sum over vulnerabilities says nothing; see `parts`. Nor have the
    steps of the way, to readers of numbers: one less the next would tell a few; see `way`. `since`: the first month.
    """
    return _lines(_reader_of(worker, on, since), known_on, only)


def lines_exactly(communes: Collection[int], *, on: date, only: Collection[str], since: int) -> Lines:
    """The same for who keeps the register and stands at its command line: nothing is withheld."""
    return _lines(_Reader(frozenset(communes), True, on, since), None, only)


def _lines(reader: _Reader, known_on: date | None, only: Collection[str] | None) -> Lines:
    found = reader.cells([
        code for code, one in reader.every.items()
        if "code" not in one.by and (only is None or code in only) and (reader.exact or code not in WAY)
    ], known_on)
    by_indicator: dict[str, list[Cell]] = defaultdict(list)
    for (name, _part), cells in found.items():
        by_indicator[name] += cells
    made = [_line(reader.every[name], "", cells, exact=reader.exact) for name, cells in by_indicator.items()]
    return reader.answered(made, {cell.commune for cells in by_indicator.values() for cell in cells})


def parts(worker: Worker, indicator: str, *, on: date, known_on: date | None = None, since: int = 0) -> Lines:
    """One indicator by vulnerability or by service, over all communes a worker counts together.

    Readers of numbers are told no part of a single commune: with the sums told elsewhere, one would tell another.
    """
    return _parts(_reader_of(worker, on, since), indicator, known_on)


def parts_exactly(communes: Collection[int], indicator: str, *, on: date, since: int) -> Lines:
    """The same for who keeps the register: nothing is withheld."""
    return _parts(_Reader(frozenset(communes), True, on, since), indicator, None)


def _parts(reader: _Reader, indicator: str, known_on: date | None) -> Lines:
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


def way(worker: Worker, *, on: date, since: int = 0) -> tuple[int, list[tuple[Indicator, int | None]]]:
    """Households enrolled, then how many came as far as each step of the way in the last month; None is withheld.

    Readers of numbers are told a step only where it and those who stopped before it are none or many enough.
    """
    reader = _reader_of(worker, on, since)
    known = [code for code in WAY if code in reader.every]
    found = reader.cells(known, None)
    last = max((cell.month for cells in found.values() for cell in cells), default=0)
    sums = {code: measured(reader.every[code], [cell for cell in cells if cell.month == last])
            for (code, _part), cells in found.items()}
    before = enrolled = round(sums[WAY[0]].denominator or 0) if WAY[0] in sums else 0
    steps: list[tuple[Indicator, int | None]] = []
    for code in known:
        count = round(sums[code].numerator) if code in sums else 0  # a step nobody reached is kept nowhere
        told = reader.exact or not (is_small(count) or is_small(before - count))
        steps.append((reader.every[code], count if told else None))
        before = count if told else before
    return (enrolled if reader.exact or not is_small(enrolled) else 0), steps


@lru_cache(maxsize=4)
def _every(program: Program) -> Mapping[str, Indicator]:
    """The indicators of a rulebook by code: their conditions are read once."""
    return {one.code: one for one in indicators_of(program.rulebook)}


def _reader_of(worker: Worker, on: date, since: int = 0) -> _Reader:
    communes = access.communes_counted(worker, on=on)
    return _Reader(communes, communes <= communes_counted_exactly(worker, on=on), on, since)


class _Reader:
    """What may be counted, with the rulebook of the day; `exact`: nothing is withheld; `since`: the first month."""

    def __init__(self, communes: frozenset[int], exact: bool, on: date, since: int) -> None:
        self.since, self.communes, self.exact = since, communes, exact
        program = rulebook_in_force(on=on)
        self.book, self.every = program.rulebook, _every(program)

    def cells(self, indicators: Collection[str], known_on: date | None) -> dict[tuple[str, str], list[Cell]]:
        """The tallies by indicator and part."""
        found: dict[tuple[str, str], list[Cell]] = defaultdict(list)
        rows = tallies(self.communes, indicators=indicators, known_on=known_on).filter(month__gte=self.since)
        columns = ("indicator", "code", "month", "commune_id", "numerator", "denominator", "value")
        for name, code, month, commune, above, below, value in rows.order_by("month", "commune").values_list(*columns):
            found[name, code].append(Cell(name, month, commune, (), above, below, value))
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
    each: list[dict[int, Measured | None]] = []
    for month, there in sorted(by_month.items()):
        communes = {commune: measured(indicator, [cell for cell in there if cell.commune == commune])
                    for commune in {cell.commune for cell in there}}
        counts: dict[int, Count] = {commune: (one.numerator, one.denominator) for commune, one in communes.items()}
        hidden = frozenset[int]() if exact else withheld_of(counts)
        points.append(Point(month, measured(indicator, there) if total_may_be_told(counts, hidden) else None))
        each.append({commune: None if commune in hidden else one for commune, one in communes.items()})
    return Line(indicator, code, tuple(points), each[-1] if each else {}, tuple(each))
