"""In which order the acts of many households are sent: year by year, and within it in long runs of one kind.

The register applies neighbours of one kind together. Between households the order is free. Of one
household it is kept as far as one act builds on another: what was asked, judged, agreed and closed;
visits and referrals, on which nothing builds, are sent at the end of their year, as paper is.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from vatra.demo.acts import Act

BATCH = 1500  # a batch ends with the run that reaches it
STAYING = 4  # another worker's acts are sent first only when they would bring this many times more
LAST = ("record_visit", "draft_referral", "send_referral", "answer_referral", "record_referral_outcome",
        "withdraw_consent", "record_unmet_need")


def batches(stories: Iterable[list[Act]], worker_of: Callable[[Act], Any]) -> Iterator[tuple[Any, list[Act]]]:
    """The acts of many stories as batches of one worker each, the earliest season first."""
    years: dict[int, list[deque[Act]]] = defaultdict(list)
    for story in stories:
        for year, acts in _by_year(story):
            years[year].append(deque(acts))
    for year in sorted(years):
        whose: Any = None
        batch: list[Act] = []
        for worker, run in _in_runs(years[year], worker_of):
            if batch and (worker is not whose or len(batch) >= BATCH):
                yield whose, batch
                batch = []
            whose, batch = worker, batch + run
        yield whose, batch


def _by_year(story: list[Act]) -> Iterator[tuple[int, list[Act]]]:
    """A story in pieces of a year; an act never comes before the one it builds on."""
    latest = date.min
    pieces: dict[int, list[Act]] = {}
    for act in story:
        latest = max(latest, act.on)
        pieces.setdefault(latest.year, []).append(act)
    return ((year, _sorted(acts)) for year, acts in pieces.items())


def _sorted(acts: list[Act]) -> list[Act]:
    """Deliveries by profession right after the plan they tick off (or first), visits and referrals at the end."""
    plans = [place for place, act in enumerate(acts) if act.kind == "agree_plan"]
    asked = next((place for place, act in enumerate(acts) if act.kind == "record_interview"), -1)

    def rank(place: int) -> tuple[int, int, str, int]:
        act = acts[place]
        if act.kind in LAST:
            return len(acts), LAST.index(act.kind), "", place
        if act.kind == "record_delivery":
            agreed = max((plan for plan in plans if plan < place), default=min(plans, default=asked))
            return agreed, 1, act.role, place
        return place, 0, "", place

    return [acts[place] for place in sorted(range(len(acts)), key=rank)]


def _in_runs(queues: list[deque[Act]], worker_of: Callable[[Act], Any]) -> Iterator[tuple[Any, list[Act]]]:
    """What one worker does of one kind, that first on which most is still waiting, until nothing is left."""
    ready: dict[tuple[Any, str], list[deque[Act]]] = defaultdict(list)
    waiting: dict[tuple[Any, str], int] = defaultdict(int)

    def stand(queue: deque[Act]) -> None:
        next_ = worker_of(queue[0]), queue[0].kind
        ready[next_].append(queue)
        waiting[next_] += len(queue)

    for queue in queues:
        stand(queue)
    whose: Any = None
    while waiting:
        whose, kind = max(waiting, key=lambda next_: waiting[next_] * (STAYING if next_[0] is whose else 1))
        del waiting[whose, kind]
        run = []
        for queue in ready.pop((whose, kind)):
            run.append(queue.popleft())
            if queue:
                stand(queue)
        yield whose, run
