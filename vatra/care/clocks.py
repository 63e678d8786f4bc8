"""The clocks of the rulebook's deadlines.csv, read into plain values.

A clock says what starts it, what meets it, and how long there is in between. The words that care
knows are in `STARTS` and `MEETS`; a clock with other words is left out and named by `unknown_words`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from vatra.base.days import add_months

STARTS = frozenset({
    "registered", "surveyed", "signalled", "severity_3", "severity_4", "abroad", "delegation_granted",
    "case_opened", "assessed", "plan_agreed", "monitored", "reviewed", "closed", "referral_sent",
    "referral_acknowledged",
})
MEETS = frozenset({
    "surveyed", "visited", "notified", "case_opened", "assessed", "plan_agreed", "monitored", "reviewed",
    "referral_acknowledged", "referral_answered", "closed",
})


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
        if self.months:
            return add_months(starts_on, self.amount)
        return starts_on + timedelta(days=self.amount)

    def applies_at(self, severity: int) -> bool:
        """Whether the clock runs for a household of this severity."""
        return self.severity_min <= severity <= self.severity_max


def clock_of(row: Any) -> Clock:
    """A clock from a row of the rulebook (the attributes of deadlines.csv)."""
    hours = row.unit == "hours"
    return Clock(
        code=row.code, starts_with=row.starts_with, meets=row.meets,
        amount=-(-int(row.amount) // 24) if hours else int(row.amount), months=row.unit == "months",
        repeat=row.repeat, article=row.article or "", confirmed=row.confirmed,
        severity_min=row.severity_min or 0, severity_max=row.severity_max or 4,
    )


def clocks_of(rows: Iterable[Any]) -> tuple[Clock, ...]:
    """The clocks whose words care knows, in the order of the rulebook."""
    clocks = (clock_of(row) for row in rows if row.amount not in (None, "", 0))
    return tuple(c for c in clocks if c.starts_with in STARTS and c.meets in MEETS)


def unknown_words(rows: Iterable[Any]) -> dict[str, tuple[str, str]]:
    """The clocks left out: code → what starts and what meets them."""
    return {
        row.code: (row.starts_with, row.meets) for row in rows
        if row.amount not in (None, "", 0) and not (row.starts_with in STARTS and row.meets in MEETS)
    }
