"""Who lived where since when, in flat rows: what indicators count over. Merged households and persons count once."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from uuid import UUID

from vatra.people.models import Household, LifeEvent, Membership
from vatra.people.same import now_called

HouseholdRow = tuple[UUID, int, date, date | None]
PlacedRow = tuple[UUID, UUID, date | None, date | None, date | None]
LifeRow = tuple[UUID, UUID, str, date | None, date, date | None]


def households_counted(communes: Collection[int]) -> list[HouseholdRow]:
    """(household, commune, enrolled on, ended on) of every household ever in these communes."""
    rows = list(
        Household.objects.filter(commune__in=communes).order_by("id")
        .values_list("uuid", "commune_id", "enrolled_on", "ended_on")
    )
    gone = now_called([row[0] for row in rows])
    return [row for row in rows if row[0] not in gone]


def lives_counted(households: Collection[UUID]) -> Iterator[LifeRow]:
    """(person, household, sex, born, since, until) of every stay in these households; a death ends it."""
    rows = (
        Membership.objects.filter(household__uuid__in=households).order_by("id")
        .values_list("person__uuid", "household__uuid", "person__sex", "person__born_on", "since", "until")
    )
    listed = list(rows)
    gone = now_called(list({row[0] for row in listed}))
    yield from (row for row in listed if row[0] not in gone)


def placements_counted(households: Collection[UUID]) -> Iterator[PlacedRow]:
    """(household, child, placed on, returned on, placed again on) of every placement told by a life event in force.

    A return of which no placement was told stands alone; one that was placed elsewhere without a return between them
    is one placement.
    """
    events = LifeEvent.objects.filter(
        household__in=households, kind__in=("place_child", "return_child"), undone_on__isnull=True, person__isnull=False
    ).order_by("on", "id").values_list("household", "person", "kind", "on")
    told: dict[tuple[UUID, UUID], list[tuple[str, date]]] = {}
    for household, person, kind, on in events:
        if person is not None:
            told.setdefault((household, person), []).append((kind, on))
    gone = now_called([person for _household, person in told])
    for (household, person), several in told.items():
        for since, until, again in _placements(several):
            yield household, gone.get(person, person), since, until, again


def _placements(told: list[tuple[str, date]]) -> Iterator[tuple[date | None, date | None, date | None]]:
    spans: list[list[date | None]] = []
    for kind, on in told:
        is_away = bool(spans) and spans[-1][1] is None
        if kind == "place_child" and not is_away:
            spans.append([on, None])
        elif kind == "return_child" and is_away:
            spans[-1][1] = on
        elif kind == "return_child":
            spans.append([None, on])
    for place, (since, until) in enumerate(spans, start=1):
        yield since, until, spans[place][0] if place < len(spans) else None
