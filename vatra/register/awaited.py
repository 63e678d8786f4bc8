"""What waited for an entry is applied once that entry has been: in the same transaction, by an entry that says so.

Two tablets, or a tablet and the office, hand in at their own times: the word that a message was read may come before
the message, the outcome before the referral. The room then says what it lacks (`NotYetHere`), and the entry is kept.
When what it lacks has been applied, the register settles the one that waited by an entry of its own, in the name of
whoever sent what came. So a replay needs to know nothing of all this: it settles at the same number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID, uuid4

from django.utils import timezone

from vatra.base.prepared import Prepared
from vatra.register.admission import Arrival, at_the_door
from vatra.register.drafts import Draft
from vatra.register.kept import arrival_of
from vatra.register.kinds import NotYetHere
from vatra.register.models import Entry
from vatra.register.numbering import Chains
from vatra.register.runs import apply_in_runs
from vatra.register.sender import Sender
from vatra.register.settle import SETTLE_ENTRY

_WAITING = Prepared(lambda uuids: Entry.objects.filter(awaits__in=uuids, state="to_settle").order_by("on", "at", "id"))


def waiting_for(arrivals: Iterable[Arrival]) -> list[Entry]:
    """What is kept and waits for these, and what waits for that in turn: their streams may be written to as well."""
    found: dict[UUID, Entry] = {}
    asked = _all_brought(arrivals)
    while asked:
        more = [entry for entry in _WAITING(asked) if entry.uuid not in found]
        found |= {entry.uuid: entry for entry in more}
        asked = _all_brought(arrival_of(entry) for entry in more)
    return list(found.values())


def awaited_among(arrivals: Iterable[Arrival], waiting: Iterable[Entry]) -> set[UUID]:
    """Those of a batch for which another one waits, kept already or earlier in the batch, as far as it can be told
    before anything is applied: after each of these the waiting is looked at, before what the batch says next.
    """
    named = {entry.awaits for entry in waiting}
    awaited: set[UUID] = set()
    for arrival in arrivals:
        if not named.isdisjoint(_brought(arrival)):
            awaited.add(arrival.draft.uuid)
        named |= arrival.concerns()
    return awaited


def apply_what_waited(
    arrivals: Sequence[Arrival], batch: Mapping[UUID, Arrival], chains: Chains, sender: Sender
) -> list[Arrival]:
    """Settle all that waited for what these brought, and number it; gives the entries that settle.

    One of their batch that had waited for a later one is no longer failed.
    """
    settled: list[Arrival] = []
    came = _all_brought(arrival for arrival in arrivals if arrival.sealed and not arrival.not_applied)
    while came:
        waited = _WAITING(came)
        came = set()
        for entry in waited:
            settling = _settling(entry, sender)
            apply_in_runs([settling])
            if settling.not_applied is not None:
                _wait_on(entry, settling.not_applied.__cause__)
                continue
            chains.keep([settling], sender)
            settled.append(settling)
            came |= _brought(arrival_of(entry))
            if entry.uuid in batch:
                batch[entry.uuid].failed = None
    return settled


def _all_brought(arrivals: Iterable[Arrival]) -> set[UUID]:
    return set().union(*(_brought(arrival) for arrival in arrivals))


def _brought(arrival: Arrival) -> set[UUID]:
    """What is in the register once an entry has been applied: itself, what begins with it, what it settles."""
    brought = {arrival.draft.uuid}
    if arrival.sealed is None or arrival.kind is None:
        return brought
    if arrival.kind.lets_go and arrival.draft.household and arrival.draft.person is None:
        brought.add(arrival.draft.household)
    if arrival.kind.brings:
        brought.update(arrival.kind.brings(arrival.sealed))
    if arrival.kind is SETTLE_ENTRY:
        for entry in Entry.objects.filter(uuid=arrival.sealed.payload.entry).exclude(kind=SETTLE_ENTRY.name):
            brought.update(_brought(arrival_of(entry)))
    return brought


def _settling(entry: Entry, sender: Sender) -> Arrival:
    draft = Draft(
        uuid=uuid4(), kind=SETTLE_ENTRY.name, version=SETTLE_ENTRY.version, commune=entry.stream_id,
        household=entry.household, person=entry.person,
        payload={"entry": entry.uuid, "choice": "it_came", "reason": str(entry.awaits)},
        on=max(timezone.localtime(sender.at).date(), entry.on), at=sender.at,
    )
    return at_the_door(draft, by_id=sender.by.pk, received_at=sender.at, device_id=sender.device_id)


def _wait_on(entry: Entry, refusal: BaseException | None) -> None:
    """It speaks of several, and another one lacks; or it cannot hold, and a human looks at it."""
    entry.awaits = refusal.awaits if isinstance(refusal, NotYetHere) else None
    entry.save(update_fields=["awaits"])
