"""What a worker sees in which commune: the views of households, and one key for all of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from vatra.access import policies
from vatra.access.tablets import communes_carried
from vatra.assessment.queries import rulebook_in_force
from vatra.register.epoch import life

SHAPE = 6  # of the documents; another one makes every tablet read all again


@dataclass(frozen=True, slots=True)
class View:
    """What is shown of a household: by the domains that are seen and the roles that are held."""

    domains: frozenset[str]
    roles: frozenset[str]
    key: str


@dataclass(frozen=True, slots=True)
class Scope:
    """The views of a worker by commune, in this life of the database. `key` is another one as soon as a view is."""

    views: Mapping[int, View]
    generation: str
    key: str
    epoch: UUID

    @property
    def communes(self) -> list[int]:
        """The communes whose households the tablet carries."""
        return sorted(self.views)


def scope_of(worker: Any, *, on: date) -> Scope:
    """What a worker's tablet carries on a day."""
    epoch, rebuilt = life()
    generation = _key([SHAPE, rulebook_in_force(on=on).version, rebuilt])
    views = {commune: _view(worker, commune, generation, on) for commune in communes_carried(worker, on=on)}
    key = _key([generation, sorted((commune, view.key) for commune, view in views.items())])
    return Scope(views, generation, key, epoch)


def _view(worker: Any, commune: int, generation: str, on: date) -> View:
    domains = policies.domains_seen(worker, commune, on=on)
    roles = policies.roles_in(worker, commune, on=on)
    return View(domains, roles, _key([generation, sorted(domains), sorted(roles)]))


def _key(parts: Any) -> str:
    return sha256(json.dumps(parts).encode()).hexdigest()[:16]
