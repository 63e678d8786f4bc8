"""Applying entries: cut into runs, each run in a savepoint, the poison ones found and set apart."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from vatra.base.refusal import Refusal
from vatra.register.admission import Arrival
from vatra.register.cutting import cut_into_runs
from vatra.register.kinds import CannotApply, Kind, Sealed, followers_of
from vatra.register.passing import is_passing

LONGEST_RUN = 500

log = logging.getLogger(__name__)


def apply_in_runs(arrivals: Iterable[Arrival], *, longest: int = LONGEST_RUN) -> None:
    """Apply what can be applied; an arrival that fails gets its `failed`."""
    for kind, run in cut_into_runs([a for a in arrivals if a.sealed and not a.not_applied], longest):
        _apply_run(kind, run)


def _apply_run(kind: Kind, run: Sequence[Arrival]) -> None:
    failure = apply_or_tell(kind, run)
    if failure is None:
        return
    for arrival in run:
        # Tried alone even when it came alone: a second look sees what another transaction has just
        # committed, and so finds the reason that a replay will find.
        if len(run) > 1 or isinstance(failure.__cause__, IntegrityError):
            arrival.failed = apply_or_tell(kind, [arrival])
        else:
            arrival.failed = failure


def apply_or_tell(kind: Kind, run: Sequence[Arrival]) -> Refusal | None:
    """Apply a run with everything that follows from it, or nothing of it and the reason."""
    entries: list[Sealed] = [arrival.sealed for arrival in run if arrival.sealed]
    try:
        with transaction.atomic():
            kind.apply(entries)
            _follow(kind, {uuid for arrival in run for uuid in arrival.households()}, max(e.on for e in entries))
    except Refusal as refusal:
        return refusal
    except Exception as error:
        if is_passing(error):
            raise
        # The type only: the text of a database error holds what was written.
        log.warning("%s v%s could not be applied: %s", kind.name, kind.version, type(error).__name__)
        return could_not_apply(error)
    return None


def could_not_apply(error: Exception) -> Refusal:
    """The refusal for a fault of ours; the cause goes with it, for the log and for a second try."""
    failure = CannotApply(
        _("The server could not apply this entry. It is kept; tell whoever looks after the server."),
        code="could_not_apply",
    )
    failure.__cause__ = error
    return failure


def _follow(kind: Kind, households: Collection[UUID], on: date) -> None:
    if households:
        for follower in followers_of(kind.name):
            follower.bring_up_to_date(households, on)
