"""`vatra paper`: one paper of a household as a PDF, printed in the name of a worker and written down as such."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import click
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from vatra.access.queries import Worker, worker_named
from vatra.audit.entries import Act, record
from vatra.base.refusal import Refusal
from vatra.papers import queries as papers
from vatra.people import queries as people

SHORT = {"plan": "plan-de-servicii", "summary": "rezumat-pentru-familie", "inquiry": "ancheta-sociala",
         "risks": "fisa-de-identificare-a-riscurilor", "monitoring": "raport-de-monitorizare",
         "review": "raport-de-revizuire",
         "closing": "fisa-de-inchidere", "notice": "nota-de-informare", "observation": "fisa-de-observatie",
         "referral": "scrisoare-de-referire", "minutes": "proces-verbal-scc",
         "agenda": "ordine-de-zi-scc", "phones": "telefoane-de-urgenta"}


@click.command()
@click.argument("kind", type=click.Choice(list(SHORT)))
@click.argument("household", type=click.UUID, required=False)
@click.option("--as", "username", required=True, help="The sign-in name of the worker who prints.")
@click.option("--out", type=click.Path(dir_okay=False, writable=True, path_type=Path), required=True,
              help="The file to write.")
@click.option("--language", type=click.Choice(["ro", "en"]), default="ro", show_default=True)
def paper(kind: str, household: UUID | None, username: str, out: Path, language: str) -> None:
    """Print a paper of HOUSEHOLD as a PDF; without HOUSEHOLD, its blank form.

    What is on it is what the worker may know, and the printing is written into the audit.
    """
    worker = worker_named(username)
    if worker is None:
        raise click.ClickException(_("There is no worker of this name."))
    with override(worker.language):
        try:
            out.write_bytes(_made(SHORT[kind], household, worker, language))
        except Refusal as refusal:
            raise click.ClickException(refusal.message()) from None
        except OSError as error:
            raise click.ClickException(_("The file cannot be written: %(why)s.") % {"why": error.strerror}) from None
    click.echo(str(out))


def _made(key: str, household: UUID | None, worker: Worker, language: str) -> bytes:
    now = timezone.now()
    day, purpose = timezone.localdate(now), f"paper:{key}"
    if household is None:
        return papers.pdf_of(papers.blank(key, by=worker, on=day, language=language))
    try:
        filled = papers.paper_of_household(key, household, by=worker, on=day, language=language)
    except Refusal:
        record([Act("refused", "household", household, by=worker.uuid, purpose=purpose)], at=now)
        raise
    made = papers.pdf_of(filled)
    commune = people.communes_of([household]).get(household)
    record([Act("export", "household", household, by=worker.uuid, commune=commune, purpose=purpose)], at=now)
    return made
