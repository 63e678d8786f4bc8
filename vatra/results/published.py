"""The published figures of the pilot beside what this register counts, each with its day and its source.

Published counts of people are cumulative: everybody ever found or served up to the cut-off. Ours are counted in the
same way (`vatra.results.ever`), beforehand (`vatra.results.measures`); where that is not possible, the row of
published.csv says why and nothing is compared.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from vatra.assessment.rulebooks import rulebook_in_force

PILOT = 38  # local authorities of the pilot of 2014-2018


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


def published_against_demo(ours: Mapping[str, float], *, on: date, language: str = "ro") -> list[Compared]:
    """Every published figure of the rulebook in force, in its order, beside `ours`: what the whole register counted."""
    book = rulebook_in_force(on=on).rulebook
    whole = ours.get("local_authorities", 0) >= PILOT
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
