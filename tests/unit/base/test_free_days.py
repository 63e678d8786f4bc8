"""Weekends and legal holidays, the movable ones of the Orthodox calendar among them."""

from __future__ import annotations

from datetime import date

import pytest

from vatra.base.free_days import is_weekend, legal_holiday


@pytest.mark.parametrize(("day", "name"), [
    (date(2026, 4, 10), "Vinerea Mare"), (date(2026, 4, 13), "Paștele"), (date(2027, 5, 3), "Paștele"),
    (date(2026, 12, 1), "Ziua Națională a României"), (date(2026, 12, 2), ""),
])
def test_a_legal_holiday_has_its_name(day: date, name: str) -> None:
    assert legal_holiday(day) == name


def test_a_holiday_is_said_in_english_too() -> None:
    assert legal_holiday(date(2026, 12, 25), language="en").startswith("Christmas")


@pytest.mark.parametrize(("day", "free"), [
    (date(2026, 11, 28), True), (date(2026, 11, 29), True), (date(2026, 11, 30), False),
])
def test_a_weekend_is_saturday_and_sunday(day: date, free: bool) -> None:
    assert is_weekend(day) is free
