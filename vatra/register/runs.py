"""Applying entries: cut into runs, each run in a savepoint, the poison ones found and set apart."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from vatra.base.refusal import Refusal
from vatra.register.admission import Arrival
from vatra.register.cutting import cut_into_runs
from vatra.register.following import Following
from vatra.register.kinds import CannotApply, Kind, Sealed
from vatra.register.locks import NotLocked
from vatra.register.passing import is_passing
from vatra.register.reach import OrderMatters, reaching, reordering

LONGEST_RUN = 500

log = logging.getLogger(__name__)


def apply_in_runs(arrivals: Iterable[Arrival], *, longest: int = LONGEST_RUN) -> None:
    """Apply what can be applied, with all that follows from it; an arrival that fails gets its `failed`."""
    ready = [arrival for arrival in arrivals if arrival.sealed and not arrival.not_applied]
    if len(ready) < 2:
        _step_by_step(ready, longest)
        return
    try:
        with transaction.atomic(), reordering():
            if not _all_at_once(ready, longest):
                _step_by_step(ready, longest)
    except OrderMatters:  # the halves one after the other, until the entry that reaches further stands alone
        for arrival in ready:
            arrival.failed = None
        half = len(ready) // 2
        apply_in_runs(ready[:half], longest=longest)
        apply_in_runs(ready[half:], longest=longest)


def _step_by_step(ready: Sequence[Arrival], longest: int) -> None:
    for kind, run in cut_into_runs(ready, longest):
        _apply_run(kind, run, Following())


def _all_at_once(ready: Sequence[Arrival], longest: int) -> bool:
    """Followers that can wait are called once, at the end. If one fails nothing is left of it all, and
    False says to go step by step, which finds the entry at fault.
    """
    following = Following(patient=True)
    try:
        with transaction.atomic():
            for kind, run in cut_into_runs(ready, longest):
                _apply_run(kind, run, following)
            following.finish()
    except (OrderMatters, NotLocked):
        raise
    except Exception as error:
        if is_passing(error):
            raise
        for arrival in ready:
            arrival.failed = None
        return False
    return True


def _apply_run(kind: Kind, run: Sequence[Arrival], following: Following) -> None:
    """Apply a run; when one of its entries cannot be applied, the halves of it, until that entry stands alone."""
    failure = apply_or_tell(kind, run, following)
    if failure is None:
        return
    if len(run) > 1:
        half = len(run) // 2
        _apply_run(kind, run[:half], following)
        _apply_run(kind, run[half:], following)
    elif isinstance(failure.__cause__, IntegrityError):
        # A second look sees what another transaction has just committed, and so finds the reason that
        # a replay will find.
        run[0].failed = apply_or_tell(kind, run, following)
    else:
        run[0].failed = failure


def apply_or_tell(kind: Kind, run: Sequence[Arrival], following: Following) -> Refusal | None:
    """Apply a run with everything that follows from it, or nothing of it and the reason."""
    entries: list[Sealed] = [arrival.sealed for arrival in run if arrival.sealed]
    households = {uuid for arrival in run for uuid in arrival.households()}
    on = max(entry.on for entry in entries)
    try:
        with transaction.atomic():
            with reaching() as further:
                kind.apply(entries)
            households |= further
            following.at_once(kind, households, on)
    except Refusal as refusal:
        return refusal
    except (OrderMatters, NotLocked):
        raise
    except Exception as error:
        if is_passing(error):
            raise
        # The type only: the text of a database error holds what was written.
        log.warning("%s v%s could not be applied: %s", kind.name, kind.version, type(error).__name__)
        return could_not_apply(error)
    following.later(kind, households, on)
    for arrival in run:
        arrival.reached |= further
    return None


def could_not_apply(error: Exception) -> Refusal:
    """The refusal for a fault of ours; the cause goes with it, for the log and for a second try."""
    failure = CannotApply(
        _("The server could not apply this entry. It is kept; tell whoever looks after the server."),
        code="could_not_apply",
    )
    failure.__cause__ = error
    return failure
