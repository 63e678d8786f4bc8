"""What a tablet carries of this room: households as they are now, with those who live in them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from vatra.people.models import Household, Membership
from vatra.people.shown import may_know

_MEMBER = (
    "household__uuid", "person__uuid", "person__surname", "person__given_name", "person__sex", "person__born_on",
    "person__born_precision", "relation", "is_head", "since", "until", "person__died_on", "person__cnp_state",
    "person__cnp",
)
_NUMBERED = ("present", "non_standard")  # states in which there are digits
AT_ONCE = 5_000


def carried(households: Collection[UUID], *, domains: Collection[str]) -> dict[UUID, dict[str, Any]]:
    """Each household that is known, with the living who have not left it, as plain values. Two queries.

    Nothing here depends on a day, so that what was read once holds until an entry changes it. The CNP is
    there only as far as the domains show it.
    """
    found: dict[UUID, dict[str, Any]] = {
        row["uuid"]: {**row, "members": []}
        for row in Household.objects.filter(uuid__in=list(households)).values(
            "uuid", "commune_id", "village_id", "address", "enrolled_on", "ended_on"
        )
    }
    digits = may_know("cnp", domains)
    rows = Membership.objects.filter(household__in=list(found), until__isnull=True, person__died_on__isnull=True)
    for household, *values, state, number in rows.order_by("-is_head", "person__born_on", "id").values_list(*_MEMBER):
        found[household]["members"].append(_member(values, state, number if digits else ""))
    return {uuid: _named(row) for uuid, row in found.items()}


def number_here(communes: Collection[int]) -> int:
    """How many households live in some communes now."""
    return _here(communes).count()


def here_after(communes: Collection[int], after: int, limit: int) -> list[tuple[int, UUID, int]]:
    """Some households of these communes in the order in which they were written: (internal id, uuid, commune)."""
    rows = _here(communes).filter(pk__gt=after).order_by("pk")
    return list(rows.values_list("pk", "uuid", "commune_id")[:limit])


def whereabouts(households: Collection[UUID]) -> dict[UUID, tuple[int, bool, str]]:
    """Of each household that is known: its commune, whether it lives there still, and where it went if not."""
    rows = Household.objects.filter(uuid__in=list(households)).values_list("uuid", "commune_id", "ended_on", "left_to")
    return {uuid: (commune, ended_on is None, left_to) for uuid, commune, ended_on, left_to in rows}


def _here(communes: Collection[int]) -> QuerySet[Household]:
    return Household.objects.filter(commune__in=list(communes), ended_on__isnull=True)


def _named(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "uuid": row["uuid"], "commune": row["commune_id"], "village": row["village_id"], "address": row["address"],
        "enrolled_on": row["enrolled_on"], "ended_on": row["ended_on"], "members": row["members"],
    }


def _member(values: list[Any], state: str, digits: str) -> dict[str, Any]:
    person, surname, given_name, sex, born_on, precision, relation, is_head, since, until, died_on = values
    member = {
        "uuid": person, "surname": surname, "given_name": given_name, "sex": sex, "born_on": born_on,
        "born_precision": precision, "relation": relation, "is_head": is_head, "since": since, "until": until,
        "died_on": died_on, "cnp": {"state": state},
    }
    if digits and state in _NUMBERED:
        member["cnp"] = {"state": state, "value": digits}
    return member
