"""`vatra workers`: accounts and roles, by whoever owns the machine. Everything is written down in the audit."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from vatra.base.refusal import Refusal

DAY = click.DateTime(formats=["%Y-%m-%d"])


def _place(command: Any) -> Any:
    """The options that say where a role is held."""
    command = click.option("--commune", type=int, help="SIRUTA code of the commune where it is held.")(command)
    return click.option("--county", help="Code of the county where it is held, such as BC.")(command)


@contextmanager
def _in_words() -> Iterator[None]:
    """A refusal becomes a sentence and exit status 1."""
    try:
        yield
    except Refusal as refusal:
        raise click.ClickException(refusal.message()) from refusal


def _worker(username: str) -> Any:
    from vatra.access import queries

    found = queries.worker_named(username)
    if found is None:
        raise click.ClickException(_("No worker signs in as %(username)s.") % {"username": username})
    return found


def _password(from_input: bool) -> str:
    """Asked for twice, or read from the first line of standard input; never an argument that `ps` would show."""
    if from_input:
        return sys.stdin.readline().rstrip("\r\n")
    typed: str = click.prompt(_("Password"), hide_input=True, confirmation_prompt=True)
    return typed


def _check_place(commune: int | None, county: str | None) -> None:
    from vatra.places import queries

    if commune is not None:
        queries.commune(commune)
    if county is not None:
        queries.county(county)


def _day(given: datetime | None) -> date:
    return given.date() if given else timezone.localdate()


@click.group()
def workers() -> None:
    """Accounts of workers and the roles they hold."""


@workers.command()
@click.argument("username")
@click.argument("full_name")
@click.option("--role", help="A role to begin with, such as administrator or head.")
@_place
@click.option("--since", type=DAY, help="The role's first day; today when not given.")
@click.option("--language", type=click.Choice(["ro", "en"]), default="ro", show_default=True)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def create(
    username: str, full_name: str, role: str | None, commune: int | None, county: str | None, since: datetime | None,
    language: str, password_stdin: bool,
) -> None:
    """Open an account for FULL_NAME, who signs in as USERNAME."""
    from django.db import transaction

    from vatra.access import entries

    password, now = _password(password_stdin), timezone.now()
    with _in_words(), transaction.atomic():
        _check_place(commune, county)
        worker = entries.enrol_worker(username, full_name, password=password, language=language, by=None, at=now)
        if role:
            entries.grant_role(worker, role, commune=commune, county=county, since=_day(since), by=None, at=now)
    click.echo(_("%(username)s can sign in.") % {"username": worker.username})


@workers.command()
@click.argument("username")
@click.argument("role")
@_place
@click.option("--since", type=DAY, help="The first day; today when not given.")
@click.option("--until", type=DAY, help="The day from which it is no longer held.")
def grant(
    username: str, role: str, commune: int | None, county: str | None, since: datetime | None, until: datetime | None
) -> None:
    """Give USERNAME a ROLE of the rulebook in a commune or a county."""
    from vatra.access import entries

    with _in_words():
        _check_place(commune, county)
        entries.grant_role(
            _worker(username), role, commune=commune, county=county, since=_day(since),
            until=until.date() if until else None, by=None, at=timezone.now(),
        )
    click.echo(_("%(username)s holds the role %(role)s from %(day)s on.")
               % {"username": username, "role": role, "day": _day(since)})


@workers.command()
@click.argument("username")
@click.argument("role")
@_place
@click.option("--until", type=DAY, help="The day from which it is no longer held; today when not given.")
def end(username: str, role: str, commune: int | None, county: str | None, until: datetime | None) -> None:
    """End a ROLE that USERNAME holds; their sessions end with it."""
    from vatra.access import entries, queries

    held = [one for one in queries.roles_of(_worker(username), on=timezone.localdate())
            if (one.role, one.commune_id, one.county_id) == (role, commune, county)]
    if not held:
        raise click.ClickException(_("%(username)s does not hold this role there today.") % {"username": username})
    with _in_words():
        for one in held:
            entries.end_role(one, until=_day(until), by=None, at=timezone.now())
    click.echo(_("%(username)s no longer holds the role %(role)s from %(day)s on.")
               % {"username": username, "role": role, "day": _day(until)})


@workers.command()
@click.argument("username")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def password(username: str, password_stdin: bool) -> None:
    """Give USERNAME a new password; all their sessions end."""
    from vatra.access import entries

    worker = _worker(username)
    with _in_words():
        entries.set_password(worker, _password(password_stdin), by=None, at=timezone.now())
    click.echo(_("%(username)s has a new password.") % {"username": worker.username})


@workers.command()
@click.argument("username")
def close(username: str) -> None:
    """Close the account of USERNAME: no sign-in, no session, no device any more."""
    from vatra.access import entries

    entries.close_account(_worker(username), by=None, at=timezone.now())
    click.echo(_("%(username)s can no longer sign in.") % {"username": username})


@workers.command()
@click.argument("username")
def reopen(username: str) -> None:
    """Open a closed account again; devices are enrolled anew."""
    from vatra.access import entries

    entries.reopen_account(_worker(username), by=None, at=timezone.now())
    click.echo(_("%(username)s can sign in.") % {"username": username})


@workers.command()
@click.argument("username")
def show(username: str) -> None:
    """The roles that USERNAME holds today, and their devices."""
    from vatra.access import queries

    worker = _worker(username)
    state = _("active") if worker.is_active else _("closed")
    click.echo(f"{worker.full_name} ({worker.username}), {state}")
    for one in queries.roles_of(worker, on=timezone.localdate()):
        place = one.commune or one.county or _("Romania")
        click.echo(f"  {one.role}, {place}: {one.since} – {one.until or ''}".rstrip())
    for device in queries.devices_of(worker):
        click.echo(f"  {device.name}: " + (_("revoked") if device.revoked_at else _("in use")))


@workers.command()
@click.argument("username")
@click.argument("name")
def device(username: str, name: str) -> None:
    """Enrol a device or program of USERNAME and print its token, once: only a digest of it is kept."""
    from vatra.access import entries

    with _in_words():
        _device, token = entries.enrol_device(_worker(username), name, at=timezone.now())
    click.echo(token)


@workers.command("tablet-code")
@click.argument("username")
def tablet_code(username: str) -> None:
    """Print a one-time code with which USERNAME enrols a tablet; it holds for half an hour."""
    from vatra.access import entries

    with _in_words():
        _made, code = entries.make_device_code(_worker(username), by=None, at=timezone.now())
    click.echo(code)
