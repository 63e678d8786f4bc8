"""Days, ages and half-open periods (`since` inclusive, `until` exclusive and nullable)."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import NamedTuple

EPOCH = date(1970, 1, 1).toordinal()  # the day 0 of other programs, as `date.toordinal` counts

class Age(NamedTuple):
    """A completed age, in three units of the same span."""

    years: int
    months: int
    days: int


def age_on(born_on: date, *, on: date) -> Age:
    """Completed years, months and days of life on a day; born on 29 February counts from 1 March.

    Raises ValueError when the day lies before the birth.
    """
    if on < born_on:
        raise ValueError("the day lies before the birth")
    months = (on.year - born_on.year) * 12 + on.month - born_on.month
    if on.day < born_on.day:
        months -= 1
    return Age(years=months // 12, months=months, days=(on - born_on).days)


def add_months(day: date, months: int) -> date:
    """The same day of the month some months on, or that month's last day when it is shorter."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month0 + 1, min(day.day, monthrange(year, month0 + 1)[1]))
