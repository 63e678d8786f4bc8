"""P10: a list compared with the register, over three sizes, beside three other ways of doing it.

Precision and recall are of the certain pairs; what is shown to a worker is counted apart, with how much of it holds the
right person. F1 is of the best pair of each row, as the promise counts it. The others: names and birth exactly alike;
rapidfuzz over rows of the same year of birth (best token ratio of 90 or more); Splink with its own comparisons,
trained on the data, where it is installed.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from rapidfuzz import fuzz, process

from bench.lists import Lists, made
from bench.report import Figure, print_figure
from vatra.results.linking.blocks import Model
from vatra.results.linking.groups import POSSIBLE, Groups, groups
from vatra.results.linking.pairs import CHILDREN, Linking

SIZES = ((700, 8), (27_000, 240), (110_000, 510))  # children, villages: a commune, a quarter of a county, a county
PART = 500_000
GOAL_F1, GOAL_SECONDS, GOAL_APART = 0.96, 5.0, 0.03
Matches = dict[int, int]


@dataclass(frozen=True, slots=True)
class Score:
    """Of the pairs said to be one: how many are, and how many of all that are were said."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def __str__(self) -> str:
        return f"F1 {self.f1:.3f} (precision {self.precision:.3f}, recall {self.recall:.3f})"


def main() -> None:
    """Measure each size, the largest against the goal."""
    growth = []
    for children, villages in SIZES:
        lists = made(children, seed=1, villages=villages)
        found, seconds = timed(lambda lists=lists: ours(lists))
        likeliest, certain = best(found), found.certain
        apart = _recall_apart(lists, likeliest)
        score = scored(lists, likeliest)
        growth.append(f"{children:,}: {score}, {seconds:.1f} s")
        peers = [f"{name}: {scored(lists, got)} in {took:.1f} s" for name, way in PEERS.items()
                 for got, took in [timed(lambda way=way, lists=lists: way(lists))]]
        print_figure(Figure(
            "P10", f"{len(lists.listed):,} rows of a list against {len(lists.known):,} children",
            f"F1 ≥ {GOAL_F1}, ≤ {GOAL_SECONDS:g} s of processor, recall of the marked within {GOAL_APART}",
            f"{score}, {seconds:.1f} s of processor, marked {apart:+.3f}",
            (score.f1 >= GOAL_F1 and seconds <= GOAL_SECONDS and abs(apart) <= GOAL_APART)
            if children == SIZES[-1][0] else None,
            ratio=f"certain alone: {scored(lists, certain)}; {_looked_at(lists, found)}; " + "; ".join(peers),
            growth=tuple(growth),
        ))


def timed(way: Callable[[], Any]) -> tuple[Any, float]:
    """What came of it, and the processor seconds it took."""
    begun = time.process_time()
    return way(), time.process_time() - begun


def ours(lists: Lists, model: Model = CHILDREN) -> Groups:
    """As the page and the command do it, in parts."""
    with Linking(lists.listed, lists.known, model=model) as linking:
        pairs = [pair for since in range(0, len(lists.listed), PART)
                 for pair in linking.plain_pairs(since, since + PART, least=POSSIBLE)]
    return groups(pairs)


def best(found: Groups) -> Matches:
    """The certain ones, and of those to be looked at the likeliest where it is likelier than not."""
    return found.certain | {place: several[0][0] for place, several in found.possible.items() if several[0][1] >= 0}


def scored(lists: Lists, matches: Matches) -> Score:
    """Against the truth."""
    right = sum(lists.truth[place] == known for place, known in matches.items())
    there = sum(place is not None for place in lists.truth)
    return Score(right / len(matches) if matches else 1.0, right / there)


def _recall_apart(lists: Lists, matches: Matches) -> float:
    """Recall of the marked families less that of the others."""
    recalls = []
    for marked in (True, False):
        there = [place for place, known in enumerate(lists.truth)
                 if known is not None and (place in lists.marked) is marked]
        recalls.append(sum(matches.get(place) == lists.truth[place] for place in there) / len(there))
    return recalls[0] - recalls[1]


def _looked_at(lists: Lists, found: Groups) -> str:
    right = sum(lists.truth[place] in {known for known, _bits in several} for place, several in found.possible.items())
    nothing = [place for place in range(len(lists.listed)) if place not in found]
    missing = sum(lists.truth[place] is None for place in nothing)
    return (f"{len(found.possible):,} to be looked at, {right:,} of them hold the right person; "
            f"{len(nothing):,} not found, {missing:,} of them are not in the register")


def exact(lists: Lists) -> Matches:
    """Both names and the birth alike."""
    known = {(one.surname, one.given_name, one.born_from): place for place, one in enumerate(lists.known)}
    return {place: known[key] for place, one in enumerate(lists.listed)
            if (key := (one.surname, one.given_name, one.born_from)) in known}


def fuzzy(lists: Lists) -> Matches:
    """The best token ratio among those born on days of the same month, from 90 on."""
    blocks: dict[object, list[int]] = defaultdict(list)
    for place, one in enumerate(lists.known):
        blocks[one.born_from and (one.born_from.year, one.born_from.month)].append(place)
    found = {}
    for place, one in enumerate(lists.listed):
        there = blocks[one.born_from and (one.born_from.year, one.born_from.month)]
        best = process.extractOne(
            f"{one.surname} {one.given_name}",
            [f"{lists.known[known].surname} {lists.known[known].given_name}" for known in there],
            scorer=fuzz.token_sort_ratio, score_cutoff=90,
        )
        if best is not None:
            found[place] = there[best[2]]
    return found


def splink(lists: Lists) -> Matches:
    """Splink's own comparisons, trained on these tables."""
    from bench.splink_peer import linked

    return linked(lists)


PEERS: dict[str, Callable[[Lists], Matches]] = {"exact": exact, "rapidfuzz": fuzzy, "Splink": splink}
if find_spec("splink") is None:  # of the extra `linkage`
    del PEERS["Splink"]


if __name__ == "__main__":
    main()
