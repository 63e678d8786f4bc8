"""A soak of some thousand requests, good and bad, on slowly growing data: the server's memory and files do not grow.

`SOAK=200000 pytest -s tests/faults/test_soak.py` goes on for a day, and says every fifty rounds what is used.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from tests.machine import free_port
from tests.repository.tree import ROOT

ROUNDS = int(os.environ.get("SOAK", "150"))  # of seven requests
WARM = 50  # rounds in which everything is loaded, prepared and cached
MOST_GROWTH = 40.0  # MB: SQLite may keep 8 of pages for each of four threads; three lost bodies a round would be 90
LOST = "x" * 200_000
PATIENCE = 60.0


def test_memory_and_open_files_do_not_grow_with_the_requests(environment):
    made = subprocess.run([sys.executable, "-m", "tests.faults.soak"], env=environment, cwd=ROOT, capture_output=True,
                          text=True, check=True)
    with served(environment) as (server, port):
        client = Client(port, made.stdout.strip())
        begun = least(client, server, WARM)
        for place in range(ROUNDS // WARM):
            now = least(client, server, WARM)
            grown, more = now[0] - begun[0], now[1] - begun[1]
            print(f"{(place + 1) * WARM} rounds: {grown:.1f} MB, {more} files more")
        client.connection.close()
    assert client.received == WARM + ROUNDS // WARM * WARM
    assert more <= 2, f"{more} more files are open"
    assert grown < MOST_GROWTH, f"{grown:.1f} MB more"


def least(client: Client, server: int, rounds: int) -> tuple[float, int]:
    """The least that was used in these rounds: what only waits to be collected is not lost."""
    readings = []
    for place in range(rounds):
        client.round()
        if place % 5 == 4:
            readings.append(used(server))
    return min(memory for memory, _ in readings), min(files for _, files in readings)


class Client:
    """Who sends what is right and what is wrong, over one connection after another."""

    def __init__(self, port: int, token: str) -> None:
        self.port, self.received = port, 0
        self.token = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)

    def round(self) -> None:
        """One family more, and six requests that change nothing."""
        receipts = self._told("POST", "/api/entries", 200, {"entries": [family()]})["receipts"]
        self.received += receipts[0]["outcome"] == "received"
        self._told("GET", "/api/entries/since?commune=20001", 200)
        self._told("POST", "/api/entries", 422, {"entries": LOST})
        self._told("POST", "/api/entries", 400, f'{{"entries": "{LOST}'.encode())
        self._told("POST", "/api/sync/push", 401, {"entries": LOST}, {"Authorization": "Bearer nobody"})
        self._told("GET", "/intrare/", 200)
        self._told("GET", f"/gospodarii/{uuid4()}/", 302)
        if not self.received % 10:
            self.connection.close()

    def _told(
        self, method: str, path: str, status: int, body: object = None, more: dict[str, str] | None = None
    ) -> dict:
        raw = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        self.connection.request(method, path, raw, self.token | (more or {}))
        answer = self.connection.getresponse()
        said = answer.read()
        assert answer.status == status, (path, answer.status, said[:300])
        return json.loads(said) if path.startswith("/api/entries") and status == 200 else {}


def family() -> dict:
    """Enrolled today."""
    now = datetime.now(UTC)
    member = {"uuid": str(uuid4()), "surname": "Popescu", "given_name": "Ana", "sex": "f", "born": "1990-05-01",
              "relation": "head", "is_head": True, "cnp": {"state": "none"}}
    return {"uuid": str(uuid4()), "kind": "enrol_household", "version": 1, "commune": 20001, "household": str(uuid4()),
            "payload": {"address": "Strada Mare 1", "members": [member]}, "on": now.date().isoformat(),
            "at": now.isoformat()}


@contextmanager
def served(environment: dict[str, str]) -> Iterator[tuple[int, int]]:
    """`vatra serve` with one process that answers: the leader of its session, and its port."""
    port, vatra = free_port(), Path(sys.executable).with_name("vatra")
    command = [vatra, "serve", "--port", str(port), "--workers", "1"]
    server = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                              start_new_session=True)
    try:
        begun = time.monotonic()
        while not answers(port):
            assert server.poll() is None and time.monotonic() - begun < PATIENCE
            time.sleep(0.1)
        yield server.pid, port
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", "/intrare/")
        return bool(connection.getresponse().status)
    except OSError:
        return False
    finally:
        connection.close()


def used(leader: int) -> tuple[float, int]:
    """Of all processes of a session: MB that are theirs, and files that are open."""
    memory, files = 0.0, 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if os.getsid(int(folder.name)) == leader:
                rollup = (folder / "smaps_rollup").read_text()
                memory += int(re.search(r"^Pss:\s+(\d+)", rollup, re.MULTILINE)[1]) / 1024
                files += len(list((folder / "fd").iterdir()))
        except OSError:
            continue
    return memory, files
