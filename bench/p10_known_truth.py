"""P10 on records by other authors: FEBRL4, a list against a register, and historical_50k, one table against itself.

Their records are no children and have no households, so the weights of a commune say little of them: they are learned
from the tables, without the truth, as Splink learns its own in the same run. The figure with a commune's weights stands
beside.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from functools import partial

from bench.known_truth import NotHere, Several, febrl4, historical
from bench.learning import learned
from bench.p10_linkage import PEERS, Score, best, ours, scored, timed
from bench.report import Figure, print_figure
from vatra.results.linking.blocks import Model
from vatra.results.linking.pairs import Linking

GOAL_FEBRL, GOAL_HISTORICAL = 0.999, 0.779
Joined = Collection[tuple[int, int]]


def main() -> None:
    """Measure each set that is here."""
    for measure in (_febrl, _historical):
        try:
            print_figure(measure())
        except NotHere as missing:
            print(f"P10  {missing}\n", flush=True)


def _febrl() -> Figure:
    lists = febrl4()
    found, seconds = timed(lambda: ours(lists, learned(lists.listed, lists.known, one_table=False)))
    score = scored(lists, best(found))
    peers = [f"{name}: {scored(lists, got)} in {took:.1f} s" for name, way in PEERS.items()
             for got, took in [timed(partial(way, lists))]]
    return Figure("P10", f"FEBRL4: {len(lists.listed):,} rows against {len(lists.known):,}", f"F1 ≥ {GOAL_FEBRL}",
                  f"{score}, {seconds:.1f} s of processor", round(score.f1, 4) >= GOAL_FEBRL,
                  ratio="; ".join([f"a commune's weights: {scored(lists, best(ours(lists)))}", *peers]))


def _historical() -> Figure:
    several = historical()
    joined, seconds = timed(lambda: _ours(several, learned(several.rows, several.rows, one_table=True)))
    score = pairwise(joined, several.who)
    peers = [f"a commune's weights: {pairwise(_ours(several, Model(is_once=False)), several.who)}"]
    if "Splink" in PEERS:
        from bench.splink_peer import alike

        got, took = timed(partial(alike, several.file))
        peers.append(f"Splink: {pairwise(got, several.who)} in {took:.1f} s")
    return Figure("P10", f"historical_50k: {len(several.rows):,} rows, pairs of the same person",
                  f"pairwise F1 > {GOAL_HISTORICAL}", f"{score}, {seconds:.1f} s of processor",
                  score.f1 > GOAL_HISTORICAL, ratio="; ".join(peers))


def _ours(several: Several, model: Model) -> Joined:
    """Pairs that are likelier one person than not."""
    with Linking(several.rows, several.rows, model=model) as linking:
        return {(one.listed, one.known) for one in linking.pairs(0, len(several.rows)) if one.listed < one.known}


def pairwise(joined: Joined, who: Sequence[str]) -> Score:
    """Of the pairs joined: how many are one person, and how many of all pairs of one person were joined."""
    right = sum(who[one] == who[other] for one, other in joined)
    there = sum(many * (many - 1) // 2 for many in Counter(who).values())
    return Score(right / len(joined) if joined else 1.0, right / there)


if __name__ == "__main__":
    main()
