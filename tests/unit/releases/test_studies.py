"""Studies: registered before the second round, counted once, and worked out again from their own pack by anybody."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import zipfile
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pikepdf
import pytest
from django.apps import apps

from tests.unit.care.village import colleague
from vatra.access.policies import NotPermitted
from vatra.audit.queries import changes_of
from vatra.releases import studies, study_rounds
from vatra.releases.pack import pack_of
from vatra.releases.pack_words import TABLES
from vatra.releases.studies import CannotStudy
from vatra.releases.study_rounds import counted_rounds, go_on, outcomes
from vatra.results.indicators import Measured

pytestmark = [pytest.mark.django_db]
AT = datetime(2026, 1, 15, 9, tzinfo=UTC)
ON = date(2028, 1, 15)
ARM = 7
CODES = tuple(range(30_001, 30_001 + 2 * ARM))
PLAN: dict[str, Any] = {
    "question": "Scade absența din școală?", "treated": CODES[:ARM], "comparison": CODES[ARM:],
    "rounds": [202601, 202607, 202701, 202707], "begun": 202701, "outcomes": ["coverage", "services_done"],
}
EFFECT = 6.0


@pytest.fixture
def evaluator(db: None) -> Any:
    """Fourteen communes of two counties; who evaluates."""
    for code, siruta in (("BC", 47), ("IS", 225)):
        apps.get_model("places.County").objects.create(code=code, siruta=siruta, name=code)
    for place in CODES:
        apps.get_model("places.Commune").objects.create(
            siruta=place, name=f"Comuna {place}", searched=f"comuna {place}", kind="commune",
            county_id="BC" if place % 2 else "IS", urban=False)
    return colleague("evaluator", "evaluator", commune_id=None)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shares as they would be counted: every commune its own level, and an effect in the treated ones."""
    random = np.random.default_rng(7)
    level = dict(zip(CODES, random.normal(50, 5, len(CODES)), strict=True))

    def numbers(rounds: Any, _engine: Any, commune: int) -> Any:
        found: dict[tuple[str, int], Measured] = {}
        for code in rounds.plan.outcomes:
            for month in rounds.due:
                many = int(random.integers(80, 200))
                share = level[commune] + random.normal(0, 2) + EFFECT * (
                    commune in rounds.plan.treated and month >= rounds.plan.begun)
                above = round(many * share / 100)
                found[code, month] = Measured(100 * above / many, above, many)
        if commune == CODES[0]:
            found["coverage", min(rounds.due)] = Measured(100 * 2 / 60, 2, 60)
        return found

    monkeypatch.setattr(study_rounds, "_numbers", numbers)


def refused(act: Any) -> str:
    with pytest.raises(CannotStudy) as why:
        act()
    assert why.value.message()
    return why.value.code


def registered(by: Any, **other: Any) -> Any:
    return studies.register("Absența", {**PLAN, **other}, by=by, at=AT)


def test_it_is_registered_before_its_second_round_by_who_may(evaluator):
    study = registered(evaluator)
    assert study.rulebook.startswith("romania ")
    assert [(row.by, row.purpose) for row in changes_of(study.uuid)] == [(evaluator.uuid, "register")]
    late = datetime(2026, 7, 1, 9, tzinfo=UTC)
    assert refused(lambda: studies.register("Absența", PLAN, by=evaluator, at=late)) == "too_late"
    with pytest.raises(NotPermitted):
        registered(colleague("primar", "mayor", commune_id=CODES[0]))


@pytest.mark.parametrize(("other", "code"), [
    ({"treated": CODES[:ARM] + CODES[-1:]}, "bad_plan"), ({"rounds": [202607, 202601], "begun": 202601}, "bad_plan"),
    ({"rounds": [202613, 202701], "begun": 202701}, "bad_plan"), ({"begun": 202601}, "bad_plan"),
    ({"question": ""}, "bad_plan"), ({"unknown": 1}, "bad_plan"), ({"outcomes": ["prevalence"]}, "no_such_outcome"),
    ({"outcomes": ["visits_done"]}, "no_such_outcome"), ({"treated": (1, 2)}, "no_such_commune"),
])
def test_a_plan_that_does_not_hold_is_refused_with_a_sentence(evaluator, other, code):
    assert refused(lambda: registered(evaluator, **other)) == code


def test_a_later_plan_is_a_later_word_and_keeps_the_rounds_that_were_counted(evaluator, counted):
    study = registered(evaluator)
    go_on(study, on=date(2026, 3, 1))
    without = {**PLAN, "rounds": PLAN["rounds"][1:]}
    assert refused(lambda: studies.change(study, without, words="Fără", by=evaluator, at=AT)) == "counted_round"
    longer = {**PLAN, "rounds": [*PLAN["rounds"], 202712]}
    studies.change(study, longer, words="Încă o rundă", by=evaluator, at=AT)
    assert list(studies.plan_in_force(study).rounds) == longer["rounds"]
    study.refresh_from_db()
    assert study.plan["rounds"] == PLAN["rounds"], "the first plan stays"


