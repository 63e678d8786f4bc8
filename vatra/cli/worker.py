"""Workers from the command line: the first administrator, and whatever a locked-out office needs."""

from __future__ import annotations

from datetime import datetime

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from vatra.access import entries, queries
from vatra.base.refusal import Refusal


@click.group()
def worker() -> None:
    """Workers, their roles and devices. The office pages do the same for administrators."""


@worker.command()
@click.argument("username")
@click.option("--name", required=True, help="The worker's full name.")
@click.option("--password", prompt=True, hide_input=True, confirmation_prompt=True, help="Asked for when not given.")
def add(username: str, name: str, password: str) -> None:
    """Enrol a worker, who holds no role yet."""
    try:
        entries.enrol_worker(username, name, password=password, by=None, at=timezone.now())
    except Refusal as refusal:
        raise click.ClickException(refusal.message()) from None
    click.echo(username)


@worker.command()
@click.argument("username")
@click.argument("role")
@click.option("--commune", type=int, help="SIRUTA code of the commune where the role is held.")
@click.option("--county", help="Code of the county, such as BC, for roles of a county.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Today by default.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="The first day on which it is no longer held.")
def role(username: str, role: str, commune: int | None, county: str | None, since: datetime | None,
         until: datetime | None) -> None:
    """Give a worker a role in a place; the roles are those of the rulebook."""
    try:
        held = entries.grant_role(
            _worker(username), role, commune=commune, county=county, by=None, at=timezone.now(),
            since=since.date() if since else timezone.localdate(), until=until.date() if until else None,
        )
    except Refusal as refusal:
        raise click.ClickException(refusal.message()) from None
    click.echo(f"{username}: {held.role}, {held.since} –")


@worker.command()
@click.argument("username")
@click.option("--password", prompt=True, hide_input=True, confirmation_prompt=True, help="Asked for when not given.")
def password(username: str, password: str) -> None:
    """Give a worker a new password; their sessions end."""
    try:
        entries.set_password(_worker(username), password, by=None, at=timezone.now())
    except Refusal as refusal:
        raise click.ClickException(refusal.message()) from None
    click.echo(username)


@worker.command()
@click.argument("username")
@click.argument("name")
def device(username: str, name: str) -> None:
    """Enrol a device or program of a worker and print its token, once: only a digest of it is kept."""
    try:
        _device, token = entries.enrol_device(_worker(username), name, at=timezone.now())
    except Refusal as refusal:
        raise click.ClickException(refusal.message()) from None
    click.echo(token)


def _worker(username: str) -> queries.Worker:
    found = queries.worker_named(username)
    if found is None:
        raise click.ClickException(_("No worker signs in with the name “%(name)s”.") % {"name": username})
    return found
