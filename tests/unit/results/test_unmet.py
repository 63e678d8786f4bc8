"""Needs that nobody meets are counted once each, and small numbers are not told to who sees only numbers."""

from __future__ import annotations

from datetime import date
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vatra.care import queries as care
from vatra.results import queries as results
from vatra.results.small_cells import LEAST
from vatra.results.unmet import needs_in, unmet_told

ON = date(2026, 6, 15)
ANOTHER = count(1)  # household


@pytest.fixture
def told(monkeypatch):
    """Have care tell of these needs: (service, commune, reason, day)."""
    def tell(*needs):
        rows = [care.Unmet(commune, service, reason, on, None, household)
                for service, commune, reason, on, household in needs]
        monkeypatch.setattr(care, "unmet_needs", lambda communes, *, since, until: [
            one for one in rows if one.commune in communes and since <= one.on < until])
    return tell


def need(service="W16", commune=1, reason="no_provider", on=ON, household=None):
    return service, commune, reason, on, household or next(ANOTHER)


def told_of(communes, *, only_numbers):
    return unmet_told(needs_in(communes, on=ON), on=ON, only_numbers=only_numbers)


def test_the_same_need_of_the_same_family_counts_once(told):
    home = next(ANOTHER)
    told(need(household=home), need(household=home, reason="waiting_list", on=date(2026, 6, 20)), need())
    counted = told_of([1], only_numbers=False)
    assert counted.total == 2
    assert counted.services[0].by_reason == {"no_provider": 1, "turned_away": 0, "waiting_list": 1}


def test_twelve_months_are_counted_and_what_is_older_is_not(told):
    told(need(on=date(2025, 7, 1)), need(on=date(2025, 6, 30)))
    counted = told_of([1], only_numbers=False)
    assert (counted.since, counted.until, counted.total) == (date(2025, 7, 1), date(2026, 7, 1), 1)
    assert len(counted.by_month) == 12


def test_who_leads_cases_sees_every_number_and_by_commune(told):
    told(need(), need(commune=2), need(commune=2))
    assert told_of([1, 2], only_numbers=False).services[0].by_commune == {1: 1, 2: 2}
    assert told_of([1, 2], only_numbers=True).services[0].by_commune == {}


@given(st.lists(st.tuples(st.sampled_from(["W15", "W16", "W17"]), st.integers(1, 4),
                          st.sampled_from(results.REASONS)), max_size=60))
def test_no_small_number_is_told_and_none_can_be_worked_out_of_the_sums(needs):
    rows = [care.Unmet(commune, service, reason, ON, None, home)
            for home, (service, commune, reason) in enumerate(needs)]
    real, care.unmet_needs = care.unmet_needs, lambda communes, *, since, until: rows
    try:
        counted = told_of([1, 2, 3, 4], only_numbers=True)
    finally:
        care.unmet_needs = real
    cells = [{row.code: row.total for row in counted.services}, counted.by_commune, counted.by_month,
             *(row.by_reason for row in counted.services)]
    for several in cells:
        shown = [count for count in several.values() if count is not None]
        assert not [count for count in shown if 0 < count < LEAST]
        assert len(several) - len(shown) != 1 or len(several) == 1
