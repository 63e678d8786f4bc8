"""Indicators: every engine counts what the definition says, and what the register holds."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from tests.unit.care.village import COMMUNE, DAY, GRAVE, asked, delivered, draft, enrolled, made_commune, send
from vatra.base.throwaway_postgres import throwaway_postgres
from vatra.method import inspect_rulebook, read_rulebook
from vatra.method.evidence import AGE_BANDS, tables_of
from vatra.method.indicators import Tally, indicators_of
from vatra.method.interpret import Scene, evaluate
from vatra.results.evidence import Gathering, as_arrow, subjects_by_code, together
from vatra.results.evidence_files import EvidenceFiles
from vatra.results.indicators import PARTS, Cell, Counting, measured
from vatra.results.periods import months_until, table_of
from vatra.results.population.engines import DuckdbEngine, SqliteEngine, postgres
from vatra.results.population.spark import spark

ROMANIA = Path(__file__).parents[3] / "rulebook" / "romania"
ON = date(2026, 8, 20)
COMMUNES = (20297, 21123)
BOOK = read_rulebook(ROMANIA)
TABLES = tables_of(BOOK)
COUNTING = Counting(BOOK, tuple(months_until(ON, number=4)))
FACTS = {code: BOOK.facts[code] for code in COUNTING.facts}


def any_row(chance: random.Random, name: str) -> dict[str, Any]:
    """One row of a table: every column filled by its type, or not known."""
    table, row = TABLES[name], {}
    wanted = {column: (type_.name, type_.choices) for column, type_ in table.columns.items()}
    wanted |= {code: (one.type, one.choices) for code, one in FACTS.items() if one.subject in table.facts_of}
    for column, (type_, choices) in wanted.items():
        row[column] = any_value(chance, column, type_, choices) if chance.random() > 0.15 else None
    return row


def any_value(chance: random.Random, column: str, type_: str, choices: tuple[str, ...]) -> Any:
    if type_ == "choice":
        return chance.choice(choices)
    if type_ == "set":
        return chance.sample(choices, chance.randint(0, 2))
    if type_ == "boolean":
        return chance.random() < 0.5
    if column.endswith("_on") or column in ("on", "since", "until"):
        return date.fromordinal(ON.toordinal() - chance.randint(-40, 500))
    if column == "born":
        return chance.randint(1990, 2026) * 10_000 + chance.randint(1, 12) * 100 + chance.randint(1, 28)
    return chance.randint(0, 40) if column in ("household", "person", "worker") else chance.randint(0, 60)


def plain(row: dict[str, Any], name: str, period: dict[str, int]) -> dict[str, Any]:
    """A row as the interpreter computes with it."""
    given = {column: value.toordinal() if isinstance(value, date) else value for column, value in row.items()}
    for code, one in FACTS.items():
        if one.type == "set" and given.get(code) is not None:
            given[code] = sum(1 << one.choices.index(each) for each in given[code])
    return given | period


def counted(tally: Tally, rows: list[dict[str, Any]], periods: list[dict[str, int]], by: tuple[str, ...]) -> Counter:
    """What a tally counts, row by row, as its definition reads."""
    found: dict[Any, set[Any]] = {}
    sums: Counter = Counter()
    for period in periods:
        for number, row in enumerate(rows):
            values = plain(row, tally.table, period)
            scene = Scene(values, values, {}, BOOK.parameters_on(ON), frozenset())
            if evaluate(tally.when, scene) is not True:
                continue
            place = (period["month"], row["commune"], tuple((name, place_of(name, row, period, tally)) for name in by))
            if tally.value is not None:
                value = evaluate(tally.value, scene)
                if value is not None:
                    sums[place] += round(value * PARTS)
            elif (each := number if tally.each == "row" else values.get(tally.each)) is not None:
                found.setdefault(place, set()).add(each)
    return sums if tally.value is not None else Counter({place: len(each) for place, each in found.items()})


def place_of(name: str, row: dict[str, Any], period: dict[str, int], tally: Tally) -> int:
    if name == "age_band":
        years = None if row.get("born") is None else (period["on_ymd"] - row["born"]) // 10_000
        bands = [place for place, (low, high) in enumerate(AGE_BANDS, 1) if years is not None and years <= high]
        return bands[0] if bands else 0
    type_ = TABLES[tally.table].columns.get(name)
    value = row.get(name)
    return 0 if value is None or type_ is None else type_.choices.index(value) + 1 if type_.choices else value


@pytest.fixture(scope="module")
def rows() -> dict[str, list[dict[str, Any]]]:
    chance = random.Random(7)
    return {name: [any_row(chance, name) | {"commune": chance.choice(COMMUNES)} for _ in range(250)] for name in TABLES}


@pytest.fixture(scope="module")
def arrow(rows: Any) -> Any:
    return together(
        {name: as_arrow(TABLES[name], [row for row in each if row["commune"] == commune], commune, FACTS)
         for name, each in rows.items()}
        for commune in COMMUNES
    )


def cells_of(engine: Any, arrow: Any) -> list[Cell]:
    COUNTING.load(engine, arrow)
    return COUNTING.count(engine)


@pytest.fixture(scope="module")
def loaded(arrow: Any) -> Iterator[DuckdbEngine]:
    with closing(DuckdbEngine()) as engine:
        COUNTING.load(engine, arrow)
        yield engine


@pytest.fixture(scope="module")
def duckdb_cells(arrow: Any) -> list[Cell]:
    with closing(DuckdbEngine()) as engine:
        return cells_of(engine, arrow)


@pytest.mark.parametrize("indicator", COUNTING.indicators, ids=lambda one: one.code)
def test_an_indicator_counts_what_its_definition_says(indicator: Any, rows: Any, duckdb_cells: Any) -> None:
    months = COUNTING.months[-1:] if COUNTING.only_now(indicator) else COUNTING.months
    periods = table_of(months).to_pylist()
    ours = [cell for cell in duckdb_cells if cell.indicator == indicator.code]
    above = counted(indicator.numerator, rows[indicator.numerator.table], periods, indicator.by)
    if indicator.measure == "median":
        assert Counter(cell.numerator for cell in ours).total() == len(ours)
        assert sum(cell.numerator * (cell.value or 0) for cell in ours) == above.total()
        return
    counts = {(cell.month, cell.commune, cell.split): cell.numerator for cell in ours}
    assert COUNTING.of_subjects(indicator) or +Counter(counts) == +above
    if indicator.denominator is None:
        assert all(cell.denominator is None for cell in ours)
        return
    if COUNTING.of_subjects(indicator):
        check_beside_subjects(indicator, ours, above, counted(
            indicator.denominator, rows[indicator.denominator.table], periods, ("subject", *indicator.by[1:])))
        return
    below = counted(indicator.denominator, rows[indicator.denominator.table], periods, indicator.by)
    for cell in ours:
        assert cell.denominator == below[cell.month, cell.commune, cell.split]


def check_beside_subjects(indicator: Any, ours: list[Cell], above: Counter, below: Counter) -> None:
    """Whoever puts the count of a code over the count of its subject, at any sex and age, gets what is defined."""
    assert indicator.by[0] == "code"
    subjects = subjects_by_code(BOOK)
    found, assessed = Counter(), Counter()
    for cell in ours:
        (_, subject), (_, code), *rest = cell.split
        if code:
            assert (subject, cell.denominator) == (subjects[code], 0)
            found[cell.month, cell.commune, (("code", code), *rest)] += cell.numerator
        else:
            assessed[cell.month, cell.commune, (("subject", subject), *rest)] += cell.denominator
            found[cell.month, cell.commune, (("code", 0), *rest)] += cell.numerator
    assert +found == +above
    assert +assessed == +below


def test_sqlite_counts_like_duckdb(arrow: Any, duckdb_cells: list[Cell]) -> None:
    with closing(SqliteEngine(parts=1)) as engine:
        assert cells_of(engine, arrow) == duckdb_cells


def test_postgresql_counts_like_duckdb(arrow: Any, duckdb_cells: list[Cell]) -> None:
    with throwaway_postgres() as url, postgres(url) as engine:
        assert cells_of(engine, arrow) == duckdb_cells


@pytest.mark.spark
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # sockets that pyspark leaves open
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_spark_counts_like_duckdb(arrow: Any, duckdb_cells: list[Cell]) -> None:
    few = {"coverage", "prevalence", "documents_days", "weighted_cases", "benefit_take_up", "services_done"}
    with spark("local[2]") as engine:
        COUNTING.load(engine, arrow)
        sql = [one for one in COUNTING.indicators if one.code in few]
        assert COUNTING.count(engine, only=sql) == [cell for cell in duckdb_cells if cell.indicator in few]


def files_of(folder: Path, arrow: Any) -> EvidenceFiles:
    """The rows as files, the communes dealt out to two counties."""
    files = EvidenceFiles(folder, BOOK, "1", COUNTING.facts)
    files.begin()
    for county, communes in (("BC", COMMUNES[:1]), ("IS", COMMUNES[1:])):
        there = pa.array(communes, pa.int32())
        files.replace(county, communes, {name: rows.filter(pc.is_in(rows["commune"], there))
                                         for name, rows in arrow.items()})
    files.keep_taken(dict.fromkeys(COMMUNES, "x"), whole=True)
    return files


@pytest.mark.parametrize("engine", [DuckdbEngine, lambda: SqliteEngine(parts=1)])
def test_what_is_kept_as_files_is_counted_like_the_register(
    engine: Any, arrow: Any, duckdb_cells: list[Cell], tmp_path: Path
) -> None:
    with closing(engine()) as running:
        files_of(tmp_path, arrow).read_into(running)
        assert COUNTING.count(running) == duckdb_cells


@pytest.mark.spark
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_spark_reads_the_files_by_itself(arrow: Any, duckdb_cells: list[Cell], tmp_path: Path) -> None:
    few = {"coverage", "prevalence"}
    with spark("local[2]") as engine:
        files_of(tmp_path, arrow).read_into(engine)
        sql = [one for one in COUNTING.indicators if one.code in few]
        assert COUNTING.count(engine, only=sql) == [cell for cell in duckdb_cells if cell.indicator in few]


def test_every_indicator_of_romania_is_counted_or_says_why_not() -> None:
    silent = [row["code"] for row in BOOK.indicators if not row["measure"] and not row["not_counted_en"]]
    assert silent == []
    assert len(indicators_of(BOOK)) == sum(bool(row["measure"]) for row in BOOK.indicators)


@pytest.mark.parametrize(
    ("column", "text", "reason"),
    [
        ("numerator_when", "sex =", "the expression"),
        ("denominator_when", "nobody = yes", "there is no fact or code"),
        ("denominator_from", "people", "is not among the tables"),
        ("denominator_each", "worker", "cannot be counted here"),
        ("measure", "beauty", "is one of"),
        ("measure", "", "why it is not"),
    ],
)
def test_a_definition_that_cannot_be_counted_is_refused_with_its_row(
    tmp_path: Path, column: str, text: str, reason: str
) -> None:
    import csv
    import shutil

    folder = shutil.copytree(ROMANIA, tmp_path / "romania")
    with (folder / "indicators.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    place = next(number for number, row in enumerate(rows) if row["code"] == "gp_registered")
    rows[place][column] = text
    with (folder / "indicators.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    mistakes = inspect_rulebook(folder).mistakes
    [found] = [one for one in mistakes if one.file == "indicators.csv"]
    assert (found.row, found.column) == (place + 2, column)
    assert reason in found.reason_en or column == "numerator_when"


def test_months_end_with_the_day_of_counting() -> None:
    months = months_until(date(2026, 3, 10), number=3)
    assert [(month.number, month.last) for month in months] == [
        (202601, date(2026, 1, 31)), (202602, date(2026, 2, 28)), (202603, date(2026, 3, 10)),
    ]
    [march] = table_of(months[-1:]).to_pylist()
    assert date.fromordinal(march["year_ago"]) == date(2025, 3, 10)
    assert date.fromordinal(march["quarter_ago"]) == date(2025, 12, 10)


def one(code: str) -> Any:
    return next(each for each in COUNTING.indicators if each.code == code)


def test_a_share_of_nobody_is_no_number() -> None:
    assert measured(one("coverage"), []).value is None
    assert measured(one("documents_days"), []).value is None


def test_the_median_lies_between_the_two_in_the_middle() -> None:
    def told(days: int, times: int) -> Cell:
        return Cell("documents_days", 202608, 1, (), times, None, days * PARTS)

    cells = [told(10, 1), told(20, 2), told(40, 1)]
    assert measured(one("documents_days"), cells) == measured(one("documents_days"), reversed(cells))
    assert measured(one("documents_days"), cells).value == 20
    assert measured(one("documents_days"), [*cells, told(60, 4)]).value == 50


def test_cells_of_all_indicators_stand_in_one_file_with_a_column_for_each_dimension(
    loaded: DuckdbEngine, duckdb_cells: list[Cell],
) -> None:
    parts = [COUNTING.in_file(each, table) for each, table in COUNTING.tables(loaded)]
    assert {part.schema for part in parts} == {COUNTING.schema}
    assert sum(part.num_rows for part in parts) == len(duckdb_cells)
    wanted = {"indicator", "month", "commune", "code", "sex", "age_band", "numerator", "denominator"}
    assert wanted <= set(COUNTING.schema.names)
    assert {name for part in parts for name in part["indicator"].to_pylist()} == {
        cell.indicator for cell in duckdb_cells}


@pytest.mark.django_db
@pytest.mark.postgres
def test_the_register_of_a_small_village_is_counted() -> None:
    worker = made_commune()
    receipts = send(
        worker, enrolled("a"), enrolled("b"), asked("a", 1, GRAVE), asked("b", 2, {"c_gp": True, "c_enrolled": True}),
        draft("open_case", "a", 2, {}), delivered("a", 3, "W12"),
        draft("record_visit", "a", 3, {"kind": "home", "minutes": 40}),
        draft("record_visit", "b", 3, {"kind": "phone", "minutes": 10}, name="phone"),
        draft("move_out", "b", 30, {"to": "abroad"}),
    )
    assert {receipt.outcome for receipt in receipts} == {"received"}
    counting = Counting(BOOK, tuple(months_until(date(2026, 3, 20), number=2)))
    with closing(DuckdbEngine()) as engine:
        counting.load(engine, Gathering(BOOK, counting.facts).commune(COMMUNE))
        cells = counting.count(engine)

    def value(code: str, month: int) -> Any:
        found = measured(one(code), [cell for cell in cells if cell.month == month])
        return found.value, found.numerator, found.denominator

    assert DAY.month == 2
    assert value("coverage", 202602) == (100, 2, 2)
    assert value("coverage", 202603) == (100, 1, 1)  # b left on 4 March
    assert value("field_share", 202602) == (80, 40, 50)
    assert value("abuse_reports", 202602) == (500, 1, 2)
    assert value("cases_per_manager", 202603) == (1, 1, 1)
    assert value("way_assessed", 202602) == (100, 2, 2)
    assert value("way_found", 202603) == (100, 1, 1)
    assert value("way_case", 202603) == (100, 1, 1)
    assert value("way_plan", 202603) == (0, 0, 1)
    assert value("services_given", 202603) == (1, 1, None)
    assert value("findings_again", 202603) == (0, 0, None)
    assert value("households_per_worker", 202603) == (1, 1, 1)
    assert Fraction(value("persons_per_nurse", 202603)[1]) == 2
