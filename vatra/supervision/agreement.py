"""How far two workers agree: raw agreement, Cohen's kappa with its interval, and words that mind rare answers.

Pure: pairs in, numbers out. The variance of kappa is that of Fleiss, Cohen and Everitt (1969, Psychological Bulletin
72:323), as statsmodels computes it. Where nearly everybody gives one answer kappa is low whatever the workers do
(Feinstein and Cicchetti 1990): then the words follow PABAK, (k·po - 1)/(k - 1), and say so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from math import sqrt

Z = 1.959963984540054  # of a 95 % interval
TOO_FEW = 10  # pairs, while the rulebook names none
ONE_ANSWER = 0.9  # from this share of both workers' answers on, one answer is nearly everybody's
MOSTLY = 0.5  # from this share of the pairs on, several questions are judged as those of one answer
WORDS = ((0.8, "very_good"), (0.6, "good"), (0.4, "moderate"), (0.2, "weak"))  # Landis and Koch 1977, in four steps
Pair = tuple[Hashable, Hashable]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of some pairs. `kappa` is None where chance alone makes all pairs agree; `low` and `high` bound 95 %.

    `word`: too_few, very_good, good, moderate, weak, poor; `one_answer`: it was judged without regard to chance.
    """

    n: int
    observed: float
    expected: float
    kappa: float | None
    low: float | None
    high: float | None
    one_answer: bool
    word: str


def agreement(pairs: Collection[Pair], *, least: int = TOO_FEW) -> Agreement:
    """The agreement of pairs of answers to one question."""
    n = len(pairs)
    if n == 0:
        return Agreement(0, 0.0, 0.0, None, None, None, False, "too_few")
    cells, first, second = Counter(pairs), Counter(one for one, _ in pairs), Counter(two for _, two in pairs)
    answers = first.keys() | second.keys()
    observed = sum(cells[one, one] for one in answers) / n
    expected = sum(first[one] * second[one] for one in answers) / n**2
    kappa = None if expected == 1 else (observed - expected) / (1 - expected)
    error = None if kappa is None else sqrt(_variance(cells, first, second, observed, expected))
    most = max((first[one] + second[one]) / (2 * n) for one in answers)
    return _told(n, observed, expected, kappa, error, most >= ONE_ANSWER, max(2, len(answers)), least)


def _variance(
    cells: Mapping[Pair, int], first: Mapping[Hashable, int], second: Mapping[Hashable, int], po: float, pe: float
) -> float:
    """The large-sample variance of kappa."""
    n = sum(cells.values())
    kappa = (po - pe) / (1 - pe)
    same = other = 0.0
    for (one, two), count in cells.items():
        margins = (second[one] + first[two]) / n
        if one == two:
            same += count / n * (1 - margins * (1 - kappa)) ** 2
        else:
            other += count / n * margins**2
    left = (kappa - pe * (1 - kappa)) ** 2
    return max(0.0, (same + (1 - kappa) ** 2 * other - left) / (n * (1 - pe) ** 2))


def together(several: Iterable[Collection[Pair]], *, least: int = TOO_FEW) -> Agreement:
    """The agreement over several questions: chance is that of each question, weighed by its pairs.

    The interval is Cohen's first (1960): the error of the raw agreement over what chance leaves.
    """
    parts = [(agreement(pairs), len({answer for pair in pairs for answer in pair})) for pairs in several if pairs]
    n = sum(one.n for one, _ in parts)
    if n == 0:
        return agreement(())
    observed = sum(one.n * one.observed for one, _ in parts) / n
    expected = sum(one.n * one.expected for one, _ in parts) / n
    kappa = None if all(one.kappa is None for one, _ in parts) else (observed - expected) / (1 - expected)
    error = None if kappa is None else sqrt(observed * (1 - observed) / n) / (1 - expected)
    ones = sum(one.n for one, _ in parts if one.one_answer) / n
    return _told(n, observed, expected, kappa, error, ones >= MOSTLY, 2, least)


def _told(
    n: int, po: float, pe: float, kappa: float | None, error: float | None, one_answer: bool, answers: int, least: int
) -> Agreement:
    low = None if kappa is None or error is None else max(-1.0, kappa - Z * error)
    high = None if kappa is None or error is None else min(1.0, kappa + Z * error)
    by_hand = kappa is None or one_answer
    judged = (answers * po - 1) / (answers - 1) if by_hand else kappa
    assert judged is not None
    word = next((word for from_, word in WORDS if judged >= from_), "poor")
    return Agreement(n, po, pe, kappa, low, high, by_hand, "too_few" if n < least else word)
