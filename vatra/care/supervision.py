"""Supervision sessions (Law 292/2011, art. 76): held, kept, and read by those who may know what was said.

The session about a household meets the clock `supervision` of grave cases. What was agreed is free text of a
supervisor: it is for those who may know all that leading a case takes (`care.notes`).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from vatra.base.prepared import Prepared
from vatra.base.rows import insert_records
from vatra.care import notes
from vatra.care.models import SupervisionHeld
from vatra.care.standing import check_households_held
from vatra.register.kinds import CannotApply, Sealed


@dataclass(frozen=True, slots=True)
class Session:
    """A session held; `agreed` is empty unless the reader may know it."""

    uuid: UUID
    household: UUID | None
    commune: int
    worker: str
    on: date
    by: str
    agreed: str
    next_on: date | None


def apply_hold_supervision(run: Sequence[Sealed]) -> None:
    """Keep the sessions."""
    check_households_held([entry for entry in run if entry.household is not None])
    workers = _workers(run)
    for entry in run:
        if entry.household is None and entry.payload.worker is None:
            raise CannotApply(_("Say which case or which worker the session was about."), code="about_nobody")
        if entry.payload.next_on is not None and entry.payload.next_on < entry.on:
            raise CannotApply(_("The next session lies before this one. Check the day."), code="next_before")
    insert_records([
        SupervisionHeld(
            uuid=entry.uuid, household_id=entry.household, commune_id=entry.commune_id,
            worker_id=workers.get(entry.payload.worker), on=entry.on, by_id=entry.by_id,
            agreed=entry.payload.agreed, next_on=entry.payload.next_on, minutes=entry.payload.minutes,
        )
        for entry in run
    ])


def _workers(run: Sequence[Sealed]) -> dict[UUID | None, int]:
    named = {entry.payload.worker for entry in run if entry.payload.worker}
    found: dict[UUID | None, int] = dict(
        get_user_model().objects.filter(uuid__in=named).values_list("uuid", "pk") if named else ()
    )
    if named - found.keys():
        raise CannotApply(_("The worker named here is not known. Choose one of the team."), code="unknown_worker")
    return found


_LATEST = SupervisionHeld.objects.select_related("by", "worker").order_by("-on", "-id")
_ABOUT = Prepared(lambda households: _LATEST.filter(household__uuid__in=households))


def sessions_of(
    domains: Collection[str], *, households: Collection[UUID] = (), communes: Collection[int] = (), most: int = 50
) -> list[Session]:
    """The latest sessions about some households, or held in some communes, for a reader of these domains."""
    listed = _ABOUT(households)[:most] if households else list(_LATEST.filter(commune__in=list(communes))[:most])
    authors = notes.Authors({row.by_id for row in listed})
    return [_session(row, authors.share(row.by_id, row.on, "", domains)) for row in listed]


def _session(row: Any, shared: bool) -> Session:
    return Session(
        row.uuid, row.household_id, row.commune_id, row.worker.full_name if row.worker else "", row.on,
        row.by.full_name, row.agreed if shared else "", row.next_on,
    )


def shown(payload: dict[str, Any], domains: frozenset[str]) -> dict[str, Any] | None:
    """An entry as a stream may give it away: without what was agreed, whose author's profession it does not tell."""
    return {**payload, "agreed": ""} if "general" in domains else None
