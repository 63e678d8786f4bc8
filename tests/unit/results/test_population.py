"""Populations: shapes, cells that cannot be taken, files of results, and the same counts on every engine."""

from __future__ import annotations

import csv
import io
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.unit.method import tiny
from tests.unit.method.vectors import ON, Maker
from vatra.method import compile_rulebook, read_rulebook
from vatra.results.population import BadPopulation, assess_population

ENGINES = ["python", "sqlite", "duckdb"]


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    return compile_rulebook(read_rulebook(tiny.write(tmp_path_factory.mktemp("tiny"))))


def write(path, text):
    path.write_text(text, encoding="utf-8")
    return path


def counts(path, program, engine="sqlite", **more):
    return assess_population(path, program, on=ON, engine=engine, **more)


def refused(path, program, **more):
    with pytest.raises(BadPopulation) as raised:
        counts(path, program, **more)
    return raised.value.sentences("en")


@pytest.mark.parametrize("engine", ENGINES)
def test_a_row_is_a_child_and_what_has_no_column_is_unknown(program, tmp_path, engine):
    path = write(
        tmp_path / "p.csv", "id,birth_date,c_enrolled,c_ever_enrolled\n1,2017-01-01,no,yes\n2,2017-01-01,1,\n3,,nu,da\n"
    )
    found = counts(path, program, engine)
    assert found.rows == 3
    assert found.found["ED03"] == [1, 1, 1]
    assert found.found["EC01"] == [0, 0, 3]
    assert "CR06" not in found.found and "SM01" not in found.found
    assert found.found["SA01"] == [
        0,
        0,
        3,
    ]  # whether an adult has no doctor is not known where no column speaks of adults


@pytest.mark.parametrize("engine", ENGINES)
def test_a_column_of_the_carer_brings_the_carer(program, tmp_path, engine):
    path = write(tmp_path / "p.csv", "id,c_gp,a_alcohol,a_gp\n1,yes,dependence,yes\n2,yes,none,no\n3,yes,,yes\n")
    found = counts(path, program, engine)
    assert found.found["CR06"] == [1, 1, 1]
    assert found.found["SA01"] == [1, 2, 0]
    assert found.proposed["W03"] == 1


@pytest.mark.parametrize("engine", ENGINES)
def test_sets_ages_and_given_derived_facts_are_columns_too(program, tmp_path, engine):
    rows = [
        "1,,[],house,100,8,",
        "2,100,damp|fire,house,,,1",
        '3,,"[""damp"",""roof""]",flat,400,,20',
        "4,879,none,house,,,",
    ]
    path = write(
        tmp_path / "p.csv", "id,adj_income,h_hazards,h_dwelling,h_income,age_m,g_age_y\n" + "\n".join(rows) + "\n"
    )
    found = counts(path, program, engine)
    assert found.found["LO03"] == [2, 2, 0]
    assert found.found["EC01"] == [1, 1, 2]
    assert found.found["SM03"] == [0, 1, 3]  # twenty years old: absent whatever the week


@pytest.mark.parametrize("engine", ENGINES)
def test_the_long_shape_counts_over_real_members(program, tmp_path, engine):
    path = write(
        tmp_path / "p.csv",
        "kind,id,household,birth_date,h_rooms,h_dwelling,h_hazards,c_gp,a_gp,a_alcohol\n"
        "household,x,A,,1,house,[],,,\nchild,1,A,2020-01-01,,,,yes,,\nchild,2,A,2026-09-01,,,,yes,,\n"
        "adult,3,A,1990-01-01,,,,,no,dependence\nchild,1,B,2010-01-01,,,,no,,\n",
    )
    found = counts(path, program, engine)
    assert found.rows == 6  # a household without a row of its own has one all the same
    assert found.found["LO02"] == [1, 0, 1]
    assert found.found["SA01"] == [3, 0, 0]
    assert found.found["CR06"] == [1, 0, 0]


