"""A whole copy of the register while it works, and the way back: what a receipt promises outlives the machine.

A backup is a folder: the database (`vatra.sqlite3`, or `vatra.dump` of PostgreSQL's own `pg_dump`), what stands beside
it (the key, published rulebooks), and `backup.json` with the digest of every file. It has its name only when it is
whole and on the disk.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.postgresql.client import DatabaseClient
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext_lazy as _

from vatra.base.refusal import Refusal
from vatra.base.throwaway_postgres import NoPostgres, programs

MANIFEST, SQLITE_FILE, POSTGRES_FILE = "backup.json", "vatra.sqlite3", "vatra.dump"
PREFIX, UNFINISHED = "vatra-", ".writing"
LOOKED_AT = 0.2  # seconds between two looks at how much is written
Progress = Callable[[int], None]


class CannotBackUp(Refusal):
    """Nothing was copied, or nothing was put back."""

    code = "cannot_back_up"


def size_to_copy() -> int:
    """About how many bytes the database's copy will have; 0 where nobody can say beforehand."""
    connection = connections[DEFAULT_DB_ALIAS]
    return Path(connection.settings_dict["NAME"]).stat().st_size if connection.vendor == "sqlite" else 0


def back_up(
    folder: Path, *, beside: Sequence[Path], at: datetime, progress: Progress = lambda written: None,
    using: str = DEFAULT_DB_ALIAS,
) -> Path:
    """Copy the database and the files or folders `beside` it into a new folder of `folder`, and tell which.

    `progress` is told bytes as they are written. The register goes on meanwhile; the copy is of one moment.
    Raises CannotBackUp, and OSError when the folder cannot be written.
    """
    final = folder / f"{PREFIX}{at:%Y-%m-%d-%H%M%S}"
    made = final.with_name(final.name + UNFINISHED)
    if final.exists() or made.exists():
        raise CannotBackUp(_("%(folder)s is there already. Try again in a second."), folder=str(final))
    made.mkdir(parents=True, mode=0o700)
    try:
        if connections[using].vendor == "sqlite":
            _copy_sqlite(connections[using].settings_dict["NAME"], made / SQLITE_FILE, progress)
        else:
            _postgres("pg_dump", "--format=custom", "--file", str(made / POSTGRES_FILE), using=using)
        for one in beside:
            if one.is_dir():
                shutil.copytree(one, made / one.name)
            elif one.exists():
                shutil.copy2(one, made / one.name)
        manifest = {"made": at.isoformat(), "migrations": _applied(using), "files": _digests(made)}
        (made / MANIFEST).write_text(json.dumps(manifest, indent=1), "utf-8")
        _on_disk(made)
        made.rename(final)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
    return final


