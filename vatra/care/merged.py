"""Which households count as one, because a worker merged them."""

from __future__ import annotations

from uuid import UUID

from vatra.people import queries as people


def every(household: UUID) -> frozenset[UUID]:
    """The households merged into one with this one, itself included."""
    return people.same_as([household]).get(household, frozenset([household]))
