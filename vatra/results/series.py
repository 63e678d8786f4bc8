"""Indicators as pages show them: a line over months, the communes of the last month, each with its definition."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from vatra.access import queries as access
from vatra.access.queries import Worker
from vatra.assessment.rulebooks import rulebook_in_force
from vatra.method import Program
from vatra.method.evidence import OF_NOBODY
from vatra.method.indicators import Indicator, indicators_of
from vatra.results import county_sums
from vatra.results.disclosure import Count, points_at_someone, sum_may_be_told, total_may_be_told, withheld_of
from vatra.results.indicators import Cell, Measured, in_units, measured
from vatra.results.models import Tally
from vatra.results.overview import communes_counted_exactly
from vatra.results.small_cells import is_small
from vatra.results.tallies import tallies

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

    `each`: the communes of every month of `points`, as far as each may be told. Both are empty unless asked for.
    """

    indicator: Indicator
    code: str
    points: tuple[Point, ...]
    communes: Mapping[int, Measured | None] = field(default_factory=dict)
    each: tuple[Mapping[int, Measured | None], ...] = ()

    @property
    def now(self) -> Point | None:
        """The last month."""
        return self.points[-1] if self.points else None


@dataclass(frozen=True, slots=True)
class Lines:
    """What a worker may see. `counted_on`: as of which day; None when nothing was counted.

    `by_part`: the indicators that only `parts` shows. `not_counted`: rows of indicators.csv that say why they are not
    counted. `withheld`: whether small numbers are. `communes`: those that were counted.
    """

    counted_on: date | None
    lines: tuple[Line, ...]
    by_part: tuple[Indicator, ...]
    not_counted: tuple[Mapping[str, str], ...]
    withheld: bool
    communes: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Beside:
    """Of which indicators the communes are wanted beside each other: of the last month, or of each month.

    `most`: unless more than so many were counted, which no page shows at once; None: however many.
    """

    indicators: Collection[str] = ()
    each_month: bool = False
    most: int | None = None


NO_COMMUNES = Beside()


def lines(
    worker: Worker, *, on: date, known_on: date | None = None, only: Collection[str] | None = None, since: int = 0,
    beside: Beside = NO_COMMUNES,
) -> Lines:
    """One line for each indicator (or `only` some) of the communes whose numbers a worker may see.

    What is split by vulnerability has no line here: a sum over vulnerabilities says nothing; see `parts`. Nor have the
    steps of the way, to readers of numbers: one less the next would tell a few; see `way`. `since`: the first month.
    """
    return _lines(_reader_of(worker, on, since, known_on), only, beside)


def lines_exactly(
    communes: Collection[int], *, on: date, only: Collection[str], since: int, beside: Beside = NO_COMMUNES
) -> Lines:
    """The same for who keeps the register and stands at its command line: nothing is withheld."""
    return _lines(_Reader(frozenset(communes), True, on, since), only, beside)


def _lines(reader: _Reader, only: Collection[str] | None, beside: Beside) -> Lines:
    wanted = [code for code, one in reader.every.items()
              if "code" not in one.by and (only is None or code in only) and (reader.exact or code not in WAY)]
    found = reader.months(wanted)
    told = _told(reader, found)
    points = {
        code: tuple(Point(month, one.measured if told[code, month] else None) for month, one in months.items())
        for code, months in found.items()
    }
    few = beside.most is None or len(reader.reach.every) <= beside.most
    shown = {code: points[code] for code in beside.indicators if few and code in points}
    communes = reader.communes_of({
        code: [point.month for point in (several if beside.each_month else several[-1:])]
        for code, several in shown.items()
    })
    made = []
    for code, several in points.items():
        each = tuple(_withheld(communes[code, point.month], reader.tells_all(code))
                     for point in several if (code, point.month) in communes)
        made.append(Line(reader.every[code], "", several, each[-1] if each else {}, each if beside.each_month else ()))
    return reader.answered(made)


def _told(reader: _Reader, found: Mapping[str, Mapping[int, _Month]]) -> dict[tuple[str, int], bool]:
    """Which months of which indicators may be told; the communes are asked only where their sum leaves it open."""
    told, open_ = {}, defaultdict(list)
    for code, months in found.items():
        for month, one in months.items():
            answer = reader.tells_all(code) or sum_may_be_told(one.count, one.communes, one.pointing)
            if answer is None:
                open_[code].append(month)
            else:
                told[code, month] = answer
    for (code, month), communes in reader.communes_of(open_).items():
        counts = _counts(communes)
        told[code, month] = total_may_be_told(counts, withheld_of(counts))
    return told


