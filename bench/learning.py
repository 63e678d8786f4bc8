"""Weights learned from the tables themselves, as Splink learns them, for records that are not a commune's children.

Fellegi and Sunter's shares by expectation maximisation: those who share a block are of two sorts, the same person and
not, in each of which things agree independently of each other. What agrees by chance is counted over pairs far from
each other in the tables. Nothing random enters, and no truth. Why a commune keeps weights set by hand: decision 0084.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log2

import numpy as np
from numpy.typing import NDArray

from vatra.results.linking.blocks import FIRST, SHARP, WIDE, Block, Model
from vatra.results.linking.evidence import Weights, birth, mother, name, number, sex, village
from vatra.results.linking.pairs import Described, Linking
from vatra.results.linking.weights import WEIGHTS

# Where one person is described many times, what one description lacks another has: home finds them too.
AT_HOME: dict[str, Block] = {
    "village and surname": ("l.village = k.village AND l.surname_key = k.surname_key", None),
    "village and given name": ("l.village = k.village AND l.given_key = k.given_key", None),
    "village, surname as given name": ("l.village = k.village AND l.surname_key = k.given_key", None),
    "village, given name as surname": ("l.village = k.village AND l.given_key = k.surname_key", None),
    "village and birth": ("l.village = k.village AND l.born = k.born", None),
    "words and surname": ("l.word_bits = k.word_bits AND l.surname_key = k.surname_key", None),
    "words and given name": ("l.word_bits = k.word_bits AND l.given_key = k.given_key", None),
    "words and birth": ("l.word_bits = k.word_bits AND l.born = k.born", None),
    "village and words": ("l.village = k.village AND l.word_bits = k.word_bits", None),
}
LEVELS = {
    "birth": ("same", "exchanged", "near", "part", "other"), "cnp": ("same", "other"), "sex": ("same", "other"),
    "mother": ("same", "other"), "village": ("same", "other"), "surname": ("same", "close", "other"),
    "given": ("same", "close", "other"),
}
_AT = {f"{of}_{level}": float(place) for of, levels in LEVELS.items() for place, level in enumerate(levels, 1)}
_AS_NUMBERS: Weights = {**_AT, "birth_unknown": 0.0, "name_close": 2.0, "name_other": 3.0}
FAR, STEPS = 20, 300  # pairs of each row for `u`; rounds at most
NO_CEILING = 1e3
Shares = list[NDArray[np.float64]]


def learned(listed: Sequence[Described], known: Sequence[Described], *, one_table: bool) -> Model:
    """The model with the weights of every level, and the prior, in bits. `one_table`: compared with itself."""
    sharp = {**SHARP, **AT_HOME}
    with _Counting(listed, known, model=Model(sharp=sharp, is_once=False)) as counting:
        near, many = counting.candidates(one_table=one_table)
        by_chance = _shares(*counting.far(len(listed), len(known)))
    same, share = _maximised(near, many)
    pairs = len(known) * (len(known) - 1) / 2 if one_table else len(listed) * len(known)
    weights = dict(WEIGHTS) | {"home_most": NO_CEILING}  # strangers are not under one roof
    for place, (of, levels) in enumerate(LEVELS.items()):
        for at, level in enumerate(levels):
            weights[f"{of}_{level}"] = round(log2(same[place][at] / by_chance[place][at]), 2)
    weights["name_same"] = log2((same[5][0] + same[6][0]) / 2)
    for level in ("close", "other"):
        weights[f"name_{level}"] = round((weights[f"surname_{level}"] + weights[f"given_{level}"]) / 2, 2)
    weights["prior"] = log2(share * many.sum() / pairs)
    return Model(weights, sharp, is_once=False)


class _Counting(Linking):
    """How often two agree in what, level by level."""

    def candidates(self, *, one_table: bool) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """The patterns of those who share a block, and how many have each."""
        once = "l.id < k.id" if one_table else "true"
        return self._counted(" UNION ".join(
            f"SELECT l.id AS lid, k.id AS kid FROM listed l JOIN known k ON {on} WHERE {once}"
            for on, _levels in (*FIRST.values(), *SHARP.values(), *WIDE.values(), *AT_HOME.values())))

    def far(self, listed: int, known: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """The patterns of pairs without anything in common but chance."""
        return self._counted(f"SELECT i % {listed} AS lid, (i * 7919 + 1 + i // {listed}) % {known} AS kid "
                             f"FROM range({listed * FAR}) far(i)")

    def _counted(self, met: str) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        w = _AS_NUMBERS
        levels = (birth(w), number(w), sex(w), mother(w), village(w), name(w, "l.surname", "k.surname", same="1e0"),
                  name(w, "l.given", "k.given", same="1e0"))
        columns = ", ".join(f"{level} AS c{place}" for place, level in enumerate(levels))
        rows = np.array(self._engine.execute(
            f"SELECT {columns}, count(*) FROM ({met}) JOIN listed l ON l.id = lid JOIN known k ON k.id = kid "
            "GROUP BY ALL ORDER BY ALL").fetchall())
        return rows[:, :-1].astype(np.int64), rows[:, -1].astype(np.float64)


def _shares(patterns: NDArray[np.int64], many: NDArray[np.float64]) -> Shares:
    """Of each thing how often each level is seen where it is written; half a pair more, that none is never seen."""
    shares = []
    for place, levels in enumerate(LEVELS.values()):
        seen = np.bincount(patterns[:, place], weights=many, minlength=len(levels) + 1)[1:] + 0.5
        shares.append(seen / seen.sum())
    return shares


def _maximised(patterns: NDArray[np.int64], many: NDArray[np.float64]) -> tuple[Shares, float]:
    """The shares of those who are one person, and how many of the candidates are."""
    same = [np.array([0.9, *[0.1 / (len(levels) - 1)] * (len(levels) - 1)]) for levels in LEVELS.values()]
    other = [share[::-1] for share in same]
    share = 0.5
    for _step in range(STEPS):
        odds = np.full(len(many), np.log(share / (1 - share)))
        for place in range(len(LEVELS)):
            there = patterns[:, place] > 0
            odds[there] += np.log(same[place] / other[place])[patterns[there, place] - 1]
        likely = 1 / (1 + np.exp(-odds))
        before, share = share, float((likely * many).sum() / many.sum())
        same, other = _shares(patterns, likely * many), _shares(patterns, (1 - likely) * many)
        if abs(share - before) < 1e-7:
            break
    return same, share
