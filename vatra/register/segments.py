"""Cutting a batch where an entry speaks of other entries: what came before must be stored by then."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from uuid import UUID

from vatra.register.admission import Arrival


def in_segments(arrivals: Iterable[Arrival], ends: Collection[UUID] = ()) -> Iterator[list[Arrival]]:
    """Consecutive pieces: one of the register's own kinds (settle_entry) begins a new one, one of `ends` ends it."""
    segment: list[Arrival] = []
    for arrival in arrivals:
        if segment and arrival.kind and arrival.kind.room == "register":
            yield segment
            segment = []
        segment.append(arrival)
        if arrival.draft.uuid in ends:
            yield segment
            segment = []
    if segment:
        yield segment
