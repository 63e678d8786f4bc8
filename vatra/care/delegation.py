"""How long a court's delegation of parental authority holds: a year at most (Law 272/2004, art. 105).

Where the court's day was written down with the departure, it is counted from (`care.deadlines`). Else what is known is
the day on which a child with parents abroad was first seen to have a valid delegation, after it had been found to have
none: from then on it holds for a year at the very most.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from vatra.base.days import add_months
from vatra.care.history import Found, History

ABROAD, WITHOUT = frozenset({"FA01", "FA02"}), "FA03"
LONGEST_MONTHS = 12
RENEWED_FROM = timedelta(days=60)  # seen valid so shortly before its end, it is taken to be a new one


@dataclass(frozen=True, slots=True)
class Delegation:
    """Seen on a day; `until`: the parents are back, or it was found missing; `renewed_on`: seen to be valid again."""

    seen_on: date
    until: date | None
    renewed_on: date | None
    why: Found


def delegations(history: History) -> Iterator[Delegation]:
    """Each delegation that took the place of none, and those that followed it."""
    for lacking in history.found:
        if lacking.code == WITHOUT and lacking.until is not None:
            yield from _from(history, lacking, lacking.until)


def _from(history: History, lacking: Found, seen_on: date) -> Iterator[Delegation]:
    abroad = [f for f in history.holding(seen_on) if f.code in ABROAD and f.person == lacking.person]
    if not abroad:
        return
    why = min(abroad, key=lambda f: (f.code, f.since))
    again = [f.since for f in history.found if f.code == WITHOUT and f.person == lacking.person and f.since >= seen_on]
    until = min([day for day in (why.until, *again) if day], default=None)
    seen: date | None = seen_on
    while seen is not None:
        earliest = add_months(seen, LONGEST_MONTHS) - RENEWED_FROM
        asked = [day for day in history.interviews if day >= earliest and (until is None or day < until)]
        renewed_on = min(asked, default=None)
        yield Delegation(seen, until, renewed_on, why)
        seen = renewed_on
