"""A private PostgreSQL server for as long as it is needed: for tests, benchmarks and population runs.

The programs are the system's, or those of the PyPI package `pgserver`. PostgreSQL refuses to run
as root, so root starts it as the account `postgres` or `nobody`.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

MISSING = (
    "PostgreSQL nu a fost găsit. Instalați PostgreSQL al sistemului sau `pip install pgserver`. / "
    "No PostgreSQL was found. Install the system's PostgreSQL, or `pip install pgserver`."
)


class NoPostgres(Exception):
    """No PostgreSQL programs on this machine; the message says how to get them."""

    def __init__(self) -> None:
        super().__init__(MISSING)


def programs() -> Path:
    """The folder with `initdb` and `pg_ctl`; raises NoPostgres."""
    candidates = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    on_path = shutil.which("pg_ctl")
    if on_path:
        candidates.append(Path(on_path).resolve().parent)
    packaged = find_spec("pgserver")
    if packaged and packaged.origin:
        candidates.append(Path(packaged.origin).parent / "pginstall" / "bin")
    for folder in candidates:
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    raise NoPostgres


def _account() -> str | None:
    """The account to run as: our own, unless that is root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            pwd.getpwnam(name)
            return name
        except KeyError:
            continue
    raise NoPostgres


def _reachable(account: str | None, found: Path, root: Path) -> Path:
    """The programs themselves, or a copy of them under `root` where the account cannot reach them."""
    if account is None:
        return found
    try:
        if subprocess.run([found / "pg_ctl", "--version"], user=account, capture_output=True, cwd="/").returncode == 0:
            return found
    except PermissionError:
        pass
    shutil.copytree(found.parent, root / "install")
    return root / "install" / "bin"


def _run(command: Sequence[str | Path], account: str | None, folder: Path) -> None:
    subprocess.run(command, user=account, cwd=folder, check=True, capture_output=True)


@dataclass(frozen=True)
class Throwaway:
    """A server in a folder of its own, which listens on a Unix socket there and can be killed and started again."""

    root: Path
    programs: Path
    account: str | None

    @property
    def url(self) -> str:
        """Of its database `postgres`."""
        return f"postgresql://vatra@{str(self.root).replace('/', '%2F')}/postgres"

    @property
    def pid(self) -> int:
        """The process that all others of it come from."""
        return int((self._data / "postmaster.pid").read_text().split("\n", 1)[0])

    def make(self) -> None:
        """Write an empty cluster."""
        made = ["-U", "vatra", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8"]
        _run([self.programs / "initdb", "-D", self._data, *made], self.account, self.root)

    def start(self) -> None:
        """Start and wait until it answers, after a kill too. Durability stays on, so that figures are honest."""
        options = f"-k {self.root} -c listen_addresses='' -c max_connections=60 -c shared_buffers=256MB"
        log = self.root / "log"
        _run([self.programs / "pg_ctl", "-D", self._data, "-o", options, "-l", log, "-w", "start"],
             self.account, self.root)

    def kill(self) -> None:
        """Let it die by SIGKILL: the others of it end when they notice."""
        os.kill(self.pid, signal.SIGKILL)

    def remove(self) -> None:
        """Stop at once and leave nothing."""
        if (self._data / "postmaster.pid").exists():
            subprocess.run([self.programs / "pg_ctl", "-D", self._data, "-m", "immediate", "stop"], user=self.account,
                           cwd="/", capture_output=True)
        shutil.rmtree(self.root, ignore_errors=True)

    @property
    def _data(self) -> Path:
        return self.root / "data"


@contextmanager
def throwaway_server() -> Iterator[Throwaway]:
    """Start a server in a temporary folder, and remove it afterwards. Raises NoPostgres."""
    found = programs()  # before anything is created
    account = _account()
    root = Path(tempfile.mkdtemp(prefix="vatra-postgres-", dir="/tmp"))
    try:
        if account:
            shutil.chown(root, account)
        server = Throwaway(root, _reachable(account, found, root), account)
        try:
            server.make()
            server.start()
            yield server
        finally:
            server.remove()
    finally:
        shutil.rmtree(root, ignore_errors=True)


@contextmanager
def throwaway_postgres() -> Iterator[str]:
    """The same by its URL alone. Raises NoPostgres."""
    with throwaway_server() as server:
        yield server.url
