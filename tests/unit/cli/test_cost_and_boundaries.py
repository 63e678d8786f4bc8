"""`vatra results cost` and `vatra places boundaries`: tables that add up, refusals in one sentence."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.unit.care.village import COMMUNE, GRAVE, asked, delivered, draft, enrolled, made_commune, send
from vatra.cli.places import places
from vatra.cli.results import results
from vatra.places.queries import boundaries_of
from vatra.results.tallies import refresh

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 20)


@pytest.fixture(autouse=True)
def counted() -> None:
    worker = made_commune()
    send(worker, enrolled("a"), asked("a", 1, GRAVE), draft("open_case", "a", 2, {}), delivered("a", 3, "W12"))
    refresh(on=ON)


def said(command: Any, *words: str) -> tuple[int, str]:
    done = CliRunner().invoke(command, words, env={"COLUMNS": "200"})
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done.exit_code, done.output


def test_the_cost_of_a_commune_is_that_of_its_posts() -> None:
    code, told = said(results, "cost", "--on", ON.isoformat(), "--commune", str(COMMUNE))
    assert code == 0
    assert "2025" in told and "81,261" in told  # one social worker: (4,561 x 12 x 1.0225 + 9,000) x 166.34 / 132.98
    assert told.count("│ 1 ") >= 2  # the one post; the one service


def outline(siruta: int) -> str:
    ring = [[26.9, 46.2], [27.0, 46.2], [27.0, 46.3], [26.9, 46.2]]
    return json.dumps({"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"siruta": siruta}, "geometry": {"type": "Polygon", "coordinates": [ring]}}]})


def test_boundaries_of_a_file_are_kept(tmp_path: Path) -> None:
    (tmp_path / "x.geojson").write_text(outline(COMMUNE))
    code, told = said(places, "boundaries", str(tmp_path / "x.geojson"), "--source", "Cineva", "--licence", "CC0")
    assert code == 0 and "1" in told
    assert set(boundaries_of([COMMUNE])) == {COMMUNE}


def test_a_file_that_cannot_be_taken_says_why_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "x.geojson").write_text(outline(1))
    code, told = said(places, "boundaries", str(tmp_path / "x.geojson"), "--source", "Cineva", "--licence", "CC0")
    assert code == 1 and "SIRUTA" in told and "Traceback" not in told