def parts(worker: Worker, indicator: str, *, on: date, known_on: date | None = None, since: int = 0) -> Lines:
    """One indicator by vulnerability or by service, over all communes a worker counts together.

    Nobody is shown a part of a single commune: readers of numbers could work out one from another.
    """
    return _parts(_reader_of(worker, on, since, known_on), indicator)


def parts_exactly(communes: Collection[int], indicator: str, *, on: date, since: int) -> Lines:
    """The same for who keeps the register: nothing is withheld."""
    return _parts(_Reader(frozenset(communes), True, on, since), indicator)


def _parts(reader: _Reader, indicator: str) -> Lines:
    found = reader.parts_of(indicator)
    hidden = frozenset[tuple[str, int]]() if reader.exact else _hidden_parts(found)
    made = []
    for part, months in found.items():
        points = tuple(
            Point(month, None if (part, month) in hidden else measured(reader.every[indicator], cells))
            for month, cells in months.items()
        )
        made.append(Line(reader.every[indicator], part, points))
    return reader.answered(made)


def way(worker: Worker, *, on: date, since: int = 0) -> tuple[int, list[tuple[Indicator, int | None]]]:
    """Households enrolled, then how many came as far as each step of the way in the last month; None is withheld.

    Readers of numbers are told a step only where it and those who stopped before it are none or many enough.
    """
    reader = _reader_of(worker, on, since)
    known = [code for code in WAY if code in reader.every]
    found = reader.months(known)
    last = max((month for months in found.values() for month in months), default=0)
    nothing = Measured(None, 0, 0)  # a step that nobody reached is kept nowhere
    sums = {code: months[last].measured if last in months else nothing for code, months in found.items()}
    before = enrolled = round(sums[WAY[0]].denominator or 0) if WAY[0] in sums else 0
    steps: list[tuple[Indicator, int | None]] = []
    for code in known:
        count = round(sums.get(code, nothing).numerator)
        told = reader.exact or not (is_small(count) or is_small(before - count))
        steps.append((reader.every[code], count if told else None))
        before = count if told else before
    return (enrolled if reader.exact or not is_small(enrolled) else 0), steps


@lru_cache(maxsize=4)
def _every(program: Program) -> Mapping[str, Indicator]:
    """The indicators of a rulebook by code: their conditions are read once."""
    return {one.code: one for one in indicators_of(program.rulebook)}


def _reader_of(worker: Worker, on: date, since: int = 0, known_on: date | None = None) -> _Reader:
    communes = access.communes_counted(worker, on=on)
    return _Reader(communes, communes <= communes_counted_exactly(worker, on=on), on, since, known_on)


@dataclass(slots=True)
class _Month:
    """One indicator in one month, over all communes: `pointing`: how many of them could point at someone."""

    indicator: Indicator
    cells: list[Cell] = field(default_factory=list)
    communes: int = 0
    pointing: int = 0

    @property
    def measured(self) -> Measured:
        """The number of all together."""
        return measured(self.indicator, self.cells)

    @property
    def count(self) -> Count:
        """What it is of, of how many."""
        return self.measured.numerator, self.measured.denominator


