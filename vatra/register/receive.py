"""The one door: everything that changes comes in here, from tablets, pages and other programs alike.

One transaction: households locked, duplicates found, entries applied by their rooms in runs, numbers
and digests given last under the lock of the stream, receipts. What cannot be applied is kept and
marked; nothing of a batch is lost because of its neighbour.
"""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction

from vatra.base.refusal import Refusal
from vatra.register.admission import Arrival, at_the_door
from vatra.register.copies import UuidReused, is_same, keep_copies, keep_unplaced
from vatra.register.drafts import Author, Draft, Outcome, Receipt
from vatra.register.locks import lock_concerns
from vatra.register.models import Entry
from vatra.register.numbering import Chains
from vatra.register.passing import is_contention
from vatra.register.permission import Permission
from vatra.register.runs import apply_in_runs, could_not_apply
from vatra.register.segments import in_segments
from vatra.register.sender import Sender
from vatra.register.streams import UnknownCommune, open_streams

ATTEMPTS = 6  # with pauses that double: some 300 ms in all


def receive(drafts: Sequence[Draft], *, by: Author, at: datetime, device: Author | None = None) -> list[Receipt]:
    """Receive a batch; one receipt per draft, in the same order.

    `by` is the worker whom the server has recognised, `at` the server's moment (aware), `device` the
    one the batch came from. Raises only what lies with the machine: a full disk, a lost database.
    """
    sender = Sender(by, at, device)
    arrivals = [at_the_door(draft, by_id=by.pk, received_at=at, device_id=sender.device_id) for draft in drafts]
    open_streams(arrivals)
    permission = Permission(by, at)
    for arrival in arrivals:
        permission.judge(arrival)
    taken = iter(_taken_in([arrival for arrival in arrivals if not arrival.refused], sender))
    keep_unplaced([arrival for arrival in arrivals if isinstance(arrival.refused, UnknownCommune)], sender)
    return [_refusal(arrival.draft.uuid, arrival.refused) if arrival.refused else next(taken) for arrival in arrivals]


def _taken_in(arrivals: Sequence[Arrival], sender: Sender) -> list[Receipt]:
    """Take a batch in, trying again when another transaction was in the way."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with transaction.atomic():
                return _take_in(arrivals, sender)
        except OperationalError as error:
            if attempt == ATTEMPTS or connection.in_atomic_block or not is_contention(error):
                raise
            time.sleep(0.01 * 2**attempt * random.random())
        except IntegrityError as error:
            # Once is a race for a uuid or a name: the second look sees it. Twice is one of the
            # entries, found only at the end of the transaction (a deferred constraint).
            if attempt > 1:
                return _one_by_one(arrivals, sender, error)
    return []  # not reached: the last attempt returns or raises


def _one_by_one(arrivals: Sequence[Arrival], sender: Sender, error: DatabaseError) -> list[Receipt]:
    if len(arrivals) > 1:
        return [receipt for arrival in arrivals for receipt in _taken_in([arrival], sender)]
    if arrivals[0].held:
        raise error
    arrivals[0].held = could_not_apply(error)
    return _taken_in(arrivals, sender)


def _take_in(arrivals: Sequence[Arrival], sender: Sender) -> list[Receipt]:
    if not arrivals:
        return []
    lock_concerns({uuid for arrival in arrivals for uuid in arrival.concerns()})
    kept = _known(arrivals)
    fresh = _first_of_each(arrivals, kept)
    chains = Chains({arrival.draft.commune for arrival in fresh.values()})
    for segment in in_segments(fresh.values()):
        apply_in_runs(segment)
        kept |= chains.keep(segment, sender)
    copies = [(kept[a.draft.uuid], a) for a in arrivals if fresh.get(a.draft.uuid) is not a]
    keep_copies([(entry, arrival) for entry, arrival in copies if not is_same(entry, arrival)], sender)
    return [_receipt(kept[a.draft.uuid], a, is_first=fresh.get(a.draft.uuid) is a) for a in arrivals]


def _known(arrivals: Sequence[Arrival]) -> dict[UUID, Entry]:
    entries = Entry.objects.filter(uuid__in={arrival.draft.uuid for arrival in arrivals})
    return {entry.uuid: entry for entry in entries}


def _first_of_each(arrivals: Sequence[Arrival], known: dict[UUID, Entry]) -> dict[UUID, Arrival]:
    fresh: dict[UUID, Arrival] = {}
    for arrival in arrivals:
        arrival.failed = None  # of an earlier attempt
        if arrival.draft.uuid not in known:
            fresh.setdefault(arrival.draft.uuid, arrival)
    return fresh


def _receipt(entry: Entry, arrival: Arrival, *, is_first: bool) -> Receipt:
    if is_first:
        refusal = arrival.not_applied
        outcome: Outcome = "to_settle" if refusal else "received"
        return Receipt(
            entry.uuid, outcome, entry.number, entry.digest,
            reason=refusal.message() if refusal else None, reason_code=refusal.code if refusal else None,
        )
    if is_same(entry, arrival):
        return Receipt(entry.uuid, "duplicate", entry.number, entry.digest, reason_code=entry.reason_code or None)
    return _refusal(entry.uuid, UuidReused())


def _refusal(uuid: UUID, refusal: Refusal) -> Receipt:
    return Receipt(uuid, "refused", reason=refusal.message(), reason_code=refusal.code)
