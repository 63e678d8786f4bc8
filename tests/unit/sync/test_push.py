"""Pushing: each entry judged alone, late work never refused, nobody acts through another's tablet."""

from __future__ import annotations

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.unit.sync.world import HERE, THERE, Tablet, ago, draft, family, handed_in, made_worker, model, sent, uuid
from vatra.access import entries as access

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def outcomes(answer):
    assert answer.status_code == 200, answer.content
    return [(one["outcome"], one["reason_code"], one["commune"]) for one in answer.json()["receipts"]]


def visit(house: str, **rest):
    return draft("record_visit", house, {"kind": "home"}, **rest)


def moved_away(ana, *, on: int = 3):
    """A household enrolled by Ana that has lived in the other commune since a day; its new worker."""
    ion = made_worker("ion", commune=THERE)
    handed_in(ana, family("h"), draft("move_out", "h", {"to": "commune"}, on=ago(on)))
    handed_in(ion, draft("move_in", "h", {"address": "Calea Nouă 1"}, on=ago(on), commune=THERE))
    assert model("people.Household").objects.get(uuid=uuid("h")).commune_id == THERE
    return ion


def test_a_batch_gets_a_receipt_each_and_the_tablet_is_remembered(tablet):
    answer = tablet.push(family("h"), visit("h"), visit("none"), pending=7)
    assert outcomes(answer) == [("received", None, None), ("received", None, None),
                                ("to_settle", "unknown_household", None)]
    entry = model("register.Entry").objects.first()
    assert (entry.by_id, entry.device_id) == (tablet.worker.pk, tablet.device.pk)
    assert tablet.device.pending == 7 and answer.json()["epoch"] == tablet.told["epoch"]


def test_sending_again_does_no_harm(tablet):
    one = family("h")
    first, again = (tablet.push(one).json()["receipts"][0] for _ in range(2))
    assert again["outcome"] == "duplicate" and again["digest"] == first["digest"]


def test_what_waits_for_a_human_says_so_again_to_whoever_missed_the_first_answer(tablet):
    late = visit("none")
    first, again = (tablet.push(late).json()["receipts"][0] for _ in range(2))
    assert first["outcome"] == "to_settle" and first["reason"]
    assert again == first


def test_what_waited_and_was_applied_is_a_duplicate(tablet, ana):
    late, enrolment = visit("h"), family("h")
    assert outcomes(tablet.push(late)) == [("to_settle", "unknown_household", None)]
    handed_in(ana, enrolment)
    assert outcomes(tablet.push(late)) == [("duplicate", None, None)]


def test_what_waits_for_an_entry_of_its_own_batch_is_received(tablet):
    assert outcomes(tablet.push(visit("h"), family("h"))) == [("received", None, None)] * 2


def test_late_work_goes_after_a_household_that_moved(tablet, ana):
    ion = moved_away(ana)
    late = visit("h", on=ago(5))
    assert outcomes(tablet.push(late)) == [("received", None, THERE)]
    entry = model("register.Entry").objects.get(uuid=late.uuid)
    assert (entry.stream_id, entry.sent_to) == (THERE, HERE)
    other = Tablet(ion)
    other.sync()
    assert "visit" in [what["kind"] for what in other.held[str(uuid("h"))]["timeline"]]


def test_late_work_sent_again_is_a_duplicate_though_the_household_moved_on(tablet, ana):
    ion = moved_away(ana)
    late = visit("h", on=ago(5))
    tablet.push(late)
    handed_in(ion, draft("move_out", "h", {"to": "commune"}, on=ago(1), commune=THERE))
    handed_in(ana, draft("move_in", "h", {}, on=ago(1)))
    assert outcomes(tablet.push(late)) == [("duplicate", None, THERE)]


def test_work_after_the_move_waits_for_a_human(tablet, ana):
    moved_away(ana)
    assert outcomes(tablet.push(visit("h", on=ago(1)))) == [("to_settle", "unknown_household", None)]


def test_work_of_the_day_of_the_move_goes_after_it(tablet, ana):
    moved_away(ana)
    assert outcomes(tablet.push(visit("h", on=ago(3)))) == [("received", None, THERE)]


def test_work_about_a_household_that_came_and_left_on_one_day_goes_after_it(tablet, ana):
    ion = made_worker("ion", commune=THERE)
    handed_in(ana, family("h", on=ago(3)), draft("move_out", "h", {"to": "commune"}, on=ago(3)))
    handed_in(ion, draft("move_in", "h", {}, on=ago(3), commune=THERE))
    assert outcomes(tablet.push(visit("h", on=ago(3)))) == [("received", None, THERE)]


def test_a_foreign_household_is_not_reached_through_the_own_commune(tablet, ana):
    handed_in(made_worker("ion", commune=THERE), family("theirs", commune=THERE))
    assert outcomes(tablet.push(visit("theirs", on=ago(5)))) == [("to_settle", "unknown_household", None)]


def test_who_may_act_in_both_communes_is_sent_after_the_household_whatever_the_day(tablet, ana):
    moved_away(ana)
    model("access.RoleHeld").objects.create(uuid=uuid4(), worker=ana, role="social_worker", commune_id=THERE,
                                            since=ago(400))
    assert outcomes(tablet.push(visit("h", on=ago(1)))) == [("received", None, THERE)]


