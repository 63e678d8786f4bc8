"""The end of a story: nothing goes wrong any more, every tablet syncs until nothing is left to send or to read."""

from __future__ import annotations

from django.utils import timezone

from tests.simulator.land import PIN, Held, model
from tests.simulator.machines import look_at_devices
from tests.simulator.story import Story
from tests.simulator.upgrades import renew
from vatra.access import entries as access

MOST_ROUNDS = 8


class NeverQuiet(AssertionError):
    """Tablets that still have something to send or to read after many rounds."""


def become_quiet(story: Story) -> None:
    """Locked tablets are allowed again, then all sync in turn."""
    look_at_devices(story)
    for held in story.tablets:
        if held.fate == "locked":
            access.allow_tablet(model("access.Device").objects.get(uuid=held.device), by=None, at=timezone.now())
            held.fate = "enrolled"
        elif held.fate == "doomed":
            _wipe(story, held)
    for held in story.tablets:
        if held.works:
            renew(story, held)
    left: list[str] = []
    for _ in range(MOST_ROUNDS):
        left = [said for held in story.tablets if held.works and (said := _sync(story, held))]
        if not left:
            return
    raise NeverQuiet(f"after {MOST_ROUNDS} rounds: {left}")


def _wipe(story: Story, held: Held) -> None:
    """A tablet to be wiped forgets everything at its next contact, if it can be opened at all."""
    story.ask(held, "pass", seconds=3_600)
    story.ask(held, "unlock", pin=PIN, faults=[])
    state = story.heard(story.begin(held, "sync", faults=[]))
    story.say(f"  {held.name} hears that it is to be wiped: {state}")
    story.is_wiped(held)


def _sync(story: Story, held: Held) -> str:
    """One more sync; in words what is left to do, empty when nothing."""
    story.ask(held, "pass", seconds=3_600)
    if not story.opened(held):
        return f"{held.name} does not open: {story.ask(held, 'status')['state']}"
    result = story.ask(held, "sync", faults=[])["result"]
    if result["state"] == "locked" and story.restored:  # its token is newer than the backup
        story.recovered(held)
    status = story.ask(held, "status")["status"]
    story.say(f"  {held.name}: {result['state']}, {result['pushed']} pushed, {result['pulled']} pulled, "
              f"{status['waiting']} waiting")
    moved = result["pushed"] + result["pulled"] + status["waiting"] + status["sent"]
    return "" if result["state"] == "done" and not moved else f"{held.name}: {result['state']}, {moved} moved"
