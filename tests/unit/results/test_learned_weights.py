"""Weights learned from the tables, for records of which nobody knows how they were written down."""

from __future__ import annotations

from dataclasses import replace

from bench.learning import LEVELS, learned
from bench.lists import made
from bench.p10_linkage import best, ours, scored
from vatra.results.linking.blocks import Model
from vatra.results.linking.pairs import Described, Linking

LISTS = made(800, seed=5, villages=12)


def test_what_agrees_speaks_for_and_what_differs_against_and_a_list_is_compared_well_with_it():
    model = learned(LISTS.listed, LISTS.known, one_table=False)
    for of, levels in LEVELS.items():
        assert model.weights[f"{of}_same"] > 0 > model.weights[f"{of}_{levels[-1]}"]
    assert model.weights["birth_same"] > model.weights["birth_near"] > model.weights["birth_other"]
    assert -10.5 < model.weights["prior"] < -9  # one of some eight hundred
    assert scored(LISTS, best(ours(LISTS, model))).f1 > 0.98


def test_who_is_written_down_several_times_is_found_each_time():
    again = [replace(one, cnp="") for one in LISTS.known[:100]]
    table: list[Described] = [*LISTS.known, *again, *again]
    with Linking(table, table, model=Model(is_once=False)) as linking:
        pairs = {(pair.listed, pair.known) for pair in linking.pairs(0, len(table))}
    many = len(LISTS.known)
    assert all({(at, many + at), (at, many + 100 + at), (many + at, many + 100 + at)} <= pairs for at in range(100))
