"""Which communities the demo county has, how many of whom live there, and who works there.

The 45 pilot communities were 33 rural communes and 12 urban communities in 5 towns. An urban
community is a part of a town, and has no code of its own: here it is a team of the town's commune, so
45 communities are 38 local authorities (the number that was published). Which communes took part is
not published in full; besides four that are named in reports the rest is a choice of ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor
from random import Random

# Published: DGASPC Bacău 2016 and the project's synopsis (domain 8.1).
HOUSEHOLDS = 46_229
VULNERABLE_HOUSEHOLDS = 9_788
VULNERABLE_CHILDREN = 17_675
VULNERABLE_WOMEN = 153
FIRST_CUT_CHILDREN = 11_633
FIRST_CUT_ROMA = 658
STAFF = {
    "social_worker": 58, "community_nurse": 33, "school_counsellor": 32, "school_mediator": 26, "health_mediator": 5,
}

RURAL = 33
NAMED = (21123, 21338, 22941)  # Asău, Berești-Tazlău, Horgești: named in reports
TOWNS = {20876: 3, 20821: 3, 20778: 2, 22166: 2, 20965: 2}  # Moinești, Comănești, Buhuși, Dărmănești, Târgu Ocna
COMMUNITIES = RURAL + sum(TOWNS.values())


@dataclass(frozen=True, slots=True)
class Place:
    """A local authority as the county knows it: code, name, residents in 2021, rural or not."""

    siruta: int
    name: str
    population: int
    urban: bool


@dataclass(frozen=True, slots=True)
class Share:
    """What one local authority has of the county's numbers; `communities` teams work there."""

    place: Place
    communities: int
    households: int
    vulnerable: int
    children: int
    women: int
    first_cut: int
    roma: int
    staff: dict[str, int]


def shares(places: Sequence[Place]) -> list[Share]:
    """The 38 local authorities with their parts of the published numbers, whatever the seed.

    The order is that in which `--communes N` takes them: three rural communes that reports name
    first, then a town, then the rest.
    """
    chosen = _chosen(places)
    communities = [TOWNS.get(place.siruta, 1) for place in chosen]
    households = apportioned(HOUSEHOLDS, [place.population for place in chosen])
    rng = Random("demo county")  # the map is the same for every seed
    poverty = [(0.75 if place.urban else 1.12) * rng.uniform(0.8, 1.2) for place in chosen]
    vulnerable = apportioned(VULNERABLE_HOUSEHOLDS, [n * p for n, p in zip(households, poverty, strict=True)])
    children = apportioned(VULNERABLE_CHILDREN, [n * rng.uniform(0.95, 1.05) for n in vulnerable])
    staff = _staff(chosen, communities, households)
    women, first_cut = apportioned(VULNERABLE_WOMEN, vulnerable), apportioned(FIRST_CUT_CHILDREN, children)
    roma = apportioned(FIRST_CUT_ROMA, [n * (6 if team["health_mediator"] else 1)
                                        for n, team in zip(first_cut, staff, strict=True)])
    columns = (chosen, communities, households, vulnerable, children, women, first_cut, roma, staff)
    return [Share(*values) for values in zip(*columns, strict=True)]


def of_communities(every: Sequence[Share], wanted: int | None) -> list[Share]:
    """The first local authorities that together have `wanted` communities (None: all)."""
    taken: list[Share] = []
    for share in every:
        if wanted is not None and sum(one.communities for one in taken) >= wanted:
            break
        taken.append(share)
    return taken


def _chosen(places: Sequence[Place]) -> list[Place]:
    by_code = {place.siruta: place for place in places}
    rural = sorted((p for p in places if not p.urban and p.siruta not in NAMED), key=lambda p: (p.population, p.siruta))
    step = RURAL - len(NAMED)
    spread = [rural[len(rural) * n // step] for n in range(step)]
    first_town, *towns = (by_code[code] for code in TOWNS)
    rest = sorted([*towns, *spread], key=lambda p: p.siruta)
    return [*(by_code[code] for code in NAMED), first_town, *rest]


def _staff(places: Sequence[Place], communities: Sequence[int], households: Sequence[int]) -> list[dict[str, int]]:
    """One social worker a community, the rest where most people live; mediators for health in five places."""
    posts = {role: apportioned(count - (COMMUNITIES if role == "social_worker" else 0), households)
             for role, count in STAFF.items() if role != "health_mediator"}
    rural_first = sorted(range(len(places)), key=lambda i: (places[i].urban, -households[i]))
    mediated = set(rural_first[: STAFF["health_mediator"]])
    return [
        {
            "social_worker": communities[i] + posts["social_worker"][i],
            **{role: posts[role][i] for role in ("community_nurse", "school_counsellor", "school_mediator")},
            "health_mediator": int(i in mediated),
        }
        for i in range(len(places))
    ]


def apportioned(total: int, weights: Sequence[float]) -> list[int]:
    """Whole parts of a total in proportion to weights (largest remainder): they add up exactly."""
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    parts = [floor(part) for part in exact]
    by_remainder = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for i in by_remainder[: total - sum(parts)]:
        parts[i] += 1
    return parts
