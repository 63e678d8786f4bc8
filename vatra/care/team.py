"""The team of a case: its lead and whoever was named beside; while nobody was named, all the commune's own roles."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from vatra.access import queries as access
from vatra.base.prepared import Prepared
from vatra.care.models import Case
from vatra.people import queries as people


def team_of_case(lead: UUID, team: Collection[str]) -> list[UUID]:
    """The lead, then whoever was named beside; nobody while no team was named."""
    return list(dict.fromkeys([lead, *(UUID(one) for one in team)])) if team else []


def teams_named(households: Collection[UUID]) -> dict[UUID, frozenset[UUID]]:
    """The workers of the team of each household's open case, where one was named; merged households have one case."""
    if not households:
        return {}
    same = people.same_as(households)
    every = {uuid: same.get(uuid, {uuid}) for uuid in households}
    homes = {home for several in every.values() for home in several}
    named = {home: frozenset(team_of_case(lead, team)) for home, lead, team in _OPEN(homes) if team}
    return {uuid: named[home] for uuid, homes in every.items() for home in homes if home in named}


_OPEN = Prepared(lambda homes: Case.objects.filter(household__uuid__in=homes, state=Case.State.OPEN).values_list(
    "household__uuid", "lead__uuid", "team"))


def is_of_team(worker: UUID, household: UUID, teams: dict[UUID, frozenset[UUID]]) -> bool:
    """Whether a worker of the commune is of a household's team: whoever was named, else everybody."""
    return household not in teams or worker in teams[household]


def team_for(household: UUID, commune: int, *, on: date) -> list[access.Colleague]:
    """The team of a household by name: those named who still work in the commune, else all who do."""
    everybody = access.team_of(commune, on=on)
    teams = teams_named([household])
    named = [one for one in everybody if is_of_team(one.worker.uuid, household, teams)]
    return named or everybody
