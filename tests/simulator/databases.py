"""The database under a batch of stories: SQLite's file, or a PostgreSQL of our own that can be killed."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Protocol

from vatra.base.throwaway_postgres import Throwaway, throwaway_server

PATIENCE = 60.0


class Database(Protocol):
    """What a story may do to a database."""

    name: str

    @property
    def url(self) -> str:
        """As DATABASE_URL."""

    def back_up(self, to: Path) -> None:
        """A copy, taken while it is in use."""

    def restore(self, backup: Path) -> None:
        """The copy in place of what is lost; nobody else is connected."""

    def kill(self) -> None:
        """kill -9, where it is a process of its own."""

    def start(self) -> None:
        """Start it again after that."""

    def cpu_of(self) -> int | None:
        """The process whose time it takes, if it has one."""


class Sqlite:
    """A file in the home: it dies with the server alone."""

    name = "sqlite"

    def __init__(self, home: Path) -> None:
        self._file = home / "vatra.sqlite3"

    @property
    def url(self) -> str:
        return f"sqlite:///{self._file}"

    def back_up(self, to: Path) -> None:
        to.unlink(missing_ok=True)
        with closing(sqlite3.connect(self._file)) as source, closing(sqlite3.connect(to)) as copy:
            source.backup(copy)

    def restore(self, backup: Path) -> None:
        for ending in ("", "-wal", "-shm"):
            Path(f"{self._file}{ending}").unlink(missing_ok=True)
        shutil.copyfile(backup, self._file)

    def kill(self) -> None:
        pass

    def start(self) -> None:
        pass

    def cpu_of(self) -> int | None:
        return None


class Postgres:
    """A cluster with one database, which dies as a machine does and comes back as one does."""

    name = "postgres"

    def __init__(self, server: Throwaway) -> None:
        self._server = server
        self._is_dead = False

    @property
    def url(self) -> str:
        return self._server.url.removesuffix("/postgres") + "/vatra"

    def create(self) -> None:
        """An empty database."""
        self._told("DROP DATABASE IF EXISTS vatra WITH (FORCE)")
        self._told("CREATE DATABASE vatra")

    def back_up(self, to: Path) -> None:
        self._program("pg_dump", "-Fc", "-f", str(to), self.url)

    def restore(self, backup: Path) -> None:
        self.create()
        self._program("pg_restore", "--single-transaction", "-d", self.url, str(backup))

    def kill(self) -> None:
        self._server.kill()
        self._is_dead = True

    def start(self) -> None:
        if not self._is_dead:
            return
        begun = time.monotonic()
        while True:  # those that it left behind may still hold its memory
            try:
                self._server.start()
            except subprocess.CalledProcessError:
                if time.monotonic() - begun > PATIENCE:
                    raise
                time.sleep(0.1)
            else:
                self._is_dead = False
                return

    def cpu_of(self) -> int | None:
        return self._server.pid

    def _told(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(self._server.url, autocommit=True) as connection:
            connection.execute(statement)

    def _program(self, name: str, *arguments: str) -> None:
        subprocess.run([self._server.programs / name, *arguments], check=True, capture_output=True)


@contextmanager
def made(name: str, home: Path) -> Iterator[Database]:
    """An empty database of that name ("sqlite", "postgres"); gone afterwards."""
    if name == "sqlite":
        yield Sqlite(home)
        return
    with throwaway_server() as server:
        database = Postgres(server)
        database.create()
        yield database
