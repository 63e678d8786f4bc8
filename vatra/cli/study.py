"""`vatra study`: register a study, count its rounds, and make its evidence pack."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import click
from django.utils import timezone
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from vatra.access.queries import Worker, worker_named
from vatra.base.refusal import Refusal
from vatra.releases import pack as packs
from vatra.releases import studies, study_rounds


@click.group()
def study() -> None:
    """Studies: arms of communes, rounds and outcomes, and the evidence that anybody can work out again."""


def _worker(username: str) -> Worker:
    worker = worker_named(username)
    if worker is None:
        raise click.ClickException(_("There is no worker of this name."))
    return worker


def _study(text: str) -> Any:
    try:
        found = studies.study(UUID(text))
    except ValueError:
        found = None
    if found is None:
        raise click.ClickException(_("There is no such study."))
    return found


def _plan(file: Path) -> Any:
    try:
        return json.loads(file.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        raise click.ClickException(_("%(file)s is not a plan in JSON.") % {"file": file.name}) from None


BY = click.option("--by", "username", required=True, help="The sign-in name of who does it.")


@study.command()
@click.argument("title")
@click.argument("plan", type=click.Path(dir_okay=False, path_type=Path))
@BY
def register(title: str, plan: Path, username: str) -> None:
    """Register a study by its PLAN (JSON: question, treated, comparison, rounds, begun, outcomes), before round two."""
    try:
        made = studies.register(title, _plan(plan), by=_worker(username), at=timezone.now())
    except Refusal as refusal:
        raise click.ClickException(refusal.message()) from None
    click.echo(_("Registered: %(uuid)s, counted by %(rulebook)s.") % {"uuid": made.uuid, "rulebook": made.rulebook})


@study.command()
@click.argument("uuid")
@click.argument("plan", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--words", required=True, help="Why; it stands in every pack.")
@BY
def change(uuid: str, plan: Path, words: str, username: str) -> None:
    """Give a study a later PLAN; what was planned before stays readable."""
    try:
        studies.change(_study(uuid), _plan(plan), words=words, by=_worker(username), at=timezone.now())
    except Refusal as refusal:
        raise click.ClickException(refusal.message()) from None
    click.echo(_("The change is kept with the study."))


@study.command("list")
def list_() -> None:
    """Every study, with the rounds that were counted."""
    for one in studies.studies():
        counted = sorted(set(one.cells.values_list("month", flat=True)))
        click.echo(f"{one.uuid}  {one.at:%Y-%m-%d}  {one.title}  {', '.join(map(str, counted)) or '–'}")


@study.command()
@click.argument("uuid")
def count(uuid: str) -> None:
    """Count the rounds that are over, and work out the results; what was counted before stays as it was.

    Stopped, it goes on where it was.
    """
    found = _study(uuid)
    due = study_rounds.rounds_due(found, on=_today())
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    try:
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(_("Communes and results"), total=None)
            study_rounds.go_on(found, on=_today(),
                               progress=lambda done, of: bar.update(task, completed=done, total=of))
    except Refusal as refusal:
        raise click.ClickException(refusal.message()) from None
    click.echo(_("%(number)s rounds counted.") % {"number": len(due)})


@study.command()
@click.argument("uuid")
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@BY
def pack(uuid: str, out: Path, username: str) -> None:
    """Write the evidence pack (a zip) to OUT."""
    writing = out.with_name(f"{out.name}.writing")
    try:
        writing.write_bytes(packs.pack_of(_study(uuid), by=_worker(username), on=_today()))
    except Refusal as refusal:
        raise click.ClickException(refusal.message()) from None
    writing.replace(out)
    click.echo(_("Written to %(file)s.") % {"file": out})


def _today() -> date:
    return timezone.localdate(timezone.now())
