"""Cutting entries into runs of one kind, as long as they can be.

A tablet sends its day household by household: enrolled, interviewed, visited, then the next one.
Taken in that order each run would be one entry long. Entries that name nothing in common do not
depend on one another, so a run may take an entry from further down, past those it shares nothing
with. For everything that an entry names, the order in which entries came is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from vatra.register.admission import Arrival
from vatra.register.kinds import Kind


def cut_into_runs(arrivals: Sequence[Arrival], longest: int) -> Iterator[tuple[Kind, list[Arrival]]]:
    """Runs of one kind; nothing named twice in a run of a kind that shapes households."""
    waiting: Sequence[Arrival] = arrivals
    while waiting:
        kind = waiting[0].kind
        assert kind is not None
        run, waiting = _longest_run(kind, waiting, longest)
        yield kind, run


def _longest_run(kind: Kind, arrivals: Sequence[Arrival], longest: int) -> tuple[list[Arrival], list[Arrival]]:
    run: list[Arrival] = []
    rest: list[Arrival] = []
    taken: set[UUID] = set()
    passed: set[UUID] = set()
    for arrival in arrivals:
        about = arrival.concerns()
        fits = arrival.kind is kind and len(run) < longest and passed.isdisjoint(about)
        if fits and (not kind.shapes_household or taken.isdisjoint(about)):
            run.append(arrival)
            taken |= about
        else:
            rest.append(arrival)
            passed |= about
    return run, rest
