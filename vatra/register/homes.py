"""Where a household lives, by what the register itself was told; and late work sent after it to its new commune.

A tablet may come back after a month with visits to a household that has since moved. What was done while the
household lived where the worker may act belongs to the household: it goes on in the stream of the commune where
it lives now, and its team sees it. Only that: an entry about a household that did not live there on that day
stays where it was sent, and the room that owns it does not apply it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date, timedelta
from uuid import UUID

from vatra.base.prepared import Prepared
from vatra.register.admission import Arrival
from vatra.register.kinds import every_kind
from vatra.register.models import Entry

May = Callable[[str, int, date], bool]
A_DAY = timedelta(days=1)  # on the day of a move both communes are right

Stay = tuple[date, int]  # since which day, in which commune


def send_after(arrivals: Sequence[Arrival], may: May, oldest: date) -> None:
    """Put late work, no older than a day, into the stream of the commune where its household lives now.

    `may(act, commune, on)` tells whether the author might do an act in a commune on a day.
    """
    for arrival in arrivals:
        arrival.put_back()
    about = {a.draft.household for a in arrivals if a.draft.household and a.kind and not a.kind.brings_home}
    stays = homes(about) if about else {}
    for arrival in arrivals:
        lived = stays.get(arrival.draft.household) if arrival.draft.household else None
        if lived and arrival.kind and not arrival.kind.brings_home and arrival.draft.commune != lived[-1][1]:
            now = lived[-1][1]
            late = arrival.draft.on >= oldest and arrival.draft.commune in _lived_in(lived, arrival.draft.on)
            if late or (
                arrival.held is None and may(arrival.kind.act, now, arrival.draft.on)
            ):
                arrival.send_to(now)


def each_home_known(arrivals: Sequence[Arrival]) -> Iterator[list[Arrival]]:
    """Consecutive pieces: what is sent to another commune than an earlier entry brings its household to waits for it.

    Where a household lives is known when the entry that brings it there has been applied, or has not.
    """
    piece: list[Arrival] = []
    brought: dict[UUID, int] = {}
    for arrival in arrivals:
        draft, kind = arrival.draft, arrival.kind
        if draft.household and brought.get(draft.household, draft.commune) != draft.commune:
            yield piece
            piece, brought = [], {}
        if draft.household and draft.person is None and kind and kind.brings_home:
            brought[draft.household] = draft.commune
        piece.append(arrival)
    if piece:
        yield piece


def homes(households: Collection[UUID]) -> dict[UUID, list[Stay]]:
    """Since when each household lived in which commune, in the order in which the register was told."""
    bringing = [kind.name for kind in every_kind() if kind.brings_home]
    stays: dict[UUID, list[Stay]] = {}
    for household, on, commune in _TOLD(households, bringing) if bringing else ():
        if household is not None:
            stays.setdefault(household, []).append((on, commune))
    return stays


_TOLD = Prepared(
    lambda households, bringing: Entry.objects.filter(
        household__in=households, kind__in=bringing, person__isnull=True, state=Entry.State.APPLIED
    ).order_by("id").values_list("household", "on", "stream_id")
)


def _lived_in(stays: Sequence[Stay], on: date) -> set[int]:
    """The communes where a household lived on a day, or on the day before: one moves between two dawns.

    One that came and left on that very day is among them.
    """
    ends = [*(since for since, _ in stays[1:]), on]
    return {commune for (since, commune), end in zip(stays, ends, strict=True) if since <= on and end >= on}
