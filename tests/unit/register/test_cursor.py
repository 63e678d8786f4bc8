"""Reading a stream piece by piece, with nothing missed and nothing of another life of the database."""

from __future__ import annotations

import threading
from base64 import urlsafe_b64encode

import pytest
from django.apps import apps
from django.db import connection, transaction

from tests.unit.register.conftest import made_communes, made_worker
from tests.unit.register.jars import AT, draft, empty_tables
from vatra.register import queries
from vatra.register.cursor import CursorUnknown
from vatra.register.entries import receive

Entry = apps.get_model("register.Entry")


@pytest.mark.django_db
@pytest.mark.postgres
class TestCursor:
    def test_a_stream_is_read_in_pieces_to_its_end(self, worker):
        drafts = [draft(commune=commune) for commune in (20001, 20002) * 5]
        receive(drafts, by=worker, at=AT)
        read, cursor, more = [], "", True
        while more:
            page = queries.entries_since(20001, cursor, limit=2)
            read += [entry.uuid for entry in page.entries]
            cursor, more = page.cursor, page.more
        assert read == [draft.uuid for draft in drafts if draft.commune == 20001]
        assert queries.entries_since(20001, cursor).entries == []
        receive([draft()], by=worker, at=AT)
        assert len(queries.entries_since(20001, cursor).entries) == 1

    def test_an_empty_stream_has_a_cursor_too(self, communes):
        assert queries.entries_since(20001, "") == queries.Page([], "", False)

    @pytest.mark.parametrize("cursor", [
        "garbage", "é", "=" * 8, "A" * 200, urlsafe_b64encode(b"20001.-1.0000000000000000").decode(),
        urlsafe_b64encode(b"20001.99999999999999999999.0000000000000000").decode(),
        urlsafe_b64encode(b"20001.1.0000000000000000").decode(), urlsafe_b64encode(b"20001.1.%").decode(),
    ])
    def test_a_cursor_that_is_not_one_of_ours_starts_again(self, worker, cursor):
        receive([draft()], by=worker, at=AT)
        with pytest.raises(CursorUnknown):
            queries.entries_since(20001, cursor)

    def test_a_cursor_of_another_commune_is_unknown(self, worker):
        receive([draft(), draft(commune=20002)], by=worker, at=AT)
        with pytest.raises(CursorUnknown):
            queries.entries_since(20002, queries.entries_since(20001, "").cursor)

    def test_a_cursor_from_before_a_restore_is_unknown(self, worker):
        with transaction.atomic():
            receive([draft()], by=worker, at=AT)
            lost = queries.entries_since(20001, "").cursor
            transaction.set_rollback(True)
        receive([draft()], by=worker, at=AT)
        with pytest.raises(CursorUnknown):
            queries.entries_since(20001, lost)


@pytest.mark.postgres_only
@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_commits_late_is_not_skipped():
    """One writer has its number and does not commit; another writes meanwhile; nobody reads past the first."""
    made_communes()
    worker = made_worker("maria")
    early, late, elsewhere = draft(), draft(), draft(commune=20002)
    numbered, may_commit = threading.Event(), threading.Event()

    def write_slowly() -> None:
        try:
            with transaction.atomic():
                receive([early], by=worker, at=AT)
                numbered.set()
                assert may_commit.wait(20)
        finally:
            connection.close()

    def write_quickly() -> None:
        try:
            receive([late], by=worker, at=AT)
        finally:
            connection.close()

    slow, quick = threading.Thread(target=write_slowly), threading.Thread(target=write_quickly)
    slow.start()
    try:
        assert numbered.wait(20)
        quick.start()
        receive([elsewhere], by=worker, at=AT)  # another commune's stream does not wait
        quick.join(0.3)
        between = queries.entries_since(20001, "")
        may_commit.set()
        slow.join(20)
        quick.join(20)
        after = queries.entries_since(20001, between.cursor)
        assert [entry.uuid for entry in between.entries + after.entries] == [early.uuid, late.uuid]
    finally:
        may_commit.set()
        slow.join(20)
        empty_tables()


@pytest.mark.postgres_only
@pytest.mark.django_db(transaction=True)
def test_a_reader_beside_many_writers_sees_every_entry_once():
    """Eight writers whose transactions last unevenly long, one reader who follows with a cursor."""
    made_communes()
    worker = made_worker("maria")
    done = threading.Event()
    read: list = []
    failures: list[BaseException] = []

    def write(seed: int) -> None:
        try:
            for at in range(12):
                with transaction.atomic():
                    receive([draft(count=at) for _ in range(1 + (seed * at) % 4)], by=worker, at=AT)
                    if (seed + at) % 3 == 0:
                        with connection.cursor() as cursor:
                            cursor.execute("SELECT pg_sleep(0.02)")
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    def follow() -> None:
        cursor = ""
        try:
            while True:
                last_round = done.is_set()
                page = queries.entries_since(20001, cursor, limit=7)
                read.extend(entry.uuid for entry in page.entries)
                cursor = page.cursor
                if last_round and not page.entries:
                    return
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    writers = [threading.Thread(target=write, args=(seed,)) for seed in range(8)]
    reader = threading.Thread(target=follow)
    for thread in [reader, *writers]:
        thread.start()
    for thread in writers:
        thread.join(60)
    done.set()
    reader.join(60)
    try:
        assert not failures
        assert read == list(Entry.objects.order_by("number").values_list("uuid", flat=True))
        assert len(read) == len(set(read)) > 100
    finally:
        empty_tables()
