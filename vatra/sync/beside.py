"""What a tablet knows beside its households: colleagues, who is away and may come back, which families left.

It is small, changes by what happens anywhere in the communes, and is told by its digest: a tablet that has it already
is sent nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from vatra.access import queries as access
from vatra.people import absent
from vatra.people.shown import FAMILY, GENERAL
from vatra.sync.documents import as_json
from vatra.sync.views import Scope

ACT = "visit"


@dataclass(frozen=True, slots=True)
class Beside:
    """The digest, the content, and whose households are named in it (uuid and commune), for the audit."""

    digest: str
    content: dict[str, Any]
    named: dict[UUID, int]


def beside_for(worker: Any, scope: Scope, *, on: date) -> Beside:
    """What is told beside the households of a worker's communes, as far as the worker's roles may know it."""
    family = [code for code, view in scope.views.items() if FAMILY in view.domains]
    general = [code for code, view in scope.views.items() if GENERAL in view.domains]
    away, left = absent.away_from(family), absent.left_lately(general, on=on)
    content = {"team": _team(worker, scope, on), "away": away, "left": left}
    named = {row["household"]: row["commune"] for row in left} | {row["household"]: row["commune"] for row in away}
    return Beside(sha256(as_json(content)).hexdigest()[:16], content, named)


def _team(worker: Any, scope: Scope, on: date) -> list[dict[str, Any]]:
    """Who makes visits in the communes in which this worker holds a role of the commune itself, by name."""
    book = access.roles_book()
    own = {held.commune_id for held in access.roles_of(worker, on=on) if held.commune_id in scope.views}
    return [
        {"uuid": one.worker.uuid, "name": one.full_name, "commune": commune, "roles": list(one.roles)}
        for commune in sorted(code for code in own if code is not None) for one in access.team_of(commune, on=on)
        if any(code in book and ACT in book[code].acts for code in one.roles)
    ]
