"""The ground of the benchmarks in a browser: a demo commune with its three years, cut to a size, and served.

`VATRA_BENCH_DEMO` names a folder in which demos are kept for the next run; without it each run makes its own.
"""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from bench.p1_entries import wait_for
from tests.machine import cpu_seconds, free_port

COMMUNE = 21123  # Asău, the first of the demo
HOUSEHOLDS = 1_070
VATRA = Path(sys.executable).with_name("vatra")


@dataclass(frozen=True, slots=True)
class Home:
    """The folder of a register, and how a process is to find it."""

    folder: Path

    @property
    def env(self) -> dict[str, str]:
        """The environment in which this register is the one."""
        kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        return {**kept, "VATRA_HOME": str(self.folder), "DJANGO_SETTINGS_MODULE": "vatra.config.settings"}

    def said(self, *arguments: str) -> str:
        """What this module prints when it is run in this home."""
        command = [sys.executable, "-m", "bench.commune", *arguments]
        return subprocess.run(command, env=self.env, check=True, capture_output=True, text=True).stdout.strip()

    def cut(self, households: int) -> int:
        """Leave only the first households of the commune living there; how many persons live in them."""
        return int(self.said("cut", str(households)))

    def whole(self) -> int:
        """Let everybody live there again; how many persons."""
        return int(self.said("cut", "0"))

    def households(self, most: int) -> list[str]:
        """The uuids of households that live in the commune."""
        rows = self._rows("SELECT uuid FROM people_household WHERE ended_on IS NULL AND commune_id = ? ORDER BY id"
                          " LIMIT ?", COMMUNE, most)
        return [str(UUID(uuid)) for (uuid,) in rows]

    def surnames(self) -> list[str]:
        """The surname of everybody."""
        return [name for (name,) in self._rows("SELECT surname FROM people_person ORDER BY id")]

    def _rows(self, query: str, *values: int) -> list[tuple[str]]:
        with closing(sqlite3.connect(self.folder / "vatra.sqlite3")) as base:
            return base.execute(query, values).fetchall()

    def code(self, everywhere: bool = False) -> str:
        """A one-time code for a tablet of the commune's social worker, or of one who works in every commune."""
        return self.said("code", *(["everywhere"] if everywhere else []))


@contextmanager
def demo(communes: int) -> Iterator[Home]:
    """A home with a demo of so many communes."""
    with tempfile.TemporaryDirectory(prefix="vatra-commune-") as temporary:
        kept = os.environ.get("VATRA_BENCH_DEMO")
        made = Path(kept or temporary) / f"demo-{communes}"
        if not made.exists():
            fill = [VATRA, "demo", "--communes", str(communes), "--seed", "1"]
            subprocess.run(fill, check=True, env=Home(made).env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        home = Home(Path(temporary) / "home")
        shutil.copytree(made, home.folder)
        subprocess.run([VATRA, "manage", "migrate", "--verbosity", "0"], check=True, env=home.env)
        yield home


@dataclass(frozen=True, slots=True)
class Served:
    """A server that runs."""

    address: str
    pid: int

    def processor(self) -> float:
        """Seconds of processor that it has used so far."""
        return cpu_seconds(self.pid)


@contextmanager
def served(home: Home) -> Iterator[Served]:
    """The real server, with one worker."""
    port = free_port()
    command = [VATRA, "serve", "--port", str(port), "--workers", "1"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    server = subprocess.Popen(command, env=home.env, start_new_session=True, **quiet)
    try:
        wait_for(port)
        yield Served(f"http://127.0.0.1:{port}", server.pid)
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait()


def _cut(households: int) -> int:
    base = sqlite3.connect(Path(os.environ["VATRA_HOME"]) / "vatra.sqlite3")
    stay = "SELECT id FROM people_household WHERE commune_id = ? AND ended_on IS NULL ORDER BY id LIMIT ?"
    with base:
        base.execute("UPDATE people_household SET ended_on = NULL, left_to = '' WHERE left_to = 'cut'")
        if households:
            base.execute("UPDATE people_household SET ended_on = '2099-01-01', left_to = 'cut'"
                         f" WHERE ended_on IS NULL AND id NOT IN ({stay})", (COMMUNE, households))
        base.execute("DELETE FROM sync_document")
        base.execute("DELETE FROM sync_packedpage")
    return int(base.execute(
        "SELECT count(*) FROM people_membership m JOIN people_household h ON h.uuid = m.household_id"
        " WHERE m.until IS NULL AND h.ended_on IS NULL").fetchone()[0])


def _code(everywhere: bool) -> str:
    import django

    django.setup()
    from django.apps import apps
    from django.utils import timezone

    from vatra.access.entries import grant_role, make_device_code

    now, role, held = timezone.now(), "social_worker", apps.get_model("access.RoleHeld").objects
    worker = held.filter(role=role, commune=COMMUNE).order_by("id").first().worker
    for commune in held.filter(role=role).exclude(commune=COMMUNE).values_list("commune", flat=True).distinct():
        if everywhere and not held.filter(worker=worker, role=role, commune=commune).exists():
            grant_role(worker, role, commune=commune, since=now.date(), by=None, at=now)
    return str(make_device_code(worker, by=worker, at=now)[1])


if __name__ == "__main__":
    print(_cut(int(sys.argv[2])) if sys.argv[1] == "cut" else _code(everywhere=len(sys.argv) == 3))
