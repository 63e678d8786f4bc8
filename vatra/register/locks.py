"""Locks of PostgreSQL that keep the order of a household's entries the order in which they commit.

All that a transaction will need is locked at its beginning, in one order. What an entry turns out to change
beyond that is not locked then and there, where two that reach for each other's households would wait for ever:
the transaction is given up before anything of it is kept, and begun again with those locked too.

SQLite has one writer at a time and needs none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from django.db import connection

GATE = 0x5641545241  # "VATRA": shared by those who receive, exclusive to a rebuild
MOST_LOCKS = 2_000  # beyond it the server's lock table could run out
MOST_ROUNDS = 6  # of finding that more is to be locked; after them nobody else receives meanwhile


class NotLocked(Exception):
    """An entry turns out to change households or persons that its transaction has not locked."""

    def __init__(self, uuids: Collection[UUID]) -> None:
        self.uuids = frozenset(uuids)
        super().__init__()


_locked: ContextVar[Collection[UUID] | None] = ContextVar("locked", default=None)  # None: nobody else can write


@contextmanager
def locked(uuids: Collection[UUID], *, rounds: int = 0) -> Iterator[None]:
    """Hold these households and persons until the transaction ends; `must_be_locked` inside tells of others.

    `rounds`: how often more had to be locked before.
    """
    if connection.vendor != "postgresql":
        yield
        return
    everything = len(uuids) > MOST_LOCKS or rounds > MOST_ROUNDS
    if everything:
        lock_everything()
    else:
        _lock(uuids)
    token = _locked.set(None if everything else uuids)
    try:
        yield
    finally:
        _locked.reset(token)


def must_be_locked(uuids: Collection[UUID]) -> None:
    """Said before households or persons are changed; raises NotLocked when another transaction could too."""
    held = _locked.get()
    if held is not None and (others := {uuid for uuid in uuids if uuid not in held}):
        raise NotLocked(others)


def _lock(uuids: Collection[UUID]) -> None:
    """In an order that cannot deadlock."""
    keys = sorted({int.from_bytes(uuid.bytes[:8], signed=True) for uuid in uuids})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock_shared(%s), "
            "(SELECT count(pg_advisory_xact_lock(key)) FROM unnest(%s::bigint[]) AS key)",
            [GATE, keys],
        )


def lock_everything() -> None:
    """Let nobody else receive until the transaction ends."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [GATE])
