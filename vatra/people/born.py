"""Dates of birth that may be known only to the month or the year, or not at all."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from django.utils.translation import gettext_lazy as _

from vatra.base.days import age_on
from vatra.register.kinds import CannotApply

Precision = Literal["day", "month", "year", "unknown"]
OLDEST = 130  # completed years; older than anyone ever documented by a margin
_SHAPE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class Born:
    """When someone was born: the earliest day it can have been, and how precisely that is known."""

    earliest: date | None
    precision: Precision

    @property
    def latest(self) -> date | None:
        """The last day it can have been."""
        match self.earliest, self.precision:
            case None, _:
                return None
            case day, "month":
                return day.replace(day=monthrange(day.year, day.month)[1])
            case day, "year":
                return day.replace(month=12, day=31)
            case day, _:
                return day

    @property
    def day(self) -> date | None:
        """The day itself, only when it is known to the day: what the method may be given."""
        return self.earliest if self.precision == "day" else None

    @property
    def text(self) -> str:
        """As in a payload: 2015-03-12, 2015-03, 2015, or nothing."""
        length = {"day": 10, "month": 7, "year": 4, "unknown": 0}[self.precision]
        return self.earliest.isoformat()[:length] if self.earliest else ""

    @property
    def shown(self) -> str:
        """As Romanians write it: 12.03.2015, 03.2015, 2015."""
        return ".".join(reversed(self.text.split("-")))

    def ages(self, on: date) -> tuple[int, int] | None:
        """The completed years the person can have on a day, fewest and most; None when not known."""
        if self.earliest is None or self.latest is None or self.earliest > on:
            return None
        youngest = age_on(self.latest, on=on).years if self.latest <= on else 0
        return youngest, age_on(self.earliest, on=on).years

    def can_be(self, day: date) -> bool:
        """Whether the person can have been born that day."""
        return self.earliest is None or self.latest is None or self.earliest <= day <= self.latest


NOT_KNOWN = Born(None, "unknown")


def read_born(text: str | None) -> Born:
    """The birth that a payload states (`YYYY-MM-DD`, `YYYY-MM`, `YYYY`, nothing), or CannotApply."""
    if not text:
        return NOT_KNOWN
    shape = _SHAPE.fullmatch(text)
    if shape is None:
        raise CannotApply(
            _("The date of birth is not a date: write year-month-day, or year-month, or the year alone."),
            code="birth_not_a_date",
        )
    year, month, day = shape.groups()
    try:
        earliest = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        raise CannotApply(
            _("There is no such day as %(day)s: ask for the date of birth again."),
            code="birth_not_a_date", day=".".join(reversed(text.split("-"))),
        ) from None
    return Born(earliest, "day" if day else "month" if month else "year")


def check_born(born: Born, *, on: date) -> None:
    """Refuse a birth after the day of the entry, and an age nobody reaches."""
    if born.earliest is not None and born.earliest > on:
        raise CannotApply(
            _("The date of birth (%(born)s) is after the day of the entry (%(on)s)."),
            code="birth_in_the_future", born=born.shown, on=on.strftime("%d.%m.%Y"),
        )
    ages = born.ages(on)
    if ages and ages[0] > OLDEST:
        raise CannotApply(
            _("Born in %(born)s, the person would be %(age)s years old: ask for the date of birth again."),
            code="too_old", born=born.shown, age=ages[0],
        )


def check_day(on: date, *, received_on: date) -> None:
    """Refuse an entry about a day still to come; a day of grace covers clocks and zones."""
    if on > received_on + timedelta(days=1):
        raise CannotApply(
            _("The entry is about %(on)s, a day still to come."),
            code="in_the_future", on=on.strftime("%d.%m.%Y"),
        )
