"""Many runs on one ground, and what is looked at once for all of them: the chains, and everything derived anew."""

from __future__ import annotations

import io
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from random import Random

from tests.machine import cpu_seconds
from tests.simulator.ground import Server, throwaway_home
from tests.simulator.process import Process

MOST_STEPS = 30
Say = Callable[[str], None]


@dataclass(frozen=True)
class Outcome:
    """How a run ended: the invariants that do not hold; empty when all do."""

    seed: int
    broken: list[str]
    seconds: float


@dataclass
class Ground:
    """The server and the tablets' process of a batch."""

    server: Server
    process: Process

    def cpu(self) -> float:
        """Processor seconds of server, tablets and this process."""
        return self.server.cpu() + cpu_seconds(self.process.pid) + time.process_time()


@contextmanager
def ground(database: str) -> Iterator[Ground]:
    """A home, a database ("sqlite", "postgres"), a server and a process of tablets; all gone afterwards."""
    with throwaway_home(database) as (home, under):
        server = Server(home, under)
        server.start()
        process = Process(server.base)
        try:
            yield Ground(server, process)
        finally:
            process.quit()
            server.quit()


def run(seed: int, on: Ground, *, say: Say = lambda line: None, most_steps: int | None = None) -> Outcome:
    """Tell one story and look at its invariants."""
    from tests.simulator import steps
    from tests.simulator.invariants import broken
    from tests.simulator.quiet import become_quiet
    from tests.simulator.story import Story
    from tests.simulator.upgrades import as_before

    begun = time.monotonic()
    story = Story(seed, on.server, on.process, say=say)
    try:
        steps.begin(story)
        for place, step in enumerate(steps.drawn_steps(seed)[:most_steps]):
            say(f"{place + 1}. {step.__name__}")
            step(story, Random(f"{seed}/{place}"))
        say("quiet")
        become_quiet(story)
        found = broken(story)
    except Exception as error:
        if not isinstance(error, AssertionError):
            say(traceback.format_exc())
        found = [f"{type(error).__name__}: {error}"]
    story.forget()
    as_before(story)
    return Outcome(seed, found, time.monotonic() - begun)


def shrunk(seed: int, database: str) -> int:
    """The fewest steps after which a failing seed still fails, each try in a process of its own."""
    low, fewest = 0, MOST_STEPS
    while low < fewest:
        middle = (low + fewest) // 2
        command = [sys.executable, "-m", "tests.simulator", "--seed", str(seed), "--steps", str(middle),
                   "--database", database]
        if subprocess.run(command, capture_output=True, check=False).returncode:
            fewest = middle
        else:
            low = middle + 1
    return fewest


def _with_seed(line: str) -> str:
    """A line of `vatra rebuild --check` (table, uuid, column) with the seed whose row it names."""
    from tests.simulator.land import model, seed_of

    table, _, rest = line.partition("  ")
    if "." not in table or not rest:
        return f"rebuild --check: {line}"
    row = model(table).objects.filter(uuid=rest.split()[0]).first()
    if not hasattr(row, "household") and not hasattr(row, "commune_id"):  # named after the entry that it follows from
        row = model("register.Entry").objects.filter(uuid=rest.split()[0]).first() or row
    home = row if table == "people.Household" else getattr(row, "household", None)
    commune = getattr(row, "stream_id", None) or getattr(row, "commune_id", None) or getattr(home, "commune_id", None)
    more = f" {row.kind} {row.state} {row.reason_code} {row.household}" if table == "register.Entry" else ""
    return f"seed {seed_of(commune) if commune else '?'}: rebuild --check: {line}{more}"


def faults_of_all() -> list[str]:
    """What does not hold in the register as a whole; the commune's number tells whose run it is."""
    from django.core.management.base import CommandError

    from tests.simulator.land import model, seed_of
    from vatra.cli.rebuild import rebuild
    from vatra.register.verify import faults

    found = [f"seed {seed_of(fault.commune or 0)}: {fault}" for fault in faults()]
    said = io.StringIO()
    try:
        with redirect_stdout(said), redirect_stderr(io.StringIO()):
            rebuild.main(["--check"], standalone_mode=False)
    except SystemExit as end:
        if end.code:
            found += [_with_seed(line) for line in said.getvalue().splitlines()]
    except CommandError as error:
        found.append(str(error))
    assert model("register.Entry").objects.exists()
    return found
