"""Agreement of two workers. Figures beside tables are of statsmodels 0.15.0, `cohens_kappa`, computed once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vatra.supervision.agreement import agreement, together

TABLES = [  # counts of first (rows) by second (columns); kappa, its error, the interval
    ([[20, 5], [10, 15]], 0.3999999999999999, 0.12699606293110033, 0.151092290476661, 0.6489077095233389),
    ([[88, 3, 1], [4, 60, 9], [0, 7, 28]], 0.8087344596748486, 0.03588582757629103, 0.7383995300699039,
     0.8790693892797933),
    ([[95, 2], [3, 0]], -0.024590163934428096, 0.011906616902911416, -0.04792670424185032, -0.0012536236270058732),
    ([[8, 1], [2, 9]], 0.7, 0.15888675212238434, 0.38858768821458356, 1.0),  # statsmodels gives 1.011: no kappa does
    ([[30, 0], [0, 30]], 1.0, 0.0, 1.0, 1.0),
]


def pairs(table):
    return [(row, column) for row, counts in enumerate(table) for column, count in enumerate(counts)
            for _ in range(count)]


@pytest.mark.parametrize(("table", "kappa", "error", "low", "high"), TABLES)
def test_kappa_and_its_interval_are_those_of_statsmodels(table, kappa, error, low, high):
    found = agreement(pairs(table))
    assert found.kappa == pytest.approx(kappa, abs=1e-9)
    assert (found.low, found.high) == (pytest.approx(low, abs=1e-6), pytest.approx(high, abs=1e-6))
    if high < 1:
        assert (found.high - found.low) / 2 / 1.959963984540054 == pytest.approx(error, abs=1e-9)


@pytest.mark.parametrize(("table", "word", "one_answer"), [
    ([[20, 5], [10, 15]], "weak", False),  # kappa 0.40 less a hair
    ([[8, 1], [2, 9]], "good", False),
    ([[30, 0], [0, 30]], "very_good", False),
    ([[10, 10], [10, 10]], "poor", False),
    ([[95, 2], [3, 0]], "very_good", True),  # kappa below 0, yet 95 of 100 the same: rare answers
    ([[12, 0], [0, 0]], "very_good", True),  # everybody said the same: there is no kappa
    ([[5, 0], [0, 4]], "too_few", False),
    ([], "too_few", False),
])
def test_words_mind_rare_answers_and_few_pairs(table, word, one_answer):
    found = agreement(pairs(table))
    assert (found.word, found.one_answer) == (word, one_answer)
    assert found.kappa is not None or one_answer or not table


def test_below_the_rulebooks_number_of_pairs_nothing_is_said():
    assert agreement(pairs([[6, 0], [0, 6]]), least=13).word == "too_few"
    assert agreement(pairs([[6, 0], [0, 6]]), least=12).word == "very_good"


answers = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1, max_size=60)


@given(answers)
def test_kappa_stays_within_its_bounds_and_does_not_ask_who_was_first(given_pairs):
    one, other = agreement(given_pairs), agreement([(b, a) for a, b in given_pairs])
    assert (one.observed, one.word, one.kappa) == (other.observed, other.word, other.kappa)
    if one.kappa is not None:
        assert -1 <= one.low <= one.kappa + 1e-12 and one.kappa - 1e-12 <= one.high <= 1 and one.kappa <= 1


@given(answers)
def test_one_question_is_worth_the_same_together_as_alone(given_pairs):
    alone, whole = agreement(given_pairs), together([given_pairs, []])
    assert (whole.n, whole.observed, whole.expected) == (
        alone.n, pytest.approx(alone.observed), pytest.approx(alone.expected))
    assert whole.kappa == (None if alone.kappa is None else pytest.approx(alone.kappa))


def test_questions_of_different_answers_do_not_make_each_other_look_better():
    """All answers in one table would count “yes” to one question against “yes” to another as chance."""
    rare = pairs([[19, 1], [1, 0]])
    even = pairs([[5, 5], [5, 5]])
    assert together([rare, even]).kappa == pytest.approx(
        (together([rare, even]).observed - (21 * agreement(rare).expected + 20 * 0.5) / 41)
        / (1 - (21 * agreement(rare).expected + 20 * 0.5) / 41))
    assert together([rare, even]).kappa < 0.1
