"""The one door: what comes in, what is kept apart, what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from uuid import uuid4

import pytest
from django.apps import apps

from tests.unit.register.conftest import made_worker
from tests.unit.register.jars import AT, ON, Coin, Jar, Label, draft
from vatra.register.entries import receive

Entry = apps.get_model("register.Entry")
Stream = apps.get_model("register.Stream")
RefusedCopy = apps.get_model("register.RefusedCopy")
Unplaced = apps.get_model("register.Unplaced")

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def test_an_entry_is_kept_numbered_chained_and_applied(worker):
    one, two = draft(count=2), draft(count=3)
    first, second = receive([one, two], by=worker, at=AT)
    assert (first.outcome, first.number, second.number) == ("received", 1, 2)
    kept = Entry.objects.get(uuid=one.uuid)
    assert (kept.payload, kept.state, kept.by_id, kept.received_at) == ('{"count":2}', "applied", worker.pk, AT)
    assert Stream.objects.get().last_digest == second.digest != first.digest
    assert Jar.objects.get(uuid=one.household).coins == 2
    assert Label.objects.count() == 2


def test_each_commune_has_its_own_numbers(worker):
    receipts = receive([draft(), draft(commune=20002), draft()], by=worker, at=AT)
    assert [receipt.number for receipt in receipts] == [1, 1, 2]


def test_nothing_in_nothing_out(worker):
    assert receive([], by=worker, at=AT) == []


def test_the_same_entry_again_is_a_duplicate_with_the_same_receipt(worker):
    one = draft()
    [first] = receive([one], by=worker, at=AT)
    [again] = receive([one], by=made_worker("ion"), at=AT + timedelta(days=3))
    assert (again.outcome, again.number, again.digest) == ("duplicate", first.number, first.digest)
    assert Jar.objects.get().coins == 1


def test_the_same_entry_twice_in_a_batch_counts_once(worker):
    one = draft()
    assert [r.outcome for r in receive([one, one, one], by=worker, at=AT)] == ["received", "duplicate", "duplicate"]
    assert Coin.objects.count() == 1


@pytest.mark.parametrize("change", [
    {"payload": {"count": 9}}, {"on": ON - timedelta(1)}, {"commune": 20002}, {"household": uuid4()},
    {"person": uuid4()}, {"at": AT - timedelta(seconds=1)}, {"rulebook": "romania 2025"}, {"kind": "take_out"},
])
def test_the_same_uuid_with_other_content_is_refused_and_kept_once(worker, change):
    one = draft()
    other = replace(one, **change)
    receive([one], by=worker, at=AT)
    for _ in range(2):
        [refused] = receive([other], by=worker, at=AT)
        assert (refused.outcome, refused.reason_code, refused.number) == ("refused", "uuid_reused", None)
    assert RefusedCopy.objects.count() == 1
    assert Jar.objects.get().coins == 1


def test_a_poison_entry_is_kept_and_the_rest_goes_on(worker):
    drafts = [draft(), draft(payload={"count": 1, "bug": "value"}), draft(count=-1), draft()]
    receipts = receive(drafts, by=worker, at=AT)
    assert [(r.outcome, r.reason_code) for r in receipts] == [
        ("received", None), ("to_settle", "could_not_apply"), ("to_settle", "negative"), ("received", None)]
    assert [r.number for r in receipts] == [1, 2, 3, 4]
    assert Coin.objects.count() == 2
    kept = Entry.objects.get(uuid=drafts[2].uuid)
    assert kept.state == "to_settle" and set(kept.reason) == {"ro", "en"}


def test_the_log_of_a_poison_entry_holds_nothing_of_a_person(worker, caplog):
    receive([draft(payload={"count": 1, "bug": "value", "words": "Ionescu"})], by=worker, at=AT)
    assert "ValueError" in caplog.text and "Ionescu" not in caplog.text


def test_order_within_a_household_is_kept_across_runs(worker):
    home = uuid4()
    receipts = receive([
        draft("take_out", household=home, count=1), draft(household=home, count=2),
        draft(household=home, count=2), draft("take_out", household=home, count=4),
    ], by=worker, at=AT)
    assert [r.outcome for r in receipts] == ["to_settle", "received", "received", "received"]
    assert Jar.objects.get(uuid=home).coins == 0


@pytest.mark.parametrize(("change", "code"), [
    ({"kind": "dance"}, "unknown_kind"), ({"version": 7}, "unknown_kind"),
    ({"payload": {"count": "12"}}, "unreadable"), ({"payload": {}}, "unreadable"),
    ({"payload": {"count": 1, "by": 7}}, "unreadable"), ({"on": date(2026, 3, 13)}, "future_day"),
    ({"on": date(9999, 12, 31)}, "future_day"), ({"on": date(1, 1, 1)}, "early_day"),
])
def test_what_cannot_be_read_is_kept_to_settle(worker, change, code):
    [receipt] = receive([draft(**({"payload": {"count": 1}} | change))], by=worker, at=AT)
    assert (receipt.outcome, receipt.reason_code, receipt.number) == ("to_settle", code, 1)
    assert receipt.reason
    assert Entry.objects.get().held == code


def test_the_reason_of_an_unreadable_entry_does_not_repeat_what_was_sent(worker):
    [receipt] = receive([draft(payload={"count": "Ionescu", "secret": "Popescu"})], by=worker, at=AT)
    assert "count" in receipt.reason and "Ionescu" not in receipt.reason and "Popescu" not in receipt.reason


def test_the_day_after_today_is_still_taken(worker):
    assert receive([draft(on=AT.date() + timedelta(days=1))], by=worker, at=AT)[0].outcome == "received"


def test_tomorrow_is_that_of_romania(worker):
    late = datetime(2026, 3, 11, 22, 30, tzinfo=UTC)  # already the 12th there
    assert receive([draft(on=date(2026, 3, 13))], by=worker, at=late)[0].outcome == "received"


def test_the_hour_that_comes_twice_in_an_autumn_night_is_kept_twice_and_in_the_order_in_which_it_came(worker):
    zones = [timezone(timedelta(hours=hours)) for hours in (3, 2)]
    night = [datetime(2026, 10, 25, 3, 30, tzinfo=zone) for zone in zones]
    sent = [draft(at=at, on=date(2026, 10, 25)) for at in reversed(night)]
    told = receive(sent, by=worker, at=datetime(2026, 10, 25, 2, tzinfo=UTC))
    assert [one.outcome for one in told] == ["received"] * 2
    kept = Entry.objects.order_by("number").values_list("uuid", "at")
    assert list(kept) == [(one.uuid, one.at) for one in sent] and len({at for _, at in kept}) == 2


@pytest.mark.parametrize(("change", "code"), [
    ({"payload": {"count": 1, "words": "a\x00b"}}, "text_not_allowed"),
    ({"payload": {"count": 1, "words": "\ud800"}}, "text_not_allowed"),
    ({"payload": {"count": 1, "words": "x" * 20_001}}, "text_too_long"),
    ({"payload": {"count": float("nan")}}, "not_writable"),
    ({"payload": {"count": 2**60}}, "not_writable"),
    ({"payload": {"__proto__": 1}}, "not_writable"),
    ({"payload": ["count"]}, "not_writable"),
    ({"payload": {"many": ["x" * 19_000] * 60}}, "too_large"),
    ({"kind": "k" * 61}, "not_writable"), ({"kind": ""}, "not_writable"), ({"version": 0}, "not_writable"),
    ({"rulebook": "r" * 81}, "not_writable"), ({"at": datetime(2026, 1, 1)}, "impossible_moment"),
    ({"at": datetime.min.replace(tzinfo=UTC)}, "impossible_moment"),
])
def test_what_cannot_be_written_down_is_refused_with_the_field(worker, change, code):
    good = draft()
    receipts = receive([draft(**change), good], by=worker, at=AT)
    assert [(r.outcome, r.reason_code) for r in receipts] == [("refused", code), ("received", None)]
    assert Entry.objects.count() == 1


def test_content_nested_too_deep_is_refused(worker):
    deep: dict = {}
    for _ in range(100_000):
        deep = {"a": deep}
    [receipt] = receive([draft(payload=deep)], by=worker, at=AT)
    assert receipt.reason_code == "too_deep"


@pytest.mark.parametrize("commune", [99999, 0, -1, 2**40])
def test_an_entry_for_a_commune_nobody_knows_is_refused_but_not_lost(worker, commune):
    lost = draft(commune=commune)
    for _ in range(2):
        assert [r.reason_code for r in receive([lost, draft()], by=worker, at=AT)] == ["unknown_commune", None]
    assert Unplaced.objects.get().uuid == lost.uuid
    assert not Stream.objects.filter(pk=commune).exists()


def test_who_has_no_role_there_is_heard_but_not_obeyed(communes):
    outsider = made_worker("vasile", "head", 20002)
    [receipt] = receive([draft(commune=20001)], by=outsider, at=AT)
    assert (receipt.outcome, receipt.reason_code, receipt.number) == ("to_settle", "not_permitted", 1)
    assert not Jar.objects.exists()


def test_a_role_that_has_ended_still_brings_in_what_was_done_before(communes):
    former = made_worker("ana", "head", 20001, until=ON)
    on_time, too_late = draft(on=ON - timedelta(days=1)), draft(on=ON)
    assert [r.reason_code for r in receive([on_time, too_late], by=former, at=AT)] == [None, "not_permitted"]


def test_a_role_that_ended_long_ago_brings_nothing_in(communes):
    former = made_worker("ana", "head", 20001, until=date(2025, 6, 1))
    assert receive([draft(on=date(2025, 5, 1))], by=former, at=AT)[0].reason_code == "not_permitted"


def test_text_is_kept_in_nfc_and_keys_sorted(worker):
    receive([draft(payload={"words": "s\u0326i", "count": 1})], by=worker, at=AT)
    assert Entry.objects.get().payload == '{"count":1,"words":"și"}'


def test_who_and_when_cannot_be_claimed_in_the_payload(worker):
    [receipt] = receive([draft(payload={"count": 1, "by": 1, "received_at": "1970-01-01"})], by=worker, at=AT)
    assert receipt.reason_code == "unreadable"
    assert Entry.objects.get().by_id == worker.pk


def test_numbers_go_on_when_the_server_clock_jumps_back(worker):
    receive([draft()], by=worker, at=AT)
    [receipt] = receive([draft()], by=worker, at=AT - timedelta(hours=1))
    assert receipt.number == 2
