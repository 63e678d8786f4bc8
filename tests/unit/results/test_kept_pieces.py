"""A file of children counted piece by piece: stopped or killed anywhere, it goes on, and the numbers are the same."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pyarrow.csv
import pyarrow.parquet
import pytest

from tests.unit.method.vectors import ON
from tests.unit.results.test_change import CHANGES, before, children, program  # noqa: F401  (fixtures)
from vatra.results.population import BadPopulation, reading
from vatra.results.population.change import change_in_population
from vatra.results.population.kept import KeptPieces, seen

PIECE = 60  # of 400 rows


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch):
    monkeypatch.setattr(reading, "PIECE", PIECE)


@pytest.fixture(scope="module")
def after(tmp_path_factory):
    return program(tmp_path_factory.mktemp("after"), **CHANGES["a threshold and a severity"])


@pytest.fixture(scope="module", params=["csv", "parquet in groups of 70"])
def file(request, children, tmp_path_factory):  # noqa: F811
    if request.param == "csv":
        return children
    path = tmp_path_factory.mktemp("parquet") / "children.parquet"
    pyarrow.parquet.write_table(pyarrow.csv.read_csv(children), path, row_group_size=70)
    return path


def numbers(found):
    return {name: value for name, value in vars(found).items() if name != "of"}


def stops(after_pieces):
    """Enough after so many pieces."""
    left = iter(range(after_pieces))
    return lambda: next(left, None) is None


def test_stopped_after_any_piece_it_goes_on_and_comes_to_the_same(before, after, file, tmp_path):  # noqa: F811
    whole = change_in_population(file, before, after, on=ON)
    assert (whole.rows, whole.whole, whole.children) == (400, True, 400)
    for pieces in (0, 1, 6, 7, 8):
        kept = tmp_path / f"{pieces}.jsonl"
        half = change_in_population(file, before, after, on=ON, kept=KeptPieces(kept, "way"), enough=stops(pieces))
        assert half.rows == min(400, pieces * PIECE) and half.whole == (pieces >= (7 if half.of else 8))
        again = KeptPieces(kept, "way")
        assert sum(piece.until - piece.since for piece in again) == half.rows
        assert numbers(change_in_population(file, before, after, on=ON, kept=again)) == numbers(whole)
        assert numbers(change_in_population(file, before, after, on=ON, kept=KeptPieces(kept, "way"),
                                            enough=lambda: True)) == numbers(whole), "nothing is left to count"


def test_killed_in_the_middle_it_goes_on_with_what_was_kept(before, after, children, tmp_path):  # noqa: F811
    kept = tmp_path / "kept.jsonl"
    script = f"""
import os, signal
from pathlib import Path
from tests.unit.results.test_change import CHANGES, program
from tests.unit.method.vectors import ON
from vatra.results.population import reading
from vatra.results.population.change import change_in_population
from vatra.results.population.kept import KeptPieces
reading.PIECE = {PIECE}
before, after = program(Path("before")), program(Path("after"), **CHANGES["a threshold and a severity"])
def told(done, of):
    if done >= {3 * PIECE}:
        os.kill(os.getpid(), signal.SIGKILL)
change_in_population(Path({str(children)!r}), before, after, on=ON, kept=KeptPieces(Path({str(kept)!r}), "way"),
                     progress=told)
"""
    died = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, check=False,
                          env={"PYTHONPATH": str(Path(__file__).parents[3]), "PATH": ""})
    assert died.returncode == -signal.SIGKILL
    counted = []
    found = change_in_population(children, before, after, on=ON, kept=KeptPieces(kept, "way"),
                                 progress=lambda done, of: counted.append(done))
    assert counted[0] == 3 * PIECE, "what was kept is not counted again"
    assert numbers(found) == numbers(change_in_population(children, before, after, on=ON))


def test_a_last_line_cut_off_in_the_middle_is_counted_again(before, after, children, tmp_path):  # noqa: F811
    kept = tmp_path / "kept.jsonl"
    whole = change_in_population(children, before, after, on=ON, kept=KeptPieces(kept, "way"))
    lines = kept.read_text()
    for cut in (len(lines) - 4, len(lines) // 2, 3):
        kept.write_text(lines[:cut])
        assert numbers(change_in_population(children, before, after, on=ON, kept=KeptPieces(kept, "way"))
                       ) == numbers(whole)
        assert [piece.until for piece in KeptPieces(kept, "way")][-1] == 400, "what follows it is read again"


def test_what_another_way_of_counting_has_kept_is_left_out_and_said(before, after, children, tmp_path):  # noqa: F811
    kept = tmp_path / "kept.jsonl"
    change_in_population(children, before, after, on=ON, kept=KeptPieces(kept, "older"), enough=stops(2))
    now = KeptPieces(kept, "newer")
    assert now.older and list(now) == []
    assert change_in_population(children, before, after, on=ON, kept=now).children == 400
    now.forget()
    assert not kept.exists()


def test_a_mistake_after_the_place_where_it_goes_on_is_named_with_its_row(before, after, tmp_path):  # noqa: F811
    path, kept = tmp_path / "children.csv", tmp_path / "kept.jsonl"
    path.write_text("id,c_gp\n" + "".join(f"{number},{'yes' if number != 70 else 'perhaps'}\n" for number in range(90)))
    for _again in range(2):
        with pytest.raises(BadPopulation, match="row 72, column c_gp"):
            change_in_population(path, before, after, on=ON, kept=KeptPieces(kept, "way"))
    assert [piece.until for piece in KeptPieces(kept, "way")] == [PIECE]


def test_a_file_is_known_by_its_bytes(children, tmp_path):  # noqa: F811
    copy = tmp_path / "copy.csv"
    copy.write_bytes(children.read_bytes())
    assert seen(copy) == seen(children) and seen(copy).lines == 400
    copy.write_text(copy.read_text().replace("house", "flat", 1))
    assert seen(copy).digest != seen(children).digest


def test_what_is_kept_is_of_no_child(before, after, children, tmp_path):  # noqa: F811
    kept = tmp_path / "kept.jsonl"
    change_in_population(children, before, after, on=ON, kept=KeptPieces(kept, "way"))
    for line in kept.read_text().splitlines():
        way, since, until, splits, rows = json.loads(line)
        assert way == "way" and splits in ([], ["age"]) and until >= since
        assert all(isinstance(number, int) for row in rows for number in row)
