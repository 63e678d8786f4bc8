"""A sample can be drawn again by anybody, and takes of each worker."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from random import Random
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from vatra.supervision.drawing import Framed, digest_of, drawn

WORKERS = [UUID(int=number) for number in (1, 2, 3)]


def framed(seed: int, many: int) -> list[Framed]:
    rng = Random(seed)
    return [Framed(UUID(int=rng.getrandbits(128)), UUID(int=rng.randrange(1, 40)), rng.choice(WORKERS),
                   date(2026, 1, 1) + timedelta(days=rng.randrange(90))) for _ in range(many)]


@given(st.integers(0, 2**31 - 1), st.integers(0, 999), st.integers(0, 60), st.integers(1, 5))
def test_the_same_frame_and_seed_give_the_same_sample_in_whatever_order(seed, world, many, of_each):
    frame = framed(world, many)
    shuffled = Random(seed).sample(frame, len(frame))
    chosen = drawn(frame, seed=seed, of_each=of_each)
    assert drawn(shuffled, seed=seed, of_each=of_each) == chosen and digest_of(shuffled) == digest_of(frame)
    assert max(Counter(one.worker for one in chosen).values(), default=0) <= of_each
    assert len({one.household for one in chosen}) == len(chosen)


def test_another_seed_gives_another_sample_and_no_household_is_favoured():
    frame = [Framed(UUID(int=1000 + number), UUID(int=number), WORKERS[0], date(2026, 1, 1)) for number in range(1, 21)]
    counted = Counter(one.household.int for seed in range(2_000) for one in drawn(frame, seed=seed, of_each=2))
    assert len(counted) == 20 and all(140 < many < 260 for many in counted.values())  # 200 expected, sd 13.4


def test_a_household_stands_for_its_latest_interview():
    home, older, newer = UUID(int=9), UUID(int=1), UUID(int=2)
    frame = [Framed(newer, home, WORKERS[1], date(2026, 2, 1)), Framed(older, home, WORKERS[0], date(2026, 1, 1))]
    assert [one.interview for one in drawn(frame, seed=5, of_each=3)] == [newer]
