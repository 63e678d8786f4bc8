"""`vatra compare`: a list of somebody's beside the register of a commune, as on the page, and found there again."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from django.utils.translation import gettext as _
from django.utils.translation import override
from rich.console import Console
from rich.progress import Progress

from vatra.access import queries as access
from vatra.base.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable

KINDS = ("school", "births", "vaccinations", "benefits")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@click.command()
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--kind", type=click.Choice(KINDS), default="school", show_default=True, help="Which list it is.")
@click.option("--commune", type=int, help="SIRUTA code of the commune it is compared with.")
@click.option("--by", "username", help="The worker (user name) who compares; what the roles do not see is not told.")
@click.option("--missing", type=click.Path(dir_okay=False, path_type=Path),
              help="Write the children who are on the list and not here to a CSV file.")
@click.option("--forget", is_flag=True, help="Forget the comparisons whose days are over, and stop.")
@click.option("--language", type=click.Choice(["ro", "en"]), default="ro", show_default=True)
def compare(
    file: Path | None, kind: str, commune: int | None, username: str | None, missing: Path | None, *, forget: bool,
    language: str,
) -> None:
    """Compare a LIST of children (.xlsx, .ods, .xls, .csv) with a commune. Stopped, it goes on where it was."""
    from vatra.results import comparing

    console = Console()
    with override(language):
        if forget:
            console.print(_("Comparisons forgotten: %(count)s.") % {"count": comparing.forget_old(on=date.today())})
            return
        if file is None or commune is None or username is None:
            raise click.UsageError(_("Give the file, --commune and --by."))
        try:
            found = _compared(file, kind, commune, username, console)
        except Refusal as refusal:
            raise click.ClickException(refusal.message()) from None
        rows = list(comparing.rows_left(found, "missing"))
        console.print(_("Children of the list: %(all)s. Known here for certain: %(certain)s. To be looked at: "
                        "%(look)s. Not here: %(missing)s. Here and not on the list: %(unlisted)s. Rows with mistakes: "
                        "%(mistakes)s.") % {
            "all": found.children, "certain": found.certain, "look": comparing.rows_left(found, "look").count(),
            "missing": len(rows), "unlisted": len(comparing.unlisted(found)),
            "mistakes": len({row for row, *_rest in found.mistakes})})
        if moved := comparing.rows_left(found, "next_door").count():
            console.print(_("Known in another commune of the county, and not missing: %(count)s.") % {"count": moved})
        console.print(_("The page: %(address)s") % {"address": f"/acoperire/liste/{found.uuid}/"}, soft_wrap=True)
        if missing is not None:
            _write(rows, missing)


def _compared(file: Path, kind: str, commune: int, username: str, console: Console) -> Any:
    """The comparison, finished; begun before with the same file, it goes on. Raises Refusal."""
    from vatra.results import comparing
    from vatra.results.policies import check_can_compare

    on = date.today()
    worker = access.worker_named(username)
    if worker is None:
        raise click.BadParameter(_("There is no worker of this name."), param_hint="--by")
    check_can_compare(worker, kind, commune, on=on)
    found = comparing.begin(file.read_bytes(), kind=kind, commune=commune, by=worker, on=on)
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(_("Children compared"), total=found.children, completed=found.compared)
        while not comparing.go_on(found, on=on):
            found = comparing.comparison(found.uuid)
            bar.update(task, completed=found.compared)
    return comparing.comparison(found.uuid)


def _write(rows: Iterable[Any], path: Path) -> None:
    """Row, names, birth, village and school; what a spreadsheet would work out is made a text."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([_("Row"), _("Surname"), _("Given names"), _("Born"), _("Village"), _("Where")])
        for row in rows:
            cells = (str(row.row), row.surname, row.given_name, row.born, row.village, row.where)
            writer.writerow([f"'{cell}" if cell.startswith(FORMULA) else cell for cell in cells])
