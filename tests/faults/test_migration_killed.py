"""kill -9 of a migration, early and late: the next start finishes what it left."""

from __future__ import annotations

import signal
import subprocess
import sys
import time

import pytest

from tests.repository.tree import ROOT

MIGRATE = [sys.executable, "-m", "django", "migrate", "--verbosity", "1", "--no-input"]


DIES = """
import os, signal, sys
import django
django.setup()
from django.core.management import call_command
from django.db.migrations.recorder import MigrationRecorder
left, noted = int(sys.argv[1]), MigrationRecorder.record_applied
def die(*said):
    global left
    left -= 1
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
    noted(*said)
MigrationRecorder.record_applied = die
call_command("migrate", verbosity=0)
"""


@pytest.mark.postgres
def test_a_step_is_never_done_and_not_noted(without_tables):
    """Killed at the last moment, when all of a step is done but the note of it."""
    for steps in (1, 12):
        killed = subprocess.run([sys.executable, "-c", DIES, str(steps)], env=without_tables, cwd=ROOT)
        assert killed.returncode == -signal.SIGKILL
    done = subprocess.run(MIGRATE, env=without_tables, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2_000:]


@pytest.mark.postgres
def test_a_migration_killed_at_any_step_is_finished_by_the_next(without_tables):
    environment = {**without_tables, "PYTHONUNBUFFERED": "1"}  # heard of at once
    killed = 0
    for steps in (1, 9, 25):
        with subprocess.Popen(MIGRATE, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            for line in process.stdout:
                steps -= "Applying" in line
                if not steps:
                    break
            time.sleep(0.02)  # in the middle of the next one
            process.send_signal(signal.SIGKILL)
        killed += process.returncode == -signal.SIGKILL
    assert killed, "every migration was over before it could be killed"
    done = subprocess.run(MIGRATE, env=environment, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2_000:]
    check = [sys.executable, "-m", "django", "migrate", "--check"]
    assert subprocess.run(check, env=environment, cwd=ROOT).returncode == 0
    lived = subprocess.run([sys.executable, "-m", "tests.faults.pusher", "live", "4"], env=environment, cwd=ROOT)
    assert lived.returncode == 0  # every room can write its tables
