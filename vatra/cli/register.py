"""`vatra register`: verify the chains of the register; redact payloads by law; begin a new epoch after a restore."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from uuid import UUID

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from vatra.access.queries import worker_named
from vatra.base.refusal import Refusal
from vatra.cli.progress import counted
from vatra.register.epoch import begin_epoch
from vatra.register.queries import number_of_entries
from vatra.register.redact import redact as redact_entries
from vatra.register.verify import Fault, faults, faults_of_receipts, heads


@click.group()
def register() -> None:
    """The register: verify its chains; redact payloads by law; begin a new epoch after a restore."""


@register.command()
@click.option(
    "--receipts", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Receipts kept elsewhere, one JSON object a line: uuid, number, digest.",
)
@click.option(
    "--heads", "show_heads", is_flag=True, help="Print each stream's last number and digest, to be kept elsewhere."
)
def verify(receipts: Path | None, show_heads: bool) -> None:
    """Find what was deleted, changed, put in another order or cut off; status 1 when something was."""
    total = number_of_entries()
    with counted(_("Entries verified"), total) as progress:
        found = list(faults(progress=progress))
    if receipts:
        found += faults_of_receipts(json.loads(line) for line in receipts.read_text().splitlines() if line.strip())
    for fault in found:
        click.echo(f"{fault.commune or '-'}  {fault.number or '-'}  {fault.uuid or '-'}  {_sentence(fault)}")
    if show_heads:
        for head in heads():
            click.echo(f"{head.commune} {head.number} {head.digest}")
    sentence = _("%(entries)s entries verified, %(number)s faults.")
    click.echo(sentence % {"entries": total, "number": len(found)})
    sys.exit(1 if found else 0)


@register.command()
@click.argument("entries", nargs=-1, required=True, type=click.UUID)
@click.option("--legal-basis", required=True, help="The law, decision or request that orders it; kept in the register.")
@click.option("--by", "username", required=True, help="The sign-in name of who orders it; must supervise the communes.")
@click.confirmation_option(prompt="The content of these entries will be gone for good. Go on?")
def redact(entries: tuple[UUID, ...], legal_basis: str, username: str) -> None:
    """Remove the content of entries for good because the law orders it, and derive everything again."""
    worker = worker_named(username)
    if worker is None:
        raise click.ClickException(_("Nobody signs in by that name."))
    try:
        with counted(_("Entries replayed"), number_of_entries()) as progress:
            redact_entries(entries, legal_basis=legal_basis, by=worker, at=timezone.now(), progress=progress)
    except Refusal as refusal:
        raise click.ClickException(refusal.message()) from refusal
    click.echo(_("%(number)s entries redacted. Backups made before today still hold them.") % {"number": len(entries)})


@register.command("new-epoch")
def new_epoch() -> None:
    """Say that this database was restored from a copy: tablets then send again what they still keep.

    Part of every restore. Doing it without need does no harm: nothing is taken twice.
    """
    sentence = _("A new epoch has begun: %(epoch)s. Tablets will send their journals again.")
    click.echo(sentence % {"epoch": begin_epoch()})


def _sentence(fault: Fault) -> str:
    return {
        "missing": _("an entry is missing here"),
        "changed": _("the entry, or its place in the order, is not what was sealed"),
        "payload_changed": _("the content is not what was sealed"),
        "head_differs": _("the end of the stream is not what the stream's head says"),
        "redacted_without_note": _("the content was removed, and no note says by which law"),
        "receipt_unknown": _("there is a receipt for this entry, but not the entry"),
        "receipt_differs": _("the receipt says another number or digest"),
    }[fault.what]
