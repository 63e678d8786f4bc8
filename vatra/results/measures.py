"""What the whole register counts, by the names of published.csv: counted beforehand, so that no page waits for it.

Of each commune is kept whoever was ever found or served there (`EverCount`), until its stream grows or a day comes of
which something was said already; only such communes are counted again. All together are then put as numbers of a day
(`Measures`), which stay: what was known on an earlier day is what was counted up to it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from vatra.access import queries as access
from vatra.assessment.rulebooks import rulebook_in_force
from vatra.people import queries as people
from vatra.places import queries as places
from vatra.register.changes import last_words
from vatra.register.verify import heads
from vatra.results.ever import ever
from vatra.results.models import EverCount, Measures

FIRST_CUT, SECOND_CUT = "vulnerable_children_first", "vulnerable_children"  # the pilot counted children twice
PROFESSIONS = {
    "social_workers": ("social_worker", "social_technician"), "community_nurses": ("community_nurse",),
    "school_counsellors": ("school_counsellor",), "school_mediators": ("school_mediator",),
    "health_mediators": ("health_mediator",),
}
Progress = Callable[[int, int], None]
Halves = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Known:
    """The numbers of the whole register as they were counted last. `on`: as of which day; None: never yet."""

    on: date | None
    numbers: Mapping[str, float]


def measures(*, known_on: date | None = None) -> Known:
    """As known now, or as known on a day. One question, whatever the size of the register."""
    rows = Measures.objects.order_by("-on")
    found = (rows if known_on is None else rows.filter(on__lte=known_on)).first()
    return Known(found.on, found.numbers) if found else Known(None, {})


def measure(*, on: date, progress: Progress = lambda done, of: None) -> Mapping[str, float]:
    """Count the communes with news again, one after the other, and keep what all are together as of a day."""
    version = rulebook_in_force(on=on).version  # a method in force finds others, without an entry
    said = {commune: f"{words} {version}" for commune, words in last_words([one.commune for one in heads()]).items()}
    known = {row.pk: row for row in EverCount.objects.only("said", "since", "until")}
    stale = [commune for commune, words in said.items() if not _holds(known.get(commune), words, on)]
    for done, commune in enumerate(stale):
        progress(done, len(stale))
        _count(commune, said[commune], on)
    numbers = _numbers(on)
    Measures.objects.update_or_create(on=on, defaults={"numbers": numbers})
    return numbers


def _holds(row: EverCount | None, said: str, on: date) -> bool:
    return row is not None and row.said == said and row.since <= on and (row.until is None or on < row.until)


def _count(commune: int, said: str, on: date) -> None:
    found = ever(commune, on=on)
    living = people.numbers_in([commune], on=on).get(commune)
    # Where nobody lives yet, tomorrow somebody may: their day is not told with the numbers.
    until = [day for day in (found.until, living.until if living else on + timedelta(days=1)) if day is not None]
    children = np.array(list(found.children.items()), dtype=np.uint64)
    EverCount.objects.update_or_create(commune_id=commune, defaults={
        "said": said, "since": on, "until": min(until, default=None), "living": living.households if living else 0,
        "young": living.children if living else 0, "households": found.households,
        "vulnerable_households": found.vulnerable_households, "children": children.tobytes(),
        **{name: _packed(getattr(found, name)) for name in ("roma", "women", "served")},
    })


def _packed(halves: Collection[int]) -> bytes:
    return np.array(sorted(halves), dtype=np.uint64).tobytes()


def _numbers(on: date) -> dict[str, float]:
    """All communes together: who lived in two of them is one."""
    communes = list(EverCount.objects.order_by("pk"))
    here = [one for one in communes if one.living]
    census = sum(places.under_18_by_census([one.pk for one in here]).values())
    held = access.number_by_role(on=on)
    workers = {name: float(sum(held.get(role, 0) for role in roles)) for name, roles in PROFESSIONS.items()}
    return {
        "local_authorities": float(len(here)), "professionals": sum(workers.values()), **workers,
        "child_population_share": _share(sum(one.young for one in communes), census), **_ever_measured(communes, on),
    }


def _ever_measured(communes: Sequence[EverCount], on: date) -> dict[str, float]:
    """The cumulative counts: who moved away was registered, found and served too."""
    households = sum(one.households for one in communes)
    vulnerable_households = sum(one.vulnerable_households for one in communes)
    children = _in_order_of_finding(_unpacked(one.children for one in communes).reshape(-1, 2))
    first = children[: round(_first_part(on) * len(children))]
    roma_first = int(np.isin(first, _unpacked(one.roma for one in communes)).sum())
    women, served = (len(np.unique(_unpacked(getattr(one, name) for one in communes))) for name in ("women", "served"))
    return {
        "households_registered": float(households), "households_vulnerable": float(vulnerable_households),
        "households_vulnerable_share": _share(vulnerable_households, households),
        "vulnerable_children": float(len(children)), "vulnerable_children_roma_first": float(roma_first),
        "vulnerable_children_roma_share": _share(roma_first, len(first)),
        "vulnerable_women": float(women), "persons_served": float(served),
        "children_per_vulnerable_household": round(len(children) / (vulnerable_households or 1), 1),
    }


def _unpacked(kept: Iterable[bytes | memoryview]) -> Halves:
    return np.frombuffer(b"".join(bytes(one) for one in kept), dtype=np.uint64)


def _in_order_of_finding(found: Halves) -> Halves:
    """Each child (of rows of a child and its day) once, by the first day on which it was found."""
    ordered = found[np.lexsort((found[:, 1], found[:, 0]))]
    once = ordered[np.unique(ordered[:, 0], return_index=True)[1]]
    children: Halves = once[np.lexsort((once[:, 0], once[:, 1])), 0]
    return children


def _first_part(on: date) -> float:
    """How many of the children found by the second published count were known at the first: 11,633 of 17,675."""
    value = {row["code"]: float(row["value"]) for row in rulebook_in_force(on=on).rulebook.published}
    return value[FIRST_CUT] / value[SECOND_CUT] if {FIRST_CUT, SECOND_CUT} <= value.keys() else 1.0


def _share(part: float, whole: float) -> float:
    return round(100 * part / whole, 1) if whole else 0.0
