"""Deriving everything again from the entries: into emptied tables, in one transaction.

Entries are replayed in the order of their ids. For one household that is the order in which they
were applied, because its lock is held from before the first is applied until the ids are given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.apps import apps
from django.db import models, transaction

from vatra.base.refusal import Refusal
from vatra.register.admission import Arrival, reason
from vatra.register.epoch import note_rebuilt
from vatra.register.kept import arrival_of
from vatra.register.kinds import every_derived
from vatra.register.locks import lock_everything
from vatra.register.models import Entry, RefusedCopy
from vatra.register.numbering import MOST_CODE, state_of
from vatra.register.runs import LONGEST_RUN, apply_in_runs
from vatra.register.segments import in_segments

CHUNK = 2_000
REDACTED = "redacted"


def derived_models() -> list[type[models.Model]]:
    """The tables that rooms derive from entries, a table after the ones it may point to."""
    return [apps.get_registered_model(*label.split(".")) for label in every_derived()]


def rebuild(*, longest_run: int = LONGEST_RUN, progress: Callable[[int], None] = lambda replayed: None) -> int:
    """Empty every derived table and replay the register; gives the number of entries replayed.

    Readers go on with what was there until the transaction commits; nobody can receive meanwhile.
    """
    with transaction.atomic():
        lock_everything()
        for model in reversed(derived_models()):
            queryset = model._base_manager.all()
            queryset._raw_delete(queryset.db)
        RefusedCopy.objects.filter(settled_at__isnull=False).update(settled_at=None, settled_by=None)
        replayed = replay(longest_run=longest_run, progress=progress)
        note_rebuilt()
        return replayed


def replay(*, longest_run: int, progress: Callable[[int], None]) -> int:
    """Apply every entry once more, in order, and write down anew which of them could not be applied."""
    replayed = 0
    for chunk in _chunks():
        arrivals = {entry.uuid: _arrival(entry) for entry in chunk}
        by_uuid = {entry.uuid: entry for entry in chunk}
        for segment in in_segments(arrivals.values()):
            apply_in_runs(segment, longest=longest_run)
            _write_states([(by_uuid[arrival.draft.uuid], arrival) for arrival in segment])
        replayed += len(chunk)
        progress(len(chunk))
    return replayed


def _chunks() -> Iterator[list[Entry]]:
    last = 0
    while chunk := list(Entry.objects.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        yield chunk
        last = chunk[-1].pk


def _arrival(entry: Entry) -> Arrival:
    """What was held at the door stays held: the door knew the roles and the clock of that day."""
    arrival = arrival_of(entry)
    if entry.redacted_at is not None:
        arrival.failed = arrival.held = Redacted()
    elif entry.held:
        arrival.held = HeldThen(entry)
    return arrival


class Redacted(Refusal):
    """The payload is gone by law: there is nothing to apply, and nothing to settle."""

    def __init__(self) -> None:
        super().__init__("", code=REDACTED)


class HeldThen(Refusal):
    """What the door said when the entry came."""

    def __init__(self, entry: Entry) -> None:
        self.said = entry.reason
        super().__init__("", code=entry.held)


def _write_states(replayed: list[tuple[Entry, Arrival]]) -> None:
    changed = []
    for entry, arrival in replayed:
        refusal = arrival.not_applied
        state = Entry.State.SET_ASIDE if isinstance(refusal, Redacted) else state_of(refusal)
        code = refusal.code[:MOST_CODE] if refusal else ""
        if (entry.state, entry.reason_code) != (state, code):
            entry.state, entry.reason_code, entry.reason = state, code, _reason(refusal)
            changed.append(entry)
    Entry.objects.bulk_update(changed, ["state", "reason_code", "reason"], batch_size=500)


def _reason(refusal: Refusal | None) -> dict[str, str] | None:
    if refusal is None or isinstance(refusal, Redacted):
        return None
    return refusal.said if isinstance(refusal, HeldThen) else reason(refusal)
