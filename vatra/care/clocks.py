"""The clocks of the rulebook's deadlines.csv, read into plain values.

A clock says what starts it, what meets it, and how long there is in between. The words that care
knows are in `STARTS` and `MEETS`; a clock with other words is left out (a test names those of the shipped rulebook).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from math import ceil
from typing import Any

from vatra.base.days import add_months
from vatra.care.delegation import LONGEST_MONTHS

STARTS = frozenset({
    "registered", "surveyed", "signalled", "severity_3", "severity_4", "abroad", "delegation_granted", "departure",
    "abroad_without_delegation", "delegation_expires", "case_opened", "assessed", "plan_agreed", "monitored",
    "reviewed", "closed", "referral_sent", "referral_acknowledged",
})
MEETS = frozenset({
    "identity_checked", "triaged", "surveyed", "visited", "notified", "case_opened", "assessed", "plan_agreed",
    "plan_ended", "monitored", "reviewed", "referral_acknowledged", "referral_answered", "closed",
    "delegation_granted", "delegation_renewed", "departure_notified", "notified_in_writing",
    "supervised",
})
OF_A_COMMUNE = frozenset({"school_lists"})  # asked of the commune, not of a household: `care.school_lists`


@dataclass(frozen=True, slots=True)
class Clock:
    """One row of deadlines.csv. `amount` counts days or months; hours are rounded up to whole days."""

    code: str
    starts_with: str
    meets: str
    amount: int
    months: bool
    repeat: bool
    article: str
    confirmed: bool
    severity_min: int = 0
    severity_max: int = 4

    def due(self, starts_on: date) -> date:
        """The last day to act. It is not moved over weekends or holidays: the law does not say so."""
        if self.starts_with == "delegation_expires":
            starts_on = add_months(starts_on, LONGEST_MONTHS)
        if self.months:
            return add_months(starts_on, self.amount)
        return starts_on + timedelta(days=self.amount)

    def applies_at(self, severity: int) -> bool:
        """Whether the clock runs for a household of this severity."""
        return self.severity_min <= severity <= self.severity_max


def clock_of(row: Mapping[str, str]) -> Clock:
    """A clock from a row of deadlines.csv."""
    unit, amount = row["unit"], ceil(float(row["amount"]))
    days = {"hours": -(-amount // 24), "weeks": 7 * amount, "months": amount, "years": 12 * amount}.get(unit, amount)
    return Clock(
        code=row["code"], starts_with=row["starts_with"], meets=row["meets"], amount=days,
        months=unit in ("months", "years"), repeat=row.get("repeat") == "yes", article=_article(row),
        confirmed=row.get("confirmed") == "yes", severity_min=int(row.get("severity_min") or 0),
        severity_max=int(row.get("severity_max") or 4),
    )


def exported(rows: Iterable[Mapping[str, str]]) -> list[dict[str, Any]]:
    """The clocks as a tablet reckons by them."""
    return [asdict(clock) for clock in clocks_of(rows)]


def _article(row: Mapping[str, str]) -> str:
    """The article in the law's own words, else the codes of its sources."""
    return (row.get("article") or row.get("source") or "")[:200]


def known(row: Mapping[str, str]) -> bool:
    """Whether care knows what starts and what meets this clock."""
    return row["starts_with"] in STARTS and row["meets"] in MEETS


def clocks_of(rows: Iterable[Mapping[str, str]]) -> tuple[Clock, ...]:
    """The clocks whose words care knows, in the order of the rulebook."""
    return tuple(clock_of(row) for row in rows if known(row))
