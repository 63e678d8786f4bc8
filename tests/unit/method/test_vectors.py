"""The shared vectors: up to date, and answered alike by Python and by SQL."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path

import pytest

from tests.unit.method import tiny
from tests.unit.method.vectors import FILES, FOLDER, ON, brief, text_of
from vatra.method import compile_rulebook, read_rulebook
from vatra.results.population import assess_population

MEMBERS = {"child": "", "adult": "a_", "pregnant": "g_"}


@pytest.mark.parametrize("name", FILES)
def test_the_vectors_are_those_of_the_rulebook_as_it_stands(name):
    assert (FOLDER / name).read_text(encoding="utf-8") == text_of(FILES[name]()), (
        "run: python -m tests.unit.method.vectors"
    )


@pytest.fixture
def programs(program, romania):
    return {"method-language.json": program, "method-romania.json": romania}


@pytest.mark.parametrize("name", FILES)
def test_python_answers_every_vector(programs, name):
    vectors = json.loads((FOLDER / name).read_text(encoding="utf-8"))["vectors"]
    for vector in vectors:
        result = programs[name].assess(vector["household"], vector["members"], on=ON)
        all_expected = [*vector["expect"]["subjects"], vector["expect"]["household"]]
        for subject, expected in zip((*result.subjects, result.household), all_expected, strict=True):
            assert json.loads(json.dumps(brief(subject, reasons="reasons" in expected))) == expected, vector["name"]


def cell(value):
    if isinstance(value, bool):
        return "yes" if value else "no"
    return (
        json.dumps(value)
        if isinstance(value, list)
        else ""
        if value is None
        else repr(value)
        if isinstance(value, float)
        else str(value)
    )


def flat(vectors, program, path):
    """Vectors of one child, one carer and one pregnant woman, as one row per child."""
    header = [
        "id",
        *(prefix + code for prefix in MEMBERS.values() for code in ("birth_date", "sex")),
        *(code for code, fact in program.rulebook.facts.items() if fact.subject != "member"),
    ]
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, header, restval="")
        writer.writeheader()
        for place, vector in enumerate(vectors):
            row = {"id": place, **{code: cell(value) for code, value in vector["household"].items() if code != "id"}}
            for member in vector["members"]:
                for code, value in member.items():
                    if code not in ("id", "kind"):
                        row[(MEMBERS[member["kind"]] if code in ("birth_date", "sex") else "") + code] = cell(value)
            writer.writerow({name: value for name, value in row.items() if name in header})


def long(vectors, program, path):
    """Any vectors, as rows of households and members."""
    codes = ["birth_date", "sex", *(code for code, fact in program.rulebook.facts.items() if fact.subject != "member")]
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, ["kind", "id", "household", *codes], restval="")
        writer.writeheader()
        for place, vector in enumerate(vectors):
            for kind, who in (("household", vector["household"]), *((m["kind"], m) for m in vector["members"])):
                row = {code: cell(value) for code, value in who.items() if code not in ("id", "kind")}
                writer.writerow(row | {"kind": kind, "id": who["id"], "household": place})


def states(expected):
    return {code: text.partition(" ")[0] for code, text in expected["found"].items()}


def check(name, programs, engine, tmp_path):
    program = programs[name]
    if name == "method-romania.json" and "sex" not in program.rulebook.facts:
        pytest.fail("sex is a fact of the rulebook")
    vectors = json.loads((FOLDER / name).read_text(encoding="utf-8"))["vectors"]
    single = [v for v in vectors if not v["name"].startswith("large")]
    if "sex" not in program.rulebook.facts:
        single = [{**v, "members": [{k: x for k, x in m.items() if k != "sex"} for m in v["members"]]} for v in single]
    flat(single, program, tmp_path / "flat.csv")
    out = tmp_path / "out.csv"
    database = os.environ.get("DATABASE_URL") if engine == "postgres" else None
    assess_population(tmp_path / "flat.csv", program, on=ON, engine=engine, out=out, database=database)
    for vector, row in zip(single, csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"))), strict=True):
        expected = [vector["expect"]["household"], *vector["expect"]["subjects"]]
        child = next(e for e in vector["expect"]["subjects"] if e["id"] == "child")
        assert {code: row[code] for e in expected for code in e["found"]} == {
            c: s for e in expected for c, s in states(e).items()
        }, vector["name"]
        assert row["level"] == child["level"], vector["name"]
        assert {service[0] for service in vector["expect"]["household"]["services"]} == {
            service.code for service in program.rulebook.services if row.get(service.code) == "1"
        }
    long(vectors, program, tmp_path / "long.csv")
    assess_population(tmp_path / "long.csv", program, on=ON, engine=engine, out=out, database=database)
    got = {
        (row["household"], row["kind"], row["id"]): row
        for row in csv.DictReader(io.StringIO(out.read_text(encoding="utf-8")))
    }
    for place, vector in enumerate(vectors):
        for expected, kind in [
            (vector["expect"]["household"], "household"),
            *((e, m["kind"]) for e, m in zip(vector["expect"]["subjects"], vector["members"], strict=True)),
        ]:
            row = got[str(place), kind, str(place) if kind == "household" else expected["id"]]
            assert {code: row[code] for code in expected["found"]} == states(expected), vector["name"]
            assert row["level"] == expected["level"], vector["name"]
            for code, text in expected["found"].items():
                assert row[f"{code}_severity"] == text.partition(" ")[2], vector["name"]


@pytest.mark.parametrize("engine", ["python", "sqlite", "duckdb"])
@pytest.mark.parametrize("name", FILES)
def test_an_engine_answers_every_vector(programs, name, engine, tmp_path: Path):
    check(name, programs, engine, tmp_path)


@pytest.mark.postgres_only
@pytest.mark.parametrize("name", FILES)
def test_postgresql_answers_every_vector(programs, name, tmp_path: Path):
    check(name, programs, "postgres", tmp_path)


def test_a_rulebook_travels_to_the_tablet_whole(tmp_path):
    from vatra.method.typescript import typescript_data

    data = typescript_data(read_rulebook(tiny.write(tmp_path)))
    assert json.loads(json.dumps(data)) == json.loads(
        json.dumps(typescript_data(compile_rulebook(read_rulebook(tmp_path)).rulebook))
    )