BAD = {
    "an unknown column": ("id,c_dentist\n1,yes\n", "row 1, column c_dentist: there is no fact"),
    "a column twice": ("id,c_gp,c_gp\n1,yes,no\n", "row 1, column c_gp: the column appears twice"),
    "no id": ("c_gp\nyes\n", "row 1, column id: the column is missing"),
    "a wrong yes": ("id,c_gp\n1,yes\n2,perhaps\n", "row 3, column c_gp: yes or no is expected"),
    "a wrong choice": ("id,c_mother\n1,gone\n", "row 2, column c_mother:"),
    "a wrong set": ("id,h_hazards\n1,damp|snow\n", "row 2, column h_hazards:"),
    "a wrong list": ('id,h_hazards\n1,"[""damp"""\n', "row 2, column h_hazards: is not a JSON list"),
    "a wrong number": ("id,h_income\n1,0x10\n", "row 2, column h_income: “0x10” is not a number"),
    "infinity": ("id,h_income\n1,1e400\n", "row 2, column h_income: is not a finite number"),
    "not a number": ("id,h_income\n1,NaN\n", "row 2, column h_income:"),
    "30 February": ("id,birth_date\n1,2020-02-30\n", "row 2, column birth_date: the day 2020-02-30 does not exist"),
    "a birth in the future": ("id,birth_date\n1,2026-11-02\n", "row 2, column birth_date:"),
    "age 131": ("id,birth_date\n1,1895-01-01\n", "row 2, column birth_date: the age would be over 130"),
    "an empty id": ("id,c_gp\n,yes\n", "row 2, column id: the cell is empty"),
    "a hidden sign": ("id,c_gp\n1\x01,yes\n", "row 2, column id: has hidden signs"),
    "a row too short": ("id,c_gp\n1,yes\n2\n", "the file cannot be read"),
    "an empty file": ("", "the file is empty"),
    "a kind that is none": ("kind,id,household\ncat,1,A\n", "row 2, column kind:"),
    "a member twice": ("kind,id,household\nchild,1,A\nadult,1,A\n", "row 3, column id: also stands on row 2"),
    "a fact in a row of another kind": ("kind,id,household,h_rooms\nchild,1,A,2\n", "row 2, column h_rooms:"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_cell_that_cannot_be_taken_is_named_and_nothing_is_written(program, tmp_path, name):
    text, sentence = BAD[name]
    out = tmp_path / "out.csv"
    found = refused(write(tmp_path / "p.csv", text), program, out=out)
    assert any(said.startswith(sentence) for said in found), found
    assert [path.name for path in tmp_path.iterdir()] == ["p.csv"]


def test_a_file_of_another_encoding_or_kind_is_refused_with_a_sentence(program, tmp_path):
    path = tmp_path / "p.csv"
    path.write_bytes("id,household\n1,Bacău Șerbești\n".encode("utf-16"))
    assert refused(path, program)
    path.write_bytes(b"PAR1 and nothing else")
    assert "cannot be read" in refused(path, program)[0]
    path.write_bytes(b"id,household\n1,\xff\xfe\n")
    assert refused(path, program)


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
@pytest.mark.parametrize("engine", ENGINES)
def test_a_file_of_results_has_a_row_for_every_row_in_their_order(program, tmp_path, engine, suffix):
    path = write(
        tmp_path / "p.csv",
        "id,birth_date,c_enrolled,c_ever_enrolled\n=b,2017-01-01,no,yes\na,2017-01-01,1,\nc,,nu,da\n",
    )
    out = tmp_path / f"out{suffix}"
    counts(path, program, engine, out=out)
    rows = list(csv.DictReader(io.StringIO(out.read_text()))) if suffix == ".csv" else pq.read_table(out).to_pylist()
    assert [row["id"] for row in rows] == ["'=b" if suffix == ".csv" else "=b", "a", "c"]  # no formula in a spreadsheet
    assert [row["ED03"] for row in rows] == ["present", "absent", "unknown"]
    assert [str(row["ED03_severity"] or "") for row in rows] == ["3", "", ""]
    assert [row["level"] for row in rows] == ["high", "none", "none"]
    assert [int(row["W02"]) for row in rows] == [1, 0, 0]


def test_parquet_with_its_own_types_says_the_same_as_text(program, tmp_path):
    table = pa.table(
        {
            "id": [1, 2, 3],
            "c_gp": [True, False, None],
            "h_income": [900, 1e3, None],
            "h_adults": pa.array([1, 2, 3], pa.int64()),
            "h_children": pa.array([0.0, 1.0, 2.0]),
            "h_hazards": [["damp", "roof"], [], None],
            "birth_date": [date(2017, 1, 1), date(2026, 10, 20), None],
            "h_dwelling": pa.array(["house", "flat", None]).dictionary_encode(),
        }
    )
    pq.write_table(table, tmp_path / "p.parquet")
    text = write(
        tmp_path / "p.csv",
        "id,c_gp,h_income,h_adults,h_children,h_hazards,birth_date,h_dwelling\n"
        "1,yes,900,1,0,damp|roof,2017-01-01,house\n2,0,1000.0,2,1,[],2026-10-20,flat\n3,,,3,2,,,\n",
    )
    assert counts(tmp_path / "p.parquet", program) == counts(text, program)


def population(program, path, rows, seed=5):
    maker = Maker(program.rulebook, seed)
    header = ["id", "birth_date", *program.rulebook.facts]
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, header, restval="", extrasaction="ignore")
        writer.writeheader()
        for place in range(rows):
            household, (child, adult, pregnant) = maker.household(missing=0.2)
            said = {**household, **pregnant, **adult, **child, "id": place}
            writer.writerow({code: "|".join(v) or "[]" if isinstance(v, list) else v for code, v in said.items()})
    return path


def test_every_engine_gives_identical_counts_and_rows(program, tmp_path):
    path = population(program, tmp_path / "p.csv", 400)
    outs = {engine: tmp_path / f"{engine}.csv" for engine in ENGINES}
    found = [counts(path, program, engine, out=out) for engine, out in outs.items()]
    assert found[0] == found[1] == found[2] == counts(path, program, "duckdb")
    assert len({out.read_bytes() for out in outs.values()}) == 1


def test_a_file_in_many_pieces_is_counted_once(program, tmp_path, monkeypatch):
    path = population(program, tmp_path / "p.csv", 300)
    whole = counts(path, program)
    monkeypatch.setattr("vatra.results.population.reading.PIECE", 70)
    seen = []
    assert counts(path, program, progress=lambda done, total: seen.append(done)) == whole
    assert seen == [70, 140, 210, 280, 300]
    write(path, path.read_text(encoding="utf-8") + "300,gestern" + "," * len(program.rulebook.facts) + "\n")
    assert refused(path, program, out=tmp_path / "o.csv")[0].startswith("row 302, column birth_date:")
    assert not (tmp_path / "o.csv").exists()


@pytest.mark.postgres_only
def test_postgresql_gives_the_same_rows_and_leaves_nothing_behind(program, tmp_path):
    import os

    import psycopg

    path = population(program, tmp_path / "p.csv", 400)
    out, other = tmp_path / "a.csv", tmp_path / "b.csv"
    url = os.environ["DATABASE_URL"]
    assert counts(path, program, "postgres", out=out, database=url) == counts(path, program, "sqlite", out=other)
    assert out.read_bytes() == other.read_bytes()
    with psycopg.connect(url) as connection:
        query = "SELECT count(*) FROM information_schema.schemata WHERE schema_name LIKE 'vatra_population%'"
        assert connection.execute(query).fetchone() == (0,)


def test_a_postgresql_that_does_not_answer_is_a_sentence(program, tmp_path):
    from vatra.results.population import NoEngine

    path = write(tmp_path / "p.csv", "id,c_gp\n1,yes\n")
    with pytest.raises(NoEngine, match="cannot connect"):
        counts(path, program, "postgres", database="postgresql://nobody@127.0.0.1:1/none?connect_timeout=1")
