"""A database file with flipped bytes: it is noticed, said, judged by nobody, and put right from the last backup."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import time
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.faults.test_killed import _agrees, _pusher, _said
from tests.machine import free_port

PAGE = 4096
VATRA = Path(sys.executable).with_name("vatra")


@pytest.fixture(scope="module")
def before(migrated, tmp_path_factory) -> Path:
    """The home of a register with entries, and a backup of it."""
    home = shutil.copytree(migrated["VATRA_HOME"], tmp_path_factory.mktemp("before"), dirs_exist_ok=True)
    environment = _environment(home)
    _said(_pusher(environment, "prepare"))
    _said(_pusher(environment, "push", "1", "50"))
    assert _vatra(environment, "backup", str(home / "backups")).returncode == 0
    return home


@pytest.fixture
def damaged(before, tmp_path):
    """The same, every third page of its file overwritten since."""
    shutil.copytree(before, tmp_path, dirs_exist_ok=True)
    file, drawn = tmp_path / "vatra.sqlite3", random.Random(7)
    content = bytearray(file.read_bytes())
    for start in range(3 * PAGE, len(content) - PAGE, 3 * PAGE):  # the first pages say which tables there are
        content[start:start + 64] = drawn.randbytes(64)
    file.write_bytes(content)
    return _environment(tmp_path)


def _environment(home: Path) -> dict[str, str]:
    given = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "PYTEST_CURRENT_TEST")}
    return {**given, "VATRA_HOME": str(home), "DJANGO_SETTINGS_MODULE": "vatra.config.settings"}


def _vatra(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([VATRA, *arguments], env=environment, capture_output=True, text=True, check=False, timeout=60)


def test_a_damaged_register_is_served_to_nobody_and_the_way_back_is_named(damaged):
    done = _vatra(damaged, "serve", "--port", "1")
    assert done.returncode == 1
    assert "vatra restore" in done.stderr and "Traceback" not in done.stderr


def test_a_damaged_register_is_not_copied_over_good_backups(damaged, tmp_path):
    before = sorted((tmp_path / "backups").iterdir())
    done = _vatra(damaged, "backup", str(tmp_path / "backups"), "--keep", "1")
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert sorted((tmp_path / "backups").iterdir()) == before


def test_nothing_is_judged_by_a_damaged_register_and_the_backup_makes_it_whole_again(damaged, tmp_path):
    said, _ = _pusher(damaged, "push", "2", "50").communicate(timeout=60)
    assert not said.strip(), "something was acknowledged"
    (backup,) = (tmp_path / "backups").iterdir()
    done = _vatra(damaged, "restore", "--yes", str(backup))
    assert done.returncode == 0, done.stderr
    assert list(tmp_path.glob("vatra.sqlite3.before-*")), "what was there is kept"
    _said(_pusher(damaged, "push", "2", "50"))
    found = json.loads(_said(_pusher(damaged, "check")))
    _agrees(found)


def test_damage_done_while_serving_is_said_on_pages_and_to_tablets(before, tmp_path):
    shutil.copytree(before, tmp_path, dirs_exist_ok=True)
    port = free_port()
    server = subprocess.Popen([VATRA, "serve", "--port", str(port), "--workers", "1"], env=_environment(tmp_path),
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _answers(port)
        with (tmp_path / "vatra.sqlite3").open("r+b") as file:
            file.write(b"\0" * PAGE)
        page = _asked(port, "/", Cookie="vatra=" + "a" * 32)
        assert page[0] == 503 and "vatra restore" in page[1]
        door = _asked(port, "/api/entries/since", Authorization="Bearer " + "a" * 43)
        assert door[0] == 503 and json.loads(door[1])["code"] == "damaged"
    finally:
        server.terminate()
        server.wait(timeout=30)


def _answers(port: int) -> None:
    """A page that asks the database nothing."""
    for _moment in range(600):
        try:
            assert _asked(port, "/nothing-here/")[0] == 404
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not start")


def _asked(port: int, path: str, **headers: str) -> tuple[int, str]:
    """Status and text of an answer."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as line:
        line.request("GET", path, headers=headers)
        answer = line.getresponse()
        return answer.status, answer.read().decode()
