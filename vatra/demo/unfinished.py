"""What was being made when a demo was cut short: kept beside the database until it is whole.

The same seed tells the same stories with the same uuids, so going on is making it again: the register
knows what it has already received.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

FILE = "demo-unfinished.json"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A demo county: how many communities (None: all 45), the seed, the day on which its three years end."""

    communities: int | None
    seed: int
    on: date


def unfinished(home: Path) -> Wanted | None:
    """What was begun here and not finished."""
    kept = home / FILE
    if not kept.exists():
        return None
    said = json.loads(kept.read_text())
    return Wanted(said["communities"], said["seed"], date.fromisoformat(said["on"]))


def begin(home: Path, wanted: Wanted) -> None:
    """Remember what is being made."""
    said = {"communities": wanted.communities, "seed": wanted.seed, "on": wanted.on.isoformat()}
    home.mkdir(parents=True, exist_ok=True)
    (home / FILE).write_text(json.dumps(said))


def finish(home: Path) -> None:
    """It is whole."""
    (home / FILE).unlink(missing_ok=True)
