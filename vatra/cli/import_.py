"""`vatra import`: what other tools collected, through the same door as everything else."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import click
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override
from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from rich.text import Text

from vatra.access import queries as access
from vatra.assessment.queries import rulebook_in_force
from vatra.base.shipped import shipped
from vatra.exchange.form import form_of
from vatra.exchange.submission_import import Imported, import_submissions, told_by, write_report

SHOWN = 20


@click.group()
def import_() -> None:
    """Bring in what was collected elsewhere."""


@import_.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--by", "username", required=True, help="The worker (user name) in whose name they are received.")
@click.option("--commune", type=int, help="SIRUTA code, for submissions that do not name their commune.")
@click.option("--dry-run", is_flag=True, help="Try everything, keep nothing.")
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), help="Write the refused rows to a CSV file.")
@click.option("--language", type=click.Choice(["ro", "en"]), default="ro", show_default=True)
def submissions(
    files: tuple[Path, ...], username: str, commune: int | None, dry_run: bool, report: Path | None, language: str
) -> None:
    """Filled-in household questionnaires: XML instances, CSV or JSON of Kobo and ODK Central, or a ZIP of them."""
    with override(language):
        worker = access.worker_named(username)
        if worker is None:
            raise click.BadParameter(_("There is no worker of this name."), param_hint="--by")
        folder = Path(settings.RULEBOOK) if Path(settings.RULEBOOK).is_absolute() else shipped(
            f"rulebook/{settings.RULEBOOK}")
        form = form_of(rulebook_in_force(on=date.today()).rulebook, folder / "questionnaires" / "household")
        with Progress(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(_("Households"), total=0)
            expected: list[int] = []

            def expect(more: int) -> None:
                expected.append(more)
                bar.update(task, total=sum(expected))

            imported = import_submissions(
                told_by(list(files), form, expect=expect), form, by=worker, at=datetime.now(UTC), commune=commune,
                dry_run=dry_run, progress=lambda done: bar.advance(task, done),
            )
        _show(imported, dry_run=dry_run)
        if report is not None:
            with report.open("w", encoding="utf-8-sig", newline="") as file:
                write_report(imported.refused, file)
        if imported.refused:
            raise click.exceptions.Exit(1)


def _show(imported: Imported, *, dry_run: bool) -> None:
    """What was received, what was known already, what was not taken and why."""
    console = Console()
    if dry_run:
        console.print(_("Nothing was kept: this was a trial."))
    console.print(
        _("Households received: %(new)s, with %(members)s members. Already there: %(duplicate)s. Refused: %(refused)s.")
        % {"new": imported.new, "members": imported.members, "duplicate": imported.duplicate,
           "refused": len(imported.refused)}
    )
    for name, times in sorted(imported.left_out.items()):
        console.print(_("Left out, for it has no place in the register: %(name)s (%(times)s).")
                      % {"name": name, "times": times})
    if not imported.refused:
        return
    table = Table(_("File"), _("Row"), _("Column"), _("Reason"))
    for one in imported.refused[:SHOWN]:
        table.add_row(*map(Text, (one.file, str(one.row or ""), one.column, one.refusal.message())))
    console.print(table)
    if len(imported.refused) > SHOWN:
        console.print(_("… and %(more)s more: see --report.") % {"more": len(imported.refused) - SHOWN})
