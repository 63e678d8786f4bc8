"""Two writers at once, when an entry changes a household that it does not name: the one waits for the other."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import connection, transaction

from tests.unit.sync.world import ago, draft, family, handed_in, interview, made_places, made_worker, uuid
from vatra.register import reach
from vatra.register.compare import compared_models, rows
from vatra.register.entries import Draft
from vatra.register.locks import must_be_locked
from vatra.register.rebuild import rebuild

pytestmark = [pytest.mark.postgres_only, pytest.mark.django_db(transaction=True)]
PATIENCE = 30.0
VISIT, FACT = {"kind": "home"}, "c_birth_cert"


@pytest.fixture
def ana():
    made_places()
    worker = made_worker("ana")
    handed_in(worker, *(family(house) for house in "abc"))
    return worker


def moved(house: str, to: str) -> Draft:
    return draft("move_in", to, {"from_household": str(uuid(house)), "relation": "other"}, on=ago(20),
                 person=uuid(f"{house}/ioana"))


def about_who_moved(house: str) -> Draft:
    """An interview of a household about its child, who lives elsewhere by now."""
    return interview(house, {}, {FACT: True})


@dataclass
class Writer:
    """Hands in on a connection of its own, in a transaction that ends when it may."""

    by: Any
    draft: Draft
    is_written: threading.Event = field(default_factory=threading.Event)
    may_commit: threading.Event = field(default_factory=threading.Event)
    said: list = field(default_factory=list)  # a code, or what went wrong

    def begin(self) -> threading.Thread:
        thread = threading.Thread(target=self._write)
        thread.start()
        return thread

    def _write(self) -> None:
        try:
            with transaction.atomic():
                [receipt] = handed_in(self.by, self.draft)
                self.said.append(receipt.reason_code or receipt.outcome)
                self.is_written.set()
                assert self.may_commit.wait(PATIENCE)
        except BaseException as error:
            self.said.append(error)
        finally:
            self.is_written.set()
            connection.close()


def waiting_for_a_household() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        return bool(cursor.fetchone()[0])


def check_second_waits(by, first: Draft, second: Draft, *, says: str = "received") -> None:
    """While what the first changes is written and not committed, the second waits; then it sees it."""
    one, other = Writer(by, first), Writer(by, second)
    other.may_commit.set()
    threads = [one.begin()]
    try:
        assert one.is_written.wait(PATIENCE)
        threads.append(other.begin())
        begun = time.monotonic()
        while not waiting_for_a_household():
            assert not other.said and time.monotonic() - begun < PATIENCE, other.said
            time.sleep(0.01)
    finally:
        one.may_commit.set()
        for thread in threads:
            thread.join(PATIENCE)
    assert (one.said, other.said) == (["received"], [says])
    check_replay()


def check_replay() -> None:
    """Everything derived anew, in the order of the register, is what the two writers left."""
    before = _everything()
    rebuild(longest_run=7)
    assert _everything() == before


def _everything() -> dict[str, list]:
    return {model._meta.label: list(rows(model, using="default")) for model in compared_models()}


def test_an_interview_holds_the_household_where_somebody_it_speaks_of_lives_by_now(ana):
    handed_in(ana, moved("a", "b"))
    check_second_waits(ana, about_who_moved("a"), interview("b", {}, {FACT: False}))


def test_a_late_visit_to_a_family_merged_away_holds_the_one_that_stands_for_it(ana):
    handed_in(ana, draft("merge_households", "a", {"gone": str(uuid("b")), "members": [], "reason": "una"}, on=ago(5)))
    check_second_waits(ana, draft("record_visit", "b", VISIT, on=ago(6)), draft("record_visit", "a", VISIT))


def test_two_households_joined_hold_everybody_who_comes_along(ana):
    handed_in(ana, moved("c", "b"))
    joined = draft("join_households", "a", {"from_household": str(uuid("b"))}, on=ago(3))
    check_second_waits(ana, joined, about_who_moved("c"))


def test_a_life_event_undone_holds_who_comes_back_by_it(ana):
    left = draft("move_out", "a", {"to": "unknown"}, on=ago(4), person=uuid("a/ioana"))
    handed_in(ana, left)
    undone = draft("undo_life_event", "a", {"entry": str(left.uuid), "other": None, "reason": "greșeală"})
    comes = draft("move_in", "c", {"relation": "other"}, person=uuid("a/ioana"))
    check_second_waits(ana, undone, comes, says="still_a_member")


def test_an_entry_that_lets_in_what_waited_for_it_holds_all_that_that_one_names(ana):
    early = draft("move_in", "b", {"from_household": str(uuid("a")), "relation": "other"}, person=uuid("late"))
    assert [one.outcome for one in handed_in(ana, early)] == ["to_settle"]
    comes = draft("enrol_person", "a", {
        "uuid": str(uuid("late")), "surname": "Fama", "given_name": "Ilie", "sex": "m", "born": "2015-01-01",
        "relation": "child", "cnp": {"state": "none"}}, on=ago(1))
    check_second_waits(ana, comes, draft("record_visit", "b", VISIT))


def test_two_who_reach_for_each_others_household_both_come_through(ana, monkeypatch):
    """Each has locked its own and found that it needs the other's: locked there and then, both would wait for ever."""
    handed_in(ana, moved("a", "b"), moved("b", "a"))
    both_there, met = threading.Barrier(2), threading.local()

    def meeting(households) -> None:
        if households and not getattr(met, "once", False):
            met.once = True
            both_there.wait(PATIENCE)
        must_be_locked(households)

    monkeypatch.setattr(reach, "must_be_locked", meeting)
    writers = [Writer(ana, about_who_moved(house)) for house in "ab"]
    for writer in writers:
        writer.may_commit.set()
    for thread in [writer.begin() for writer in writers]:
        thread.join(PATIENCE)
    assert [writer.said for writer in writers] == [["received"], ["received"]]
    monkeypatch.undo()  # in a replay nobody comes to meet
    check_replay()
