"""Levels of households from what a worker may know alone: a level must not tell of a finding that is not shown."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from vatra.assessment import queries as assessment
from vatra.people import queries as people
from vatra.web.me import Me
from vatra.web.method_words import words


def levels_seen(households: Collection[UUID], me: Me) -> dict[UUID, str]:
    """The level of each household that was assessed."""
    assessed = assessment.levels_of(households)
    communes = people.communes_of(assessed) if len(me.scopes) > 1 else {}
    levels: dict[UUID, str] = {}
    for scope in me.scopes:
        here = [uuid for uuid in assessed if len(me.scopes) == 1 or communes.get(uuid) in scope.communes]
        found = assessment.findings_of(here, domains=scope.domains)
        book = words(on=me.on)
        levels |= {uuid: book.level_of(one.severity for one in found.get(uuid, ())) for uuid in here}
    return levels


def levels_seen_in(me: Me) -> dict[UUID, str]:
    """The level of every household of the worker's communes that is here today and has a finding that is seen."""
    book = words(on=me.on)
    levels = {
        uuid: book.level_of(severities) for scope in me.scopes
        for uuid, severities in assessment.severities_in(scope.communes, domains=scope.domains).items()
    }
    here = people.households_in(me.communes, on=me.on).filter(uuid__in=list(levels)).order_by()
    return {uuid: levels[uuid] for uuid in here.values_list("uuid", flat=True)}
