"""Who may write down people, and where; whether a household belongs to the commune that speaks of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from vatra.access import policies as access
from vatra.access import queries as scope
from vatra.access.queries import Worker
from vatra.people.cnp import cleaned_cnp
from vatra.people.enrolment import check_person as _check_person
from vatra.people.known import not_known_here, person_not_known_here
from vatra.people.payloads import MemberStated
from vatra.people.queries import communes_of, homes, lived_in, now_called, same_as
from vatra.register.kinds import Sealed
from vatra.register.reach import also_changes

__all__ = [
    "ACT", "can_register", "can_see_household", "check_can_register", "check_member", "check_of_commune",
    "check_of_household", "cleaned_cnp",
]

ACT = "register_people"


def can_register(worker: Worker, commune: int, *, on: date) -> bool:
    """Whether a worker may enrol people and record life events in a commune on a day."""
    return access.can_act(worker, ACT, commune, on=on)


def check_can_register(worker: Worker, commune: int, *, on: date) -> None:
    """Raise access's refusal unless `can_register`."""
    access.check_can_act(worker, ACT, commune, on=on)


def check_member(stated: dict[str, Any], *, on: date) -> None:
    """CannotApply when someone stated so, as in the payload of `enrol_household`, could not be enrolled on a day.

    For those who prepare entries and want to say which member is wrong; asks no database.
    Raises pydantic's ValidationError when it is not a member's shape.
    """
    _check_person(MemberStated.model_validate(stated), on=on)


def can_see_household(worker: Worker, household: UUID, *, on: date) -> bool:
    """Whether a household exists for this worker: it lives in a commune they see."""
    commune = communes_of([household]).get(household)
    return commune is not None and commune in scope.communes_seen(worker, on=on)


def check_of_commune(run: Iterable[Sealed]) -> None:
    """CannotApply unless every entry's household lives in the commune of the entry; of another's nothing is told.

    For the rooms above, whose entries are about households too: so that nobody writes about another
    commune's household by sending the entry to their own. A tablet that was away may write about a family that was
    merged into another one, which has moved since: it lives where that one does. One query a run.
    """
    about = [(entry.household, entry.commune_id) for entry in run if entry.household is not None]
    known = homes([household for household, _commune in about])
    ended = [uuid for uuid, home in known.items() if home.ended_on is not None]
    now = now_called(ended) if ended else {}
    also_changes(now.values())
    stands_for = homes(now.values()) if now else {}
    for household, commune in about:
        standing = (known.get(household), stands_for.get(now.get(household, household)))
        lives = {home.commune_id for home in standing if home}
        if commune not in lives:
            raise not_known_here(None if lives else household)


def check_of_household(named: Iterable[tuple[UUID | None, UUID | None]]) -> None:
    """CannotApply unless every person named (with the household of the entry) lives or once lived there.

    For the rooms above: one query, and the same answer for a person who never was and another family's.
    """
    asked = {(person, household) for person, household in named if person is not None}
    lived = lived_in({person for person, _household in asked})
    missing = asked - lived
    strangers = {person for person, _household in missing - _lived_as_another(missing)} if missing else set()
    if strangers:
        nowhere = strangers - {person for person, _household in lived}
        raise person_not_known_here(min(nowhere, default=None))


def _lived_as_another(named: set[tuple[UUID, UUID | None]]) -> set[tuple[UUID, UUID | None]]:
    """Those of (person, household) that hold once persons and households that were merged count as one."""
    same = same_as({uuid for pair in named for uuid in pair if uuid})
    if not same:
        return set()
    persons = {person: same.get(person, frozenset([person])) for person, _household in named}
    lived = lived_in({uuid for several in persons.values() for uuid in several})
    return {
        (person, household) for person, household in named if household and any(
            (one, home) in lived for one in persons[person] for home in same.get(household, [household])
        )
    }
