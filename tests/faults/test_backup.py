"""A copy made as the how-to says, while tablets push: restored, it agrees with itself and lacks nothing older."""

from __future__ import annotations

import json
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from tests.faults.test_killed import _agrees, _pusher, _said
from vatra.base.throwaway_postgres import programs


@pytest.mark.postgres
def test_a_copy_made_while_tablets_push_is_whole(environment, tmp_path: Path):
    _said(_pusher(environment, "prepare"))
    process = _pusher(environment, "push", "1", "1")
    before = {process.stdout.readline().strip() for _ in range(5)}  # acknowledged before the copy is begun
    copy = tmp_path / "copy"
    restored = _copied(environment, copy)
    assert process.poll() is None, "all was pushed before the copy was made"
    _said(process)
    found = json.loads(_said(_pusher(restored, "check")))
    assert before <= set(found["entries"])
    _agrees(found)
    _said(_pusher(restored, "push", "1", "50"))  # the tablets send again what the copy lacks
    found = json.loads(_said(_pusher(restored, "check")))
    assert set(json.loads(_said(_pusher(environment, "check")))["entries"]) == set(found["entries"])
    _agrees(found)


def _copied(environment: dict[str, str], copy: Path) -> dict[str, str]:
    """A register like this one, in another place, out of a copy made now."""
    if "DATABASE_URL" not in environment:
        home = copy.with_name("restored")
        home.mkdir()
        with closing(sqlite3.connect(Path(environment["VATRA_HOME"]) / "vatra.sqlite3")) as source:
            source.execute("VACUUM INTO ?", [str(copy)])
        copy.rename(home / "vatra.sqlite3")
        return {**environment, "VATRA_HOME": str(home)}
    url = environment["DATABASE_URL"]
    _program("pg_dump", "--format=custom", "-f", str(copy), url)
    _program("psql", "-c", f'CREATE DATABASE "{_restored(url)}"', url)
    _program("pg_restore", "-d", url.rpartition("/")[0] + "/" + _restored(url), str(copy))
    return {**environment, "DATABASE_URL": url.rpartition("/")[0] + "/" + _restored(url)}


def _restored(url: str) -> str:
    return url.rpartition("/")[2] + "_restored"


def _program(name: str, *arguments: str) -> None:
    subprocess.run([programs() / name, *arguments], check=True, capture_output=True)
