"""Who sees only numbers cannot work out a small one from those told, whatever is subtracted from whatever."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from vatra.results.disclosure import Count, points_at_someone, sum_may_be_told, total_may_be_told, withheld_of
from vatra.results.small_cells import LEAST

counts = st.dictionaries(
    st.integers(1, 12),
    st.integers(0, 40).flatmap(lambda below: st.tuples(st.integers(0, below), st.just(below))),
    min_size=1, max_size=8,
)


@settings(max_examples=400)
@given(counts)
def test_what_is_told_points_at_nobody(counts: dict[int, tuple[int, int]]) -> None:
    hidden = withheld_of(counts)
    assert not any(points_at_someone(count) for commune, count in counts.items() if commune not in hidden)


@settings(max_examples=400)
@given(counts)
def test_an_attacker_who_subtracts_all_that_is_told_from_the_total_learns_no_small_number(
    counts: dict[int, tuple[int, int]],
) -> None:
    hidden = withheld_of(counts)
    if not hidden or not total_may_be_told(counts, hidden):
        return
    told = [count for commune, count in counts.items() if commune not in hidden]
    left = tuple(sum(count[side] for count in counts.values()) - sum(count[side] for count in told) for side in (0, 1))
    assert len(hidden) >= 2
    assert left[0] >= LEAST
    assert not points_at_someone((left[0], left[1]))


@settings(max_examples=200)
@given(counts)
def test_no_more_is_withheld_than_the_small_ones_and_their_cover(counts: dict[int, tuple[int, int]]) -> None:
    if not any(points_at_someone(count) for count in counts.values()):
        assert withheld_of(counts) == frozenset()


def test_one_small_commune_takes_the_next_smallest_with_it() -> None:
    assert withheld_of({1: (3, 50), 2: (9, 60), 3: (20, 80)}) == {1, 2}


def test_a_total_of_one_small_commune_is_not_told() -> None:
    counts = {1: (3, 50)}
    assert not total_may_be_told(counts, withheld_of(counts))


def test_all_but_a_few_tells_as_much_as_a_few() -> None:
    assert points_at_someone((48, 50))
    assert not points_at_someone((50, 50))
    assert not points_at_someone((0, 50))


@settings(max_examples=600)
@given(st.dictionaries(st.integers(1, 6), st.tuples(st.integers(0, 12), st.none() | st.integers(0, 12)), min_size=1))
def test_a_sum_alone_tells_whether_it_may_be_told_or_leaves_it_open(counts: dict[int, Count]) -> None:
    if len({below is None for _above, below in counts.values()}) > 1:
        return  # of one indicator all or none stand alone
    below = [below for _above, below in counts.values() if below is not None]
    together = sum(above for above, _below in counts.values()), sum(below) if below else None
    pointing = sum(points_at_someone(count) for count in counts.values())
    answer = sum_may_be_told(together, len(counts), pointing)
    assert answer in (None, total_may_be_told(counts, withheld_of(counts)))


def test_a_sum_that_is_large_enough_or_too_small_leaves_nothing_open() -> None:
    assert sum_may_be_told((3, 300), 9, 0) is True
    assert sum_may_be_told((30, 300), 9, 4) is True
    assert sum_may_be_told((4, 300), 9, 2) is False
    assert sum_may_be_told((30, 300), 1, 1) is False
    assert sum_may_be_told((298, 300), 9, 1) is None
