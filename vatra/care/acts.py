"""Apply the entries of what was done: visits and deliveries."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vatra.base.prepared import Prepared
from vatra.base.rows import insert_records, write_records
from vatra.care import policies
from vatra.care.models import Delivery, PlannedService, Visit
from vatra.care.standing import check_households_held, check_of_household, check_services_known, home
from vatra.people import queries as people
from vatra.register.kinds import NotYetHere, Sealed


def apply_record_visit(run: Sequence[Sealed]) -> None:
    """Keep the meetings."""
    check_households_held(run)
    check_services_known((entry.payload.purpose, entry.on) for entry in run)
    check_of_household((person, entry.household) for entry in run for person in entry.payload.persons)
    insert_records(
        [
            Visit(
                uuid=entry.uuid, household_id=home(entry), on=entry.on, by_id=entry.by_id,
                kind=entry.payload.kind, purpose=entry.payload.purpose or "",
                persons=[str(person) for person in entry.payload.persons], note=entry.payload.note,
                note_for=entry.payload.note_for, minutes=entry.payload.minutes,
                monitoring=_as_said(entry.payload.monitoring),
            )
            for entry in run
        ]
    )


def _as_said(part: Any) -> dict[str, Any] | None:
    """A part of a payload as it is kept: JSON, or nothing."""
    return part.model_dump(mode="json") if part is not None else None


def apply_record_delivery(run: Sequence[Sealed]) -> None:
    """Keep the deliveries, and tick off what the plan promised."""
    check_households_held(run)
    check_services_known((entry.payload.service, entry.on) for entry in run)
    check_of_household((entry.payload.person, entry.household) for entry in run)
    for entry in run:
        policies.check_reason_given(entry.payload.outcome, entry.payload.reason)
    same = people.same_as({home(entry) for entry in run})
    promised = _promised(run, same)
    met = {entry.uuid: _meets(entry, promised, same) for entry in run}
    insert_records([_delivery(entry, met[entry.uuid]) for entry in run])
    ticked = {one.pk: one for one in met.values() if one is not None}
    write_records(ticked.values(), ["state", "done_on"])


def _promised(run: Sequence[Sealed], same: Mapping[UUID, Collection[UUID]]) -> list[PlannedService]:
    """What the running plans of these households still promise, and what the run names."""
    households = {uuid for entry in run for uuid in same.get(home(entry), (home(entry),))}
    return _PROMISED(households, {entry.payload.planned for entry in run if entry.payload.planned})


_PROMISED = Prepared(
    lambda households, named: PlannedService.objects.filter(
        Q(household__uuid__in=households, state="planned") | Q(uuid__in=named)
    ).order_by("due_on", "uuid")
)


def _meets(
    entry: Sealed, promised: list[PlannedService], same: Mapping[UUID, Collection[UUID]]
) -> PlannedService | None:
    """The promise that this delivery meets (or the family's refusal ends), its state already changed."""
    said, homes = entry.payload, same.get(home(entry), (home(entry),))
    fits = [p for p in promised if p.uuid == said.planned and p.household_id in homes]
    if said.planned and not fits:
        raise NotYetHere(
            _("The planned service named here is not in this household's plans. The entry is kept and is applied when "
              "its plan comes."), code="unknown_planned_service", awaits=said.planned,
        )
    fits = fits or [
        p for p in promised
        if p.state == "planned" and p.household_id in homes and p.service == said.service
        and (said.person is None or p.person_id in (None, said.person))
    ]
    if not fits:
        return None
    one = fits[0]
    if one.state == "planned" and said.outcome != "not_done":
        one.state, one.done_on = said.outcome, entry.on
    return one


def _delivery(entry: Sealed, planned: PlannedService | None) -> Delivery:
    said = entry.payload
    return Delivery(
        uuid=entry.uuid, household_id=home(entry), person_id=said.person, service=said.service,
        codes=list(said.codes) or (planned.codes if planned else []), on=entry.on, by_id=entry.by_id,
        outcome=said.outcome, reason=said.reason, minutes=said.minutes, planned_id=planned.uuid if planned else None,
        report=_as_said(said.report),
    )
