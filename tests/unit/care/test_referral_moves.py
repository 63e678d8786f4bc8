"""Which step of a referral may follow which: the whole table, written down a second time as it is read aloud."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vatra.care.moves import (
    FINAL_ANSWERS,
    OPEN,
    OUTCOMES,
    STATES,
    CannotMove,
    Standing,
    can_move,
    check_can_move,
    moved,
)

STEPS = ("sent", "acknowledged", "appointment", "waiting_list", "started", "helped", "partly", "refused", "no_provider",
         "turned_away", "did_not_come", "withdrawn")
#                sent ack app wait start help part refu none turn away with
WORKER = {
    "draft":        "+..........+",
    "sent":         ".+++++++++++",
    "acknowledged": ".+++++++++++",
    "waiting":      ".+++++++++++",
    "appointment":  ".+++++++++++",
    "started":      ".+.+++++++++",
    "closed":       ".++++++++++.",
    "withdrawn":    "............",
}
PARTNER = {
    "draft":        "............",
    "sent":         ".++++++..++.",
    "acknowledged": "..+++++..++.",
    "waiting":      "..+.+++..++.",
    "appointment":  "..+++++..++.",
    "started":      ".....++...+.",
    "closed":       "............",
    "withdrawn":    "............",
}


@pytest.mark.parametrize(("partner", "table"), [(False, WORKER), (True, PARTNER)])
def test_every_step_from_every_state_is_allowed_or_refused_as_the_table_says(partner, table):
    assert set(table) == set(STATES)
    for state, row in table.items():
        for step, mark in zip(STEPS, row, strict=True):
            assert can_move(Standing(state), step, partner=partner) == (mark == "+"), (state, step, partner)


@pytest.mark.parametrize(("state", "code"), [("draft", "referral_not_sent"), ("withdrawn", "referral_withdrawn")])
def test_a_refusal_says_what_to_do(state, code):
    with pytest.raises(CannotMove) as refused:
        check_can_move(Standing(state), "helped")
    assert refused.value.code == code


def test_a_partner_may_never_do_what_the_worker_may_not():
    assert not [(state, step) for state in STATES for step in STEPS
                if can_move(Standing(state), step, partner=True) and not can_move(Standing(state), step)]


def test_the_last_answer_of_a_partner_closes_the_referral_for_it():
    for state in STATES:
        for step in FINAL_ANSWERS:
            if can_move(Standing(state), step, partner=True):
                after = moved(Standing(state), step)
                assert not any(can_move(after, one, partner=True) for one in STEPS)


@given(st.lists(st.tuples(st.sampled_from(STEPS), st.booleans()), max_size=12))
def test_whatever_is_said_an_outcome_stands_exactly_where_a_referral_came_to_something(steps):
    standing = Standing("sent")
    for step, partner in steps:
        if can_move(standing, step, partner=partner):
            standing = moved(standing, step)
        assert standing.state in STATES
        assert (standing.outcome in OUTCOMES) == (standing.state == "closed")
        assert (standing.outcome == "") == (standing.state in {*OPEN} - {"waiting"})
