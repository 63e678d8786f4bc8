"""Pages of a sync of everything, packed once for all tablets of a view, as long as nothing in the communes changes."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import DatabaseError, transaction

from vatra.people import carried as people
from vatra.register.changes import Mark, heads_of, last_echo
from vatra.register.passing import is_passing
from vatra.sync.documents import documents
from vatra.sync.models import PackedPage
from vatra.sync.pieces import Piece, packed
from vatra.sync.views import Scope

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Whole:
    """Some households in the order in which they were written; `last`: the id of the last, if there are more."""

    piece: Piece
    communes: Mapping[UUID, int]
    last: int | None


def page_of_everything(scope: Scope, after: int, limit: int, *, on: date) -> Whole:
    """The documents after a household; packed anew when an entry came for one of the communes since it was packed."""
    # Read before the rows: what changes while they are read gives other marks, and is packed again.
    marks = _digest([sorted(heads_of(scope.communes).items(), key=_commune), last_echo()])
    slot = _digest([scope.key, after, limit])
    kept = PackedPage.objects.filter(slot=slot, marks=marks).first()
    if kept is not None:
        communes = {UUID(uuid): commune for uuid, commune in kept.about["households"]}
        return Whole(Piece(bytes(kept.content), kept.crc, kept.length), communes, kept.about["last"])
    made = _made(scope, after, limit, on)
    _keep(made, slot=slot, marks=marks, generation=scope.generation)
    return made


def _made(scope: Scope, after: int, limit: int, on: date) -> Whole:
    rows = people.here_after(scope.communes, after, limit + 1)
    more, rows = len(rows) > limit, rows[:limit]
    communes = {uuid: commune for _pk, uuid, commune in rows}
    views = {uuid: scope.views[commune] for uuid, commune in communes.items()}
    found = documents(views, generation=scope.generation, on=on) if views else {}
    sent = {uuid: commune for uuid, commune in communes.items() if uuid in found}
    return Whole(packed(b",".join(found[uuid] for uuid in sent)), sent, rows[-1][0] if more else None)


def _keep(made: Whole, *, slot: str, marks: str, generation: str) -> None:
    """For the next tablet. A server that cannot write just now still answers."""
    about = {"last": made.last, "households": [[str(uuid), commune] for uuid, commune in made.communes.items()]}
    try:
        with transaction.atomic():
            PackedPage.objects.exclude(generation=generation).delete()
            PackedPage.objects.update_or_create(slot=slot, defaults={
                "marks": marks, "generation": generation, "content": made.piece.content, "crc": made.piece.crc,
                "length": made.piece.length, "about": about,
            })
    except DatabaseError as error:
        if not is_passing(error):
            raise
        log.warning("a packed page was not kept: %s", type(error).__name__)


def _commune(item: tuple[int, Mark]) -> int:
    return item[0]


def _digest(parts: Any) -> str:
    return sha256(json.dumps(parts, default=lambda mark: [mark.number, mark.digest]).encode()).hexdigest()[:32]
