"""`vatra compare`: a list compared on the command line, under the same rules of who may, and found again."""

from __future__ import annotations

import csv

import pytest
from click.testing import CliRunner
from django.utils import timezone

from tests.unit.web import village
from tests.unit.web.village import HERE, THERE
from vatra.cli.compare import compare
from vatra.results import comparing

pytestmark = pytest.mark.django_db


@pytest.fixture
def pupils(tmp_path):
    village.made_village(timezone.localdate())
    file = tmp_path / "lista.csv"
    file.write_text("Nume,Prenume,Data nașterii,Clasa\n=Zăvoianu,Radu,09.10.2014,IV\nPopa,Ion,30.02.2015,IV\n", "utf-8")
    return file


def run(*arguments: object):
    return CliRunner().invoke(compare, [*map(str, arguments), "--language", "en"])


def test_who_is_missing_is_counted_and_written_without_formulas(pupils, tmp_path):
    found = tmp_path / "missing.csv"
    said = run(pupils, "--commune", HERE, "--by", "ana", "--missing", found)
    assert said.exit_code == 0, said.output
    words = " ".join(said.output.split())
    assert "Children of the list: 1." in words and "Not here: 1." in words and "Rows with mistakes: 1." in words
    rows = list(csv.reader(found.read_text("utf-8-sig").splitlines()))
    assert rows[1][:4] == ["2", "'=Zăvoianu", "Radu", "2014-10-09"]


def test_the_same_file_again_goes_on_with_the_same_comparison(pupils):
    run(pupils, "--commune", HERE, "--by", "ana")
    assert run(pupils, "--commune", HERE, "--by", "mihai").exit_code == 0
    assert len(comparing.comparisons_of(HERE, ["school"])) == 1


@pytest.mark.parametrize("arguments", [
    ("--commune", HERE, "--by", "nina"), ("--commune", THERE, "--by", "ana"), ("--commune", HERE, "--by", "primar"),
    ("--commune", HERE, "--by", "nobody"), ("--commune", HERE), ("--by", "ana"),
])
def test_who_may_not_is_told_so_and_nothing_is_kept(pupils, arguments):
    said = run(pupils, *arguments)
    assert said.exit_code != 0 and "Traceback" not in said.output
    assert not comparing.Comparison.objects.exists()


def test_what_is_no_list_is_refused_with_a_sentence(pupils):
    pupils.write_bytes(b"PK" + b"x" * 100)
    said = run(pupils, "--commune", HERE, "--by", "ana")
    assert said.exit_code == 1 and "cannot be read as a spreadsheet" in " ".join(said.output.split())


def test_old_comparisons_are_forgotten(pupils):
    run(pupils, "--commune", HERE, "--by", "ana")
    comparing.Comparison.objects.update(begun_on="2020-01-01")
    assert "Comparisons forgotten: 1." in run("--forget").output
    assert not comparing.ListedRow.objects.exists()


def test_who_lives_next_door_is_told_apart_and_not_written_among_the_missing(pupils, tmp_path):
    village.handed_in([village._enrolled("dinu", [
        village._member("dinu", "Toma", "Dinu", "1960-05-06", "m", "head"),
        village._member("dinu", "Radu", "Dinu", "2014-02-03", "m", "child")
        | {"cnp": {"state": "present", "value": "5140203040021"}},
    ], timezone.localdate(), THERE)], "sorin")
    file, missing = tmp_path / "elevi.csv", tmp_path / "missing.csv"
    file.write_text("Nume,Prenume,CNP\nDinu,Radu,5140203040021\n", "utf-8")
    said = " ".join(run(file, "--commune", HERE, "--by", "ana", "--missing", missing).output.split())
    assert "Not here: 0." in said and "Known in another commune of the county, and not missing: 1." in said
    assert len(missing.read_text("utf-8-sig").splitlines()) == 1 and "Sascut" not in said
