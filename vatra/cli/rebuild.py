"""`vatra rebuild`: derive everything again from the register, or check that it agrees with what stands."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from django.apps import apps
from django.utils.translation import gettext as _

from vatra.cli.progress import counted
from vatra.register.compare import Difference, compared_models, differences
from vatra.register.queries import number_of_entries
from vatra.register.rebuild import rebuild as rebuild_in_place
from vatra.register.runs import LONGEST_RUN
from vatra.register.scratch import copy_what_entries_stand_on, rows_to_copy, scratch_database, still_picture

MOST_SHOWN = 50
OTHER_RUN_LENGTH = 7  # rows must not depend on how entries were cut into runs


@click.command()
@click.option("--check", is_flag=True, help="Change nothing: replay into a scratch database and compare.")
@click.option("--longest-run", type=click.IntRange(1), default=LONGEST_RUN, hidden=True)
def rebuild(check: bool, longest_run: int) -> None:
    """Derive everything again from the register, or check that it agrees with what stands.

    Without --check every derived table is emptied and filled again in one transaction. With
    --check the replay goes into a scratch database beside it, with runs cut differently; every row
    is compared, and the command ends with status 1 when one differs.
    """
    if check:
        sys.exit(_check())
    with counted(_("Entries replayed"), number_of_entries()) as progress:
        replayed = rebuild_in_place(longest_run=longest_run, progress=progress)
    click.echo(_("%(number)s entries replayed.") % {"number": replayed})


def _check() -> int:
    with TemporaryDirectory(prefix="vatra-check-") as folder, still_picture():
        file = Path(folder) / "scratch.sqlite3"
        with scratch_database(file) as alias:
            with counted(_("Rows copied"), rows_to_copy()) as progress:
                copy_what_entries_stand_on(alias, progress=progress)
            _rebuild_elsewhere(file)
            total = sum(model._base_manager.count() for model in compared_models())
            with counted(_("Rows compared"), total) as progress:
                found = list(differences("default", alias, progress=progress))
    for difference in found[:MOST_SHOWN]:
        click.echo(_line(difference))
    for table, number in Counter(difference.table for difference in found).items():
        click.echo(f"{table}: {number}")
    sentence = _("%(rows)s rows compared, %(number)s differences.")
    click.echo(sentence % {"rows": total, "number": len(found)})
    return 1 if found else 0


def _rebuild_elsewhere(file: Path) -> None:
    """In a process of its own: nothing that this one remembers may help the replay."""
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{file}"}
    call = "from vatra.cli.main import main; main()"
    command = [sys.executable, "-c", call, "rebuild", "--longest-run", str(OTHER_RUN_LENGTH)]
    done = subprocess.run(command, env=environment, check=False, stdout=subprocess.DEVNULL)
    if done.returncode:
        raise click.ClickException(_("The replay stopped with an error; what it says stands above."))


def _line(difference: Difference) -> str:
    place = difference.column or _("the whole row, on one side only")
    return f"{apps.get_model(difference.table)._meta.label}  {difference.uuid}  {place}"
