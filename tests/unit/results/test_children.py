"""The children that benchmarks draw: the same for a seed, with every fact, a few answers missing."""

from __future__ import annotations

from datetime import date

import pytest

from vatra.base.shipped import shipped
from vatra.demo import children
from vatra.method import compile_rulebook, read_rulebook

ROWS = 3_000


@pytest.fixture(scope="module")
def program():
    return compile_rulebook(read_rulebook(shipped("rulebook/romania")))


@pytest.fixture(scope="module")
def drawn(program):
    return next(children.batches(program.rulebook, since=0, until=ROWS))


def test_the_same_seed_draws_the_same_children_in_any_pieces(program, drawn):
    pieces = list(children.batches(program.rulebook, since=0, until=ROWS, rows=700))
    assert [row for piece in pieces for row in piece.to_pylist()] == drawn.to_pylist()


def test_every_fact_is_there_and_seven_or_eight_answers_in_a_hundred_are_missing(program, drawn):
    asked = [code for code, fact in program.rulebook.facts.items() if fact.subject != "member" and fact.type != "date"]
    assert set(asked) <= set(drawn.column_names)
    usual = [code for code in asked if code not in children.ASKED_OF]
    missing = sum(drawn.column(code).null_count for code in usual) / ROWS / len(usual)
    assert 0.07 <= missing <= 0.08


def test_siblings_share_their_household_and_children_are_under_eighteen(drawn):
    homes = {}
    for row in drawn.to_pylist():
        homes.setdefault(row["household"], set()).add(
            (row["h_income"], row["h_dwelling"], row["a_alcohol"], row["g_age_d"])
        )
        assert 0 <= row["age_y"] < 18 <= row["a_age_y"]
        assert row["age_m"] // 12 == row["age_y"]
    assert {len(shared) for shared in homes.values()} == {1}
    assert len(homes) == ROWS / 2


def test_the_method_takes_every_answer(program, drawn):
    for household, members in children.said(drawn.slice(0, 300), program.rulebook):
        assert program.assess(household, members, on=date(2026, 11, 1)).household.findings
