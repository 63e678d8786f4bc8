"""What all runs of a batch stand on: a throwaway home, the server as a process, and its death, backup and restore."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.machine import cpu_seconds, free_port
from tests.simulator.databases import Database, made
from tests.simulator.later import Later
from tests.simulator.warm import Forked, Warm

PATIENCE = 120.0
MEMORY, ENOUGH = Path("/dev/shm"), 2_000_000_000  # Linux's disk in memory, and the bytes that must be free there


@contextmanager
def throwaway_home(name: str) -> Iterator[tuple[Path, Database]]:
    """A home of our own, with an empty database up to date; Django is set up for it in this process."""
    with (tempfile.TemporaryDirectory(prefix="vatra-simulator-", dir=_quick_disk()) as folder,
          made(name, Path(folder)) as database):
        settings = "vatra.config.settings"
        os.environ.update(VATRA_HOME=folder, DJANGO_SETTINGS_MODULE=settings, DATABASE_URL=database.url)
        import django

        django.setup()
        from django.core.management import call_command

        from vatra.config.words import compile_catalogue

        compile_catalogue()
        call_command("migrate", verbosity=0)
        yield Path(folder), database


def _quick_disk() -> Path | None:
    """Memory, where there is enough: in stories processes die and machines do not, so it keeps what a disk would."""
    return MEMORY if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ENOUGH else None


class Server:
    """`vatra serve` on the home's database. It can be killed at any moment, and started again on the same port."""

    def __init__(self, home: Path, database: Database) -> None:
        self.home, self.database = home, database
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.later: Later | None = None  # another version of it, when it is not the one of today
        self.cpu_of_the_dead = 0.0
        self._process: Forked | None = None
        self._warm = Warm((home / "server.log").open("ab"))

    def start(self) -> None:
        """Start it and wait until it answers."""
        self._process = self._warm.fork(self.port, self.later)
        begun = time.monotonic()
        while not self._answers():
            if not self._process.lives or time.monotonic() - begun > PATIENCE:
                raise RuntimeError(f"the server does not start:\n{self.said()[-2_000:]}")
            time.sleep(0.03)

    def kill(self) -> None:
        """kill -9 of the whole process group: nothing is finished, nothing said."""
        if self._process is None:
            return
        self.cpu_of_the_dead += cpu_seconds(self._process.pid)
        self._process.kill()
        self._process = None
        while self._answers():  # children that the kernel has not yet taken down
            time.sleep(0.01)

    def cpu(self) -> float:
        """Processor seconds of all its lives."""
        running = [self._warm.pid, self.database.cpu_of()]  # whoever lives is a child of the first
        return self.cpu_of_the_dead + sum(cpu_seconds(pid) for pid in running if pid)

    def quit(self) -> None:
        """End it for good."""
        self.kill()
        self._warm.quit()

    def said(self) -> str:
        """Everything it wrote."""
        return (self.home / "server.log").read_text("utf-8", errors="replace")

    def restore(self, backup: Path) -> None:
        """The database of a backup in place of the one that was lost; begins a new epoch, as the how-to says."""
        from django.db import connections

        from vatra.register.epoch import begin_epoch

        self.kill()
        connections.close_all()
        self.database.restore(backup)
        begin_epoch()
        self.start()

    @property
    def lives(self) -> bool:
        """Whether its first process is there."""
        return self._process is not None and self._process.lives

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.base}/api/sync/nothing", timeout=5):
                return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
