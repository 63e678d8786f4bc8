"""Stories of tablets and faults, told by Hypothesis: whatever happens, the register keeps its promises."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from tests.unit.register import jars
from tests.unit.register.conftest import made_communes, made_worker
from tests.unit.register.jars import AT, Coin, Jar, draft
from tests.unit.register.test_rebuild import picture
from vatra.register import queries
from vatra.register.entries import Draft, receive
from vatra.register.rebuild import rebuild
from vatra.register.verify import faults

Entry = apps.get_model("register.Entry")
HOMES = [UUID(int=at + 1) for at in range(3)]
COMMUNES = (20001, 20002)


class Story(RuleBasedStateMachine):
    """Tablets seal entries and push them, again and again, while the power fails; a head settles."""

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        made_communes()
        self.head = made_worker(f"m{uuid4().hex[:8]}")
        self.sealed: list[Draft] = []
        self.kept: dict[UUID, Draft] = {}  # in the order of the register
        self.state: dict[UUID, str] = {}
        self.coins: dict[UUID, int] = dict.fromkeys(HOMES, 0)
        self.at = AT

    def teardown(self) -> None:
        before = picture()
        rebuild(longest_run=2)
        assert picture() == before
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    @rule(kind=st.sampled_from(["put_in", "put_in", "take_out", "dance"]), home=st.sampled_from(HOMES),
          count=st.integers(-1, 4), commune=st.sampled_from(COMMUNES), bug=st.sampled_from(["", "", "", "value"]))
    def seal(self, kind, home, count, commune, bug):
        """A worker writes something down; nobody knows of it yet."""
        payload: dict[str, Any] = {"count": count} | ({"bug": bug} if bug and kind == "put_in" else {})
        self.sealed.append(draft(kind, household=home, commune=commune, payload=payload))

    @precondition(lambda self: self.sealed)
    @rule(data=st.data(), pieces=st.integers(1, 4))
    def push(self, data, pieces):
        """Some of what is sealed is sent, in any order, some of it twice, cut into batches in any way."""
        chosen = data.draw(st.lists(st.sampled_from(self.sealed), max_size=8))
        self.at += timedelta(minutes=1)
        for begin in range(0, len(chosen), pieces):
            batch = chosen[begin:begin + pieces]
            for sent, receipt in zip(batch, receive(batch, by=self.head, at=self.at), strict=True):
                if sent.uuid in self.kept:
                    waits = self.state[sent.uuid] == "to_settle"
                    assert receipt.outcome == ("to_settle" if waits else "duplicate")
                else:
                    self._expect(sent)
                    assert receipt.outcome == {"applied": "received"}.get(self.state[sent.uuid], "to_settle")

    @precondition(lambda self: self.sealed)
    @rule(data=st.data(), runs=st.integers(1, 3), late=st.booleans())
    def push_as_the_power_fails(self, data, runs, late):
        """Nothing of the batch is there afterwards, or all of it."""
        batch = data.draw(st.lists(st.sampled_from(self.sealed), min_size=1, max_size=6))
        before = picture()
        jars.Fuse.runs_left, jars.Fuse.late = runs, late
        try:
            with transaction.atomic():
                receive(batch, by=self.head, at=self.at)
                raise jars.PowerCut  # at the latest before the receipt is sent, and before the commit
        except jars.PowerCut:
            assert picture() == before
        finally:
            jars.Fuse.runs_left = 0

    @precondition(lambda self: self.kept)
    @rule(data=st.data(), count=st.integers(5, 9))
    def send_other_content_under_a_known_uuid(self, data, count):
        """A clumsy program: refused, and nothing changes."""
        known = self.kept[data.draw(st.sampled_from(sorted(self.kept)))]
        before = picture()
        [receipt] = receive([replace(known, payload={"count": count})], by=self.head, at=self.at)
        assert receipt.reason_code == "uuid_reused"
        assert picture() == before

    @precondition(lambda self: "to_settle" in self.state.values())
    @rule(data=st.data(), choice=st.sampled_from(["apply_again", "set_aside"]))
    def settle(self, data, choice):
        """The head looks at something that waits."""
        waiting = sorted(uuid for uuid, state in self.state.items() if state == "to_settle")
        settled = self.kept[data.draw(st.sampled_from(waiting))]
        act = draft("settle_entry", household=settled.household, commune=settled.commune,
                    payload={"entry": settled.uuid, "choice": choice, "reason": "văzut"})
        [receipt] = receive([act], by=self.head, at=self.at)
        self.kept[act.uuid] = act
        self.state[act.uuid] = "applied"
        if choice == "set_aside":
            self.state[settled.uuid] = "set_aside"
        elif self._applies(settled):
            self.state[settled.uuid] = "applied"
        else:
            assert receipt.reason_code == "not_settled"
            self.state[act.uuid] = "set_aside"

    @rule(longest=st.integers(1, 5))
    def rebuild_it(self, longest):
        """Everything derived is thrown away and derived again."""
        before = picture()
        rebuild(longest_run=longest)
        assert picture() == before

    @invariant()
    def every_entry_acknowledged_is_there_once(self):
        assert Entry.objects.count() == len(self.kept)
        assert dict(Entry.objects.values_list("uuid", "state")) == self.state

    @invariant()
    def the_tables_say_what_the_entries_say(self):
        coins = dict.fromkeys(HOMES, 0) | dict(Jar.objects.values_list("uuid", "coins"))
        assert coins == self.coins
        applied = {uuid for uuid, sent in self.kept.items() if sent.kind == "put_in" and self.state[uuid] == "applied"}
        assert set(Coin.objects.values_list("uuid", flat=True)) == applied

    @invariant()
    def the_chains_hold_and_numbers_have_no_gap(self):
        assert list(faults()) == []
        for commune in COMMUNES:
            numbers = list(Entry.objects.filter(stream=commune).order_by("number").values_list("number", flat=True))
            assert numbers == list(range(1, queries.last_number(commune) + 1))

    def _expect(self, sent: Draft) -> None:
        self.kept[sent.uuid] = sent
        self.state[sent.uuid] = "applied" if self._applies(sent) else "to_settle"

    def _applies(self, sent: Draft) -> bool:
        count, home = sent.payload["count"], sent.household
        if sent.kind == "dance" or sent.payload.get("bug") or (sent.kind == "put_in" and count < 0):
            return False
        if sent.kind == "take_out" and self.coins[home] < count:
            return False
        self.coins[home] += count if sent.kind == "put_in" else -count
        return True


@pytest.mark.postgres
@pytest.mark.django_db
def test_every_story_ends_well():
    run_state_machine_as_test(Story, settings=settings(
        max_examples=25, stateful_step_count=20,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
    ))
