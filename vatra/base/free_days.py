"""The days on which town halls are closed: weekends and the legal holidays of Romania.

The law does not move its deadlines over them; whoever plans a visit wants to know.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

import holidays

SATURDAY, SUNDAY = 5, 6


def legal_holiday(on: date, *, language: str = "ro") -> str:
    """The name of the legal holiday of a day, empty when it is none."""
    return legal_holidays(on.year, language=language).get(on, "")


def legal_holidays(year: int, *, language: str = "ro") -> Mapping[date, str]:
    """The legal holidays of a year by day, with their names."""
    return _of_year(year, "en_US" if language.startswith("en") else "ro")


@lru_cache(maxsize=16)
def _of_year(year: int, language: str) -> dict[date, str]:
    return dict(holidays.country_holidays("RO", years=year, language=language))


def is_weekend(on: date) -> bool:
    """Whether a day is a Saturday or a Sunday."""
    return on.weekday() in (SATURDAY, SUNDAY)
