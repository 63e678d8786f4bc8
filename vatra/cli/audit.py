"""`vatra audit`: whether the record of who read and changed what is whole."""

from __future__ import annotations

import json
from pathlib import Path

import click
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_WORDS = {
    "missing": gettext_lazy("missing"), "changed": gettext_lazy("changed"),
    "reordered": gettext_lazy("reordered"), "cut_off": gettext_lazy("cut off"),
}


@click.group()
def audit() -> None:
    """The record of who read and who changed what."""


@audit.command()
@click.option("--kept", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="Ends written down earlier by `vatra audit ends`: with them the loss of the newest rows shows too.")
def verify(kept: Path | None) -> None:
    """Walk every row and every strand; exit status 1 when something was deleted, changed, reordered or cut off."""
    from vatra.audit.verify import verify as walk

    result = walk(_ends(kept) if kept else ())
    for fault in result.faults[:100]:
        place = str(fault.strand) if fault.number is None else f"{fault.strand}:{fault.number}"
        click.echo(f"{place} {_WORDS[fault.what]}")
    click.echo(_("%(rows)s rows on %(strands)s strands, %(faults)s faults")
               % {"rows": f"{result.rows:,}", "strands": f"{result.strands:,}", "faults": f"{len(result.faults):,}"})
    if result.faults:
        raise click.exceptions.Exit(1)


@audit.command()
def ends() -> None:
    """Print the end of every strand as JSON, to be kept on another machine."""
    from vatra.audit.verify import ends_now

    click.echo(json.dumps(ends_now()))


def _ends(path: Path) -> list[tuple[int, int, str]]:
    try:
        return [(int(strand), int(number), str(digest)) for strand, number, digest in json.loads(path.read_text())]
    except (ValueError, TypeError) as wrong:
        raise click.ClickException(
            _("%(file)s is not what `vatra audit ends` printed.") % {"file": path.name}
        ) from wrong