class _Reader:
    """What may be counted, with the rulebook of the day; `exact`: nothing is withheld; `since`: the first month.

    Counties are read by their sums where they have them, but for what was known on an earlier day.
    """

    def __init__(
        self, communes: frozenset[int], exact: bool, on: date, since: int, known_on: date | None = None
    ) -> None:
        self.since, self.communes, self.exact, self.known_on = since, communes, exact, known_on
        self.reach = county_sums.reach(communes)
        self.counties = self.reach.counties if known_on is None else ()
        self.single = self.reach.communes if known_on is None else communes
        program = rulebook_in_force(on=on)
        self.book, self.every = program.rulebook, _every(program)

    def tells_all(self, code: str) -> bool:
        """Whether nothing of an indicator is withheld: also what tells of posts and meetings, not of families."""
        one = self.every[code]
        return self.exact or one.row["kind"] == OF_WORKERS or one.numerator.table in OF_NOBODY

    def months(self, indicators: Collection[str]) -> dict[str, dict[int, _Month]]:
        """Each indicator as a whole, month by month."""
        found: dict[tuple[str, int], _Month] = {}

        def at(code: str, month: int) -> _Month:
            return found.setdefault((code, month), _Month(self.every[code]))

        medians = [code for code in indicators if self.every[code].measure == "median"]
        if self.counties:
            for row in county_sums.wholes(self.counties, indicators, since=self.since):
                one = at(row["indicator"], row["month"])
                one.communes, one.pointing = row["where"], row["small"]
                if row["indicator"] not in medians:
                    one.cells.append(_cell(row))
            for row in county_sums.parts(self.counties, medians, since=self.since) if medians else ():
                at(row["indicator"], row["month"]).cells.append(_cell(row))
        for (code, month), communes in self._single(indicators).items():
            one = at(code, month)
            for cells in communes.values():
                one.cells += cells
                one.communes += 1
                one.pointing += points_at_someone(_count(one.indicator, cells))
        by_indicator: dict[str, dict[int, _Month]] = defaultdict(dict)
        for (code, month), one in sorted(found.items()):
            by_indicator[code][month] = one
        return by_indicator

    def _single(self, indicators: Collection[str]) -> dict[tuple[str, int], dict[int, list[Cell]]]:
        """Of the communes that are read one by one: their tallies by indicator and month, then by commune."""
        rows = tallies(self.single, indicators=indicators, known_on=self.known_on).filter(month__gte=self.since)
        return _by_commune(rows) if self.single else {}

    def communes_of(self, months: Mapping[str, Collection[int]]) -> dict[tuple[str, int], dict[int, Measured]]:
        """Every commune of some months of some indicators."""
        wanted = {(code, month) for code, several in months.items() for month in several}
        if not wanted:
            return {}
        rows = tallies(self.communes, indicators=list(months), known_on=self.known_on).filter(
            month__in={month for _code, month in wanted})
        return {
            key: {commune: measured(self.every[key[0]], cells) for commune, cells in communes.items()}
            for key, communes in _by_commune(rows).items() if key in wanted
        }

    def parts_of(self, indicator: str) -> dict[str, dict[int, list[Cell]]]:
        """The tallies of one indicator by part and month, of all communes together."""
        found: dict[str, dict[int, list[Cell]]] = defaultdict(lambda: defaultdict(list))
        wanted = [indicator] if indicator in self.every else []
        for row in county_sums.parts(self.counties, wanted, since=self.since) if self.counties else ():
            found[row["code"]][row["month"]].append(_cell(row))
        rows = tallies(self.single, indicators=wanted, known_on=self.known_on).filter(month__gte=self.since)
        for code, month, above, below, value in rows.values_list(
            "code", "month", "numerator", "denominator", "value"
        ) if self.single else ():
            found[code][month].append(Cell(indicator, month, 0, (), above, below, value))
        return {code: dict(sorted(months.items())) for code, months in found.items()}

    def answered(self, made: Collection[Line]) -> Lines:
        """The lines in the order of the rulebook."""
        order = {name: place for place, name in enumerate(self.every)}
        return Lines(
            self.reach.on if made else None,
            tuple(sorted(made, key=lambda line: (order[line.indicator.code], line.code))),
            tuple(one for one in self.every.values() if "code" in one.by),
            tuple(row for row in self.book.indicators if row["code"] not in self.every), not self.exact,
            self.reach.every,
        )


def _cell(row: Mapping[str, Any]) -> Cell:
    """A sum of counties."""
    return Cell(row["indicator"], row["month"], 0, (), row["above"], row["below"], row.get("value", 0))


def _by_commune(rows: QuerySet[Tally]) -> dict[tuple[str, int], dict[int, list[Cell]]]:
    found: dict[tuple[str, int], dict[int, list[Cell]]] = defaultdict(lambda: defaultdict(list))
    columns = ("indicator", "month", "commune_id", "numerator", "denominator", "value")
    for code, month, commune, above, below, value in rows.values_list(*columns):
        found[code, month][commune].append(Cell(code, month, commune, (), above, below, value))
    return found


def _count(indicator: Indicator, cells: Collection[Cell]) -> Count:
    return in_units(indicator, sum(cell.numerator for cell in cells), sum(cell.denominator or 0 for cell in cells))


def _counts(communes: Mapping[int, Measured]) -> dict[int, Count]:
    return {commune: (one.numerator, one.denominator) for commune, one in communes.items()}


def _withheld(communes: Mapping[int, Measured], tells_all: bool) -> dict[int, Measured | None]:
    """The communes of one month, each as far as it may be told beside their sum."""
    hidden = frozenset[int]() if tells_all else withheld_of(_counts(communes))
    return {commune: None if commune in hidden else one for commune, one in communes.items()}


def _hidden_parts(found: Mapping[str, Mapping[int, Collection[Cell]]]) -> frozenset[tuple[str, int]]:
    """Of the parts of an indicator, those that may not be told in a month, given that their sum is told."""
    by_month: dict[int, dict[str, Count]] = defaultdict(dict)
    for part, months in found.items():
        for month, cells in months.items():
            by_month[month][part] = (
                sum(cell.numerator for cell in cells), sum(cell.denominator or 0 for cell in cells))
    return frozenset((part, month) for month, counts in by_month.items() for part in withheld_of(counts))
