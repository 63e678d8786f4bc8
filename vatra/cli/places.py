"""`vatra places`: build the shipped facts (for the project), load them (for everyone)."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

import click
from django.utils import timezone
from django.utils.translation import gettext as _
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn


@click.group()
def places() -> None:
    """The register of counties, communes, villages, schools, town halls and providers."""


@places.command()
@click.option("--from", "source", required=True, type=click.Path(exists=True, file_okay=False, path_type=Path),
              help="The folder of the official raw files.")
def build(source: Path) -> None:
    """Make the shipped facts again from the official files (the project's own work)."""
    from vatra.places.build import FACTS
    from vatra.places.build import build as build_facts

    for name, rows in build_facts(source).items():
        click.echo(_("%(file)s: %(rows)s rows") % {"file": name, "rows": f"{rows:,}"})
    click.echo(f"{sum(path.stat().st_size for path in FACTS.iterdir()) / 1e6:.1f} MB")


@places.command()
def load() -> None:
    """Load the shipped facts into the database; again at any time, it changes only what differs."""
    from vatra.places.load import load as load_facts

    started = perf_counter()
    columns = (TextColumn("{task.description:14}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, transient=True) as progress:
        task = progress.add_task("places", total=None)
        results = load_facts(
            told=lambda file, done, of: progress.update(task, description=file, completed=done, total=of)
        )
    for result in results:
        click.echo(_("%(file)s: %(rows)s rows, %(added)s added, %(changed)s changed") % {
            "file": result.file, "rows": f"{result.rows:,}", "added": f"{result.added:,}",
            "changed": f"{result.changed:,}"})
    click.echo(_("Places loaded in %(seconds)s s.") % {"seconds": f"{perf_counter() - started:.1f}"})


@places.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--source", required=True, help="Whose the boundaries are; shown beside every map.")
@click.option("--licence", required=True, help="By what right they are used; shown beside every map.")
@click.option("--address", default="", help="Where the file was found.")
@click.option("--code", default="", help="The property that holds the SIRUTA code, when it is not called siruta.")
def boundaries(file: Path, source: str, licence: str, address: str, code: str) -> None:
    """Take the boundaries of communes from a GeoJSON FILE (WGS84), so that maps can colour areas."""
    from vatra.places.boundaries import CannotLoad, load_boundaries

    try:
        loaded = load_boundaries(
            file.read_bytes(), source=source, licence=licence, address=address, code=code,
            on=timezone.localdate(timezone.now()),
        )
    except CannotLoad as refusal:
        raise click.ClickException(refusal.message()) from None
    click.echo(_("%(kept)s boundaries kept; %(unknown)s outlines of no known commune; %(mended)s mended.") % {
        "kept": loaded.kept, "unknown": loaded.unknown, "mended": loaded.mended})
