"""Who told the register of something, and at which moment they sealed it: for those who must choose between two."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from vatra.register import queries as register
from vatra.register.kept import KeptEntry

ANSWERING = frozenset({"record_interview", "record_attendance"})
NAMING = frozenset({"enrol_household", "enrol_person", "record_birth"})


@dataclass(frozen=True, slots=True)
class Told:
    """By whom (internal id), of which day, sealed when."""

    by: int
    on: date
    at: datetime


def answer_told(household: UUID, by: int, on: date) -> datetime | None:
    """When a worker sealed the last answers of a day in a household."""
    found = _last(household, lambda one: one.kind in ANSWERING and (one.by_id, one.on) == (by, on))
    return found.at if found else None


def death_told(household: UUID, person: UUID) -> Told | None:
    """Who recorded a death."""
    return _last(household, lambda one: one.kind == "record_death" and one.person == person)


def person_told(household: UUID, person: UUID) -> Told | None:
    """Who wrote a person down in a household."""
    return _last(household, lambda one: one.kind in NAMING and str(person) in _named(one))


def entry_told(entry: UUID) -> datetime | None:
    """When an entry was sealed."""
    found = register.entry(entry)
    return found.at if found else None


def _named(one: KeptEntry) -> set[str]:
    payload = one.payload or {}
    return {str(payload.get("uuid")), *(str(member["uuid"]) for member in payload.get("members", ()))}


def _last(household: UUID, meant: Callable[[KeptEntry], bool]) -> Told | None:
    found = [one for one in register.entries_of(household) if one.state == "applied" and meant(one)]
    return Told(found[-1].by_id, found[-1].on, found[-1].at) if found else None
