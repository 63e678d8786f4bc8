"""Over all kinds of all rooms: replays, duplicates, other orders and other batches change nothing that is derived."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from tests.faults.lives import drafts
from tests.unit.register.conftest import made_communes, made_worker
from tests.unit.register.test_rebuild import picture
from vatra.register.compare import compared_models
from vatra.register.entries import receive
from vatra.register.rebuild import rebuild
from vatra.register.verify import faults

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]
FEW = settings(max_examples=6, suppress_health_check=list(HealthCheck),
               # A life does not shrink: another seed is another life.
               phases=[Phase.explicit, Phase.reuse, Phase.generate])


def told(before, after):
    """Where two pictures differ: tables and uuids, for the failing test's message."""
    names = [model._meta.label for model in compared_models()]
    changed = [name for name in names if before[name] != after[name]]
    return [(name, [row for row in after[name] if row not in before[name]][:2],
             [row for row in before[name] if row not in after[name]][:2]) for name in changed]


def sent(wanted, batches, worker):
    """Receive everything, cut into batches of these sizes in turn; the outcomes by uuid."""
    outcomes, begin, turn = {}, 0, 0
    while begin < len(wanted):
        size = batches[turn % len(batches)]
        batch = wanted[begin:begin + size]
        at = max(draft.at for draft in wanted) + timedelta(hours=1, minutes=turn)
        for receipt in receive(batch, by=worker, at=at):
            outcomes.setdefault(receipt.uuid, receipt)
        begin, turn = begin + size, turn + 1
    return outcomes


@FEW
@given(seed=st.integers(0, 10_000), batches=st.lists(st.integers(1, 40), min_size=1, max_size=4),
       swaps=st.integers(0, 12), longest=st.integers(1, 9))
@example(seed=5307, batches=[19, 33, 30, 40], swaps=7, longest=3)  # a plan of an earlier day came after a later one
def test_a_replay_gives_the_same_rows(seed, batches, swaps, longest):
    """Some entries out of order, some twice, in any batches; then replayed in runs of another length."""
    with transaction.atomic():
        made_communes()
        worker = made_worker(f"w{seed}", "social_worker")
        wanted, rng = drafts(seed), Random(seed)
        for _ in range(swaps):
            one, other = rng.randrange(len(wanted)), rng.randrange(len(wanted))
            wanted[one], wanted[other] = wanted[other], wanted[one]
        outcomes = sent(wanted + rng.sample(wanted, 5), batches, worker)
        assert not [receipt for receipt in outcomes.values() if receipt.reason_code == "could_not_apply"]
        assert list(faults()) == []
        before = picture()
        sent(wanted, [17], worker)  # all of it again
        assert told(before, picture()) == []
        rebuild(longest_run=longest)
        assert told(before, picture()) == []
        transaction.set_rollback(True)


def test_the_lives_are_worth_replaying():
    """Most of what is sent is applied, and nearly every kind is among it."""
    made_communes()
    worker = made_worker("maria", "social_worker")
    wanted = [draft for seed in range(4) for draft in drafts(seed)]
    outcomes = sent(wanted, [40], worker)
    applied = [draft for draft in wanted if outcomes[draft.uuid].outcome == "received"]
    assert len(applied) > len(wanted) * 0.6
    assert len({draft.kind for draft in applied}) >= 15


@FEW
@example(seed=236, batches=[45, 59, 9])  # visits sent to another commune than the one the batch enrols the family in
@given(seed=st.integers(0, 10_000), batches=st.lists(st.integers(1, 60), min_size=1, max_size=3))
def test_how_batches_are_cut_changes_nothing(seed, batches):
    """The same entries in the same order, one at a time and in batches: the same rows."""
    pictures = []
    with transaction.atomic():
        made_communes()
        worker = made_worker(f"w{seed}", "social_worker")
        for sizes in ([1], batches):
            with transaction.atomic():
                sent(drafts(seed), sizes, worker)
                pictures.append(picture())
                transaction.set_rollback(True)
        transaction.set_rollback(True)
    assert told(*pictures) == []