def test_work_older_than_the_journal_stays_where_it_was_sent(tablet, ana):
    ion = made_worker("ion", commune=THERE)
    handed_in(ana, family("h", on=ago(300)), draft("move_out", "h", {"to": "commune"}, on=ago(100)))
    handed_in(ion, draft("move_in", "h", {}, on=ago(99), commune=THERE))
    assert outcomes(tablet.push(visit("h", on=ago(120)))) == [("to_settle", "unknown_household", None)]


def test_the_chain_of_a_stream_with_late_work_holds_and_a_rebuild_gives_the_same(tablet, ana):
    from vatra.register.rebuild import rebuild
    from vatra.register.verify import faults

    moved_away(ana)
    tablet.push(visit("h", on=ago(5)))
    before = list(model("care.Visit").objects.values_list("uuid", "household__uuid", "on"))
    assert before and not list(faults())
    rebuild()
    assert list(model("care.Visit").objects.values_list("uuid", "household__uuid", "on")) == before


def test_late_work_after_the_roles_end_is_applied_when_it_was_done_before(tablet, ana):
    tablet.push(family("h"))
    model("access.RoleHeld").objects.filter(worker=ana).update(until=ago(4))
    assert outcomes(tablet.push(visit("h", on=ago(5)), visit("h", on=ago(2)))) == [
        ("received", None, None), ("to_settle", "not_permitted", None)]


@pytest.mark.parametrize("forged", [
    {"by": "x"}, {"device": "x"}, {"received_at": "2026-01-01T00:00:00Z"}, {"number": 1}, {"state": "applied"},
])
def test_who_sends_and_when_it_came_cannot_be_said_by_the_tablet(tablet, forged):
    body = {"epoch": tablet.told["epoch"], "pending": 0, "entries": [json.loads(json.dumps(sent(visit("h")))) | forged]}
    assert outcomes(tablet.post("push", body)) == [("refused", "unreadable_entry", None)]


def test_a_tablet_acts_for_its_own_worker_only(tablet, ana):
    other = made_worker("ioana")
    tablet.push(family("h"))
    thief = Tablet(other, token=tablet.token)
    thief.told = tablet.told
    thief.client.force_login(other)
    thief.push(visit("h"))
    assert set(model("register.Entry").objects.values_list("by_id", flat=True)) == {ana.pk}


def test_another_epoch_is_taken_in_and_told(tablet):
    answer = tablet.push(family("h"), epoch="00000000-0000-4000-8000-000000000000")
    assert outcomes(answer) == [("received", None, None)] and answer.json()["epoch"] == tablet.told["epoch"]


@pytest.mark.parametrize("body", [
    [], 7, {}, {"entries": []}, {"epoch": "x", "entries": {}, "pending": 0}, {"epoch": 1, "entries": [], "pending": 0},
    {"epoch": "x", "entries": [], "pending": -1}, {"epoch": "x", "entries": [], "pending": True},
    {"epoch": "x", "entries": [], "pending": 10**9}, {"epoch": "x", "entries": [], "pending": 0, "by": "ana"},
])
def test_what_is_no_push_is_answered_with_a_sentence(tablet, body):
    answer = tablet.post("push", body)
    assert answer.status_code == 422 and set(answer.json()) == {"code", "message"}


def test_too_many_entries_or_bytes_are_refused_before_they_are_read(tablet):
    many = {"epoch": "x", "entries": [7] * 1_001, "pending": 0}
    assert tablet.post("push", many).status_code == 413
    assert tablet.post("push", b" " * 5_000_001).status_code == 413


def test_the_server_says_which_entries_it_does_not_keep(tablet, ana):
    kept, lost, foreign = family("h"), uuid4(), family("theirs", commune=THERE)
    tablet.push(kept)
    handed_in(made_worker("ion", commune=THERE), foreign)
    asked = [str(kept.uuid), str(lost), str(foreign.uuid)]
    answer = tablet.post("accounted", {"entries": asked}).json()
    assert set(answer["missing"]) == {str(lost), str(foreign.uuid)} and not answer["wipeable"]
    assert tablet.post("accounted", {"entries": asked[:1]}).json()["wipeable"] is True


def test_a_refused_copy_that_is_kept_for_a_human_is_accounted_for(tablet, ana):
    other = Tablet(made_worker("ioana"))
    theirs = family("h")
    other.push(theirs)
    mine = draft("enrol_household", "mine", family("mine").payload, number=theirs.uuid)
    assert outcomes(tablet.push(mine)) == [("refused", "uuid_reused", None)]
    assert tablet.post("accounted", {"entries": [str(mine.uuid)]}).json()["wipeable"] is True


@pytest.mark.parametrize("body", [{}, {"entries": 1}, {"entries": [7]}, {"entries": ["x"]}, {"entries": [], "x": 1}])
def test_what_asks_about_no_entries_is_refused(tablet, body):
    assert tablet.post("accounted", body).status_code == 422


def test_a_locked_tablets_entries_are_not_taken_and_not_lost(tablet, ana):
    access.revoke_device(tablet.device, by=None, at=timezone.now() - timedelta(seconds=1))
    answer = tablet.push(family("h"))
    assert (answer.status_code, answer.json()["code"]) == (401, "device_locked")
    assert "Clear-Site-Data" not in answer.headers and not model("register.Entry").objects.exists()
