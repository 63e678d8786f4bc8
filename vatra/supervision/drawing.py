"""Drawing a sample by chance that anybody can draw again: from the same frame with the same seed the same interviews.

The order is that of SHA-256 over seed and uuid, so no language's random numbers stand between us and whoever checks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Framed:
    """One interview that may be drawn: of which household, by which worker (uuid), on which day."""

    interview: UUID
    household: UUID
    worker: UUID
    on: date


def drawn(frame: Collection[Framed], *, seed: int, of_each: int) -> list[Framed]:
    """From each worker's households `of_each` by chance (all, when there are fewer); the latest interview of each."""
    latest: dict[UUID, Framed] = {}
    for one in sorted(frame, key=lambda one: (one.on, one.interview.int)):
        latest[one.household] = one
    by_worker: dict[UUID, list[Framed]] = defaultdict(list)
    for one in latest.values():
        by_worker[one.worker].append(one)
    chosen: list[Framed] = []
    for worker in sorted(by_worker, key=lambda uuid: uuid.int):
        chosen += sorted(by_worker[worker], key=lambda one: _place(seed, one.interview))[:of_each]
    return chosen


def _place(seed: int, interview: UUID) -> str:
    return sha256(f"{seed}/{interview}".encode()).hexdigest()


def digest_of(frame: Collection[Framed]) -> str:
    """What a frame is known by: the digest of its interviews in order."""
    return sha256("\n".join(sorted(str(one.interview) for one in frame)).encode()).hexdigest()
