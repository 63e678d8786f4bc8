"""Months as indicators count them: each with its first and last day, and the days a quarter and a year before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import pyarrow as pa

from vatra.base.days import add_months


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month as far as `last`: its last day, or the day of counting while it runs."""

    year: int
    month: int
    last: date

    @property
    def number(self) -> int:
        """YYYYMM."""
        return self.year * 100 + self.month

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.month, 1)


def months_until(on: date, *, number: int) -> list[Month]:
    """The last so many months, oldest first; the last one ends on the day itself."""
    found = []
    for back in range(number - 1, -1, -1):
        first = add_months(on.replace(day=1), -back)
        last = min(on, add_months(first, 1) - timedelta(days=1))
        found.append(Month(first.year, first.month, last))
    return found


def table_of(months: Iterable[Month]) -> pa.Table:
    """The table of periods that `vatra.method.sql_counts` joins to."""
    listed = list(months)
    ends = [month.last for month in listed]
    columns = {
        "month": [month.number for month in listed],
        "month_start": [month.first.toordinal() for month in listed],
        "on_day": [end.toordinal() for end in ends],
        "on_ymd": [end.year * 10_000 + end.month * 100 + end.day for end in ends],
        "quarter_ago": [add_months(end, -3).toordinal() for end in ends],
        "year_ago": [add_months(end, -12).toordinal() for end in ends],
    }
    return pa.table({name: pa.array(values, pa.int32()) for name, values in columns.items()})
