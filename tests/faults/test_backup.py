"""A backup made while tablets push: put back elsewhere, it agrees with itself and lacks nothing older."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.test_killed import _agrees, _pusher, _said
from vatra.base.throwaway_postgres import programs

SEEDS = ("1", "2")  # each a tablet with entries of its own


@pytest.mark.postgres
def test_a_copy_made_while_tablets_push_is_whole(environment, tmp_path: Path):
    _said(_pusher(environment, "prepare"))
    pushing = [_pusher(environment, "push", seed, "1") for seed in SEEDS]
    before = {process.stdout.readline().strip() for process in pushing for _ in range(5)}  # before the copy is begun
    _vatra(environment, "backup", str(tmp_path / "backups"))
    for process in pushing:
        _said(process)
    every = set(json.loads(_said(_pusher(environment, "check")))["entries"])
    restored = _put_back(environment, tmp_path)
    found = json.loads(_said(_pusher(restored, "check")))
    assert before <= set(found["entries"]) < every
    _agrees(found)
    for seed in SEEDS:  # the tablets send again what the copy lacks
        _said(_pusher(restored, "push", seed, "50"))
    found = json.loads(_said(_pusher(restored, "check")))
    assert set(found["entries"]) == every
    _agrees(found)


def _put_back(environment: dict[str, str], folder: Path) -> dict[str, str]:
    """A register in another place, out of the one backup that lies in the folder."""
    (backup,) = (folder / "backups").iterdir()
    home = folder / "restored"
    restored = {**environment, "VATRA_HOME": str(home)}
    if "DATABASE_URL" in environment:
        url = environment["DATABASE_URL"]
        subprocess.run([programs() / "psql", "-c", f'CREATE DATABASE "{_restored(url)}"', url], check=True)
        restored["DATABASE_URL"] = url.rpartition("/")[0] + "/" + _restored(url)
    _vatra(restored, "restore", "--yes", str(backup))
    assert (home / "secret-key").read_text() == (Path(environment["VATRA_HOME"]) / "secret-key").read_text()
    return restored


def _restored(url: str) -> str:
    return url.rpartition("/")[2] + "_restored"


def _vatra(environment: dict[str, str], *arguments: str) -> str:
    command = [Path(sys.executable).with_name("vatra"), *arguments]
    return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
