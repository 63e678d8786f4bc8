"""What this register counts, by the names that published.csv gives to its own figures (`demo_measure`)."""

from __future__ import annotations

from datetime import date

from vatra.access import queries as access
from vatra.assessment import queries as assessment
from vatra.care import queries as care
from vatra.people import queries as people
from vatra.places import queries as places

PILOT = 38  # local authorities of the pilot of 2014-2018
PROFESSIONS = {
    "social_workers": ("social_worker", "social_technician"), "community_nurses": ("community_nurse",),
    "school_counsellors": ("school_counsellor",), "school_mediators": ("school_mediator",),
    "health_mediators": ("health_mediator",),
}


def measures(*, on: date) -> dict[str, float]:
    """Counts of today over the whole register; names that are not here are not counted."""
    every = frozenset().union(*(places.codes_of_county(county.code) for county in places.every_county()))
    there = people.numbers_in(every, on=on)
    levels = assessment.severity_counts(every)
    households = sum(one.households for one in there.values())
    children = sum(one.children for one in there.values())
    census = sum(places.under_18_by_census(there).values())
    vulnerable = {subject: _vulnerable(levels, subject) for subject in ("household", "child")}
    held = access.number_by_role(on=on)
    workers = {name: float(sum(held.get(role, 0) for role in roles)) for name, roles in PROFESSIONS.items()}
    return {
        "local_authorities": float(len(there)),
        "child_population_share": _share(children, census),
        "households_registered": float(households),
        "households_vulnerable": vulnerable["household"],
        "households_vulnerable_share": _share(vulnerable["household"], households),
        "vulnerable_children": vulnerable["child"],
        "children_per_vulnerable_household": round(vulnerable["child"] / (vulnerable["household"] or 1), 1),
        "persons_served": float(care.persons_served(on=on)),
        "professionals": sum(workers.values()),
        **workers,
    }


def _vulnerable(levels: dict[int, dict[str, dict[str, int]]], subject: str) -> float:
    return float(sum(
        count for of_commune in levels.values()
        for level, count in of_commune.get(subject, {}).items() if level != "none"
    ))


def _share(part: float, whole: float) -> float:
    return round(100 * part / whole, 1) if whole else 0.0
