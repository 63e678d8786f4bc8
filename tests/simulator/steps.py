"""What can happen in a story. Each step draws from a source of its own: cutting others off leaves it as it is."""

from __future__ import annotations

import time
from collections.abc import Callable
from random import Random
from typing import Any

from tests.simulator.land import PIN, Held, model
from tests.simulator.machines import back_up, kill_database, kill_server, restore
from tests.simulator.office import change_roles, lock, look_twice, move
from tests.simulator.process import TabletSaidNo
from tests.simulator.story import Story
from tests.simulator.twice import twin
from tests.simulator.upgrades import upgrade

Step = Callable[[Story, Random], None]


def begin(story: Story) -> None:
    """Enrol every tablet and bring it its first households, sometimes over a bad line."""
    for place, held in enumerate(story.tablets):
        rng = Random(f"{story.seed}/begin/{place}")
        for _ in range(8):
            code = story.land.code_for(held.worker)
            faults = [rng.choice([{"kind": "drop_answer"}, {"kind": "status", "status": 503}, {"kind": "portal"}])]
            faults = faults if rng.random() < 0.15 else []
            if story.ask(held, "enrol", code=code, pin=PIN, faults=faults)["state"] == "enrolled":
                break
        else:
            raise AssertionError(f"{held.name} cannot be enrolled")
        held.fate = "enrolled"
        device = model("access.Device").objects.filter(worker=held.worker).latest("pk")
        held.device = str(device.uuid)
        story.say(f"    {held.name}: {held.role} of {held.commune}")
        _look(story, held)
        story.heard(story.begin(held, "sync", faults=drawn_faults(rng) if rng.random() < 0.4 else []))


def _look(story: Story, held: Held) -> None:
    """What its worker knows of from now on: who lives in the commune as far as the story knows."""
    held.homes = [home for home in story.land.homes if home.commune == held.commune]


def drawn_faults(rng: Random) -> list[dict[str, Any]]:
    """One to three things that go wrong on the line."""
    return [_fault(rng) for _ in range(rng.choice([1, 1, 2, 3]))]


def _fault(rng: Random) -> dict[str, Any]:
    kinds: list[dict[str, Any]] = [
        {"kind": "drop_request"}, {"kind": "cut_request", "after": rng.choice([10, 90, 400, 700, 1_500])},
        {"kind": "drop_answer"}, {"kind": "drop_answer", "on": "push"}, {"kind": "drop_answer", "on": "pull"},
        {"kind": "cut_answer", "after": rng.choice([0, 1, 40, 300, 2_000])}, {"kind": "portal"},
        {"kind": "duplicate"}, {"kind": "duplicate", "at_once": True}, {"kind": "duplicate", "on": "push"},
        {"kind": "duplicate", "on": "push", "at_once": True}, {"kind": "delay", "ms": rng.randrange(1, 60)},
        {"kind": "status", "status": rng.choice([500, 502, 503]), "retry_after": 5},
        {"kind": "kill", "on": "push", "when": "before"}, {"kind": "kill", "on": "push", "when": "after"},
        {"kind": "kill", "on": "pull", "when": "after"}, {"kind": "kill", "on": "bundle", "when": "before"},
    ]
    fault = rng.choice(kinds)
    return fault if "on" in fault or rng.random() < 0.5 else {**fault, "on": rng.choice(["push", "pull"])}


def seal(story: Story, rng: Random) -> None:
    """A worker does some work, about households that the tablet may know."""
    held = story.one(rng)
    if held is None or not story.opened(held):
        return
    story.say(f"  {held.name} seals")
    acts = []
    for _ in range(rng.choice([1, 1, 2, 3, 5])):
        if rng.random() < 0.15 or not held.homes:
            home, act = story.acts.enrolment(rng, held.commune)
            held.homes.append(home)
            story.land.homes.append(home)
        else:
            home = rng.choice(held.homes if rng.random() < 0.97 else story.land.homes)
            act = story.acts.about(rng, home, held.homes, held.role)
        acts.append(act)
    if rng.random() < 0.08:
        story.half_sealed.append((held, acts))
        future = story.begin(held, "seal", acts=acts)
        story.ask(held, "kill")
        story.say(f"    battery pulled while {len(acts)} are sealed; error {future.exception(timeout=60)}")
    else:
        story.seal(held, acts)


