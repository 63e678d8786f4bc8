"""Calling the rooms that derive something: after each run, or, where that is enough, after the last one."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from vatra.register.kinds import Follower, Kind, followers_of


class Following:
    """What is still to be brought up to date; `patient` lets those wait that can."""

    def __init__(self, *, patient: bool = False) -> None:
        self._patient = patient
        self._waiting: dict[str, tuple[Follower, set[UUID], date]] = {}

    def at_once(self, kind: Kind, households: Collection[UUID], on: date) -> None:
        """Call those that cannot wait."""
        for follower in followers_of(kind.name) if households else ():
            if not (self._patient and follower.can_wait):
                follower.bring_up_to_date(households, on)

    def later(self, kind: Kind, households: Collection[UUID], on: date) -> None:
        """Remember for the others what a run was about, once the run has succeeded."""
        for follower in followers_of(kind.name) if self._patient and households else ():
            if follower.can_wait:
                _, so_far, latest = self._waiting.get(follower.room, (follower, set(), on))
                self._waiting[follower.room] = follower, so_far | set(households), max(latest, on)

    def finish(self) -> None:
        """Call those that have waited, lowest room first."""
        for follower, households, on in sorted(self._waiting.values(), key=lambda waiting: waiting[0].rank):
            follower.bring_up_to_date(households, on)
