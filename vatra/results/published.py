"""The published figures of the pilot beside what this register counts, each with its day and its source.

Published counts of people are cumulative: everybody ever found or served up to the cut-off. Ours are counted in the
same way (`vatra.results.ever`); where that is not possible, the row of published.csv says why and nothing is compared.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from vatra.access import queries as access
from vatra.assessment.rulebooks import rulebook_in_force
from vatra.places import queries as places
from vatra.register.verify import heads
from vatra.results.counts import counts_of
from vatra.results.ever import Ever, ever

PILOT = 38  # local authorities of the pilot of 2014-2018
FIRST_CUT, SECOND_CUT = "vulnerable_children_first", "vulnerable_children"  # the pilot counted children twice
PROFESSIONS = {
    "social_workers": ("social_worker", "social_technician"), "community_nurses": ("community_nurse",),
    "school_counsellors": ("school_counsellor",), "school_mediators": ("school_mediator",),
    "health_mediators": ("health_mediator",),
}


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure was published."""

    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Compared:
    """A published figure and ours. `what`: plan | result | derived; `ours`: None when it is not counted here.

    `comparable`: whether a difference says anything - of shares always, of counts when the whole pilot is here, and of
    neither where the rulebook says that something else was counted. `note`: how ours is counted, or why not.
    """

    code: str
    label: str
    what: str
    cut_off_on: date | None
    published: float
    ours: float | None
    comparable: bool
    sources: tuple[Source, ...]
    note: str = ""

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
            comparable=row.get("compare") != "no"
            and (whole or row["what"] == "derived" or row["code"].endswith("_share")),
            note=row.get(f"note_{language}", ""),
        )
        for row in book.published
    ]


def _sources(known: Mapping[str, Mapping[str, str]], codes: str, language: str) -> tuple[Source, ...]:
    rows = (known[code.strip()] for code in codes.split(";") if code.strip() in known)
    return tuple(Source(row[f"title_{language}"], row.get("address", "")) for row in rows)


def measures(*, on: date) -> dict[str, float]:
    """What the whole register counts, by the names of published.csv; only communes with news are counted again."""
    digests = {head.commune: head.digest for head in heads()}
    counts = counts_of(digests, on=on)
    here = [commune for commune, one in counts.items() if one.households]
    children = sum(one.children for one in counts.values())
    census = sum(places.under_18_by_census(here).values())
    held = access.number_by_role(on=on)
    workers = {name: float(sum(held.get(role, 0) for role in roles)) for name, roles in PROFESSIONS.items()}
    return {
        "local_authorities": float(len(here)), "child_population_share": _share(children, census),
        "professionals": sum(workers.values()), **workers, **_ever_measured(ever(digests, on=on), on),
    }


def _ever_measured(communes: Sequence[Ever], on: date) -> dict[str, float]:
    """The cumulative counts: who moved away was registered, found and served too; who lived in two communes is one."""
    households = sum(one.households for one in communes)
    vulnerable_households = sum(one.vulnerable_households for one in communes)
    children: dict[int, int] = {}
    for one in communes:
        children |= {child: min(day, children.get(child, day)) for child, day in one.children.items()}
    roma, women, served = (
        frozenset[int]().union(*(getattr(one, name) for one in communes)) for name in ("roma", "women", "served")
    )
    first = sorted(children, key=lambda child: (children[child], child))[: round(_first_part(on) * len(children))]
    roma_first = sum(child in roma for child in first)
    return {
        "households_registered": float(households), "households_vulnerable": float(vulnerable_households),
        "households_vulnerable_share": _share(vulnerable_households, households),
        "vulnerable_children": float(len(children)), "vulnerable_children_roma_first": float(roma_first),
        "vulnerable_children_roma_share": _share(roma_first, len(first)),
        "vulnerable_women": float(len(women)), "persons_served": float(len(served)),
        "children_per_vulnerable_household": round(len(children) / (vulnerable_households or 1), 1),
    }


def _first_part(on: date) -> float:
    """How many of the children found by the second published count were known at the first: 11,633 of 17,675."""
    value = {row["code"]: float(row["value"]) for row in rulebook_in_force(on=on).rulebook.published}
    return value[FIRST_CUT] / value[SECOND_CUT] if {FIRST_CUT, SECOND_CUT} <= value.keys() else 1.0


def _share(part: float, whole: float) -> float:
    return round(100 * part / whole, 1) if whole else 0.0
