"""In which order the acts of many households are sent: by half-year, and within it in long runs of one kind.

The register applies neighbours of one kind together. Between households the order is free. Of one
household it is kept as far as one act builds on another: what was asked, judged, agreed and closed;
visits and referrals, on which nothing builds, are sent at the end of their half-year, as paper is.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from vatra.demo.acts import Act

BATCH = 500
MONTHS = 12
LAST = frozenset({"record_visit", "send_referral", "record_referral_outcome"})


def batches(stories: Iterable[list[Act]], worker_of: Callable[[Act], Any]) -> Iterator[tuple[Any, list[Act]]]:
    """The acts of many stories as batches of one worker each, the earliest season first."""
    seasons: dict[tuple[int, int], list[list[Act]]] = defaultdict(list)
    for story in stories:
        for season, acts in _by_season(story):
            seasons[season].append(acts)
    for season in sorted(seasons):
        yield from _in_runs([deque(acts) for acts in seasons[season]], worker_of)


def _by_season(story: list[Act]) -> Iterator[tuple[tuple[int, int], list[Act]]]:
    """A story in pieces of a half-year; an act never comes before the one it builds on."""
    latest = date.min
    pieces: dict[tuple[int, int], list[Act]] = {}
    for act in story:
        latest = max(latest, act.on)
        pieces.setdefault((latest.year, (latest.month - 1) // MONTHS), []).append(act)
    return ((season, _sorted(acts)) for season, acts in pieces.items())


def _sorted(acts: list[Act]) -> list[Act]:
    """Deliveries right after the plan they tick off (or first), visits and referrals at the end."""
    agreed = next((place for place, act in enumerate(acts) if act.kind == "agree_plan"), -1)
    if agreed < 0:
        agreed = next((place for place, act in enumerate(acts) if act.kind == "record_interview"), -1)

    def rank(place: int) -> tuple[int, int]:
        kind = acts[place].kind
        if kind in LAST:
            return 3, place
        return (1 if kind == "record_delivery" else 0 if place <= agreed else 2), place

    return [acts[place] for place in sorted(range(len(acts)), key=rank)]


def _in_runs(queues: list[deque[Act]], worker_of: Callable[[Act], Any]) -> Iterator[tuple[Any, list[Act]]]:
    """Send what most households are ready for, worker by worker, until nothing is left."""
    while queues:
        ready = Counter(worker_of(queue[0]) for queue in queues)
        worker = ready.most_common(1)[0][0]
        batch: list[Act] = []
        while len(batch) < BATCH:
            kinds = Counter(queue[0].kind for queue in queues if queue and worker_of(queue[0]) is worker)
            if not kinds:
                break
            kind = kinds.most_common(1)[0][0]
            for queue in queues:
                if queue and queue[0].kind == kind and worker_of(queue[0]) is worker and len(batch) < BATCH:
                    batch.append(queue.popleft())
        yield worker, batch
        queues = [queue for queue in queues if queue]
