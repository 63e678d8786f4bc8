"""Unit costs of the rulebook, carried to the prices of one year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from vatra.method.rulebook import Row, Rulebook

EURO = "EUR"


@dataclass(frozen=True, slots=True)
class Range:
    """A figure with the low and the high one that it may as well be."""

    low: float
    mid: float
    high: float

    def __add__(self, other: Range) -> Range:
        return Range(self.low + other.low, self.mid + other.mid, self.high + other.high)

    def __mul__(self, times: float) -> Range:
        return Range(self.low * times, self.mid * times, self.high * times)

    def by(self, other: Range) -> Range:
        """The product, low by low and high by high."""
        return Range(self.low * other.low, self.mid * other.mid, self.high * other.high)

    def over(self, parts: float) -> Range | None:
        """Each of so many equal parts; None of no parts."""
        return self * (1 / parts) if parts else None


NOTHING = Range(0, 0, 0)


@dataclass(frozen=True, slots=True)
class UnitCost:
    """A row of costs.csv in the prices of `year`, in lei where it is money; `then`: as published, in `price_year`.

    `confirmed`: whether the source itself was read.
    """

    code: str
    kind: str
    now: Range
    then: Range
    price_year: int | None
    year: int | None
    currency: str
    confirmed: bool
    row: Row


def unit_costs(book: Rulebook) -> dict[str, UnitCost]:
    """Every figure of the rulebook in the prices of its last price index, but for the indices themselves."""
    index = _by_year(book, "prices")
    euro = _by_year(book, "exchange")
    year = max(index, default=None)
    return {
        row["code"]: _carried(row, index, euro, year)
        for row in book.costs if row["kind"] not in ("prices", "exchange")
    }


def _by_year(book: Rulebook, kind: str) -> dict[int, float]:
    return {int(row["price_year"]): float(row["value"]) for row in book.costs if row["kind"] == kind}


def _carried(row: Row, index: Mapping[int, float], euro: Mapping[int, float], year: int | None) -> UnitCost:
    value = float(row["value"])
    then = Range(float(row["low"] or value), value, float(row["high"] or value))
    priced = int(row["price_year"]) if row["price_year"] else None
    times = 1.0
    if row["currency"] and priced is not None and year is not None:
        times = index[year] / index[priced] * (euro[priced] if row["currency"] == EURO else 1)
    return UnitCost(
        row["code"], row["kind"], then * times, then, priced, year if row["currency"] else None, row["currency"],
        row["confirmed"] == "yes", row,
    )
