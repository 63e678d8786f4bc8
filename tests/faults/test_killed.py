"""kill -9 in the middle of a push, again and again, with several pushers at once: no receipt is broken."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time

import pytest

from tests.faults.pusher import ENTRIES
from tests.repository.tree import ROOT

ROUNDS = 8


def _pusher(environment: dict[str, str], *arguments: str, **how) -> subprocess.Popen:
    command = [sys.executable, "-m", "tests.faults.pusher", *arguments]
    return subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True, **how)


def _said(process: subprocess.Popen) -> str:
    said, _ = process.communicate(timeout=180)
    assert process.returncode == 0
    return said


@pytest.mark.postgres
def test_no_receipt_is_broken_by_kill_9(environment):
    _said(_pusher(environment, "prepare"))
    acknowledged: set[str] = set()
    killed = 0
    for _ in range(ROUNDS):
        process = _pusher(environment, "push", "1", "7")
        said = [process.stdout.readline()]  # it is at work
        time.sleep(random.random() * 0.25)
        process.send_signal(signal.SIGKILL)
        said += process.communicate(timeout=60)[0].split("\n")
        killed += process.returncode == -signal.SIGKILL
        acknowledged |= {line.strip() for line in said if len(line.strip()) == 36}
    assert killed, "every push was over before it could be killed"
    found = json.loads(_said(_pusher(environment, "check")))
    assert acknowledged <= set(found["entries"])
    _agrees(found)
    _said(_pusher(environment, "push", "1", "50"))  # the tablet comes back and sends all of it again
    found = json.loads(_said(_pusher(environment, "check")))
    assert len(found["entries"]) == ENTRIES
    _agrees(found)


@pytest.mark.postgres
def test_the_same_entries_pushed_from_several_sides_at_once_count_once(environment):
    """Three connections push the same 400 entries, each in its own order, and a fourth pushes others."""
    _said(_pusher(environment, "prepare"))
    sides = (("1", "5"), ("1", "9"), ("1", "20"), ("2", "3"))  # seed, size of a batch
    for side in [_pusher(environment, "push", seed, size) for seed, size in sides]:
        _said(side)
    found = json.loads(_said(_pusher(environment, "check")))
    assert len(found["entries"]) == 2 * ENTRIES
    _agrees(found)


def _agrees(found: dict) -> None:
    assert found["entries"] == found["coins"]  # each applied, each once
    assert found["in_jars"] == found["put_in"]
    assert found["faults"] == [] and found["rebuilt_alike"]
