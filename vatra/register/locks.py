"""Locks of PostgreSQL that keep the order of a household's entries the order in which they commit.

SQLite has one writer at a time and needs none.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import connection

GATE = 0x5641545241  # "VATRA": shared by those who receive, exclusive to a rebuild
MOST_LOCKS = 2_000  # beyond it the server's lock table could run out


def lock_concerns(uuids: Collection[UUID]) -> None:
    """Hold these households and persons until the transaction ends, in an order that cannot deadlock."""
    if connection.vendor != "postgresql":
        return
    if len(uuids) > MOST_LOCKS:
        lock_everything()
        return
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
