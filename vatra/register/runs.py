"""Applying entries: cut into runs, each run in a savepoint, the poison ones found and set apart."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from vatra.base.refusal import Refusal
from vatra.register.admission import Arrival
from vatra.register.kinds import CannotApply, Kind, Sealed, followers_of
from vatra.register.passing import is_passing

LONGEST_RUN = 500

log = logging.getLogger(__name__)


def apply_in_runs(arrivals: Iterable[Arrival], *, longest: int = LONGEST_RUN) -> None:
    """Apply what can be applied, in order; an arrival that fails gets its `failed`."""
    ready = (arrival for arrival in arrivals if arrival.sealed and not arrival.not_applied)
    for kind, run in _cut(ready, longest):
        _apply_run(kind, run)


def _cut(arrivals: Iterable[Arrival], longest: int) -> Iterator[tuple[Kind, list[Arrival]]]:
    """Neighbours of one kind; no household or person twice in a run of a kind that shapes them."""
    kind: Kind | None = None
    run: list[Arrival] = []
    touched: set[UUID] = set()
    for arrival in arrivals:
        assert arrival.kind is not None
        about = arrival.concerns() if arrival.kind.shapes_household else set()
        if run and kind and (arrival.kind is not kind or len(run) >= longest or not touched.isdisjoint(about)):
            yield kind, run
            run, touched = [], set()
        kind = arrival.kind
        run.append(arrival)
        touched |= about
    if run and kind:
        yield kind, run


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
