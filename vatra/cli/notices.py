"""`vatra notices`: tell workers that something waits; run by a timer (see docs/how-to/notices.md)."""

from __future__ import annotations

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from vatra.notices.entries import Sent, send_day, send_urgent


@click.group()
def notices() -> None:
    """What workers are told outside the pages: never about whom."""


@notices.command()
@click.option("--urgent", is_flag=True, help="Only what cannot wait; for a timer of every five minutes.")
def send(urgent: bool) -> None:
    """Make the notices of today and send them, and what failed before. Run twice, nothing goes out twice."""
    now = timezone.now()
    came: Sent = send_urgent(at=now) if urgent else send_day(at=now)
    click.echo(_("%(made)s notices made, %(sent)s sent, %(failed)s to be tried again.") % {
        "made": came.made, "sent": came.sent, "failed": came.failed})
