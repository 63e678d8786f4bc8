"""Cutting a batch where an entry speaks of other entries: what came before must be stored by then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from vatra.register.admission import Arrival


def in_segments(arrivals: Iterable[Arrival]) -> Iterator[list[Arrival]]:
    """Consecutive pieces; an entry of the register's own kinds (settle_entry) begins a new one."""
    segment: list[Arrival] = []
    for arrival in arrivals:
        if segment and arrival.kind and arrival.kind.room == "register":
            yield segment
            segment = []
        segment.append(arrival)
    if segment:
        yield segment
