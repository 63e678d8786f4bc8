"""What the office does in a story: roles, tablets locked and wiped, families that move, records put together."""

from __future__ import annotations

from random import Random
from typing import Any
from uuid import UUID

from django.utils import timezone

from tests.simulator.land import Held, give_role, model
from tests.simulator.people import drawn_uuid
from tests.simulator.story import Story
from vatra.access import entries as access
from vatra.register.entries import Draft, receive


def change_roles(story: Story, rng: Random) -> None:
    """A worker's role ends today, or becomes another one, or another commune's is added."""
    held = story.one(rng)
    if held is None:
        return
    what = rng.choice(["ends", "becomes", "becomes", "is added"])
    if what != "is added":
        model("access.RoleHeld").objects.filter(worker=held.worker, until=None).update(until=story.land.today)
    if what != "ends":
        held.role = rng.choice(["social_worker", "community_nurse", "school_mediator", "head"])
        held.commune = rng.choice(story.land.communes)
        give_role(held.worker, held.role, held.commune, since=story.land.today)
    story.professions_changed.add(held.worker.pk)
    story.say(f"  {held.name}: the role {what}: {held.role} of {held.commune}")


def lock(story: Story, rng: Random) -> None:
    """The office locks a tablet, or allows a locked one again, or has one wiped."""
    locked = story.one(rng, fates=("locked",))
    now = timezone.now()
    if locked and rng.random() < 0.7:
        access.allow_tablet(_device(locked), by=None, at=now)
        locked.fate = "enrolled"
        story.say(f"  {locked.name} is allowed again")
        return
    held = story.one(rng)
    if held is None or len([one for one in story.tablets if one.is_kept]) < 2:
        return
    if rng.random() < 0.3:
        access.wipe_tablet(_device(held), by=None, at=now)
        held.fate = "doomed"
        story.say(f"  {held.name} is to be wiped")
    else:
        access.revoke_device(_device(held), by=None, at=now)
        held.fate, held.locked_once = "locked", True
        story.say(f"  {held.name} is locked")


def _device(held: Held) -> Any:
    return model("access.Device").objects.get(uuid=UUID(held.device))


def move(story: Story, rng: Random) -> None:
    """A household goes to live in the other commune; the old team may not hear of it for long.

    Sometimes the new commune fetches it before the old one's word has come.
    """
    home = rng.choice([home for home in story.land.homes if home.commune in story.land.communes])
    there = next(one for one in story.land.communes if one != home.commune)
    left = {"kind": "move_out", "commune": home.commune, "household": home.uuid,
            "payload": {"to": "commune", "commune": there}}
    if rng.random() < 0.3:
        left |= {"kind": "hand_over_household", "payload": {"commune": there}}
    came = {"kind": "move_in", "commune": there, "household": home.uuid, "payload": {"address": "Strada mutării 1"}}
    acts = [came, left] if rng.random() < 0.3 else [left, came]
    told = [f"{act['kind']} {decide(story, rng, act)}" for act in acts]
    story.say(f"  {home.uuid[:8]} moves to {there}: {', '.join(told)}")


def look_twice(story: Story, rng: Random) -> None:
    """The office merges what is written down twice, undoes a merge, or says that two are two."""
    homes = story.land.homes
    act = story.acts.twice.act(rng, rng.choice(homes), homes)
    story.say(f"  the office: {act['kind']} about {act['household'][:8]}: {decide(story, rng, act)}")


def decide(story: Story, rng: Random, act: dict[str, Any]) -> str:
    """The clerk of a commune hands an act in on a page of today; what the register says."""
    draft = Draft(
        uuid=UUID(act.get("uuid") or drawn_uuid(rng)), kind=act["kind"], version=1, commune=act["commune"],
        household=UUID(act["household"]), person=None, payload=act["payload"], on=story.land.today, at=timezone.now(),
    )
    clerk = story.land.clerk[story.land.communes.index(act["commune"])]
    receipt = receive([draft], by=clerk, at=timezone.now())[0]
    return f"{receipt.outcome} {receipt.reason_code or ''}".strip()
