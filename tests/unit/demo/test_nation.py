"""A synthetic nation: as many children as wanted, in the files that indicators are counted from, by a seed."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from vatra.base.days import EPOCH
from vatra.base.shipped import shipped
from vatra.demo import children
from vatra.demo.children import write_children
from vatra.demo.nation import Nation, make_nation
from vatra.demo.parts import PartedFile
from vatra.method import compile_rulebook, read_rulebook
from vatra.results.evidence_files import ROWS, EvidenceFiles
from vatra.results.indicators import Counting, measured
from vatra.results.periods import months_until
from vatra.results.population import assess_population
from vatra.results.population.engines import DuckdbEngine

DAY = date(2026, 11, 1)
BOOK = read_rulebook(shipped("rulebook/romania"))
COUNTING = Counting(BOOK, tuple(months_until(DAY, number=6)))
WANTED = Nation(children=3_000, months=12, until=DAY, seed=5)
COUNTIES = {"BC": {24801: 700.0, 25166: 300.0}, "IS": {99001: 500.0}}


def files_in(folder: Path) -> EvidenceFiles:
    return EvidenceFiles(folder, BOOK, "1", COUNTING.facts)


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> EvidenceFiles:
    made = files_in(tmp_path_factory.mktemp("nation"))
    make_nation(made, WANTED, COUNTIES)
    return made


def rows(files: EvidenceFiles, name: str) -> pa.Table:
    paths = sorted((files.folder / name).rglob(ROWS))
    return ds.dataset(paths, schema=files.schema(name)).to_table()


def test_every_table_that_is_counted_over_has_rows_with_its_columns(files):
    assert [name for name in files.tables if rows(files, name).num_rows == 0] == []
    assert all(part.name == ROWS for part in files.folder.rglob("county=*/**/*.parquet"))


def test_the_children_are_as_many_as_wanted_where_the_census_has_them(files):
    people = rows(files, "persons")
    children = people.filter(pc.greater(people["born"], 20081101))
    assert 0.95 < children.num_rows / WANTED.children < 1.05
    here = children.filter(pc.equal(children["commune"], 24801)).num_rows / children.num_rows
    assert 0.43 < here < 0.5  # 700 of 1,500


def test_nothing_happens_after_the_end_or_after_a_household_left(files):
    for name, day in (("visits", "on"), ("deliveries", "on"), ("interviews", "on"), ("findings", "since")):
        table = rows(files, name)
        assert pc.max(table[day]).as_py() <= DAY.toordinal()
        assert pc.min(table[day]).as_py() >= DAY.toordinal() - 400
    interviews = rows(files, "interviews")
    assert pc.all(pc.fill_null(pc.less(interviews["on"], interviews["ended_on"]), True)).as_py()


def test_a_row_stands_in_the_part_of_its_month(files):
    for part in (files.folder / "visits").rglob(ROWS):
        table = ds.dataset(part, schema=files.schema("visits")).to_table()
        days = {date.fromordinal(day) for day in table["on"].to_pylist()}
        assert {f"{day:%Y-%m}" for day in days} == {part.parent.name.partition("=")[2]}
    assert date.fromordinal(EPOCH) == date(1970, 1, 1)


def test_indicators_are_counted_from_it(files):
    with closing(DuckdbEngine()) as engine:
        files.read_into(engine)
        cells = COUNTING.count(engine)
    known = {each.code: each for each in COUNTING.indicators}
    last = [cell for cell in cells if cell.month == COUNTING.months[-1].number]
    coverage = measured(known["coverage"], last)
    assert coverage.value and 80 < coverage.value <= 100
    before = [cell for cell in cells if cell.month == COUNTING.months[-2].number]
    kept = measured(known["monitoring_in_time"], before).value
    assert kept and 50 < kept < 90
    share = measured(known["field_share"], before).value
    assert share and 0 < share < 100


def test_the_same_seed_gives_the_same_nation_and_one_cut_short_goes_on(files, tmp_path):
    again = files_in(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        make_nation(again, WANTED, COUNTIES, progress=_stops_at(1))
    assert set(again.taken()) == {24801, 25166} and not again.is_whole()
    make_nation(again, WANTED, COUNTIES)
    assert again.is_whole()
    for name in files.tables:
        assert rows(again, name).equals(rows(files, name))


def _stops_at(county: int):
    def progress(done: int, of: int) -> None:
        if done == county:
            raise KeyboardInterrupt

    return progress


def test_the_children_are_a_population_that_the_rules_are_run_over(tmp_path):
    path = tmp_path / "children.parquet"
    write_children(PartedFile(path, {}), BOOK, number=500, seed=5)
    counts = assess_population(path, compile_rulebook(BOOK), on=DAY, engine="duckdb")
    assert counts.rows == 500 and sum(counts.levels.values()) == 500


def test_children_drawn_some_at_a_time_are_the_same_and_tell_how_far_they_are(tmp_path, monkeypatch):
    told = []
    write_children(PartedFile(tmp_path / "at once.parquet", {}), BOOK, number=500, seed=5)
    monkeypatch.setattr(children, "AT_ONCE", 199)  # no number of whole households
    write_children(PartedFile(tmp_path / "parts.parquet", {}), BOOK, number=500, seed=5,
                   progress=lambda done, of: told.append((done, of)))
    assert told == [(0, 500), (199, 500), (398, 500), (500, 500)]
    assert pq.read_table(tmp_path / "parts.parquet").equals(pq.read_table(tmp_path / "at once.parquet"))
