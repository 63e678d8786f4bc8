"""`vatra backup` and `vatra restore`: a whole copy while the register works, and the way back."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path

import click
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from django.utils.translation import gettext as _

from vatra.assessment.rulebooks import laid_folder
from vatra.base.refusal import Refusal
from vatra.cli.progress import counted
from vatra.register.backups import PREFIX, SQLITE_FILE, UNFINISHED, back_up, forget_oldest, put_back, size_to_copy
from vatra.register.epoch import begin_epoch


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--keep", type=click.IntRange(1), help="How many backups stay in this folder; older ones go.")
def backup(folder: Path, keep: int | None) -> None:
    """Copy the register, its key and published rulebooks into a new folder of FOLDER, while everybody works.

    On SQLite every entry of the copy is then verified. Keep FOLDER on another disk, locked away: it holds everything.
    """
    home = Path(settings.HOME)
    try:
        with _alone(folder) as alone, counted(_("Bytes copied"), size_to_copy()) as progress:
            for one in folder.glob(f"{PREFIX}*{UNFINISHED}") if alone else ():
                shutil.rmtree(one)
                click.echo(_("Removed, since the backup was cut off: %(folder)s") % {"folder": one})
            made = back_up(folder, beside=[home / "secret-key", laid_folder()], at=timezone.now(), progress=progress)
    except Refusal as refusal:
        raise click.ClickException(refusal.message()) from refusal
    except OSError as error:
        raise _not_written(folder, error) from error
    click.echo(_("The register is copied: %(folder)s") % {"folder": made})
    if (made / SQLITE_FILE).exists() and not _verified(made / SQLITE_FILE):
        raise click.ClickException(_("The copy is kept, but its entries have faults, named above. Older backups stay."))
    for one in forget_oldest(folder, keep=keep) if keep else ():
        click.echo(_("Removed: %(folder)s") % {"folder": one})


@contextmanager
def _alone(folder: Path) -> Iterator[bool]:
    """Whether nobody else is writing a backup into this folder; a lock goes with its process, however that ends."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        try:
            flock(descriptor, LOCK_EX | LOCK_NB)
        except OSError:  # held by another, or a disk without locks
            alone = False
        else:
            alone = True
        yield alone
    finally:
        os.close(descriptor)


@click.command()
@click.argument("folder", metavar="BACKUP", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.confirmation_option(prompt=_("What is there now is set aside and the backup takes its place. Go on?"))
def restore(folder: Path) -> None:
    """Put BACKUP, a folder that `vatra backup` made, in the place of what is there; what is there is set aside.

    Stop the server first. Tablets then send again what the backup lacks.
    """
    try:
        aside = put_back(folder, home=Path(settings.HOME), at=timezone.now())
    except Refusal as refusal:
        raise click.ClickException(refusal.message()) from refusal
    except OSError as error:
        raise _not_written(Path(settings.HOME), error) from error
    call_command("migrate", verbosity=0, interactive=False)
    begin_epoch()
    for one in aside:
        click.echo(_("Set aside: %(file)s") % {"file": one})
    sound = _verified(None)
    click.echo(_("The backup is in place. Tablets will send again what it lacks. Now start the server."))
    sys.exit(0 if sound else 1)


def _not_written(folder: Path, error: OSError) -> click.ClickException:
    sentence = _("%(folder)s cannot be written: %(reason)s.")
    return click.ClickException(sentence % {"folder": folder, "reason": error.strerror})


def _verified(file: Path | None) -> bool:
    """Every entry's digest, in a process of its own that opens this SQLite file (none: the register itself)."""
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{file.resolve()}"} if file else dict(os.environ)
    command = [sys.executable, "-c", "from vatra.cli.main import main; main()", "register", "verify"]
    return subprocess.run(command, env=environment, check=False).returncode == 0
