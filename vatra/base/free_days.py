"""The days on which town halls are closed: weekends and the legal holidays of Romania.

The law does not move its deadlines over them; whoever plans a visit wants to know.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import holidays

SATURDAY, SUNDAY = 5, 6


def legal_holiday(on: date, *, language: str = "ro") -> str:
    """The name of the legal holiday of a day, empty when it is none."""
    return _of_year(on.year, "en_US" if language.startswith("en") else "ro").get(on, "")


@lru_cache(maxsize=16)
def _of_year(year: int, language: str) -> dict[date, str]:
    return dict(holidays.country_holidays("RO", years=year, language=language))


def is_weekend(on: date) -> bool:
    """Whether a day is a Saturday or a Sunday."""
    return on.weekday() in (SATURDAY, SUNDAY)
