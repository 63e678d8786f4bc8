"""P1: entries into the register, applied: batches of 100, and one per request over HTTP; both databases.

The entries are the demo county's three years in the order of days, sent by one social worker per
commune: enrolments, interviews with all answers, judgements, plans, visits, deliveries, referrals.
The yardstick is a bare Django insert of a household, three children and an event in one transaction,
measured in the same run.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.report import Figure, print_figure, stopwatch
from tests.machine import cpu_seconds, free_port

SIZES = (1_000, 10_000, 50_000)
COMMUNES = 9
MEASURED = 2_000
BATCH = 100
CLIENTS = {1: (165, 600), 8: (400, 2_000), 32: (400, 2_000)}  # clients: (goal per second, requests)
GOAL_BATCHES, GOAL_CPU_MS = 2_000, 5.0
PEERS = "ODK Central 165/s with 1 client, 312/s with 8, 378/s with 32; HOPE 150/s in twenties"


def main() -> None:
    """Measure on SQLite, PostgreSQL or both, each in a process and a home of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=["sqlite", "postgres", "both"], default="both")
    parser.add_argument("--largest", type=int, default=SIZES[-1], help="the most entries to fill in")
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.measure:
        measure(asked.database, asked.largest)
        return
    for database in ("sqlite", "postgres") if asked.database == "both" else (asked.database,):
        with _home(database) as environment:
            command = [sys.executable, "-m", "bench.p1_entries", "--measure", "--database", database]
            subprocess.run([*command, "--largest", str(asked.largest)], env=environment, check=True)


@contextmanager
def _home(database: str) -> Iterator[dict[str, str]]:
    from vatra.base.throwaway_postgres import throwaway_postgres

    with tempfile.TemporaryDirectory(prefix="vatra-p1-") as folder:
        environment = {**os.environ, "VATRA_HOME": folder, "DJANGO_SETTINGS_MODULE": "vatra.config.settings"}
        environment.pop("DATABASE_URL", None)
        if database == "sqlite":
            yield environment
            return
        with throwaway_postgres() as url:
            yield {**environment, "DATABASE_URL": url}


def measure(database: str, largest: int) -> None:
    """All figures of one database."""
    import django

    django.setup()
    from bench import ground, yardstick
    from bench.days import drafts_of_communes

    ground.lay_places()
    stories = dict(drafts_of_communes(COMMUNES))
    workers = ground.engage(stories)
    bare_per_s, bare_cpu_ms = yardstick.bare_inserts()
    supply = Supply(stories)
    _batches(database, supply, workers, bare_per_s, largest)
    _requests(database, supply, workers, bare_per_s, bare_cpu_ms)


class Supply:
    """Entries in the order of each commune; whoever takes some, takes them for good."""

    def __init__(self, stories: dict[int, list[Any]]) -> None:
        self._stories = {siruta: iter(drafts) for siruta, drafts in stories.items()}
        self._turn = 0

    def batch(self, size: int) -> list[Any]:
        """The next entries of the commune whose turn it is."""
        for _ in range(len(self._stories)):
            siruta = list(self._stories)[self._turn % len(self._stories)]
            self._turn += 1
            taken = [draft for draft, _ in zip(self._stories[siruta], range(size), strict=False)]
            if len(taken) == size:
                return taken
        raise SystemExit("no entries are left: add communes")


def _batches(database: str, supply: Supply, workers: dict, bare_per_s: float, largest: int) -> None:
    from bench.days import after
    from vatra.register.entries import receive

    growth, rate, there = [], 0.0, 0
    outcomes: Counter[str] = Counter()

    def take(entries: int) -> float:
        nonlocal there
        batches = [supply.batch(BATCH) for _ in range(max(1, entries // BATCH))]
        with stopwatch() as watch:
            for batch in batches:
                worker = workers[batch[0].commune][0]
                outcomes.update(receipt.outcome for receipt in receive(batch, by=worker, at=after(batch)))
        there += len(batches) * BATCH
        return len(batches) * BATCH / watch.seconds

    for size in (size for size in SIZES if size <= largest):
        while there < size:
            take(min(1_000, size - there))
        rate = take(MEASURED)
        growth.append(f"{size:,} there: {rate:,.0f}/s")
    print_figure(Figure(
        "P1", f"{database}: entries applied, in batches of {BATCH}; {_said(outcomes)}", f"≥ {GOAL_BATCHES:,}/s",
        f"{rate:,.0f}/s", rate >= GOAL_BATCHES, growth=tuple(growth),
        ratio=f"{rate / bare_per_s:.2f}x a bare insert of household, children, event ({bare_per_s:,.0f}/s); {PEERS}",
    ))


def _requests(database: str, supply: Supply, workers: dict, bare_per_s: float, bare_cpu_ms: float) -> None:
    port = free_port()
    command = [Path(sys.executable).with_name("vatra"), "serve", "--port", str(port), "--workers", "2"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        wait_for(port)
        for clients, (goal, requests) in CLIENTS.items():
            entries = [draft for _ in range(requests // BATCH) for draft in supply.batch(BATCH)]
            before = cpu_seconds(server.pid)
            seconds, outcomes = _sent(entries, workers, port, clients)
            cpu_ms = (cpu_seconds(server.pid) - before) / len(entries) * 1000
            rate = len(entries) / seconds
            print_figure(Figure(
                "P1", f"{database}: one entry per request, {clients} client(s); {_said(outcomes)}",
                f"≥ {goal}/s at ≤ {GOAL_CPU_MS:.0f} ms of processor each", f"{rate:,.0f}/s at {cpu_ms:.1f} ms",
                rate >= goal and cpu_ms <= GOAL_CPU_MS,
                ratio=f"{rate / bare_per_s:.2f}x a bare insert ({bare_per_s:,.0f}/s at {bare_cpu_ms:.1f} ms); {PEERS}",
            ))
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait()


def _sent(entries: list[Any], workers: dict, port: int, clients: int) -> tuple[float, Counter[str]]:
    """Seconds until all is answered, and the outcomes; each household's entries by one client, in order."""
    shares: list[list[dict]] = [[] for _ in range(clients)]
    for draft in entries:
        token = workers[draft.commune][1]
        shares[draft.household.int % clients].append({"token": token, "entry": _on_the_wire(draft)})
    with tempfile.TemporaryDirectory(prefix="vatra-p1-") as folder:
        files = []
        for number, share in enumerate(shares):
            files.append(Path(folder) / f"{number}.json")
            files[-1].write_text(json.dumps(share), encoding="utf-8")
        done = subprocess.run([sys.executable, "-m", "bench.clients", str(port), *map(str, files)],
                              check=True, capture_output=True, text=True)
    answer = json.loads(done.stdout)
    return answer["seconds"], Counter(answer["outcomes"])


def _on_the_wire(draft: Any) -> dict[str, Any]:
    return {
        "uuid": str(draft.uuid), "kind": draft.kind, "version": draft.version, "commune": draft.commune,
        "household": str(draft.household), "person": str(draft.person) if draft.person else None,
        "payload": json.loads(json.dumps(draft.payload, default=str)), "on": draft.on.isoformat(),
        "at": draft.at.isoformat(), "rulebook": draft.rulebook,
    }


def _said(outcomes: Counter[str]) -> str:
    return ", ".join(f"{number:,} {outcome}" for outcome, number in outcomes.most_common())


def wait_for(port: int) -> None:
    """Until a server listens there."""
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not start")


if __name__ == "__main__":
    main()
