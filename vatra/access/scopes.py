"""The communes of a worker grouped by the roles held there: in each group the same domains are seen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from vatra.access.book import AGGREGATES, roles_book
from vatra.access.models import RoleHeld, Worker
from vatra.access.queries import roles_of
from vatra.places import queries as places


@dataclass(frozen=True, slots=True)
class Scope:
    """Communes in which a worker holds the same roles and so sees the same domains."""

    communes: frozenset[int]
    domains: frozenset[str]
    roles: frozenset[str]


def scopes_of(worker: Worker, *, on: date) -> list[Scope]:
    """Where a worker sees cases on a day: one group for all but few workers."""
    book = roles_book()
    roles: dict[int, frozenset[str]] = {}
    for held in roles_of(worker, on=on):
        role = book.get(held.role)
        if role is not None and role.sees_cases:
            for commune in communes_where_held(held):
                roles[commune] = roles.get(commune, frozenset()) | {held.role}
    grouped: dict[frozenset[str], set[int]] = {}
    for commune, codes in roles.items():
        grouped.setdefault(codes, set()).add(commune)
    return [Scope(frozenset(communes), frozenset().union(*(book[code].sees for code in codes)) - {AGGREGATES}, codes)
            for codes, communes in grouped.items()]


def communes_where_held(held: RoleHeld) -> frozenset[int]:
    """The communes of a role held: its own, all of its county, none for the nation."""
    if held.commune_id is not None:
        return frozenset({held.commune_id})
    return places.codes_of_county(held.county_id) if held.county_id is not None else frozenset()
