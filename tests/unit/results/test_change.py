"""What changes if a rulebook is published: the same as assessing everybody twice and comparing child by child."""

from __future__ import annotations

import random
from collections import Counter

import pyarrow.parquet as pq
import pytest

from tests.unit.method import tiny
from tests.unit.method.vectors import ON
from vatra.method import compile_rulebook, read_rulebook
from vatra.results.population import BadPopulation, assess_population
from vatra.results.population.change import change_in_population

ANSWERS = {
    "age_m": [5, 30, 80, 130, 200],
    "h_income": [0, 366, 1000, 2000],
    "h_adults": [1, 2],
    "h_children": [1, 3],
    "h_rooms": [1, 2, 4],
    "h_hazards": ["damp|roof", "fire", "none"],
    "h_dwelling": ["house", "improvised", "none"],
    "c_gp": ["yes", "no"],
    "c_enrolled": ["yes", "no"],
    "c_ever_enrolled": ["yes", "no"],
    "c_mother": ["present", "abroad", "deceased"],
    "c_father": ["present", "abroad", "deceased"],
    "a_gp": ["yes", "no"],
    "a_alcohol": ["none", "occasional", "dependence"],
    "g_week": [0, 9, 20],
    "g_gp": ["yes", "no"],
    "g_age_y": [15, 17, 30],
}


def program(folder, **changes):
    return compile_rulebook(read_rulebook(tiny.write(folder, **changes)))


@pytest.fixture(scope="module")
def before(tmp_path_factory):
    return program(tmp_path_factory.mktemp("before"))


@pytest.fixture(scope="module")
def children(tmp_path_factory):
    chance = random.Random(7)
    rows = [",".join(["id", *ANSWERS])]
    for number in range(400):
        answers = ["" if chance.random() < 0.1 else str(chance.choice(each)) for each in ANSWERS.values()]
        rows.append(",".join([str(number), *answers]))
    path = tmp_path_factory.mktemp("children") / "children.csv"
    path.write_text("\n".join(rows) + "\n")
    return path


def changed(text, old, new):
    rows = [row.replace(old, new) for row in tiny.ROWS[text]]
    assert rows != tiny.ROWS[text]
    return {text.removesuffix(".csv").replace("/", "__"): rows}


CHANGES = {
    "a parameter": changed("parameters.csv", "vmi,366", "vmi,500"),
    "a threshold and a severity": changed("tables/ED03.csv", "1,3,[6..18)", "1,4,[10..18)"),
    "a vulnerability that others refer to": changed("tables/LO03.csv", "4,4,-,-,none", "4,2,-,-,none"),
    "a derived fact": changed("derived.csv", "1 + ceil(count", "2 + ceil(count"),
    "a service": changed("services.csv", "CR06|LO03", "CR06|SA01"),
    "a vulnerability less": {
        "vulnerabilities": [row for row in tiny.ROWS["vulnerabilities.csv"] if not row.startswith("EC02")],
        "tables__EC02": None,
        "services": [row.replace("EC01|EC02", "EC01") for row in tiny.ROWS["services.csv"]],
    },
    "choices in another order": changed("facts.csv", "none|occasional|dependence", "dependence|none|occasional"),
    "another word": changed("vulnerabilities.csv", "Nume EC01", "Alt nume"),
}


def results(path, program, folder):
    out = folder / f"{program.content_hash}.parquet"
    assess_population(path, program, on=ON, engine="python", out=out)
    return pq.read_table(out).to_pylist()


def checked(before, after, children, folder, engine, **more):
    found = change_in_population(children, before, after, on=ON, engine=engine, **more)
    old, new = results(children, before, folder), results(children, after, folder)
    together = list(zip(old, new, strict=True))
    levels = {pair: number for pair, number in found.levels.items() if number}
    assert levels == Counter((was["level"], now["level"]) for was, now in together)
    for code in [each.code for each in before.rulebook.vulnerabilities]:
        pairs = Counter((was[code], now.get(code, "absent")) for was, now in together)
        moved = {pair: number for pair, number in pairs.items() if pair[0] != pair[1]}
        shift = found.findings.get(code)
        assert moved == {pair: number for pair, number in (shift.moved if shift else {}).items() if number}
        worse = sum((now.get(f"{code}_severity") or 0) > (was[f"{code}_severity"] or 9) for was, now in together)
        assert worse == (shift.graver if shift else 0)
    for code in [each.code for each in before.rulebook.services if each.propose != "never"]:
        gained = sum(now[code] > was[code] for was, now in together)
        lost = sum(now[code] < was[code] for was, now in together)
        assert found.services.get(code, (0, 0)) == (gained, lost)
    assert found.children == 400
    labels = [name for name in old[0] if name not in ("id", "household")]
    assert found.touched == sum(
        any(was[name] != now.get(name, default(name)) for name in labels) for was, now in together
    )
    return found


def default(name):
    """What a rulebook says of a vulnerability that it does not know."""
    return None if name.endswith("_severity") else "absent"


