"""Households that an entry turns out to change though it does not name them: known only while it is applied.

An interview speaks of a person who lives elsewhere by now: what is found there changes with the answers. Entries
about that other household must then be applied before or after it exactly as they came, whoever derives something
from it is called, and the tablets that follow it are told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from vatra.register.locks import must_be_locked


class OrderMatters(Exception):
    """Entries are being applied in an order of convenience, and one of them reaches further than it says."""


_reordered: ContextVar[bool] = ContextVar("reordered", default=False)
_reached: ContextVar[set[UUID] | None] = ContextVar("reached", default=None)


def also_changes(households: Collection[UUID]) -> None:
    """Said by a room's `apply`, before it writes: these households change too."""
    must_be_locked(households)
    if households and _reordered.get():
        raise OrderMatters
    reached = _reached.get()
    if reached is not None:
        reached.update(households)


@contextmanager
def reordering() -> Iterator[None]:
    """Entries are applied in runs, not as they came; raises OrderMatters when that could make a difference."""
    token = _reordered.set(True)
    try:
        yield
    finally:
        _reordered.reset(token)


@contextmanager
def reaching() -> Iterator[set[UUID]]:
    """The households said by `also_changes` inside; whoever stands around it is told too."""
    reached: set[UUID] = set()
    token = _reached.set(reached)
    try:
        yield reached
    finally:
        _reached.reset(token)
        around = _reached.get()
        if around is not None:
            around.update(reached)
