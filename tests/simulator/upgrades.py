"""Versions: a later server, apps that were away, a server that went back, another rulebook."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path
from random import Random

from tests.simulator.land import Held
from tests.simulator.later import Later
from tests.simulator.story import Story
from vatra.base.shipped import shipped

GOES_ON, LEAVES_BEHIND = Later(newest=3, oldest=1), Later(newest=9, oldest=7)  # apps of today speak 1


def upgrade(story: Story, rng: Random) -> None:
    """The server is another version from now on; tablets are away, and come back with the app they have."""
    if not story.is_upgraded:
        return
    if rng.random() < 0.2:
        _another_rulebook(story, rng)
        return
    later = rng.choice([GOES_ON, LEAVES_BEHIND, LEAVES_BEHIND, None])
    story.server.kill()
    story.server.later = later
    story.restart()
    story.say(f"  the server is now {later or 'of today'}")
    for held in [held for held in story.tablets if held.works]:
        story.ask(held, "pass", seconds=3_600)
        if story.opened(held):
            _comes_back(story, held)
        if held.works and rng.random() < 0.5:
            renew(story, held)


def _comes_back(story: Story, held: Held) -> None:
    """What a tablet of another version hears, and that nothing it kept is lost by it."""
    app, server = held.protocol or 1, story.server.later or Later(1, 1)
    state = story.heard(story.begin(held, "sync", faults=[]))
    status = story.ask(held, "status")["status"]
    story.say(f"    {held.name} speaks {app}: {state}, {status['waiting']} waiting")
    if app > server.newest:
        assert state == "busy", f"{held.name}, newer than the server, heard {state}"
    elif app < server.oldest:
        assert state in ("too_old", "locked", "wiped"), f"{held.name}, too old for the server, heard {state}"
        assert state != "too_old" or not status["waiting"], f"{held.name} could not hand in what it had"
    elif state == "wiped":
        story.is_wiped(held)


def renew(story: Story, held: Held) -> None:
    """A tablet takes the app that its server has."""
    wanted = story.server.later.newest if story.server.later else None
    if held.protocol != wanted:
        held.protocol = wanted
        story.ask(held, "app", protocol=wanted)


def _another_rulebook(story: Story, rng: Random) -> None:
    """One that holds from today on, without some vulnerabilities; all is derived anew while the server is down."""
    from vatra.register.rebuild import rebuild

    folder = story.server.home / "rulebooks" / "simulated"
    if folder.exists():
        return
    shutil.copytree(shipped("rulebook/romania"), folder)
    about = (folder / "rulebook.csv").read_text("utf-8")
    valid_since = f"valid_since,{story.land.today - timedelta(days=rng.choice([0, 5]))}"
    (folder / "rulebook.csv").write_text(
        about.replace("version,2026.1", "version,2026.2").replace("valid_since,2026-01-01", valid_since), "utf-8"
    )
    _end_some(folder / "vulnerabilities.csv", rng, story.land.today)
    story.server.kill()
    forget_rulebooks()
    rebuild()
    story.restart()
    story.say(f"  another rulebook holds: {valid_since}")


def _end_some(file: Path, rng: Random, today: date) -> None:
    first, *rows = file.read_text("utf-8").splitlines()
    ended = [row[:-1] + f",{today - timedelta(days=30)}" if row.endswith(",") and rng.random() < 0.3 else row
             for row in rows]
    file.write_text("\n".join([first, *ended]) + "\n", "utf-8")


def as_before(story: Story) -> None:
    """The server of today with the rulebook of today, for the next story's sake."""
    from vatra.register.rebuild import rebuild

    folder = story.server.home / "rulebooks"
    if not folder.exists() and story.server.later is None:
        return
    story.server.kill()
    if folder.exists():
        shutil.rmtree(folder)
        forget_rulebooks()
        rebuild()
    story.server.later = None
    story.restart()


def forget_rulebooks() -> None:
    """What this process remembers of them."""
    from vatra.assessment import rulebooks

    rulebooks._programs.cache_clear()
