"""The published figures of the pilot beside what this register counts, each with its day and its source.

Published counts of vulnerable people are cumulative: everybody ever found up to the cut-off. Ours are
counted in the same way: a household or person counts once a finding of severity 2 or more was made
(severity 1 asks for attention only); a child counts for its own, its household's or an adult's finding
that began while it was under 18.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from vatra.access import queries as access
from vatra.assessment import queries as assessment
from vatra.assessment.rulebooks import rulebook_in_force
from vatra.care import queries as care
from vatra.people import queries as people
from vatra.places import queries as places
from vatra.register.verify import heads
from vatra.results.counts import counts_of

MODERATE = 2
ADULT = 18
MATERNAL = "SM"
PILOT = 38  # local authorities of the pilot of 2014-2018
ROMA = "roma"  # self-declared; a count for statistics and nothing else
PROFESSIONS = {
    "social_workers": ("social_worker", "social_technician"), "community_nurses": ("community_nurse",),
    "school_counsellors": ("school_counsellor",), "school_mediators": ("school_mediator",),
    "health_mediators": ("health_mediator",),
}

Found = list[tuple[UUID, UUID | None, str, date]]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure was published."""

    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Compared:
    """A published figure and ours. `what`: plan | result | derived; `ours`: None when it is not counted here.

    `comparable`: whether a difference says anything - of shares always, of counts when the whole pilot is here.
    """

    code: str
    label: str
    what: str
    cut_off_on: date | None
    published: float
    ours: float | None
    comparable: bool
    sources: tuple[Source, ...]

    @property
    def difference(self) -> float | None:
        """Ours over the published figure, less one: 0.02 is two in a hundred more."""
        return self.ours / self.published - 1 if self.ours is not None and self.comparable and self.published else None


def published_against_demo(*, on: date, language: str = "ro") -> list[Compared]:
    """Every published figure of the rulebook in force, in its order, beside what the whole register counts."""
    book = rulebook_in_force(on=on).rulebook
    ours = measures(on=on)
    whole = ours["local_authorities"] >= PILOT
    return [
        Compared(
            code=row["code"], label=row[f"label_{language}"], what=row["what"], published=float(row["value"]),
            cut_off_on=date.fromisoformat(row["cut_off_on"]) if row["cut_off_on"] else None,
            ours=ours.get(row["demo_measure"]), sources=_sources(book.sources, row["source"], language),
            comparable=whole or row["what"] == "derived" or row["code"].endswith("_share"),
        )
        for row in book.published
    ]


def _sources(known: Mapping[str, Mapping[str, str]], codes: str, language: str) -> tuple[Source, ...]:
    rows = (known[code.strip()] for code in codes.split(";") if code.strip() in known)
    return tuple(Source(row[f"title_{language}"], row.get("address", "")) for row in rows)


@dataclass(frozen=True, slots=True)
class _Ever:
    """Whoever was ever found or served in one commune, kept until its stream grows; persons by half their uuid.

    `since`, `until`: the days for which it holds; something may have been said of a later day.
    """

    digest: str
    since: date
    until: date | None
    households: int
    vulnerable_households: int
    children: frozenset[int]
    roma: frozenset[int]
    women: frozenset[int]
    served: frozenset[int]

    def holds(self, digest: str, on: date) -> bool:
        return self.digest == digest and self.since <= on and (self.until is None or on < self.until)


_kept: dict[int, _Ever] = {}


def _ever(digests: Mapping[int, str], on: date) -> list[_Ever]:
    """One commune after the other: neither a new entry nor a first question takes a whole county into memory."""
    for commune, digest in digests.items():
        if commune not in _kept or not _kept[commune].holds(digest, on):
            _kept[commune] = _counted(commune, digest, on)
    return [_kept[commune] for commune in digests]


def _counted(commune: int, digest: str, on: date) -> _Ever:
    every = list(assessment.ever_found(severity=MODERATE, commune=commune))
    found: Found = [one for one in every if one[3] <= on]
    households = list(people.households_in([commune]).order_by().values_list("uuid", flat=True))
    served = care.persons_served(households)
    later = [one[3] for one in every if one[3] > on] + [day for day in served.values() if day > on]
    vulnerable = _children(found, on)
    roma = [uuid for uuid, person in people.persons(vulnerable).items() if person.ethnicity.casefold() == ROMA]
    return _Ever(
        digest, on, min(later, default=None), len(households),
        len({household for household, *_rest in found}), _short(vulnerable), _short(roma),
        _short(person for _, person, code, _ in found if person and code.startswith(MATERNAL)),
        _short(person for person, day in served.items() if day <= on),
    )


def _short(uuids: Iterable[UUID]) -> frozenset[int]:
    return frozenset(uuid.int >> 64 for uuid in uuids)


def measures(*, on: date) -> dict[str, float]:
    """What the whole register counts, by the names of published.csv; only communes with news are counted again."""
    digests = {head.commune: head.digest for head in heads()}
    counts = counts_of(digests, on=on)
    here = [commune for commune, one in counts.items() if one.households]
    children = sum(one.children for one in counts.values())
    census = sum(places.under_18_by_census(here).values())
    ever = _ever(digests, on)
    households = sum(one.households for one in ever)  # cumulative: those who left were registered too
    vulnerable_households = sum(one.vulnerable_households for one in ever)
    vulnerable, roma, women, served = (
        len(frozenset().union(*(getattr(one, name) for one in ever)))
        for name in ("children", "roma", "women", "served")
    )
    held = access.number_by_role(on=on)
    workers = {name: float(sum(held.get(role, 0) for role in roles)) for name, roles in PROFESSIONS.items()}
    return {
        "local_authorities": float(len(here)), "child_population_share": _share(children, census),
        "households_registered": float(households), "households_vulnerable": float(vulnerable_households),
        "households_vulnerable_share": _share(vulnerable_households, households),
        "vulnerable_children": float(vulnerable),
        "vulnerable_children_roma_share": _share(roma, vulnerable),
        "vulnerable_women": float(women),
        "children_per_vulnerable_household": round(vulnerable / (vulnerable_households or 1), 1),
        "persons_served": float(served), "professionals": sum(workers.values()), **workers,
    }


def _share(part: float, whole: float) -> float:
    return round(100 * part / whole, 1) if whole else 0.0


def _children(found: Found, on: date) -> set[UUID]:
    """Everybody under 18 to whom one of these findings applied when it began."""
    members = people.members_of({household for household, *_rest in found}, on=on)
    known = {member.uuid: member for several in members.values() for member in several}
    gone = {person for _, person, *_rest in found if person and person not in known}
    known |= {person: lives[-1] for person, lives in people.memberships_of(gone).items()}
    children: set[UUID] = set()
    for household, person, code, since in found:
        if person is not None and _is_child(known.get(person), since):
            children.add(person)
        elif person is None or not code.startswith(MATERNAL):
            around = (member for member in members[household] if member.since <= since)
            children.update(member.uuid for member in around if _is_child(member, since))
    return children


def _is_child(member: people.Member | None, on: date) -> bool:
    ages = member.ages(on) if member and member.born_on and member.born_on <= on else None
    return ages is not None and ages[0] < ADULT
