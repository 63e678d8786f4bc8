"""What could point at a child is not told, and cannot be worked out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vatra.results.small_cells import LEAST, sum_of_shown, told, withheld


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (1, None), (4, None), (5, 5), (900, 900)])
def test_a_number_below_five_is_not_told_and_nought_is(count, shown):
    assert told(count) == shown


def test_with_a_small_cell_the_smallest_other_is_withheld_too():
    assert withheld({"none": 400, "low": 30, "medium": 9, "high": 6, "immediate": 2}) == {
        "none": 400, "low": 30, "medium": 9, "high": None, "immediate": None}


def test_two_small_cells_that_the_sum_would_tell_get_company():
    assert withheld({"none": 400, "high": 1, "immediate": 1}) == {"none": None, "high": None, "immediate": None}


def test_a_row_without_small_cells_is_told_whole():
    assert withheld({"none": 400, "high": 5, "immediate": 0}) == {"none": 400, "high": 5, "immediate": 0}


@given(st.dictionaries(st.sampled_from("abcde"), st.integers(0, 40), min_size=2))
def test_no_small_count_is_ever_the_only_one_that_fits(counts):
    shown = withheld(counts)
    assert all(shown[name] is None for name, count in counts.items() if 0 < count < LEAST)
    hidden = [name for name, count in shown.items() if count is None]
    rest = sum(counts.values()) - sum(count for count in shown.values() if count is not None)
    if hidden and not all(0 < counts[name] < LEAST for name in hidden):
        # one of the hidden is not small, and which is not told: a small one may be any of at least two numbers
        assert len(hidden) > 1
        assert rest == sum(counts[name] for name in hidden)


def test_a_sum_of_what_is_shown_says_that_something_is_missing():
    assert sum_of_shown([3, None, 7]) == (10, True)
    assert sum_of_shown([]) == (0, False)
