"""A few hundred stories by seeds: whatever goes wrong, after quiet nothing is lost, doubled or shown to the wrong eyes.

`make bench` tells ten thousand. A seed that fails is printed with the command that tells it again step by step.
"""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.repository.tree import ROOT

EACH = 45


@pytest.mark.parametrize("first", range(1, 4 * EACH, EACH))
def test_stories_end_with_every_entry_there_once_and_all_views_equal(first):
    """A server, a process of tablets and a home for each share; more shares run side by side on more processors."""
    _told(first, EACH, "sqlite")


@pytest.mark.postgres_only
@pytest.mark.parametrize("first", [101, 131])
def test_stories_end_so_on_postgresql_too_which_is_killed_in_some(first):
    """A PostgreSQL of the share's own."""
    _told(first, 15, "postgres")


def _told(first: int, many: int, database: str) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in ("VATRA_HOME", "DATABASE_URL")}
    command = [sys.executable, "-m", "tests.simulator", "--seeds", f"{first}-{first + many - 1}", "--no-shrink"]
    done = subprocess.run([*command, "--database", database], env=environment, cwd=ROOT, capture_output=True, text=True,
                          timeout=1_800, check=False)
    assert done.returncode == 0, done.stdout[-6_000:] + done.stderr[-2_000:]


def test_a_story_is_told_again_alike():
    """The same seed, the same words, but for what the machine's haste decides."""
    from tests.simulator.steps import drawn_steps

    assert [step.__name__ for step in drawn_steps(7)] == [step.__name__ for step in drawn_steps(7)]
    assert len({tuple(step.__name__ for step in drawn_steps(seed)) for seed in range(20)}) == 20
