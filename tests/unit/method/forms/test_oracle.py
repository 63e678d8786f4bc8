"""ODK's own engine (the one of ODK Web Forms) as the oracle: hundreds of random submissions, value by value.

Where we differ on purpose: numbers are written without an exponent (XPath 1.0), a text such as 0x10 or 1e5 is no
number (XPath 1.0), the sum of nobody is 0 (XPath 1.0 and JavaRosa), no day is nothing rather than "Invalid Date",
and letters outside the plane count as one. Their engine falls over days that do not exist; ours says there is none.
So the submissions here leave these out; `test_vectors` has them.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests import node
from tests.unit.method.forms import language
from tests.unit.method.forms.sheets import write
from tests.unit.method.forms.vectors import TODAY, submission
from vatra.base.shipped import shipped
from vatra.exchange.questionnaire import build_workbook, xform_of
from vatra.method import read_rulebook
from vatra.method.forms import form_of
from vatra.method.forms.data import data_of

FIELD = Path(__file__).resolve().parents[4] / "field"
TEXTS = ("", "a", "ana", "ș", "șir-12", "12", "-3.50", "2026-02-28", "abc.7", "Ion", "true", "constructor")
TIMES = int(os.environ.get("VATRA_ORACLE", "1"))  # their engine takes a second for a household in Node: more at will
ON_PURPOSE = {"huge", "tiny", "day_of_words"}


def compared(folder: Path, facts: dict[str, Any], repeat: str, count: int, place: Path) -> dict[str, Any]:
    """What the engine of ODK makes of random submissions to a questionnaire, beside ours."""
    if not (FIELD / "node_modules/@getodk/xforms-engine").is_dir():
        pytest.skip("ODK's engine is not installed: make field, or npm ci in field/")
    form = form_of(folder)
    vectors = [submission(form, 10_000 + number, repeat, texts=TEXTS, least_rows=1) for number in range(count)]
    case = {"form": data_of(form, facts), "repeat": repeat, "today": TODAY.isoformat(), "vectors": vectors}
    build_workbook(folder, place / "form.xlsx")
    (place / "form.xml").write_text(xform_of(place / "form.xlsx"), "utf-8")
    (place / "case.json").write_text(json.dumps(case), "utf-8")
    oracle = [node.program("node"), "--import", "tsx", "src/questionnaire/oracle.ts"]
    files = [place / "form.xml", place / "case.json"]
    told = subprocess.run(
        [*oracle, *files], cwd=FIELD, capture_output=True, text=True, check=False, env=os.environ | {"TZ": "UTC"}
    )  # their days begin at midnight where the machine stands
    assert told.returncode == 0, told.stderr[-2_000:]
    return dict(json.loads(told.stdout))


def unexpected(found: dict[str, Any]) -> list[str]:
    return [told for told in found["differences"] if told.split(" of ")[1].partition(":")[0] not in ON_PURPOSE]


def test_the_household_s_questionnaire_means_to_us_what_it_means_to_odk(tmp_path: Path) -> None:
    rulebook = shipped("rulebook/romania")
    facts = read_rulebook(rulebook).facts
    found = compared(rulebook / "questionnaires/household", dict(facts), "member", 20 * TIMES, tmp_path)
    assert (unexpected(found), found["fallen"]) == ([], [])
    assert found["values"] > 4_000 * TIMES


def test_the_whole_language_means_to_us_what_it_means_to_odk(tmp_path: Path) -> None:
    folder = write(tmp_path / "language", language.survey(), language.CHOICES)
    found = compared(folder, {}, "person", 60 * TIMES, tmp_path)
    assert (unexpected(found), found["fallen"]) == ([], [])
    assert found["values"] > 6_000 * TIMES
