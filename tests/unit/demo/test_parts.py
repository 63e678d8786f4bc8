"""A file drawn some rows at a time: killed anywhere it goes on, half a part is no part, and its bytes are the same."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from django.utils.translation import override

from tests.repository.tree import ROOT
from vatra.base.shipped import shipped
from vatra.cli import synth as command
from vatra.demo import children
from vatra.demo.children import write_children
from vatra.demo.parts import PartedFile
from vatra.method import read_rulebook

BOOK = read_rulebook(shipped("rulebook/romania"))
OF = {"seed": 5}
DYING = """
import os, resource, signal, sys
from pathlib import Path
from vatra.base.shipped import shipped
from vatra.demo import children, parts
from vatra.method import read_rulebook
children.AT_ONCE = 199
synced, how = [], sys.argv[2]
def sync(number):
    synced.append(number)
    if how == "half a part" and len(synced) == 2:
        os.kill(os.getpid(), signal.SIGKILL)
def told(done, of):
    if how == "between parts" and done == 398:
        os.kill(os.getpid(), signal.SIGKILL)
if how == "a full disk":
    resource.setrlimit(resource.RLIMIT_FSIZE, (5_000, -1))
parts.os.fsync = sync
book = read_rulebook(shipped("rulebook/romania"))
children.write_children(parts.PartedFile(Path(sys.argv[1]), {"seed": 5}), book, number=500, seed=5, progress=told)
"""


@pytest.fixture(autouse=True)
def few_at_once(monkeypatch):
    monkeypatch.setattr(children, "AT_ONCE", 199)


def written(path: Path, **of: object) -> Path:
    write_children(PartedFile(path, of or OF), BOOK, number=500, seed=5)
    return path


def dies(path: Path, how: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", DYING, str(path), how], cwd=ROOT, capture_output=True, text=True,
                          timeout=60)


def parts_of(path: Path) -> list[str]:
    return sorted(part.name for part in path.with_name(f"{path.name}.parts").glob("*.*"))


def drawn_again(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The first child of each part that is drawn."""
    found, really = [], children.drawn
    monkeypatch.setattr(children, "drawn",
                        lambda book, *, since, **more: found.append(since) or really(book, since=since, **more))
    return found


def test_killed_anywhere_it_goes_on_and_no_byte_is_another(tmp_path, monkeypatch):
    path, whole = tmp_path / "children.parquet", written(tmp_path / "whole.parquet")
    assert dies(path, "half a part").returncode == -signal.SIGKILL
    assert parts_of(path) == ["0.arrow", "1.writing", "of.json", "whole.parquet"] and not path.exists()
    assert dies(path, "between parts").returncode == -signal.SIGKILL
    assert parts_of(path) == ["0.arrow", "1.arrow", "of.json", "whole.parquet"] and not path.exists()
    drawn = drawn_again(monkeypatch)
    written(path)
    assert drawn == [398]
    assert path.read_bytes() == whole.read_bytes() and parts_of(path) == []


def test_a_full_disk_leaves_no_half_part_behind_and_it_goes_on_when_there_is_room(tmp_path):
    path = tmp_path / "children.parquet"
    died = dies(path, "a full disk")
    assert died.returncode == 1 and "OSError" in died.stderr, died.stderr
    assert not path.exists() and "0.arrow" not in parts_of(path)
    assert written(path).read_bytes() == written(tmp_path / "whole.parquet").read_bytes()


def test_a_part_whose_bytes_a_power_cut_took_is_drawn_again(tmp_path, monkeypatch):
    path, whole = tmp_path / "children.parquet", written(tmp_path / "whole.parquet")
    dies(path, "between parts")
    for part, left in (("0.arrow", 0), ("1.arrow", 1_000)):
        with (tmp_path / "children.parquet.parts" / part).open("r+b") as file:
            file.truncate(left)
    drawn = drawn_again(monkeypatch)
    assert written(path).read_bytes() == whole.read_bytes()
    assert drawn == [0, 199, 398]


def test_parts_and_files_of_another_making_are_thrown_away_and_said_to_be(tmp_path):
    path = written(tmp_path / "children.parquet")
    same, other = PartedFile(path, OF), PartedFile(path, {"seed": 6})
    assert same.is_whole() and not same.drop_others() and not other.is_whole()
    assert other.drop_others() and not path.exists() and not other.drop_others()
    dies(path, "half a part")
    assert not same.drop_others() and other.drop_others() and parts_of(path) == []
    pq.write_table(pa.table({"a": [1]}), path)  # somebody else's
    assert same.drop_others() and not path.exists()
    path.write_text("no Parquet")
    assert same.drop_others() and not path.exists()


@pytest.mark.django_db
@override("en")
def test_the_command_says_when_it_begins_anew_and_when_there_is_no_room(tmp_path, monkeypatch):
    asked = ["--children", "1000", "--months", "4", "--on", "2026-11-01"]
    monkeypatch.setattr(command, "_children_by_county", lambda: {"BC": {24801: 700.0}})
    said = [CliRunner().invoke(command.synth, [str(tmp_path), *asked]) for _twice in range(2)]
    assert [one.exit_code for one in said] == [0, 0], said[0].output
    assert not any("made anew" in one.output for one in said)
    monkeypatch.setattr(command, "way_of_counting", lambda _modules: "another program")
    monkeypatch.setattr(command, "write_children", _no_room)
    full = CliRunner().invoke(command.synth, [str(tmp_path), *asked])
    assert full.exit_code == 1 and "made anew" in full.output
    assert "No space left on device" in full.output and "the same command goes on" in full.output


def _no_room(*_asked: object, **_more: object) -> None:
    raise OSError(28, "No space left on device")
