"""Households evaluated by two rulebooks side by side; nothing is written, and nobody's findings change."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from vatra.assessment.answers import assessed
from vatra.assessment.evaluation import gathered
from vatra.assessment.judged import as_judged, words_on
from vatra.assessment.levels import HOUSEHOLD
from vatra.assessment.models import Assessment
from vatra.method import Program, Result
from vatra.people.queries import Member

AT_ONCE = 250  # households whose answers are held at a time


@dataclass(frozen=True, slots=True)
class Compared:
    """One household as both rulebooks find it, from the same answers and words of workers, as of the same day."""

    household: UUID
    on: date
    members: tuple[Member, ...]
    before: Result
    after: Result


def communes_assessed() -> list[int]:
    """The SIRUTA codes of the communes in which some household was assessed and lives."""
    rows = Assessment.objects.filter(subject=HOUSEHOLD, here=True).order_by("commune")
    return list(rows.values_list("commune_id", flat=True).distinct())


def households_compared(communes: Collection[int], before: Program, after: Program, *, on: date) -> Iterator[Compared]:
    """Every household of some communes that was ever assessed, in a stable order."""
    rows = Assessment.objects.filter(subject=HOUSEHOLD, here=True, commune__in=list(communes))
    every = list(rows.order_by("household").values_list("household__uuid", flat=True))
    for start in range(0, len(every), AT_ONCE):
        known = gathered(dict.fromkeys(every[start : start + AT_ONCE], on))
        facts, words = known.facts_together(), words_on(known.days)
        for household, day in known.days.items():
            members, changed_on = known.members[household], known.changed_on[household]
            yield Compared(household, day, tuple(members), *(
                as_judged(assessed(program, household, members, facts, on=day, changed_on=changed_on), words, program)
                for program in (before, after)
            ))
