"""Communes compared fairly: the limits are those of the binomial, widened where chance does not explain the spread."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from vatra.results.fairness import INNER, OUTER, funnel_of, limits, spread_of


def exactly(target: float, whole: int, below: float) -> float:
    """The interpolated quantile of Spiegelhalter's appendix, with SciPy's binomial."""
    count = int(binom.ppf(below, whole, target))
    reached, before = binom.cdf(count, whole, target), binom.cdf(count - 1, whole, target)
    return min(1.0, max(0.0, (count - (reached - below) / (reached - before)) / whole))


@pytest.mark.parametrize(("target", "whole"), [(0.1, 50), (0.3, 200), (0.02, 30), (0.5, 5), (0.97, 400), (0.2, 20_000)])
def test_the_limits_are_those_of_the_binomial(target: float, whole: int) -> None:
    found = limits(target, whole)
    for value, below in ((found.outer_low, OUTER), (found.inner_low, INNER), (found.inner_high, 1 - INNER),
                         (found.outer_high, 1 - OUTER)):
        assert value == pytest.approx(exactly(target, whole, below), abs=1e-9)


@given(st.floats(0.01, 0.99), st.integers(1, 3_000))
@settings(max_examples=60)
def test_the_outer_limits_hold_the_inner_ones_and_both_hold_the_share_of_all(target: float, whole: int) -> None:
    found = limits(target, whole)
    assert 0 <= found.outer_low <= found.inner_low <= found.inner_high <= found.outer_high <= 1
    assert found.outer_low - 1e-9 <= target <= found.outer_high + 1 / whole


@pytest.mark.parametrize("spread", [1.0, 4.0])
def test_a_larger_commune_has_narrower_limits(spread: float) -> None:
    small, large = limits(0.3, 40, spread), limits(0.3, 4_000, spread)
    assert large.outer_high - large.outer_low < small.outer_high - small.outer_low


def by_chance(number: int, target: float, seed: int) -> list[tuple[int, int]]:
    chance = random.Random(seed)
    sizes = [chance.randint(30, 400) for _ in range(number)]
    return [(sum(chance.random() < target for _ in range(whole)), whole) for whole in sizes]


def test_communes_that_differ_by_chance_alone_are_hardly_ever_called_different() -> None:
    outside = total = 0
    for seed in range(40):
        found = funnel_of(dict(enumerate(by_chance(45, 0.2, seed))))
        assert found is not None
        outside += sum(one.standing != "within" for one in found.standings)
        total += len(found.standings)
    assert 0.02 < outside / total < 0.08


def test_communes_unlike_each_other_in_everything_widen_the_limits() -> None:
    unlike = [(round(whole * share), whole) for whole, share in
              zip([200] * 40, [0.1, 0.3] * 20, strict=True)]
    assert spread_of(0.2, unlike) > 5
    found = funnel_of(dict(enumerate(unlike)))
    assert found is not None and found.overdispersed
    assert all(one.standing == "within" for one in found.standings)


def test_one_commune_far_from_the_others_is_found_and_widens_nothing() -> None:
    alike = dict(enumerate(by_chance(44, 0.2, 3)))
    found = funnel_of({**alike, 99: (180, 300)})
    assert found is not None and not found.overdispersed
    assert {one.commune for one in found.standings if one.standing == "far"} == {99}


@pytest.mark.parametrize("counts", [{}, {1: (3, 10)}, {1: (3, 10), 2: (0, 0)}])
def test_there_is_nothing_to_compare_with_fewer_than_two_communes(counts: dict[int, tuple[int, int]]) -> None:
    assert funnel_of(counts) is None


@pytest.mark.parametrize("counts", [{1: (0, 10), 2: (0, 20)}, {1: (10, 10), 2: (20, 20)}])
def test_where_all_are_the_same_none_stands_out(counts: dict[int, tuple[int, int]]) -> None:
    found = funnel_of(counts)
    assert found is not None
    assert [one.standing for one in found.standings] == ["within", "within"]
