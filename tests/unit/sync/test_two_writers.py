"""Late commits: what one writer holds back while another goes on is not passed over by a tablet's cursor."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from tests.unit.sync.world import THERE, Tablet, ago, draft, family, handed_in, made_places, made_worker, model, uuid

pytestmark = [pytest.mark.postgres_only, pytest.mark.django_db(transaction=True)]


def slowly(by, numbered: threading.Event, may_commit: threading.Event, *drafts) -> threading.Thread:
    """A writer that has its numbers and waits before it commits."""
    def write() -> None:
        try:
            with transaction.atomic():
                handed_in(by, *drafts)
                numbered.set()
                assert may_commit.wait(20)
        finally:
            connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    return thread


def test_an_entry_that_commits_late_reaches_the_tablet():
    made_places()
    ana = made_worker("ana")
    tablet = Tablet(ana)
    handed_in(ana, family("early"), family("late"))
    tablet.sync()
    numbered, may_commit = threading.Event(), threading.Event()
    slow = slowly(ana, numbered, may_commit, draft("record_visit", "early", {"kind": "home"}))
    try:
        assert numbered.wait(20)
        [between] = tablet.sync()
        assert not between["households"]
        may_commit.set()
        slow.join(20)
        handed_in(ana, draft("record_visit", "late", {"kind": "home"}))
        [after] = tablet.sync()
        assert {one["uuid"] for one in after["households"]} == {str(uuid("early")), str(uuid("late"))}
    finally:
        may_commit.set()
        slow.join(20)


def test_a_move_that_commits_late_is_told_to_the_old_commune():
    made_places()
    ana, ion = made_worker("ana"), made_worker("ion", commune=THERE)
    old, new = Tablet(ana), Tablet(ion)
    handed_in(ana, family("a"), family("b"), draft("move_out", "a", {"to": "commune"}, on=ago(2)),
              draft("move_out", "b", {"to": "commune"}, on=ago(2)))
    old.sync()
    numbered, may_commit = threading.Event(), threading.Event()
    slow = slowly(ion, numbered, may_commit, draft("move_in", "a", {}, on=ago(1), commune=THERE))
    try:
        assert numbered.wait(20)
        old.sync()
        may_commit.set()
        slow.join(20)
        handed_in(ion, draft("move_in", "b", {}, on=ago(1), commune=THERE))
        [page] = old.sync()
        assert {one["why"] for one in page["gone"]} == {"out_of_scope"} and len(page["gone"]) == 2
        new.sync()
        assert len(new.held) == 2
        ids = list(model("register.Echo").objects.order_by("id").values_list("household", flat=True))
        assert ids == [uuid("a"), uuid("b")]
    finally:
        may_commit.set()
        slow.join(20)


def test_a_tablet_beside_many_writers_ends_with_what_the_server_has():
    made_places()
    ana = made_worker("ana")
    tablet = Tablet(ana)
    handed_in(ana, *(family(f"h{number}") for number in range(6)))
    failures: list[BaseException] = []

    def write(seed: int) -> None:
        try:
            for turn in range(5):
                with transaction.atomic():
                    visit = {"kind": "home", "note": f"{seed}.{turn}"}
                    handed_in(ana, draft("record_visit", f"h{(seed + turn) % 6}", visit))
                    if (seed + turn) % 2:
                        with connection.cursor() as cursor:
                            cursor.execute("SELECT pg_sleep(0.02)")
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    writers = [threading.Thread(target=write, args=(seed,)) for seed in range(4)]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        tablet.sync(limit=2)
    tablet.sync(limit=2)
    fresh = Tablet(ana)
    fresh.sync()
    assert not failures and tablet.held == fresh.held
    assert sum(len(one["timeline"]) for one in tablet.held.values()) == 20