def found_damage() -> str:
    """What is first found wrong with the database's file, "" when nothing is.

    SQLite's own quick check reads all of it; PostgreSQL looks at its pages by itself.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor != "sqlite" or not Path(connection.settings_dict["NAME"]).exists():
        return ""
    with closing(sqlite3.connect(connection.settings_dict["NAME"], timeout=60)) as file:
        return _first_fault(file)


def forget_oldest(folder: Path, *, keep: int) -> list[Path]:
    """Remove all but the newest `keep` whole backups of a folder; what else lies there is not touched."""
    whole = sorted(path.parent for path in folder.glob(f"{PREFIX}*/{MANIFEST}") if path.parent.suffix != UNFINISHED)
    gone = whole[:-keep]
    for one in gone:
        shutil.rmtree(one)
    return gone


def put_back(backup: Path, *, home: Path, at: datetime, using: str = DEFAULT_DB_ALIAS) -> list[Path]:
    """Put a backup in the place of what is there, and tell where that lies now: nothing is removed.

    Afterwards the tables may be of an older Vatra (`migrate`), and it is another life of the register (`begin_epoch`).
    Raises CannotBackUp when the backup is not whole or too new, the server still runs, or PostgreSQL's database
    is not empty.
    """
    manifest = _manifest(backup)
    connection = connections[using]
    connection.close()
    sqlite, aside = connection.vendor == "sqlite", f".before-{at:%Y-%m-%d-%H%M%S}"
    if (SQLITE_FILE if sqlite else POSTGRES_FILE) not in manifest["files"]:
        raise CannotBackUp(_("This backup is of another kind of database. Look at DATABASE_URL."))
    database = Path(connection.settings_dict["NAME"]) if sqlite else None
    kept = []
    if database:
        _nobody_works_with(database)
        kept = _put(backup / SQLITE_FILE, database, aside)
    else:
        if connection.introspection.table_names():
            raise CannotBackUp(
                _("This database is not empty, and nothing in it is written over. Create a new one, and name it in "
                  "DATABASE_URL."),
            )
        _postgres("pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", str(backup / POSTGRES_FILE),
                  using=using)
    for one in sorted(backup.iterdir()):
        if one.name not in (MANIFEST, SQLITE_FILE, POSTGRES_FILE):
            kept += _put(one, home / one.name, aside)
    return kept


def _copy_sqlite(database: str, target: Path, progress: Progress) -> None:
    """VACUUM INTO reads one moment of the database, whoever writes meanwhile."""
    def copy() -> None:
        with closing(sqlite3.connect(database, timeout=60)) as source:
            source.execute("VACUUM INTO ?", [str(target)])

    told = 0
    with ThreadPoolExecutor(1) as thread:
        copying = thread.submit(copy)
        while not copying.done():
            time.sleep(LOOKED_AT)
            written = target.stat().st_size if target.exists() else 0
            progress(written - told)
            told = written
        try:
            copying.result()
        except sqlite3.DatabaseError as error:
            raise CannotBackUp(
                _("The database cannot be copied: %(reason)s. Look whether the disk has room; a file that is damaged "
                  "is put back from an older backup (vatra restore)."), reason=str(error),
            ) from error
    with closing(sqlite3.connect(target)) as copied:
        copied.execute("PRAGMA journal_mode=WAL")  # as whoever opens it will ask: to look at it changes no byte
        found = _first_fault(copied)
    if found:
        raise CannotBackUp(_("The copy is damaged: %(reason)s. Look at the disk it is written to."), reason=found)


def _first_fault(file: sqlite3.Connection) -> str:
    try:
        said: str = file.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.OperationalError:
        raise  # locked, or not to be read: that says nothing of damage
    except sqlite3.DatabaseError as error:
        return str(error)
    return "" if said == "ok" else said


def _postgres(program: str, *arguments: str, using: str) -> None:
    """Run one of PostgreSQL's programs on the database; the password goes by the environment, which `ps` hides."""
    (_psql, *place, name), environment = DatabaseClient.settings_to_cmd_args_env(connections[using].settings_dict, [])
    try:
        found = shutil.which(program) or str(programs() / program)
    except NoPostgres as missing:
        raise CannotBackUp(str(missing)) from missing
    command = [found, *place, "--dbname", name, *arguments]
    done = subprocess.run(command, env={**os.environ, **(environment or {})}, capture_output=True, check=False)
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise CannotBackUp(_("%(program)s stopped: %(reason)s"), program=program, reason=said[0] if said else "-")


def _applied(using: str) -> list[list[str]]:
    return sorted([app, name] for app, name in MigrationRecorder(connections[using]).applied_migrations())


def _digests(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): _digest(path) for path in sorted(folder.rglob("*")) if path.is_file()}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _manifest(backup: Path) -> dict[str, Any]:
    """What the backup says of itself, after looking that it is so."""
    try:
        manifest: dict[str, Any] = json.loads((backup / MANIFEST).read_text("utf-8"))
        wanted, migrations = dict(manifest["files"]), {(app, name) for app, name in manifest["migrations"]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CannotBackUp(
            _("%(folder)s is not a whole backup. Name a folder that `vatra backup` made."), folder=str(backup),
        ) from error
    there = _digests(backup)
    wrong = sorted(name for name, digest in wanted.items() if there.get(name) != digest)
    if wrong:
        raise CannotBackUp(
            _("The backup is damaged: %(file)s is not what was written. Take an older one."), file=wrong[0],
        )
    if migrations - set(MigrationLoader(None).disk_migrations):
        raise CannotBackUp(_("The backup was made by a newer Vatra. Install that version first."))
    return manifest


def _nobody_works_with(database: Path) -> None:
    """A file in WAL mode leaves it only when no other connection is open."""
    if not database.exists():
        return
    with closing(sqlite3.connect(database, timeout=1)) as alone:
        try:
            alone.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.OperationalError as locked:
            if locked.sqlite_errorname.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
                raise CannotBackUp(_("The register is in use. Stop the server first.")) from locked
        except sqlite3.DatabaseError:
            pass  # damaged: that is why it is put back


def _put(source: Path, target: Path, ending: str) -> list[Path]:
    """Whole beside its place first, so that the place is empty for no longer than a rename."""
    target.parent.mkdir(parents=True, exist_ok=True)
    written = target.with_name(target.name + UNFINISHED)
    shutil.rmtree(written, ignore_errors=True)  # of a restore that was cut short
    (shutil.copytree if source.is_dir() else shutil.copy2)(source, written)
    _on_disk(written)
    before = [path for end in ("", "-wal", "-shm") if (path := Path(f"{target}{end}")).exists()]
    kept = [path.rename(f"{path}{ending}") for path in before]
    written.rename(target)
    return kept


def _on_disk(path: Path) -> None:
    """Before it is said that it is there."""
    for one in (path, *path.rglob("*")):
        handle = os.open(one, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
