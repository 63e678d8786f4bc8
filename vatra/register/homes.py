"""Where a household lives, by what the register itself was told; and late work sent after it to its new commune.

A tablet may come back after a month with visits to a household that has since moved. What was done while the
household lived where the worker may act belongs to the household: it goes on in the stream of the commune where
it lives now, and its team sees it. Only that: an entry about a household that did not live there on that day
stays where it was sent, and the room that owns it does not apply it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from vatra.base.prepared import Prepared
from vatra.register.admission import Arrival, parsed
from vatra.register.kinds import every_kind, kind_named
from vatra.register.models import Entry
from vatra.register.settle import LETS_IN, SETTLE_ENTRY

May = Callable[[str, int, date], bool]
A_DAY = timedelta(days=1)  # on the day of a move both communes are right

Stay = tuple[date, int]  # since which day, in which commune


class _Told(NamedTuple):
    """An entry that brought a household home; `reason_code` is not empty when it had waited."""

    pk: int
    household: UUID
    on: date
    commune: int
    sent_to: int | None
    uuid: UUID
    reason_code: str


def send_after(arrivals: Sequence[Arrival], may: May, oldest: date) -> None:
    """Put late work, no older than a day, into the stream of the commune where its household lives now.

    `may(act, commune, on)` tells whether the author might do an act in a commune on a day.
    """
    for arrival in arrivals:
        arrival.put_back()
    about = {arrival.draft.uuid: uuid for arrival in arrivals if (uuid := _followed(arrival))}
    stays = homes(set(about.values())) if about else {}
    for arrival in arrivals:
        lived = stays.get(about[arrival.draft.uuid]) if arrival.draft.uuid in about else None
        if lived and arrival.kind and arrival.draft.commune != lived[-1][1]:
            now = lived[-1][1]
            late = arrival.draft.on >= oldest and arrival.draft.commune in _lived_in(lived, arrival.draft.on)
            if late or (
                arrival.held is None and may(arrival.kind.act, now, arrival.draft.on)
            ):
                arrival.send_to(now)


def _followed(arrival: Arrival) -> UUID | None:
    """The household whose home decides where an entry goes on: its own, or the one that it brings a home out of."""
    if arrival.kind is None or not arrival.kind.brings_home:
        return arrival.draft.household if arrival.kind else None
    parts_from = arrival.kind.parts_from
    return parts_from(arrival.sealed.payload) if parts_from and arrival.sealed else None


def each_home_known(arrivals: Sequence[Arrival]) -> Iterator[list[Arrival]]:
    """Consecutive pieces: what is sent to another commune than an earlier entry brings its household to waits for it.

    Where a household lives is known when the entry that brings it there has been applied, or has not; one that parts
    from another may begin elsewhere than where it was sent, and one that is let go may be fetched by an entry that had
    waited for it, so all that is about it waits.
    """
    piece: list[Arrival] = []
    brought: dict[UUID, int | None] = {}
    for arrival in arrivals:
        draft, kind = arrival.draft, arrival.kind
        if draft.household and brought.get(draft.household, draft.commune) != draft.commune:
            yield piece
            piece, brought = [], {}
        if draft.household and draft.person is None and kind and (kind.brings_home or kind.lets_go):
            brought[draft.household] = None if kind.parts_from or kind.lets_go else draft.commune
        piece.append(arrival)
    if piece:
        yield piece


def homes(households: Collection[UUID]) -> dict[UUID, list[Stay]]:
    """Since when each household lived in which commune, in the order in which the register was told.

    One that parted from a household of which it was known only later that it had moved lived where that one did.
    """
    bringing = [kind.name for kind in every_kind() if kind.brings_home]
    stays: dict[UUID, list[Stay]] = {}
    told = [_Told(*row) for row in _TOLD(households, bringing)] if bringing else []
    for one in _in_order(told):
        before = [] if one.sent_to is None else [(one.on, one.sent_to), *_moves_of_the_other(one.pk, one.on)]
        since = before[-1][0] if before else one.on
        stays.setdefault(one.household, []).extend([*before, (since, one.commune)])
    return stays


def _in_order(told: Sequence[_Told]) -> list[_Told]:
    """As they were applied: one that had waited for another comes in where it was settled, not where it stands."""
    waited = {one.uuid: one.pk for one in told if one.reason_code}
    if not waited:
        return list(told)
    settling = Entry.objects.filter(
        kind=SETTLE_ENTRY.name, state=Entry.State.APPLIED, household__in={one.household for one in told}
    ).order_by("id")
    for pk, payload in settling.values_list("pk", "payload"):
        said = json.loads(payload or "{}")
        if said.get("choice") in LETS_IN and UUID(said["entry"]) in waited:
            waited[UUID(said["entry"])] = pk
    return sorted(told, key=lambda one: waited.get(one.uuid, one.pk))


def _moves_of_the_other(entry: int, on: date) -> list[Stay]:
    """Where the household out of which an entry brought another one lived after the day of the entry."""
    row = Entry.objects.get(pk=entry)
    kind = kind_named(row.kind, row.version)
    if kind.parts_from is None or row.payload is None:
        return []
    other = kind.parts_from(parsed(kind, row.payload))
    return [stay for stay in homes([other]).get(other, []) if stay[0] > on]


_TOLD = Prepared(
    lambda households, bringing: Entry.objects.filter(
        household__in=households, kind__in=bringing, person__isnull=True, state=Entry.State.APPLIED
    ).order_by("id").values_list("pk", "household", "on", "stream_id", "sent_to", "uuid", "reason_code")
)


def _lived_in(stays: Sequence[Stay], on: date) -> set[int]:
    """The communes where a household lived on a day, or on the day before: one moves between two dawns.

    One that came and left on that very day is among them.
    """
    ends = [*(since for since, _ in stays[1:]), on]
    return {commune for (since, commune), end in zip(stays, ends, strict=True) if since <= on and end >= on}
