"""`vatra synth`: a synthetic nation as evidence files, to see what counting it takes."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click
import duckdb
from django.core.management import call_command
from django.utils import timezone
from django.utils.translation import gettext as _

from vatra.assessment.queries import rulebook_in_force
from vatra.cli.progress import how_far
from vatra.demo.children import write_children
from vatra.demo.nation import Nation, make_nation
from vatra.demo.parts import PartedFile
from vatra.method import Rulebook
from vatra.places import queries as places
from vatra.releases.counting import way_of_counting
from vatra.results.evidence_files import EvidenceFiles
from vatra.results.indicators import Counting
from vatra.results.periods import months_until

DRAWN_BY = ("vatra.demo.children", "vatra.demo.nation", "vatra.method.evidence", "vatra.method.tree")


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--children", type=click.IntRange(1_000, 100_000_000), default=3_800_000, show_default=True,
              help="How many children, dealt out to the communes as the census counted them.")
@click.option("--months", type=click.IntRange(4, 120), default=36, show_default=True, help="How many months of work.")
@click.option("--seed", default=2018, show_default=True, help="The same seed gives the same nation.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day on which it ends; today when not given.")
def synth(folder: Path, children: int, months: int, seed: int, on: datetime | None) -> None:
    """Make a nation with nobody in it below FOLDER: evidence for `vatra results cells --from`, children for `assess`.

    Stopped, it goes on where it was.
    """
    day = on.date() if on else timezone.localdate(timezone.now())
    program = rulebook_in_force(on=day)
    counting = Counting(program.rulebook, tuple(months_until(day, number=1)))
    files = EvidenceFiles(folder / "evidence", program.rulebook, program.version, counting.facts)
    call_command("migrate", verbosity=0)
    code = f"{way_of_counting(DRAWN_BY)[:12]} duckdb {duckdb.__version__}"
    counties, wanted = _children_by_county(), Nation(children, months, day, seed, code)
    file = PartedFile(folder / "children.parquet", {
        "children": children, "seed": seed, "rulebook": program.version, "code": code})
    if any([file.drop_others(), files.is_of_another(), set(files.taken().values()) - {wanted.state}]):
        click.echo(_("What stood in %(folder)s is of another nation or another version: it is made anew.") % {
            "folder": folder})
    try:
        rows = _made(files, wanted, counties, file, program.rulebook)
    except (OSError, duckdb.IOException) as error:
        raise click.ClickException(_(
            "Not everything could be written: %(why)s. What is whole is kept: make room, and the same command goes on."
        ) % {"why": str(error).splitlines()[0]}) from None
    click.echo(_("%(rows)s rows of evidence and %(children)s children stand in %(folder)s.") % {
        "rows": f"{rows:,}", "children": f"{children:,}", "folder": folder})


def _made(
    files: EvidenceFiles, wanted: Nation, counties: dict[str, dict[int, float]], file: PartedFile, book: Rulebook
) -> int:
    """Draw what is not there yet; how many rows of evidence there are."""
    with how_far(_("Counties")) as told:
        rows = make_nation(files, wanted, counties, progress=told)
    if not file.is_whole():
        with how_far(_("Children")) as told:
            write_children(file, book, number=wanted.children, seed=wanted.seed, progress=told)
    return rows


def _children_by_county() -> dict[str, dict[int, float]]:
    """The communes of each county that has any, with the children whom the census counted."""
    everywhere = places.every_code()
    if not everywhere:
        raise click.ClickException(_("No places are loaded. Load them first: vatra places load"))
    counted = places.under_18_by_census(everywhere)
    found: dict[str, dict[int, float]] = {}
    for one in sorted(places.communes(everywhere).values(), key=lambda each: (each.county_id, each.siruta)):
        if one.siruta in counted:
            found.setdefault(one.county_id, {})[one.siruta] = counted[one.siruta]
    return found
