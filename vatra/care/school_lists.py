"""The lists of children with parents abroad, asked of the schools of a commune each year in the last quarter.

HG 691/2015, annex 1. The duty is the commune's, not a household's: so its deadline is counted here, from the schools
that stand in the register and what was asked and answered, and not kept as a row.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from vatra.base.prepared import Prepared
from vatra.care.models import SchoolAsked
from vatra.care.package import package_on
from vatra.places import queries as places

KINDS = ("school", "kindergarten")
MOST = 60
RULE = "school_lists"


@dataclass(frozen=True, slots=True)
class School:
    """A school of the commune, and how its list of the year stands."""

    code: str
    name: str
    asked_on: date | None
    answered_on: date | None
    children: int | None


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists of one commune and year: due by the last day of the year, asked for from 1 October on."""

    commune: int
    year: int
    due_on: date
    article: str
    confirmed: bool
    schools: tuple[School, ...]

    @property
    def asked(self) -> int:
        """How many schools were asked."""
        return sum(one.asked_on is not None for one in self.schools)

    @property
    def answered(self) -> int:
        """How many schools have answered."""
        return sum(one.answered_on is not None for one in self.schools)

    @property
    def waits(self) -> bool:
        """Whether a school is still to be asked, or to answer."""
        return self.answered < len(self.schools)


def asked_for(on: date) -> int:
    """The year whose lists are the business of a day: its own in the last quarter, else still the one before."""
    return on.year if on.month >= 10 else on.year - 1


_ASKED = Prepared(lambda communes, year: SchoolAsked.objects.filter(commune__in=communes, year=year))


def school_lists(communes: Collection[int], *, on: date) -> list[Lists]:
    """The lists of these communes for the year that is the business of the day; a commune without schools has none."""
    year, package = asked_for(on), package_on(on)
    rows = {(row.commune_id, row.school): row for row in _ASKED(communes, year)}
    article, confirmed = package.commune_duties.get(RULE, ("", False))
    found, there = [], places.institutions_of(communes, KINDS)
    for commune in sorted(communes):
        schools = tuple(
            _school(one, rows.get((commune, one.code)))
            for kind in KINDS for one in [each for each in there.get(commune, ()) if each.kind == kind][:MOST]
        )
        if schools:
            found.append(Lists(commune, year, date(year, 12, 31), article, confirmed, schools))
    return found


def _school(institution: places.Institution, row: SchoolAsked | None) -> School:
    if row is None:
        return School(institution.code, institution.name, None, None, None)
    return School(institution.code, institution.name, row.asked_on, row.answered_on, row.children)
