"""What a tablet knows beside its households: colleagues, who is away and may come back, which families left.

It is small, changes by what happens anywhere in the communes, and is told by its digest: a tablet that has it already
is sent nothing.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from vatra.access import queries as access
from vatra.people import absent
from vatra.people.shown import FAMILY, GENERAL
from vatra.register.changes import Mark
from vatra.sync.documents import as_json
from vatra.sync.views import Scope

ACT = "visit"
MOST_HELD = 200  # communes and ways to see them; the oldest is forgotten


@dataclass(frozen=True, slots=True)
class Now:
    """The heads of the streams of a scope and the last echo, as they were before anything else was read."""

    heads: Mapping[int, Mark]
    echo: int


@dataclass(frozen=True, slots=True)
class Beside:
    """The digest, the content, and whose households are named in it (uuid and commune), for the audit."""

    digest: str
    content: dict[str, Any]
    named: dict[UUID, int]


def beside_for(worker: Any, scope: Scope, now: Now, *, on: date) -> Beside:
    """What is told beside the households of a worker's communes, as far as the worker's roles may know it."""
    away, left = _absent(scope, now, on)
    content = {"team": _team(worker, scope, on), "away": away, "left": left}
    named = {row["household"]: row["commune"] for row in left} | {row["household"]: row["commune"] for row in away}
    return Beside(sha256(as_json(content)).hexdigest()[:16], content, named)


_told: OrderedDict[Hashable, tuple[list[absent.Row], list[absent.Row]]] = OrderedDict()


def _absent(scope: Scope, now: Now, on: date) -> tuple[list[absent.Row], list[absent.Row]]:
    """Who is away and which families left: read once for as long as nothing is kept in these communes.

    A tablet asks several times a day and mostly nothing has changed since another one of the team asked.
    """
    family = tuple(sorted(code for code, view in scope.views.items() if FAMILY in view.domains))
    general = tuple(sorted(code for code, view in scope.views.items() if GENERAL in view.domains))
    heads = tuple(sorted((code, mark.number, mark.digest) for code, mark in now.heads.items()))
    key = (scope.epoch, scope.generation, family, general, heads, now.echo, on)
    told = _told.get(key)
    if told is None:
        told = _told[key] = (absent.away_from(family), absent.left_lately(general, on=on))
        while len(_told) > MOST_HELD:
            _told.popitem(last=False)
    return told


def _team(worker: Any, scope: Scope, on: date) -> list[dict[str, Any]]:
    """Who makes visits in the communes in which this worker holds a role of the commune itself, by name."""
    book = access.roles_book()
    own = {held.commune_id for held in access.roles_of(worker, on=on) if held.commune_id in scope.views}
    return [
        {"uuid": one.worker.uuid, "name": one.full_name, "commune": commune, "roles": list(one.roles)}
        for commune in sorted(code for code in own if code is not None) for one in access.team_of(commune, on=on)
        if any(code in book and ACT in book[code].acts for code in one.roles)
    ]
