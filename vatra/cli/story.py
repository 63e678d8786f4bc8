"""`vatra story`: one child at every step of the flow, in a register that holds only invented people."""

from __future__ import annotations

from uuid import UUID

import click
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from vatra.access.queries import Worker, communes_seen, worker_named
from vatra.assessment.queries import gravest_child
from vatra.audit.entries import Act, record
from vatra.base.refusal import Refusal
from vatra.demo import running
from vatra.results.queries import story as story_of

PURPOSE = "story"


@click.command()
@click.argument("person", type=click.UUID, required=False)
@click.option("--as", "username", required=True, help="The sign-in name of the worker who reads.")
@click.option("--language", type=click.Choice(["ro", "en"]), help="The worker's own when not given.")
def story(person: UUID | None, username: str, language: str | None) -> None:
    """Tell one child's story, from the first entry to the outcome; without PERSON, that of the child in gravest need.

    Only in a register that `vatra demo` has filled: real people's stories are read on the office pages.
    """
    now = timezone.now()
    day = timezone.localdate(now)
    _check_is_invented()
    worker = worker_named(username)
    if worker is None:
        raise click.ClickException(_("There is no worker of this name."))
    person = person or gravest_child(communes_seen(worker, on=day))
    if person is None:
        raise click.ClickException(_("No child has been assessed in this worker's communes."))
    with override(language or worker.language):
        try:
            told = story_of(person, to=worker, on=day, language=language or worker.language)
        except Refusal as refusal:
            record([_act("refused", worker, person)], at=now)
            raise click.ClickException(refusal.message()) from None
        record([_act("read", worker, person, commune=told.commune)], at=now)
        for step in told.steps:
            click.secho(step.title, bold=True)
            for line in step.lines or (_("nothing, or nothing that this worker needs to know"),):
                click.echo(f"  {line}")
            click.echo()


def _act(act: str, worker: Worker, person: UUID, commune: int | None = None) -> Act:
    return Act(act, "person", person, by=worker.uuid, commune=commune, purpose=PURPOSE)


def _check_is_invented() -> None:
    """Refuse on a register that the demo has not made."""
    try:
        running.check_can_fill()
    except running.NotEmpty as refusal:
        if refusal.code == "already_here":
            return
    raise click.ClickException(
        _("This register was not made by “vatra demo”; stories are told of invented people only.")
    )
