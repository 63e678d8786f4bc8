"""What the demo county comes to, counted as the published figures are: cumulatively, up to a day.

*Vulnerable household*: one in which a finding of severity 2 or more was ever made (severity 1 asks
for attention only, and a one-parent family is no vulnerable one by itself).
*Vulnerable child*: under 18 when a finding of severity 2 or more began that is its own, its
household's or an adult's of its household. *Vulnerable woman*: with a finding of pregnancy or birth.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.apps import apps

from vatra.base.days import age_on
from vatra.demo.county import (
    FIRST_CUT_CHILDREN,
    FIRST_CUT_ROMA,
    HOUSEHOLDS,
    VULNERABLE_CHILDREN,
    VULNERABLE_HOUSEHOLDS,
    VULNERABLE_WOMEN,
)
from vatra.demo.making import Days

MATERNAL = "SM"
MODERATE = 2
ADULT = 18


@dataclass(frozen=True, slots=True)
class Counted:
    """A count, and what was published where all 45 communities are there."""

    households: int
    vulnerable: int
    children: int
    women: int
    first_cut: int
    roma: int


PUBLISHED = Counted(
    HOUSEHOLDS, VULNERABLE_HOUSEHOLDS, VULNERABLE_CHILDREN, VULNERABLE_WOMEN, FIRST_CUT_CHILDREN, FIRST_CUT_ROMA
)


def counted(days: Days) -> Counted:
    """The figures of the county as it stands in the register."""
    people = _people()
    found = list(_found())
    parted = _parted()
    children, early = _children(found, people, days.last), _children(found, people, days.cut)
    return Counted(
        households=apps.get_model("people", "Household").objects.count() - len(parted),
        vulnerable=len({parted.get(household, household) for household, *_ in found}), children=len(children),
        women=len({person for _, person, code, _ in found if code.startswith(MATERNAL)}),
        first_cut=len(early), roma=sum(people[person].ethnicity == "roma" for person in early),
    )


def _parted() -> dict[UUID, UUID]:
    """Households that began when one that was counted became two, each with that one: it was counted once."""
    rows: Any = apps.get_model("people", "LifeEvent").objects.filter(kind="split_household", undone_on=None)
    parted: dict[UUID, UUID] = dict(rows.values_list("household", "other"))
    return parted


Found = tuple[UUID, UUID | None, str, date]


def _found() -> Iterable[Found]:
    rows: Any = apps.get_model("assessment", "Finding").objects.filter(worst_severity__gte=MODERATE)
    found: Iterable[Found] = rows.values_list("household_id", "person_id", "code", "since")
    return found


@dataclass(frozen=True, slots=True)
class _Person:
    household: UUID
    born_on: date | None
    since: date
    ethnicity: str


def _people() -> dict[UUID, _Person]:
    rows: Any = apps.get_model("people", "Membership").objects.order_by("since").values_list(
        "person_id", "household_id", "person__born_on", "since", "person__ethnicity"
    )
    return {person: _Person(*rest) for person, *rest in rows}


def _children(found: Iterable[Found], people: dict[UUID, _Person], until: date) -> set[UUID]:
    """Everyone under 18 to whom a finding of these applied when it began."""
    homes: dict[UUID, list[UUID]] = {}
    for uuid, one in people.items():
        homes.setdefault(one.household, []).append(uuid)
    children: set[UUID] = set()
    for household, person, code, since in found:
        if since > until:
            continue
        if person is not None and _is_child(people[person], since):
            children.add(person)
        elif person is None or not code.startswith(MATERNAL):
            children.update(
                uuid for uuid in homes[household] if people[uuid].since <= since and _is_child(people[uuid], since)
            )
    return children


def _is_child(person: _Person, on: date) -> bool:
    return person.born_on is not None and person.born_on <= on and age_on(person.born_on, on=on).years < ADULT
