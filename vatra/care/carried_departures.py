"""The departures of parents that a tablet carries, so that what comes to be known of one is added to it offline."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any
from uuid import UUID

from vatra.care.models import Departure
from vatra.people import queries as people


def carried(households: Collection[UUID], domains: Collection[str]) -> Iterator[tuple[UUID, dict[str, Any]]]:
    """(household, departure) of each one written down, the oldest first, for who needs to know of the family.

    `who`: the parent's initials, who may be no member any more.
    """
    if "family" not in domains:
        return
    rows = list(Departure.objects.filter(household__in=list(households)).order_by("leaves_on", "id").values(
        "household__uuid", "parent__uuid", "leaves_on", "country", "notified_on", "carer__uuid", "carer_words",
        "delegated_on"))
    parents = people.persons({row["parent__uuid"] for row in rows}) if rows else {}
    for row in rows:
        parent = parents.get(row["parent__uuid"])
        yield row["household__uuid"], {
            "parent": row["parent__uuid"], "who": people.initials(parent.surname, parent.given_name) if parent else "",
            "leaves_on": row["leaves_on"], "country": row["country"], "notified": row["notified_on"] is not None,
            "carer": row["carer__uuid"], "carer_words": row["carer_words"], "delegated_on": row["delegated_on"],
        }
