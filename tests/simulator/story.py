"""One story: what is done step by step, as the seed draws it, and what is known of it when the invariants are asked."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from random import Random
from typing import Any

from django.db import connections

from tests.simulator.acts import Acts
from tests.simulator.ground import Server
from tests.simulator.land import PASSWORD, PIN, Held, Land, model
from tests.simulator.process import PATIENCE, Answer, Process, TabletSaidNo

Say = Callable[[str], None]


class Story:
    """A run: its land, its tablets, what was sealed, and whether the server has lost anything."""

    def __init__(self, seed: int, server: Server, process: Process, *, say: Say) -> None:
        self.seed, self.server, self.process, self.say = seed, server, process, say
        self.land = Land(seed)
        self.acts = Acts(seed, self.land.today)
        self.backup: Path | None = None
        self.restored = False
        self.professions_changed: set[int] = set()  # workers (internal ids) whose role is another one since today
        self.half_sealed: list[tuple[Held, list[dict[str, Any]]]] = []
        rng = Random(f"{seed}/plan")
        self.dies = rng.random() < 0.12  # restarts of the server are dear: a share of the stories has them
        self.is_restored = rng.random() < 0.10
        self.is_upgraded = rng.random() < 0.08 and not self.is_restored

    @property
    def tablets(self) -> list[Held]:
        """All of the run, whatever became of them."""
        return self.land.tablets

    def one(self, rng: Random, *, fates: tuple[str, ...] = ("enrolled",)) -> Held | None:
        """A tablet of those with such a fate, if there is any."""
        chosen = [held for held in self.tablets if held.fate in fates]
        return rng.choice(chosen) if chosen else None

    def ask(self, held: Held, do: str, **more: Any) -> Answer:
        """Have a tablet do something and wait."""
        return self.process.ask(do, held.name, **more)

    def begin(self, held: Held, do: str, **more: Any) -> Future[Answer]:
        """The same without waiting."""
        return self.process.begin(do, held.name, **more)

    def opened(self, held: Held) -> bool:
        """Unlock a tablet as its worker would, by PIN, else by password; False when it will not open now."""
        if not held.is_kept:
            return False
        state = self.ask(held, "unlock", pin=PIN, faults=[])["state"]
        if state == "wait":
            self.ask(held, "pass", seconds=3_600)
            state = self.ask(held, "unlock", pin=PIN)["state"]
        if state in ("lease_over", "pin_destroyed") and held.fate == "enrolled" and held.locked_once:
            state = self.recovered(held)
        return bool(state == "open")

    def recovered(self, held: Held) -> str:
        """Sign in on a tablet by password, as its worker would who is told so; the state it is in then."""
        told = self.ask(held, "recover", username=held.worker.username, password=PASSWORD, pin=PIN, faults=[])
        self.say(f"    {held.name} is recovered by password: {told['state']}")
        return str(self.ask(held, "status")["state"])

    def seal(self, held: Held, acts: list[dict[str, Any]]) -> bool:
        """Seal acts; what was sealed is remembered. False when the tablet is not open."""
        try:
            entries = self.ask(held, "seal", acts=acts)["entries"]
        except TabletSaidNo as no:
            if no.name != "Locked":
                raise
            return False
        self.remember(held, entries)
        for act in acts:
            self.say(f"    {act['kind']} about {str(act['household'])[:8]} on {act['on']}")
        return True

    def remember(self, held: Held, entries: list[dict[str, Any]]) -> None:
        """Note what is sealed on a tablet now."""
        for entry in entries:
            held.sealed[entry["uuid"]] = entry

    def in_register(self, held: Held) -> set[str]:
        """What the register has of all that was sealed on a tablet."""
        rows = model("register.Entry").objects.filter(uuid__in=list(held.sealed))
        return {str(uuid) for uuid in rows.values_list("uuid", flat=True)}

    def is_wiped(self, held: Held) -> None:
        """A tablet has forgotten everything: only what the register has is left of its work."""
        held.fate, held.had = "wiped", self.in_register(held)

    def heard(self, future: Future[Answer]) -> str:
        """What came of a sync begun earlier, in a word."""
        try:
            return str(future.result(timeout=PATIENCE)["result"]["state"])
        except TabletSaidNo as no:
            if no.name != "killed":
                raise
            return "killed"

    def restart(self) -> None:
        """Start the server again; connections of this process may be of its former life."""
        self.server.start()
        self.reconnect()

    def reconnect(self) -> None:
        """Forget connections of this process to a database that has died."""
        connections.close_all()

    def forget(self) -> None:
        """Throw the tablets away, for the next run's sake."""
        for held in self.tablets:
            self.ask(held, "forget")
        if self.backup:
            self.backup.unlink(missing_ok=True)
