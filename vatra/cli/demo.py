"""`vatra demo`: fill an empty register with a synthetic county, and say how to sign in."""

from __future__ import annotations

import os
import secrets
from datetime import date, datetime
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import click
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from vatra.demo.build import build_names as make_names

if TYPE_CHECKING:
    from vatra.demo.running import Made
    from vatra.demo.unfinished import Wanted
    from vatra.demo.workers import Login

ALL = "all"


@click.command()
@click.option("--communes", default="1", show_default=True, metavar="N|all",
              help="How many of the 45 pilot communities; an urban one is part of its town and brings the whole town.")
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same county.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day on which the three years end; today by default.")
@click.option("--password", envvar="VATRA_DEMO_PASSWORD",
              help="For all demo logins; drawn and kept beside the database by default.")
@click.option("--if-empty", is_flag=True,
              help="Say how to sign in and leave it at that when the county is already here.")
@click.option("--address", metavar="URL",
              help="Where this server will stand: print also a link that opens the field app there.")
@click.option("--build-names", type=click.Path(exists=True, file_okay=False, path_type=Path),
              help="Make the shipped list of names again from this folder (the project's own work), and stop.")
def demo(communes: str, seed: int, on: datetime | None, password: str | None, *, if_empty: bool,
         address: str | None, build_names: Path | None) -> None:
    """Fill an empty register with a synthetic Bacău county. Nobody in it exists."""
    console = Console()
    if build_names:
        _build_names(build_names, console)
        return
    from vatra.demo import running
    from vatra.demo.unfinished import Wanted, finish, unfinished

    wanted, started = Wanted(_number(communes), seed, on.date() if on else timezone.localdate()), perf_counter()
    call_command("migrate", verbosity=0)
    secret, begun = password or _kept_password(), unfinished(Path(settings.HOME))
    try:
        if not begun:
            running.check_can_fill()
    except running.NotEmpty as refusal:
        if if_empty and refusal.code == "already_here":
            console.print("The demo county is already here.")
            _print_logins(running.logins_of_each_role(), secret, console, address)
            return
        raise click.ClickException(refusal.message()) from None
    _load_places()
    if begun:
        console.print(f"A demo (seed {begun.seed}, until {begun.on}) was cut short here; going on with it.")
        wanted = begun
    made = _fill(wanted, secret, console, begun=begun is not None)
    _count(wanted.on, console)
    finish(Path(settings.HOME))
    _print_made(made, perf_counter() - started, console)
    _print_logins(running.logins_of_each_role(), secret, console, address)


def _number(communes: str) -> int | None:
    if communes == ALL:
        return None
    if not communes.isdigit() or not int(communes):
        raise click.BadParameter("a number from 1, or “all”", param_hint="--communes")
    return int(communes)


def _build_names(source: Path, console: Console) -> None:
    console.print(f"names.csv: {make_names(source):,} names")


def _kept_password() -> str:
    """One password for all demo logins, drawn once for this installation and readable only by its owner."""
    kept = Path(settings.HOME) / "demo-password"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(kept, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(9))
    return kept.read_text().strip()


def _load_places() -> None:
    from vatra.places import queries
    from vatra.places.load import load

    if not queries.every_county():
        load()


def _fill(wanted: Wanted, password: str, console: Console, *, begun: bool) -> Made:
    from vatra.demo import running
    from vatra.demo.unfinished import begin

    columns = (TextColumn("{task.description}"), BarColumn(),
               TextColumn("{task.completed:,} of {task.total:,} households"),
               TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("demo county", total=1)
        begin(Path(settings.HOME), wanted)
        return running.fill(
            running.county_shares(wanted.communities), seed=wanted.seed, on=wanted.on, password=password, begun=begun,
            told=lambda done, of: progress.update(task, completed=done, total=of),
        )


def _count(on: date, console: Console) -> None:
    from vatra.demo.decided import decide
    from vatra.demo.studied import study
    from vatra.results.tallies import refresh

    with Progress(console=console, transient=True) as progress:
        task = progress.add_task("counting results", total=None)
        refresh(on=on, progress=lambda done, of: progress.update(task, completed=done, total=of))
    decide(on=on)
    study(on=on)


def _print_made(made: Made, seconds: float, console: Console) -> None:
    entries = sum(made.entries.values())
    console.print(f"{entries:,} entries from {made.days.first} to {made.days.last} in {seconds:.0f} s")
    for reason, count in sorted(made.not_applied.items()):
        console.print(f"  {count:,} to settle: {reason}")


def _print_logins(logins: list[Login], password: str, console: Console, address: str | None) -> None:
    """One login for every role; with an address also the field app's, as the social worker's tablet."""
    table = Table("role", "sign in as", "name", "where", title=f"Password of all demo logins: {password}")
    for login in logins:
        table.add_row(login.role, login.username, login.full_name, login.place)
    console.print(table)
    of_the_field = next((login for login in logins if login.role == "social_worker"), None)
    if address and of_the_field:
        _print_field_app(of_the_field, address, console)


def _print_field_app(login: Login, address: str, console: Console) -> None:
    from vatra.access import entries, queries

    worker = queries.worker_named(login.username)
    if worker is not None:
        _made, code = entries.make_device_code(worker, by=None, at=timezone.now())
        console.print(f"The field app, as the tablet of {login.full_name} (the link is good for half an hour):")
        console.print(f"{address.rstrip('/')}/teren/#cod={code}", soft_wrap=True, highlight=False)
