"""Who sees only numbers cannot work out a small one from those told, whatever is subtracted from whatever."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from vatra.results.disclosure import points_at_someone, total_may_be_told, withheld_of
from vatra.results.small_cells import LEAST

counts = st.dictionaries(
    st.integers(1, 12),
    st.integers(0, 40).flatmap(lambda below: st.tuples(st.integers(0, below), st.just(below))),
    min_size=1, max_size=8,
)


@settings(max_examples=400, deadline=None)
@given(counts)
def test_what_is_told_points_at_nobody(counts: dict[int, tuple[int, int]]) -> None:
    hidden = withheld_of(counts)
    assert not any(points_at_someone(count) for commune, count in counts.items() if commune not in hidden)


@settings(max_examples=400, deadline=None)
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


@settings(max_examples=200, deadline=None)
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