@pytest.mark.parametrize("what", CHANGES)
@pytest.mark.parametrize("engine", ["sqlite", "duckdb"])
def test_a_change_is_what_two_assessments_differ_in(before, children, tmp_path, what, engine):
    after = program(tmp_path / "after", **CHANGES[what])
    checked(before, after, children, tmp_path, engine)


@pytest.mark.postgres_only
def test_postgres_finds_the_same_change(before, children, tmp_path):
    after = program(tmp_path / "after", **CHANGES["a vulnerability that others refer to"])
    checked(before, after, children, tmp_path, "postgres")


def test_what_cannot_differ_is_not_named(before, children, tmp_path):
    found = checked(before, program(tmp_path / "after", **CHANGES["a parameter"]), children, tmp_path, "duckdb")
    assert list(found.findings) == ["EC01", "EC02"]
    assert list(found.services) == ["W01", "S04"]
    assert found.touched > 0
    assert found.findings["EC01"].gained > 0 == found.findings["EC01"].lost
    assert found.level_gained_lost("high")[0] > 0


def test_a_rulebook_with_other_words_only_changes_nothing(before, children, tmp_path):
    found = checked(before, program(tmp_path / "after", **CHANGES["another word"]), children, tmp_path, "duckdb")
    assert (found.touched, found.findings, found.services) == (0, {}, {})


def test_an_answer_the_new_rulebook_does_not_know_is_unknown_to_it(before, children, tmp_path):
    facts = changed("facts.csv", "none|occasional|dependence", "none|dependence")
    after = program(tmp_path / "after", **facts)
    found = change_in_population(children, before, after, on=ON, engine="duckdb")
    assert found.findings["CR06"].to_ask == found.findings["CR06"].lost > 0


def test_an_answer_the_old_rulebook_does_not_know_is_refused(before, tmp_path):
    path = tmp_path / "children.csv"
    path.write_text("id,a_alcohol\n1,often\n")
    with pytest.raises(BadPopulation, match="row 2, column a_alcohol"):
        change_in_population(path, before, before, on=ON, engine="sqlite")


def test_a_fact_that_only_the_new_rulebook_asks_may_be_in_the_file(before, tmp_path):
    after = program(
        tmp_path / "after",
        facts=[*tiny.ROWS["facts.csv"], tiny.fact("c_sleep", "child", "boolean")],
        tables__ED03=["row,severity,c_sleep,note_ro,note_en", "1,2,no,,"],
    )
    path = tmp_path / "children.csv"
    path.write_text("id,c_sleep\n1,no\n2,yes\n3,\n")
    for engine in ("sqlite", "duckdb"):
        shift = change_in_population(path, before, after, on=ON, engine=engine).findings["ED03"]
        assert shift.moved[("unknown", "present")] == shift.moved[("unknown", "absent")] == 1


def test_rows_of_households_and_members_are_refused(before, tmp_path):
    path = tmp_path / "long.csv"
    path.write_text("id,household,kind\n1,A,child\n")
    with pytest.raises(BadPopulation, match="rows per child only"):
        change_in_population(path, before, before, on=ON)


def test_the_children_of_a_file_are_told_apart_by_sex_age_place_and_ethnicity(before, tmp_path):
    rows = ["id,sex,age_m,urban,ethnicity,h_income,h_adults,h_children", "1,f,30,yes,Roma,600,1,1",
            "2,m,70,no,română,600,1,1", "3,m,150,no,,600,1,1", "4,,,,roma,3000,1,1"]
    path = tmp_path / "children.csv"
    path.write_text("\n".join(rows) + "\n")
    after = program(tmp_path / "after", **CHANGES["a parameter"])
    for engine in ("duckdb", "sqlite"):
        found = change_in_population(path, before, after, on=ON, engine=engine)
        assert found.findings["EC01"].gained == 3
        assert found.parts == {  # what was moderate poverty before is extreme poverty now
            "sex": {"f": [1, 1, 1], "m": [2, 2, 2], "unknown": [1, 0, 0]},
            "age": {"0-2": [1, 1, 1], "3-5": [1, 1, 1], "6-10": [0, 0, 0], "11-14": [1, 1, 1], "15-17": [0, 0, 0],
                    "unknown": [1, 0, 0]},
            "place": {"urban": [1, 1, 1], "rural": [2, 2, 2], "unknown": [1, 0, 0]},
            "ethnicity": {"roma": [2, 1, 1], "other": [1, 1, 1], "unknown": [1, 1, 1]},
        }


def test_the_parts_of_every_split_add_up_to_all_children(before, children, tmp_path):
    found = change_in_population(children, before, program(tmp_path / "after", **CHANGES["a service"]), on=ON)
    assert set(found.parts) == {"age"}, "the file says neither sex, place nor ethnicity"
    assert sum(part[0] for part in found.parts["age"].values()) == found.children == 400


def test_a_place_that_is_neither_yes_nor_no_is_refused_with_its_row(before, tmp_path):
    path = tmp_path / "children.csv"
    path.write_text("id,urban\n1,yes\n2,perhaps\n")
    with pytest.raises(BadPopulation, match="row 3, column urban"):
        change_in_population(path, before, before, on=ON)
