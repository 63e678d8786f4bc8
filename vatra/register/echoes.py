"""Telling the streams of a household that something of another stream, or about another household, changed it.

A tablet follows the streams of its communes. An entry stands in one stream, about one household; when it also
changes another one (somebody left it by joining the entry's), or takes a household away from its commune, the
streams that know the household would say nothing. An echo does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from django.db import connection

from vatra.register.admission import Arrival
from vatra.register.models import Echo, Entry

ORDER = 0x4543484F  # "ECHO": who writes echoes does it one after the other, so that ids follow commits


def tell(arrivals: Sequence[Arrival]) -> None:
    """Write the echoes of what was applied; called last in the transaction, under the locks of the streams."""
    touched: dict[UUID, set[int]] = {}
    for arrival in arrivals:
        if arrival.kind and (arrival.kind.other_households or arrival.reached) and not arrival.not_applied:
            for household in arrival.households() | arrival.reached:
                touched.setdefault(household, set()).add(arrival.draft.commune)
    if not touched:
        return
    own = {arrival.draft.household: arrival.draft.commune for arrival in arrivals}
    known = _told_of(touched)
    echoes = [
        Echo(household=household, commune_id=commune)
        for household, by in touched.items()
        for commune in sorted((known[household] | by) - {own.get(household)})
    ]
    if echoes:  # most entries have none, and then no other commune waits
        _one_at_a_time()
        Echo.objects.bulk_create(echoes)


def _told_of(households: Collection[UUID]) -> Mapping[UUID, set[int]]:
    """The communes that know each: by an entry of its own, or by an echo, as where it came when the household that was
    merged into it was fetched.
    """
    known: dict[UUID, set[int]] = defaultdict(set)
    for table, commune in ((Entry, "stream_id"), (Echo, "commune_id")):
        rows = table.objects.filter(household__in=list(households)).order_by().values_list("household", commune)
        for about, where in rows.distinct():
            known[about].add(where)
    return known


def _one_at_a_time() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ORDER])
