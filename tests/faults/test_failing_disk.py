"""Writes that come back with an error, at any moment: nothing half taken, a clear answer, and it passes by itself."""

from __future__ import annotations

import errno
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults.door import Door
from tests.unit.api.conftest import entry
from vatra.base.throwaway_postgres import Throwaway, throwaway_server

SOURCE = Path(__file__).with_name("failing_disk.c")
PATIENCE = 60.0
MOST_WRITES = 80  # of one push on SQLite


class FailingDisk:
    """The disk of processes that are started with its `environment`."""

    def __init__(self, folder: Path) -> None:
        self._library, self._switch = folder / "failing_disk.so", folder / "switch"
        compiler = shutil.which("cc")
        assert compiler, "this test needs a C compiler: install gcc"
        subprocess.run([compiler, "-shared", "-fPIC", "-o", self._library, SOURCE, "-ldl"], check=True)

    def environment(self, part: str) -> dict[str, str]:
        """For a process whose files with this in their path are on the disk."""
        return {"LD_PRELOAD": str(self._library), "FAILING_DISK": part, "FAILING_DISK_SWITCH": str(self._switch)}

    @contextmanager
    def failing(self, error: int, *, after: int = 0) -> Iterator[None]:
        """Every write fails inside, but for the first ones of each process."""
        aside = self._switch.with_name("said")
        aside.write_text(f"{error} {after}\n")
        aside.chmod(0o644)
        aside.rename(self._switch)
        try:
            yield
        finally:
            self._switch.unlink()


@pytest.fixture
def disk() -> Iterator[FailingDisk]:
    """In a folder that PostgreSQL's own account can read too."""
    with tempfile.TemporaryDirectory(prefix="vatra-disk-", dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        yield FailingDisk(Path(folder))


def large() -> list[dict]:
    """A batch that no page already there has room for, nor can be packed into one."""
    return [entry(payload={"count": 1, "words": random.randbytes(9_000).hex()}) for _ in range(20)]


def check_whole(door: Door, *pushed: dict) -> None:
    found = door.holds()
    assert found["entries"] == sorted(one["uuid"] for one in pushed) == found["coins"]
    assert found["in_jars"] == found["put_in"] and found["faults"] == [] and found["rebuilt_alike"]


def started_again(server: Throwaway) -> None:
    """As whoever looks after the machine would, once there is room: it recovers by itself, or is started."""
    begun = time.monotonic()
    while True:
        try:
            server.start()
            return
        except subprocess.CalledProcessError:  # those that it left behind still hold its memory, or it lives
            if subprocess.run([server.programs / "psql", server.url, "-c", "SELECT 1"], capture_output=True,
                              check=False).returncode == 0:
                return
            assert time.monotonic() - begun < PATIENCE
            time.sleep(0.2)


@pytest.mark.skipif(sys.platform != "linux", reason="writes are made to fail by Linux's loader")
def test_a_write_that_fails_at_any_moment_of_a_push_leaves_nothing_half_done(environment, disk):
    door, pushed = Door(environment | disk.environment(environment["VATRA_HOME"])), []
    try:
        assert door.push(entry()) == {"status": 200, "code": None, "outcomes": ["received"]}
        before = door.holds()["entries"]
        for passing in range(MOST_WRITES):
            one = entry()
            with disk.failing(errno.EIO, after=passing):
                told = door.push(one)
            pushed.append(one)
            if told["outcomes"]:
                break
            assert (told["status"], told["code"]) == (503, "try_later"), passing
            assert door.push(one)["outcomes"] == ["received"], f"it had failed at write {passing}"
        assert told["outcomes"] == ["received"] and passing > 3, "no moment of the push was left out"
        check_whole(door, *pushed, *({"uuid": uuid} for uuid in before))
    finally:
        door.close()


@pytest.mark.postgres_only
def test_postgresql_on_a_full_disk_takes_nothing_says_so_and_goes_on_when_there_is_room(disk, environment, monkeypatch):
    for name, value in disk.environment("/data/base/").items():
        monkeypatch.setenv(name, value)
    with throwaway_server() as server:
        door = Door({**environment, "LD_PRELOAD": "", "DATABASE_URL": server.url})
        try:
            first, more = entry(), large()
            assert door.push(first)["outcomes"] == ["received"]
            with disk.failing(errno.ENOSPC):
                assert door.push(*more) == {"status": 507, "code": "disk_full", "outcomes": []}
                assert door.push(first)["outcomes"] == ["duplicate"], "what needs no room is answered"
            assert set(door.push(*more)["outcomes"]) == {"received"}
            check_whole(door, first, *more)
        finally:
            door.close()


@pytest.mark.postgres_only
def test_postgresql_that_cannot_write_its_log_dies_rather_than_lie_and_comes_back_whole(disk, environment, monkeypatch):
    for name, value in disk.environment("/data/pg_wal/").items():
        monkeypatch.setenv(name, value)
    with throwaway_server() as server:
        door = Door({**environment, "LD_PRELOAD": "", "DATABASE_URL": server.url})
        try:
            first, more = entry(), large()
            assert door.push(first)["outcomes"] == ["received"]
            with disk.failing(errno.ENOSPC):
                told = door.push(*more)
                assert (told["status"], told["code"]) == (503, "try_later")
            started_again(server)
            assert set(door.push(first, *more)["outcomes"]) == {"duplicate", "received"}
            check_whole(door, first, *more)
        finally:
            door.close()
