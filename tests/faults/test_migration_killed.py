"""kill -9 of a migration, early and late: the next start finishes what it left."""

from __future__ import annotations

import signal
import subprocess
import sys
import time

import pytest

from tests.repository.tree import ROOT

MIGRATE = [sys.executable, "-m", "django", "migrate", "--verbosity", "1", "--no-input"]


@pytest.mark.postgres
def test_a_migration_killed_at_any_step_is_finished_by_the_next(environment):
    environment = {**environment, "PYTHONUNBUFFERED": "1"}  # heard of at once
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
