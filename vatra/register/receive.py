"""The one door: everything that changes comes in here, from tablets, pages and other programs alike.

One transaction (several, where a batch brings households to other communes): households locked, duplicates
found, entries applied by their rooms in runs, numbers and digests given last under the lock of the stream,
receipts. When an entry turns out to change more than was locked, all of it is done once more with that locked too.
What cannot be applied is kept and marked; nothing of a batch is lost because of its neighbour.
"""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction
from django.utils.translation import get_language

from vatra.base.refusal import Refusal
from vatra.register.admission import Arrival, at_the_door
from vatra.register.awaited import apply_what_waited, awaited_among, waiting_for
from vatra.register.copies import UuidReused, is_same, keep_copies, keep_unplaced, known_entries
from vatra.register.drafts import Author, Draft, Receipt
from vatra.register.echoes import tell
from vatra.register.homes import each_home_known, send_after
from vatra.register.locks import NotLocked, locked
from vatra.register.models import Entry
from vatra.register.numbering import Chains, Place, StreamMissing
from vatra.register.passing import is_contention
from vatra.register.permission import Permission
from vatra.register.runs import apply_in_runs, could_not_apply
from vatra.register.segments import in_segments
from vatra.register.sender import Sender
from vatra.register.streams import UnknownCommune, open_streams, refuse_impossible_communes
from vatra.register.undisturbed import undisturbed

ATTEMPTS = 6  # with pauses that double: some 300 ms in all


def receive(drafts: Sequence[Draft], *, by: Author, at: datetime, device: Author | None = None) -> list[Receipt]:
    """Receive a batch; one receipt per draft, in the same order.

    `by` is the worker whom the server has recognised, `at` the server's moment (aware), `device` the
    one the batch came from. Raises only what lies with the machine: a full disk, a lost database.
    """
    with undisturbed():
        return _receive(drafts, Sender(by, at, device))


def _receive(drafts: Sequence[Draft], sender: Sender) -> list[Receipt]:
    by, at = sender.by, sender.at
    arrivals = [at_the_door(draft, by_id=by.pk, received_at=at, device_id=sender.device_id) for draft in drafts]
    permission = Permission(by, at)
    for arrival in arrivals:
        permission.judge(arrival)
    refuse_impossible_communes(arrivals)
    for piece in each_home_known(arrivals):
        _taken_in(piece, sender, permission)
    keep_unplaced([arrival for arrival in arrivals if isinstance(arrival.refused, UnknownCommune)], sender)
    return [arrival.receipt or _refusal(arrival.draft.uuid, arrival.refused) for arrival in arrivals]


def _taken_in(arrivals: Sequence[Arrival], sender: Sender, permission: Permission) -> None:
    """Take a batch in, trying again when another transaction was in the way."""
    attempt, rounds = 1, 0
    further: frozenset[UUID] = frozenset()
    while True:
        ready = [arrival for arrival in arrivals if not arrival.refused]
        try:
            with transaction.atomic(), locked(_concerned(ready) | further, rounds=rounds):
                return _take_in(ready, sender, permission)
        except NotLocked as reached:
            further, rounds = further | reached.uuids, rounds + 1
            continue
        except StreamMissing:
            open_streams(arrivals)  # the first entry ever for a commune, or one for a commune nobody knows
        except OperationalError as error:
            if attempt == ATTEMPTS or connection.in_atomic_block or not is_contention(error):
                raise
            time.sleep(0.01 * 2**attempt * random.random())
        except IntegrityError as error:
            # Once is a race for a uuid or a name: the second look sees it. Twice is one of the
            # entries, found only at the end of the transaction (a deferred constraint).
            if attempt > 1:
                return _one_by_one(arrivals, sender, permission, error)
        attempt += 1


def _concerned(arrivals: Sequence[Arrival]) -> frozenset[UUID]:
    return frozenset().union(*(arrival.concerns() for arrival in arrivals))


def _one_by_one(arrivals: Sequence[Arrival], sender: Sender, permission: Permission, error: DatabaseError) -> None:
    if len(arrivals) > 1:
        for arrival in arrivals:
            _taken_in([arrival], sender, permission)
    elif arrivals[0].held:
        raise error
    else:
        arrivals[0].held = could_not_apply(error)
        _taken_in(arrivals, sender, permission)


def _take_in(arrivals: Sequence[Arrival], sender: Sender, permission: Permission) -> None:
    if not arrivals:
        return
    known = known_entries([arrival.draft.uuid for arrival in arrivals])
    fresh = _first_of_each(arrivals, known)
    send_after(list(fresh.values()), permission.may, permission.oldest)
    waiting = waiting_for(fresh.values())
    chains = Chains({arrival.draft.commune for arrival in fresh.values()} | {entry.stream_id for entry in waiting})
    places: dict[UUID, Place] = {}
    awaited = awaited_among(fresh.values(), waiting)
    settled: list[Arrival] = []
    for segment in in_segments(fresh.values(), ends=awaited):
        apply_in_runs(segment)
        places |= chains.keep(segment, sender)
        if awaited:
            settled += apply_what_waited(segment, fresh, chains, sender)
    tell([*fresh.values(), *settled])
    if len(fresh) < len(arrivals):
        known |= known_entries([a.draft.uuid for a in arrivals if fresh.get(a.draft.uuid) not in (a, None)])
    keep_copies(arrivals, known, sender)
    for arrival in arrivals:
        is_fresh = fresh.get(arrival.draft.uuid) is arrival
        arrival.receipt = (
            _received(arrival, places[arrival.draft.uuid]) if is_fresh else _again(arrival, known[arrival.draft.uuid])
        )


def _first_of_each(arrivals: Sequence[Arrival], known: dict[UUID, Entry]) -> dict[UUID, Arrival]:
    fresh: dict[UUID, Arrival] = {}
    for arrival in arrivals:
        arrival.failed = None  # of an earlier attempt
        if arrival.draft.uuid not in known:
            fresh.setdefault(arrival.draft.uuid, arrival)
    return fresh


def _received(arrival: Arrival, place: Place) -> Receipt:
    refusal = arrival.not_applied
    if refusal is None:
        return Receipt(arrival.draft.uuid, "received", place.number, place.digest, commune=_elsewhere(arrival))
    return Receipt(
        arrival.draft.uuid, "to_settle", place.number, place.digest, reason=refusal.message(), reason_code=refusal.code,
        commune=_elsewhere(arrival),
    )


def _elsewhere(arrival: Arrival) -> int | None:
    return arrival.draft.commune if arrival.sent else None


def _again(arrival: Arrival, entry: Entry) -> Receipt:
    if is_same(entry, arrival):
        elsewhere = entry.stream_id if entry.sent_to is not None else None
        if entry.state == Entry.State.TO_SETTLE:  # whoever never heard the first answer is told what it said
            reason = (entry.reason or {}).get(str(get_language())[:2])
            return Receipt(
                entry.uuid, "to_settle", entry.number, entry.digest, reason=reason, reason_code=entry.reason_code,
                commune=elsewhere,
            )
        return Receipt(entry.uuid, "duplicate", entry.number, entry.digest, commune=elsewhere)
    return _refusal(entry.uuid, UuidReused())


def _refusal(uuid: UUID, refusal: Refusal | None) -> Receipt:
    return Receipt(
        uuid, "refused", reason=refusal.message() if refusal else None, reason_code=refusal.code if refusal else None
    )
