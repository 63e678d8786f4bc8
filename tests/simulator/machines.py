"""What happens to the machines of a story: the server killed, copied, lost and restored from its copy."""

from __future__ import annotations

import time
from random import Random

from tests.simulator.land import model
from tests.simulator.story import Story


def kill_server(story: Story, rng: Random) -> None:
    """kill -9 of the server, with tablets in the middle of a sync, and a new start."""
    if not story.dies:
        return
    begun = [(held, story.begin(held, "sync", faults=[])) for held in story.tablets if story.opened(held)]
    time.sleep(rng.random() * 0.08)
    story.server.kill()
    story.say(f"  the server is killed: {[(held.name, story.heard(future)) for held, future in begun]}")
    story.restart()


def kill_database(story: Story, rng: Random) -> None:
    """kill -9 of PostgreSQL in the middle of syncs: the server lives, says that it cannot, and finds it again."""
    if not story.dies or story.server.database.name == "sqlite":
        return
    begun = [(held, story.begin(held, "sync", faults=[])) for held in story.tablets
             if held.works and story.opened(held)]
    time.sleep(rng.random() * 0.08)
    story.server.database.kill()
    told = [(held.name, story.heard(future)) for held, future in begun]
    away = []
    for held, _ in begun:
        story.ask(held, "pass", seconds=3_600)  # what the server asked to wait is over
        if story.opened(held):
            away.append(story.heard(story.begin(held, "sync", faults=[])))
    story.say(f"  PostgreSQL is killed: {told}; while it is away: {away}")
    assert set(away) <= {"busy"}, f"without a database the server said {away}"
    story.server.database.start()
    story.reconnect()
    assert story.server.lives, "the server died with its database"


def back_up(story: Story, rng: Random) -> None:
    """A copy of the database, from which the server will be restored."""
    if story.is_restored and story.backup is None:
        story.backup = story.server.home / f"backup-{story.seed}"
        story.server.database.back_up(story.backup)
        story.say("  a backup is made")


def restore(story: Story, rng: Random) -> None:
    """The server is lost, and restored from the backup made before."""
    if story.backup is None or story.restored:
        return
    story.server.restore(story.backup)
    story.restored = True
    for held in story.tablets:
        held.had.clear()  # what a wiped tablet had sent since the backup is known to be lost
    story.say("  the server is restored from its backup")
    for held in story.tablets:
        if held.fate in ("locked", "doomed"):
            held.fate = "enrolled"  # the backup knows nothing of it; look_at_devices tells what it knows
    look_at_devices(story)


def look_at_devices(story: Story) -> None:
    """What the register knows of the tablets now, which a backup may have undone."""
    rows = {str(row.uuid): row for row in model("access.Device").objects.filter(
        uuid__in=[held.device for held in story.tablets])}
    for held in story.tablets:
        row = rows.get(held.device)
        if held.is_kept or held.fate == "doomed":
            assert row is not None, f"{held.name} is not known any more"
            held.fate = "doomed" if row.wiped_at else "locked" if row.revoked_at else "enrolled"
