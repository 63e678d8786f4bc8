"""Followers that can wait are called once for a batch; when one fails, the entry at fault is found."""

from __future__ import annotations

import pytest

from tests.unit.register import jars
from tests.unit.register.jars import AT, Jar, draft
from vatra.register import kinds
from vatra.register.entries import receive
from vatra.register.kinds import Follower

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture
def calls(room, worker):
    """A second follower, which can wait and which a jar of 13 coins makes fail."""
    told: list[set] = []

    def follows(households, on):
        told.append(set(households))
        if Jar.objects.filter(uuid__in=households, coins=13).exists():
            raise ZeroDivisionError

    receive([draft("dance")], by=worker, at=AT)  # the stream is open
    first = kinds._followers["jars"]
    with pytest.MonkeyPatch.context() as patch:  # undone before the room's own; `monkeypatch` may be older than both
        patch.setattr(kinds, "_followers", {"jars": first, "late": Follower("late", 9, follows, can_wait=True)})
        yield told


def test_who_can_wait_is_called_once_for_all_households_of_a_batch(worker, calls):
    day = [draft(), draft("take_out", count=0), draft(), draft("take_out", count=0)]
    receive(day, by=worker, at=AT)
    assert calls == [{one.household for one in day}]


def test_when_one_who_waited_fails_only_the_entry_at_fault_is_set_apart(worker, calls):
    day = [draft(count=1), draft(count=13), draft("take_out", count=0), draft(count=2)]
    receipts = receive(day, by=worker, at=AT)
    assert [receipt.reason_code for receipt in receipts] == [None, "could_not_apply", None, None]
    assert sorted(Jar.objects.values_list("coins", flat=True)) == [0, 1, 2]
    assert jars.Coin.objects.count() == 2


def test_a_single_entry_is_followed_at_once(worker, calls):
    receive([draft()], by=worker, at=AT)
    assert len(calls) == 1
