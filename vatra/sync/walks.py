"""Where a worker goes next: the dwellings of each village that wait for a visit, in the order in which one walks.

A village is told by its digest; a tablet that has it already is sent nothing of it. The ledger is read again only when
something was kept that speaks of people or dwellings, or another day has come.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import groupby
from typing import Any
from uuid import UUID

from vatra.access import policies
from vatra.register.changes import Mark, heads_of, last_echo, rooms_changed
from vatra.results.ledger import Line, ledger
from vatra.sync.documents import as_json
from vatra.sync.views import Scope

ACT = "visit"
ROOMS = ("people", "assessment")
MOST_KEPT = 64  # communes
_TOLD = ("dwelling", "households", "address", "outcome", "on", "children", "note")


@dataclass(frozen=True, slots=True)
class Walk:
    """A village (None: no named one) with where to go in it; `heard_of`: the households of which something is told."""

    commune: int
    village: int | None
    digest: str
    stops: list[dict[str, Any]]
    heard_of: frozenset[UUID]

    def told(self, known: frozenset[str]) -> dict[str, Any]:
        """As it is sent to a tablet that has the villages of some digests."""
        return {"commune": self.commune, "village": self.village, "digest": self.digest,
                "stops": None if self.digest in known else self.stops}


@dataclass(frozen=True, slots=True)
class _Kept:
    on: date
    read: dict[int, Mark]
    echo: int
    walks: list[Walk]


_kept: dict[int, _Kept] = {}


def walks_for(worker: Any, scope: Scope, *, on: date) -> list[Walk]:
    """The walks through the communes of a tablet in which its worker makes visits."""
    acts = policies.Acts(worker)
    return [walk for commune in scope.communes if acts.can(ACT, commune, on=on) for walk in _of_commune(commune, on)]


def _of_commune(commune: int, on: date) -> list[Walk]:
    heads, echo, before = heads_of([commune]), last_echo(), _kept.get(commune)
    stands = before is not None and before.on == on and not rooms_changed(
        ROOMS, before.read, before.echo, heads=heads, last_echo=echo)
    walks = before.walks if before is not None and stands else _walks(commune, on)
    if commune not in _kept and len(_kept) >= MOST_KEPT:
        _kept.clear()
    _kept[commune] = _Kept(on, heads, echo, walks)
    return walks


def _walks(commune: int, on: date) -> list[Walk]:
    waiting = (line for line in ledger(commune, on=on).lines if line.waits)  # village after village
    return [_walk(commune, village, lines) for village, lines in groupby(waiting, key=lambda line: line.village)]


def _walk(commune: int, village: int | None, lines: Iterable[Line]) -> Walk:
    stops, heard_of = [], set()
    for line in lines:
        stops.append({name: getattr(line, name) for name in _TOLD})
        heard_of |= set(line.households) if line.outcome else set()
    digest = sha256(as_json([commune, village, stops])).hexdigest()[:16]
    return Walk(commune, village, digest, stops, frozenset(heard_of))
