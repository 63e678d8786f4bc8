"""Questions to settle: what could not be applied, and what a human then decides."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.apps import apps

from tests.unit.register.conftest import made_worker
from tests.unit.register.jars import AT, Jar, draft
from vatra.register import queries
from vatra.register.entries import receive

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
LATER = AT + timedelta(days=1)


def settling(entry, choice="apply_again", **changes):
    payload = {"entry": str(entry.uuid), "choice": choice, "reason": "verificat cu familia"}
    return draft("settle_entry", household=entry.household, payload=payload, **changes)


@pytest.fixture
def home(worker):
    """A household from whose jar more was taken than there was."""
    taken = draft("take_out", count=3)
    receive([taken], by=worker, at=AT)
    return taken


def test_what_waits_is_listed_for_its_communes_only(home):
    assert [entry.uuid for entry in queries.to_settle([20001])] == [home.uuid]
    assert queries.to_settle([20002]) == []
    assert queries.number_to_settle([20001, 20002]) == 1
    assert queries.number_to_settle([20002]) == 0


def test_a_worker_who_settles_nowhere_is_told_of_the_own_entries_alone(home, worker):
    other = made_worker("nina", "community_nurse", 20001)
    for one, many in ((worker, 1), (other, 0)):
        own = (one, [20001])
        assert queries.number_to_settle([], own=own) == len(queries.to_settle([], own=own)) == many
        assert queries.number_to_settle([20001], own=own) == 1
    assert queries.entry(home.uuid).reason_in("en") == "There is not enough in the jar."


def test_an_entry_is_applied_once_what_stood_in_its_way_is_mended(home, worker):
    receive([draft(household=home.household, count=5)], by=worker, at=LATER)
    [receipt] = receive([settling(home)], by=worker, at=LATER)
    assert receipt.outcome == "received"
    assert Jar.objects.get().coins == 2
    assert queries.entry(home.uuid).state == "applied"
    assert queries.to_settle([20001]) == []


def test_an_entry_that_still_cannot_be_applied_stays_to_settle(home, worker):
    [receipt] = receive([settling(home)], by=worker, at=LATER)
    assert (receipt.outcome, receipt.reason_code) == ("to_settle", "not_settled")
    assert [entry.uuid for entry in queries.to_settle([20001])] == [home.uuid]  # and not the attempt itself


def test_an_entry_is_settled_once(home, worker):
    outcomes = receive([settling(home, "set_aside"), settling(home, "apply_again")], by=worker, at=LATER)
    assert [receipt.reason_code for receipt in outcomes] == [None, "already_settled"]
    assert queries.entry(home.uuid).state == "set_aside"


def test_an_entry_and_its_settling_may_come_in_one_batch(worker):
    taken = draft("take_out", count=1)
    home = taken.household
    receipts = receive([taken, draft(household=home, count=1), settling(taken)], by=worker, at=AT)
    assert [receipt.outcome for receipt in receipts] == ["to_settle", "received", "received"]
    assert Jar.objects.get().coins == 0


def test_an_entry_of_another_commune_does_not_exist_for_the_one_who_settles(home, worker):
    [receipt] = receive([settling(home, "set_aside", commune=20002)], by=worker, at=LATER)
    assert receipt.reason_code == "no_such_entry"
    assert queries.entry(home.uuid).state == "to_settle"


def test_what_was_not_permitted_is_applied_when_the_head_says_so(worker):
    outsider = made_worker("vasile", "head", 20002)
    heard = draft(count=4)
    receive([heard], by=outsider, at=AT)
    receive([settling(heard)], by=worker, at=LATER)
    assert Jar.objects.get(uuid=heard.household).coins == 4


def test_who_may_not_settle_settles_nothing(home, communes):
    outsider = made_worker("vasile", "head", 20002)
    [receipt] = receive([settling(home, "set_aside")], by=outsider, at=LATER)
    assert receipt.reason_code == "not_permitted"
    assert queries.entry(home.uuid).state == "to_settle"


def test_refused_copies_are_listed_until_they_are_dismissed(worker):
    one = draft()
    receive([one], by=worker, at=AT)
    receive([draft(uuid=one.uuid, count=7)], by=worker, at=AT)
    [copy] = queries.refused_copies([20001])
    assert (copy.entry, copy.content["payload"]) == (one.uuid, {"count": 7})
    [receipt, again] = receive([settling(one, "dismiss_copies"), settling(one, "dismiss_copies")], by=worker, at=LATER)
    assert (receipt.outcome, again.reason_code) == ("received", "already_settled")
    assert queries.refused_copies([20001]) == []


def test_a_settling_of_nothing_known_says_so(worker):
    [receipt] = receive([settling(draft())], by=worker, at=AT)
    assert receipt.reason_code == "no_such_entry"


def test_the_receipt_can_be_asked_for_again(home, worker):
    assert queries.receipt(home.uuid).outcome == "to_settle"
    assert queries.receipt(uuid4()) is None
    assert apps.get_model("register.Entry").objects.get().number == 1
