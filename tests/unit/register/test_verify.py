"""Whatever is done to a chain behind the register's back is found."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps
from django.db.models import F

from tests.unit.register.jars import AT, draft
from vatra.register.entries import receive
from vatra.register.verify import faults, faults_of_receipts, heads

Entry = apps.get_model("register.Entry")
Stream = apps.get_model("register.Stream")
pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture
def receipts(worker):
    """Twelve entries in two streams; tampering with them is what each test does."""
    return [
        receipt for at in range(6)
        for receipt in receive([draft(count=at), draft(commune=20002)], by=worker, at=AT + timedelta(hours=at))
    ]


def found():
    return [(fault.what, fault.commune, fault.number) for fault in faults()]


def numbered(number, commune=20001):
    return Entry.objects.filter(stream=commune, number=number)


def test_a_whole_register_has_no_faults(receipts):
    assert found() == []
    assert [(head.commune, head.number) for head in heads()] == [(20001, 6), (20002, 6)]


def test_every_entry_walked_is_told(receipts):
    walked = []
    list(faults(progress=walked.append))
    assert sum(walked) == 12


def test_a_deleted_entry_is_found(receipts):
    numbered(3).delete()
    assert found() == [("missing", 20001, 3)]


def test_a_deleted_entry_is_found_even_when_the_others_are_numbered_anew(receipts):
    numbered(3).delete()
    for number in (4, 5, 6):
        numbered(number).update(number=number - 1)
    assert ("changed", 20001, 3) in found() and ("head_differs", 20001, 6) in found()


def test_a_deleted_beginning_is_found(receipts):
    numbered(1).delete()
    assert found() == [("missing", 20001, 1)]


def test_a_deleted_end_is_found_by_the_head(receipts):
    numbered(6).delete()
    assert found() == [("head_differs", 20001, 6)]


def test_an_end_cut_off_with_its_head_is_found_by_the_receipts(receipts):
    numbered(6).delete()
    last = numbered(5).get()
    Stream.objects.filter(pk=20001).update(last_number=5, last_digest=last.digest)
    assert found() == []
    kept = [{"uuid": str(r.uuid), "number": str(r.number), "digest": r.digest} for r in receipts]
    assert [fault.what for fault in faults_of_receipts(kept)] == ["receipt_unknown"]


def test_a_whole_stream_written_anew_is_found_by_the_receipts(receipts):
    kept = [{"uuid": str(r.uuid), "number": r.number, "digest": "0" * 64} for r in receipts[:1]]
    assert [fault.what for fault in faults_of_receipts(kept)] == ["receipt_differs"]


@pytest.mark.parametrize(("field", "value"), [
    ("kind", "take_out"), ("version", 2), ("on", AT.date()), ("at", AT + timedelta(1)), ("rulebook", "x"),
    ("household", None), ("person", "6e092ba3-9dde-494e-bd4b-28d4df44ef72"), ("held", "unreadable"),
    ("received_at", AT + timedelta(days=9)), ("uuid", "6e092ba3-9dde-494e-bd4b-28d4df44ef72"),
])
def test_a_changed_envelope_is_found(receipts, field, value):
    numbered(3).update(**{field: value})
    assert found() == [("changed", 20001, 3)]


def test_an_entry_put_in_another_workers_name_is_found(receipts):
    from tests.unit.register.conftest import made_worker

    numbered(2).update(by=made_worker("ion"))
    assert found() == [("changed", 20001, 2)]


def test_entries_put_in_another_order_are_found(receipts):
    numbered(2).update(number=99)
    numbered(3).update(number=2)
    numbered(99).update(number=3)
    assert found() == [("changed", 20001, 2), ("changed", 20001, 3), ("changed", 20001, 4)]


def test_an_entry_moved_to_another_stream_is_found(receipts):
    numbered(6).update(stream=20002, number=7)
    assert {what for what, *_ in found()} == {"head_differs", "changed"}


def test_a_changed_payload_is_found(receipts):
    numbered(4).update(payload='{"count":1000}')
    assert found() == [("payload_changed", 20001, 4)]


def test_a_payload_made_to_disappear_without_a_note_is_found(receipts):
    numbered(4).update(payload=None, salt=None, redacted_at=AT)
    assert found() == [("redacted_without_note", 20001, 4)]


def test_a_changed_head_is_found(receipts):
    Stream.objects.filter(pk=20002).update(last_number=F("last_number") + 1)
    assert found() == [("head_differs", 20002, 7)]
