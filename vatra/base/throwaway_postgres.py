"""A private PostgreSQL server for as long as it is needed: for tests, benchmarks and population runs.

The programs are the system's, or those of the PyPI package `pgserver`. PostgreSQL refuses to run
as root, so root starts it as the account `postgres` or `nobody`.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
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


@contextmanager
def throwaway_postgres() -> Iterator[str]:
    """Start a server in a temporary folder, give its URL, and remove it afterwards.

    It listens on a Unix socket only. Durability stays on, so that figures measured on it are honest.
    Raises NoPostgres.
    """
    found = programs()  # before anything is created
    account = _account()
    root = Path(tempfile.mkdtemp(prefix="vatra-postgres-", dir="/tmp"))
    data = root / "data"
    try:
        if account:
            shutil.chown(root, account)
        found = _reachable(account, found, root)
        made = ["-U", "vatra", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8"]
        _run([found / "initdb", "-D", data, *made], account, root)
        options = f"-k {root} -c listen_addresses='' -c max_connections=60 -c shared_buffers=256MB"
        _run([found / "pg_ctl", "-D", data, "-o", options, "-l", root / "log", "-w", "start"], account, root)
        yield f"postgresql://vatra@{str(root).replace('/', '%2F')}/postgres"
    finally:
        if (data / "postmaster.pid").exists():
            subprocess.run([found / "pg_ctl", "-D", data, "-m", "immediate", "stop"], user=account, cwd="/",
                           capture_output=True)
        shutil.rmtree(root, ignore_errors=True)
