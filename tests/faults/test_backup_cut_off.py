"""A backup that was killed leaves a half copy of everybody behind: the next one takes it away, and says so."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from fcntl import LOCK_EX, flock
from pathlib import Path

from tests.faults.test_commands import run
from tests.repository.tree import ROOT

DYING = """
import os, signal, sys
import django
django.setup()
from vatra.cli import backup
from vatra.register import backups
backups._digests = lambda made: os.kill(os.getpid(), signal.SIGKILL)
backup.backup([sys.argv[1]])
"""


def in_folder(folder: Path) -> list[str]:
    return sorted(path.suffix for path in folder.iterdir())


def test_what_a_killed_backup_left_is_removed_by_the_next_one_unless_another_is_being_written(environment, tmp_path):
    folder = tmp_path / "backups"
    died = subprocess.run([sys.executable, "-c", DYING, str(folder)], env=environment, cwd=ROOT, check=False)
    assert died.returncode == -signal.SIGKILL and in_folder(folder) == [".writing"]
    descriptor = os.open(folder, os.O_RDONLY)
    flock(descriptor, LOCK_EX)  # as by another backup
    beside = run(environment, "backup", str(folder))
    assert beside.returncode == 0 and in_folder(folder) == ["", ".writing"], beside.stderr
    os.close(descriptor)
    again = run(environment, "backup", str(folder), "--keep", "1")
    assert again.returncode == 0 and in_folder(folder) == [""], again.stderr
    assert "fusese întreruptă" in again.stdout
