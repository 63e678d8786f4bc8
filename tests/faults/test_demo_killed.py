"""kill -9 of `vatra demo` wherever it is: the same command goes on, as if nothing had happened."""

from __future__ import annotations

import signal
import subprocess
import sys
from random import Random

from tests.faults.test_commands import in_database, run
from tests.repository.tree import ROOT

NEVER = 1_000_000
COUNTED = """
from django.apps import apps
print([apps.get_model(name).objects.count() for name in (
    "register.Entry", "access.Worker", "access.ExceptionalAccess", "results.Comparison", "results.Tally",
    "releases.MethodDraft", "releases.Trial", "releases.Tried", "releases.DataRelease")])
"""


def made(environment: dict[str, str], what: str, number: int) -> subprocess.CompletedProcess[str]:
    """The demo, killed after the so-manieth call of something."""
    command = [sys.executable, "-m", "tests.faults.small_demo", what, str(number)]
    return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=240)


def test_a_demo_killed_at_any_moment_is_gone_on_with_by_the_same_command(environment, tmp_path) -> None:
    undisturbed = {**environment, "VATRA_HOME": str(tmp_path / "undisturbed")}
    whole = made(undisturbed, "received", NEVER)
    assert whole.returncode == 0, whole.stderr
    batches = int(whole.stdout.split()[-1])
    for what, number in (("received", Random(25).randint(1, batches)), ("compared", 1), ("opened", 1), ("counted", 1),
                         ("drafted", 1)):
        killed = made(environment, what, number)
        assert killed.returncode == -signal.SIGKILL, (what, number, killed.stdout, killed.stderr)
    done = made(environment, "received", NEVER)
    assert done.returncode == 0, done.stderr
    assert "going on with it" in done.stdout
    assert in_database(environment, COUNTED) == in_database(undisturbed, COUNTED)
    again = made(environment, "received", NEVER)
    assert "already here" in again.stdout
    check = run(environment, "rebuild", "--check")
    assert check.returncode == 0, check.stdout + check.stderr
