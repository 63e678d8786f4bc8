"""Ages and months, on the days that are easily got wrong."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vatra.base.days import Age, add_months, age_on

DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))


@pytest.mark.parametrize(("born", "on", "age"), [
    (date(2012, 11, 23), date(2026, 11, 23), Age(14, 168, 5113)),
    (date(2012, 11, 24), date(2026, 11, 23), Age(13, 167, 5112)),
    (date(2024, 2, 29), date(2025, 2, 28), Age(0, 11, 365)),
    (date(2024, 2, 29), date(2025, 3, 1), Age(1, 12, 366)),
    (date(2026, 11, 23), date(2026, 11, 23), Age(0, 0, 0)),
    (date(2026, 1, 31), date(2026, 2, 28), Age(0, 0, 28)),
])
def test_an_age_is_completed_years_months_and_days(born, on, age):
    assert age_on(born, on=on) == age


def test_a_day_before_the_birth_has_no_age():
    with pytest.raises(ValueError, match="before the birth"):
        age_on(date(2026, 1, 2), on=date(2026, 1, 1))


@given(DAYS, DAYS)
def test_nobody_grows_younger(born, on):
    if born < on < date(2100, 12, 31):
        today, tomorrow = age_on(born, on=on), age_on(born, on=date.fromordinal(on.toordinal() + 1))
        assert tomorrow.days == today.days + 1
        assert tomorrow.months - today.months in (0, 1)


@pytest.mark.parametrize(("day", "months", "then"), [
    (date(2026, 1, 31), 1, date(2026, 2, 28)),
    (date(2024, 1, 31), 1, date(2024, 2, 29)),
    (date(2026, 11, 30), 3, date(2027, 2, 28)),
    (date(2026, 12, 15), 1, date(2027, 1, 15)),
    (date(2026, 3, 31), -1, date(2026, 2, 28)),
])
def test_a_month_later_is_the_same_day_or_the_last_of_the_month(day, months, then):
    assert add_months(day, months) == then