def test_a_round_is_counted_once_when_it_is_over(evaluator, counted):
    study = registered(evaluator)
    assert go_on(study, on=date(2026, 1, 31)) and counted_rounds(study) == []
    assert go_on(study, on=date(2026, 2, 1)) and counted_rounds(study) == [202601]
    before = list(study.cells.order_by("id").values())
    assert go_on(study, on=ON) and counted_rounds(study) == PLAN["rounds"]
    assert list(study.cells.filter(month=202601).order_by("id").values()) == before


def test_small_numbers_are_missing_and_what_is_open_already_stands_as_it_was_published(evaluator, counted):
    study = registered(evaluator, rounds=[202512, 202612], begun=202612, outcomes=["coverage"])
    release = apps.get_model("releases.DataRelease").objects.create(
        uuid=study.uuid, version=1, at=AT, by=evaluator, words="Decizia", rulebook="romania")
    for commune, withheld, value in ((CODES[1], False, 11.0), (CODES[2], True, None)):
        apps.get_model("releases.OpenCell").objects.create(
            release=release, indicator="coverage", year=2025, commune_id=commune, withheld=withheld, value=value,
            numerator=value, denominator=None if withheld else 100.0)
    go_on(study, on=date(2026, 1, 10))
    cells = {cell.commune_id: cell for cell in study.cells.filter(month=202512)}
    assert cells[CODES[0]].withheld and cells[CODES[0]].value is None
    assert cells[CODES[1]].value == 11.0
    assert cells[CODES[2]].withheld


def test_the_effect_that_was_put_in_is_found_and_says_on_what_it_rests(evaluator, counted):
    study = registered(evaluator)
    go_on(study, on=ON)
    first, second = outcomes(study)
    for one in (first, second):
        assert one.fixed_effects is not None and one.bootstrap is not None
        assert one.fixed_effects.low < EFFECT < one.fixed_effects.high
        assert one.bootstrap.p_value < 0.05
        assert one.detectable and one.detectable > 0
    assert first.losses and first.losses.missing[202601][True] > 0
    assert second.event and second.event.alike_before is not None


def test_before_there_is_anything_to_compare_it_says_so(evaluator, counted):
    study = registered(evaluator)
    assert [one.means for one in outcomes(study)] == [{}, {}]
    go_on(study, on=date(2026, 2, 1))
    assert all(one.refused and one.fixed_effects is None for one in outcomes(study))


def test_whoever_unpacks_the_pack_works_out_the_same_numbers(evaluator, counted, tmp_path):
    study = registered(evaluator)
    go_on(study, on=ON)
    packed = zipfile.ZipFile(io.BytesIO(pack_of(study, by=evaluator, on=ON)))
    packed.extractall(tmp_path)
    done = subprocess.run([sys.executable, "rerun.py"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("same  ") == 2 * (3 * 5 + 1)

    mended = (tmp_path / "cells.csv").read_text("utf-8").replace("treated,5", "treated,9", 1)
    (tmp_path / "cells.csv").write_text(mended, "utf-8")
    again = subprocess.run([sys.executable, "rerun.py"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert again.returncode == 1, "other cells give other numbers"


def test_the_pack_holds_cells_of_communes_alone_with_what_reads_them(evaluator, counted):
    study = registered(evaluator)
    go_on(study, on=ON)
    packed = zipfile.ZipFile(io.BytesIO(pack_of(study, by=evaluator, on=ON)))
    files = {name: packed.read(name) for name in packed.namelist()}
    cells = list(csv.DictReader(io.StringIO(files["cells.csv"].decode(), newline="")))
    assert len(cells) == 2 * 4 * len(CODES)
    assert all(not row["value"] for row in cells if row["withheld"] == "true")
    assert not [row for row in cells if row["numerator"] and 0 < float(row["numerator"]) < 5]
    assert {one["path"] for one in json.loads(files["datapackage.json"])["resources"]} == files.keys() - {
        "datapackage.json", "checksums.txt"}
    assert all(len(row) == len(rows[0]) for name in TABLES
               if (rows := list(csv.reader(io.StringIO(files[name].decode(), newline="")))) for row in rows)
    said = files["README.txt"].decode()
    assert study.title in said and PLAN["question"] in said and study.rulebook in said
    assert all(name in said for name in files.keys() - {"datapackage.json", "README.txt"} if "/" not in name)
    assert files["figures/coverage.svg"].count(b"<polyline") == 2
    with pikepdf.open(io.BytesIO(files["report.pdf"])) as report:
        assert report.Root.MarkInfo.Marked and report.Root.Lang is not None
    assert json.loads(files["study.json"])["rulebook"] == study.rulebook