def sync(story: Story, rng: Random) -> None:
    """One or several tablets sync, some over a bad line."""
    there = [held for held in story.tablets if held.fate in ("enrolled", "locked", "doomed")]
    chosen = rng.sample(there, min(len(there), rng.choice([1, 1, 1, 2, 3])))
    begun = []
    for held in chosen:
        if rng.random() < 0.5:
            story.ask(held, "pass", seconds=20)  # what the server asked to wait is over
        opened = held.fate == "enrolled" and story.opened(held)
        faults = drawn_faults(rng) if rng.random() < 0.5 else []
        begun.append((held, faults, opened, story.begin(held, "sync", faults=faults)))
    for held, faults, opened, future in begun:
        state = story.heard(future)
        story.say(f"  {held.name} syncs ({'open' if opened else 'not open'}): {state}; {faults}")
        if state == "done":
            _look(story, held)
        if state == "wiped":
            story.is_wiped(held)


def pull_battery(story: Story, rng: Random) -> None:
    """The battery is pulled, sometimes in the middle of a sync."""
    held = story.one(rng)
    if held is None:
        return
    future = story.begin(held, "sync", faults=[]) if story.opened(held) and rng.random() < 0.6 else None
    if future:
        time.sleep(rng.random() * 0.04)
    story.ask(held, "kill")
    story.say(f"  {held.name}: battery pulled{', while it syncs: ' + story.heard(future) if future else ''}")


def skew(story: Story, rng: Random) -> None:
    """A tablet's clock is set: hours, days, years, forwards and backwards."""
    held = story.one(rng)
    if held is None:
        return
    days = rng.choice([-1_100, -400, -3, -0.2, 0.1, 2, 20, 400, 1_100])
    story.ask(held, "clock", add_seconds=days * 86_400)
    story.say(f"  {held.name}: clock moved by {days} days")


def same_family(story: Story, rng: Random) -> None:
    """Two tablets enrol one family, each by itself."""
    working = [held for held in story.tablets if held.works and story.opened(held)]
    if len(working) < 2:
        return
    one, other = rng.sample(working, 2)
    home, act = story.acts.enrolment(rng, one.commune)
    again = twin(rng, home, other.commune)
    story.say(f"  {one.name} and {other.name} enrol the same family")
    for held, known, sealed in ((one, home, act), (other, again, story.acts.enrolled(again))):
        held.homes.append(known)
        story.land.homes.append(known)
        story.seal(held, [sealed])
    story.acts.twice.twins.append((home, again))


def same_base(story: Story, rng: Random) -> None:
    """Two workers correct the same thing of a household, each from what was there before."""
    working = [held for held in story.tablets if held.works and story.opened(held)]
    known = [(held, home) for held in working for home in held.homes]
    if not known:
        return
    home = rng.choice(known)[1]
    story.say(f"  the same address of {home.uuid[:8]} is corrected by all who know it")
    for held in [held for held, one in known if one is home]:
        value = f"Strada {held.name} {rng.randrange(99)}"
        story.seal(held, [{"kind": "correct_household", "commune": home.commune, "household": home.uuid,
                           "on": story.land.today.isoformat(),
                           "payload": {"field": "address", "base": home.address, "value": value}}])


def look_at_questions(story: Story, rng: Random) -> None:
    """Whoever may settle looks at what waits in the communes of the run."""
    rows = model("register.Entry").objects.filter(stream__in=story.land.communes, state="to_settle")
    story.acts.to_settle = [(commune, str(household), str(uuid)) for commune, household, uuid
                            in rows.order_by("id").values_list("stream", "household", "uuid") if household]


def ask_accounted(story: Story, rng: Random) -> None:
    """A tablet asks whether it may be wiped; a yes must be true, and sometimes it is wiped at once."""
    held = story.one(rng)
    if held is None or not story.opened(held):
        return
    try:
        answer = story.ask(held, "accounted", faults=[])
    except TabletSaidNo:
        return
    story.say(f"  {held.name} asks whether it may be wiped: {answer['wipeable']}")
    if not answer["wipeable"]:
        return
    here = story.in_register(held)
    assert set(held.sealed) <= here, f"{held.name} was called wipeable, and the register lacks something"
    if rng.random() < 0.3:
        story.ask(held, "wipe")
        story.is_wiped(held)
        story.say(f"    and {held.name} is wiped")


WEIGHTS: dict[Step, int] = {
    seal: 34, sync: 30, pull_battery: 5, skew: 3, kill_server: 4, kill_database: 3, back_up: 5, restore: 4,
    upgrade: 4, change_roles: 3, lock: 4,
    move: 3, same_family: 5, same_base: 3, look_twice: 4, look_at_questions: 3, ask_accounted: 2,
}


def drawn_steps(seed: int) -> list[Step]:
    """The steps of a story in order."""
    rng = Random(f"{seed}/steps")
    return rng.choices(list(WEIGHTS), weights=list(WEIGHTS.values()), k=rng.randrange(12, 31))
