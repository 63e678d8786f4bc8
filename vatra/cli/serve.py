"""Serve the office pages and the API from one process group; a thread is taken when all of a request is here."""

from __future__ import annotations

import gc
import os
from contextlib import suppress

import click
from django.core.management import call_command
from django.db import connections
from django.urls import get_resolver
from django.utils import timezone
from django.utils.translation import gettext as _
from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.server import Server

from vatra.method import RulebookInvalid
from vatra.register.backups import found_damage
from vatra.web.drawings import archive


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, help="The port to listen on.")
@click.option("--workers", default=2, show_default=True, help="Processes that answer requests.")
@click.option("--threads", default=4, show_default=True, help="Requests that one process answers at a time.")
def serve(host: str, port: int, workers: int, threads: int) -> None:
    """Look whether the database's file is whole, bring its tables up to date, then serve until stopped."""
    damage = found_damage()
    if damage:
        click.echo(damage, err=True)
        raise click.ClickException(_(
            "The database is damaged (above: what was found first). Nothing was changed, and nobody is served, so that "
            "it does not get worse. Put the last backup back: vatra restore BACKUP"
        ))
    call_command("migrate", verbosity=0, interactive=False)
    os.environ["VATRA_THREADS"] = str(threads)  # for the processes that answer
    _load_once()
    click.echo(f"Vatra: http://{host}:{port}/  (Ctrl+C: stop)")
    Server(
        "vatra.config.asgi:application", address=host, port=port, interface=Interfaces.ASGINL,
        workers=workers, log_access=False, websockets=False, http1_settings=HTTP1Settings(header_read_timeout=10_000),
        workers_kill_timeout=5,
    ).serve()


def _load_once() -> None:
    """Have in memory what pages need before the processes part, so that all of them share it."""
    import vatra.config.asgi  # noqa: F401 - it is there for who parts from here
    from vatra.assessment.queries import rulebook_in_force  # reads models, which are there from here on

    list(get_resolver().url_patterns)
    archive()
    with suppress(RulebookInvalid):  # said where it is asked for
        rulebook_in_force(on=timezone.localdate())
    gc.collect()
    gc.freeze()  # who looks for what may go writes to what it looks at: then it is shared no longer
    connections.close_all()
