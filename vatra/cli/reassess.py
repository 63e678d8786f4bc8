"""`vatra reassess`: bring findings up to date with a day and with the rulebook in force on it."""

from __future__ import annotations

import sys
from collections import Counter
from datetime import date, datetime

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from vatra.access.queries import communes_seen, worker_named
from vatra.assessment.reassess import reassessments
from vatra.cli.progress import counted
from vatra.register.entries import receive

AT_ONCE = 100


@click.command()
@click.option("--on", type=click.DateTime(formats=["%Y-%m-%d"]), help="The day to assess for; today when not given.")
@click.option("--by", "username", required=True, help="The sign-in name of the worker who orders it.")
@click.option("--commune", "communes", type=int, multiple=True, help="SIRUTA code; every commune of the worker else.")
@click.option("--dry-run", is_flag=True, help="Only say how many households are out of date, and why.")
def reassess(on: datetime | None, username: str, communes: tuple[int, ...], dry_run: bool) -> None:
    """Assess again the households that an older rulebook assessed, or that were assessed over 30 days ago."""
    now = timezone.now()
    day: date = on.date() if on else timezone.localdate(now)
    worker = worker_named(username)
    if worker is None:
        raise click.ClickException(_("There is no worker of this name."))
    seen = communes_seen(worker, on=timezone.localdate(now))
    drafts = reassessments(on=day, at=now, communes=seen & set(communes) if communes else seen)
    click.echo(_("%(number)s households are out of date.") % {"number": len(drafts)})
    if dry_run:
        for reason, number in Counter(draft.payload["reason"] for draft in drafts).most_common():
            click.echo(f"  {number}  {reason}")
        return
    outcomes: Counter[str] = Counter()
    with counted(_("Households assessed"), len(drafts)) as progress:
        for start in range(0, len(drafts), AT_ONCE):
            batch = drafts[start : start + AT_ONCE]
            outcomes.update(receipt.outcome for receipt in receive(batch, by=worker, at=now))
            progress(len(batch))
    done = outcomes["received"] + outcomes["duplicate"]
    click.echo(_("%(done)s assessed, %(rest)s kept to settle.") % {"done": done, "rest": len(drafts) - done})
    sys.exit(0 if done == len(drafts) else 1)
