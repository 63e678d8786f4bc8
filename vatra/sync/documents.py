"""Documents of households in a view: made from what the rooms let such a reader know, and kept until it changes."""

from __future__ import annotations

import json
import logging
import zlib
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import DatabaseError, transaction

from vatra.assessment import carried as assessment
from vatra.care import carried as care
from vatra.people import carried as people
from vatra.register.changes import Version, versions_of, waiting_of
from vatra.register.passing import is_passing
from vatra.sync.models import Document
from vatra.sync.views import View

PACKED = 1  # the fastest: documents are packed together once more on their way
AT_ONCE = 500

log = logging.getLogger(__name__)


def documents(households: Mapping[UUID, View], *, generation: str, on: date) -> dict[UUID, bytes]:
    """The document of each household in its view, as JSON; made where there is none that still holds."""
    by_view: dict[str, tuple[View, list[UUID]]] = {}
    for household, view in households.items():
        by_view.setdefault(view.key, (view, []))[1].append(household)
    # Read before the rows: what changes while they are read is newer than its version says, and made again.
    versions = versions_of(households)
    found: dict[UUID, bytes] = {}
    for view, several in by_view.values():
        kept = _kept(several, view, versions)
        missing = [household for household in several if household not in kept]
        made = {
            household: as_json(document)
            for household, document in made_anew(missing, view, on=on).items()
        } if missing else {}
        _keep(made, view, versions, generation)
        found |= kept | made
    return found


def made_anew(households: Collection[UUID], view: View, *, on: date) -> dict[UUID, dict[str, Any]]:
    """The documents of households as this view may know them; a dozen queries for all of them."""
    living = people.carried(households, domains=view.domains)
    members = {uuid: [member["uuid"] for member in row["members"]] for uuid, row in living.items()}
    meant = assessment.carried(members, domains=view.domains, on=on)
    done = care.carried(members, domains=view.domains, roles=view.roles, on=on)
    waiting = waiting_of({uuid: row["commune"] for uuid, row in living.items()})
    return {
        uuid: {
            **row, "number": waiting[uuid].number if uuid in waiting else 0,
            "facts": meant[uuid].facts, "level": meant[uuid].level, "findings": meant[uuid].findings,
            "needs": meant[uuid].needs, "case": done[uuid].case, "plan": done[uuid].plan,
            "deadlines": done[uuid].deadlines, "stages": done[uuid].stages, "sheet": done[uuid].sheet,
            "visits": done[uuid].visits, "messages": done[uuid].messages,
            "departures": done[uuid].departures,
            "timeline": done[uuid].timeline,
            "to_settle": waiting[uuid].entries if uuid in waiting else 0,
        }
        for uuid, row in living.items()
    }


def as_json(document: Any) -> bytes:
    """A document in as few bytes as JSON takes."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), default=str).encode()


def _kept(households: Collection[UUID], view: View, versions: Mapping[UUID, Version]) -> dict[UUID, bytes]:
    rows = Document.objects.filter(view=view.key, household__in=list(households))
    return {
        household: zlib.decompress(content)
        for household, entry, echo, content in rows.values_list("household", "entry", "echo", "content")
        if (entry, echo) == (versions[household].entry, versions[household].echo)
    }


def _keep(made: Mapping[UUID, bytes], view: View, versions: Mapping[UUID, Version], generation: str) -> None:
    """For the next tablet. A server that cannot write just now still answers."""
    rows = [
        Document(
            household=household, view=view.key, generation=generation, entry=versions[household].entry,
            echo=versions[household].echo, content=zlib.compress(content, PACKED),
        )
        for household, content in made.items()
    ]
    if not rows:
        return
    try:
        with transaction.atomic():
            Document.objects.filter(household__in=list(made)).exclude(generation=generation).delete()
            Document.objects.bulk_create(
                rows, batch_size=AT_ONCE, update_conflicts=True, unique_fields=["household", "view"],
                update_fields=["generation", "entry", "echo", "content"],
            )
    except DatabaseError as error:
        if not is_passing(error):
            raise
        log.warning("documents were not kept: %s", type(error).__name__)

