"""A council by its entries: who may do what, what cannot hold, and what is derived again from the register."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps

from tests.unit.care.village import COMMUNE, day, draft, enrolled, made_commune, send, uuid
from vatra.base.shipped import shipped
from vatra.community import queries
from vatra.community.entries import KINDS
from vatra.community.policies import ATTEND, CALL, KEEP, has_quorum
from vatra.community.shown import shown
from vatra.register import rebuild

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
CALLS, ATTENDS = {"call_meeting", "call_off_meeting"}, {"report_own_task"}


@pytest.fixture
def worker(db: None) -> Any:
    return made_commune()


def said(kind: str, name: str, on: int, /, **payload: Any) -> Any:
    """An entry of the council; its uuid is of its name."""
    return replace(draft(kind, name, on, payload), household=None, uuid=uuid(name))


def founded(on: int = 0, name: str = "council", /, **more: Any) -> Any:
    return said("found_council", name, on, decision="HCL 1", decided_on=day(on).isoformat(),
                decided_by="local_council", **more)


def appointed(name: str, on: int = 0, /, **more: Any) -> Any:
    return said("appoint_member", name, on, council=str(uuid("council")), name=f"Membru {name}", quality="priest",
                decision="HCL 1", since=day(on).isoformat(), **more)


def called(name: str, on: int, for_day: int, /, **more: Any) -> Any:
    return said("call_meeting", name, on, council=str(uuid("council")), day=day(for_day).isoformat(), hour="17:00",
                place="sala", **more)


def put(name: str, meeting: str, on: int, house: str | None = None, title: str = "Un punct") -> Any:
    about = {"sort": "case", "household": str(uuid(house))} if house else {"sort": "other"}
    return said("put_on_agenda", name, on, meeting=str(uuid(meeting)), title=title, **about)


def held(meeting: str, on: int, *present: str) -> Any:
    return said("hold_meeting", f"{meeting} held {on}", on, meeting=str(uuid(meeting)),
                present=[str(uuid(one)) for one in present])


def decided(name: str, meeting: str, on: int, due: int | None = None, /, **more: Any) -> Any:
    task = {"institution": "Primăria", "due_on": day(due).isoformat()} if due is not None else {}
    return said("decide", name, on, meeting=str(uuid(meeting)), **({"words": "Se face drumul."} | task | more))


def reported(name: str, task: str, on: int, outcome: str, /, **more: Any) -> Any:
    return said("report_task", name, on, task=str(uuid(task)), outcome=outcome, **more)


def begun(worker: Any) -> None:
    send(worker, founded(), appointed("ion"), appointed("ana"), appointed("eva"), called("m1", 1, 10), held("m1", 10,
                                                                                                           "ion"))


def codes(receipts: Any) -> list[str]:
    return [one.reason_code or one.outcome for one in receipts]


def roles() -> dict[str, set[str]]:
    with (Path(shipped("rulebook/romania")) / "roles.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["code"]: set(row["acts"].split("|")) for row in csv.DictReader(file)}


@pytest.mark.parametrize("role", sorted(roles()))
def test_each_role_does_what_its_words_say_and_nothing_else(worker, role):
    level = apps.get_model("access.RoleHeld")
    someone = apps.get_model("access.Worker")(uuid=uuid(role), username=role, full_name="Cineva")
    someone.set_unusable_password()
    someone.save()
    level.objects.create(uuid=uuid(f"role/{role}"), worker=someone, role=role, commune_id=COMMUNE,
                         since=date(2020, 1, 1))
    begun(worker)
    send(worker, decided("task", "m1", 10, 20))
    tries = {
        "found_council": founded(11, "again"), "appoint_member": appointed("nou", 11),
        "end_membership": said("end_membership", "end", 11, member=str(uuid("eva")), reason="resigned"),
        "call_meeting": called("m2", 11, 40), "put_on_agenda": put("p", "m1", 10),
        "call_off_meeting": said("call_off_meeting", "off", 11, meeting=str(uuid("m2")), reason="zăpadă"),
        "drop_from_agenda": said("drop_from_agenda", "drop", 11, item=str(uuid("p"))),
        "order_agenda": said("order_agenda", "order", 11, meeting=str(uuid("m1")), items=[]),
        "pass_over": said("pass_over", "pass", 11, meeting=str(uuid("m1")), proposal=str(uuid4())),
        "hold_meeting": held("m1", 11, "ion"),
        "record_discussion": said("record_discussion", "d", 11, meeting=str(uuid("m1")), item=str(uuid("p")),
                                  words="x"),
        "decide": decided("d2", "m1", 11), "report_task": reported("r", "task", 11, "done"),
        "report_own_task": replace(reported("r2", "task", 11, "done"), kind="report_own_task"),
    }
    assert set(tries) == {kind.name for kind in KINDS}
    for kind, one in tries.items():
        act = CALL if kind in CALLS else ATTEND if kind in ATTENDS else KEEP
        [receipt] = send(someone, one)
        permitted = receipt.reason_code != "not_permitted"
        assert permitted == (act in roles()[role]), kind


def test_what_cannot_hold_is_kept_and_says_why(worker):
    begun(worker)
    send(worker, put("p", "m1", 10), called("m2", 11, 40))
    m1 = str(uuid("m1"))
    for one, why in (
        (put("q", "nowhere", 10), "unknown_meeting"),
        (held("m1", 11, "nobody"), "unknown_member"),
        (decided("d", "m2", 12), "meeting_not_held"),
        (decided("d1", "m1", 10, 9), "due_before_decided"),
        (decided("d2", "m1", 10, item=str(uuid("nothing"))), "unknown_item"),
        (called("m1 moved", 11, 50, meeting=m1), "meeting_held"),
        (reported("r", "nothing", 12, "done"), "unknown_task"),
        (said("call_off_meeting", "off", 11, meeting=m1, reason="zăpadă"), "meeting_held"),
        (said("end_membership", "end", 0, member=str(uuid("nobody")), reason="term"), "unknown_member"),
        (said("found_council", "ahead", 0, decision="HCL 2", decided_on=day(1).isoformat(), decided_by="mayor"),
         "decided_ahead"),
    ):
        assert codes(send(worker, one)) == [why]


@pytest.mark.parametrize(("kind", "payload"), [
    ("put_on_agenda", {"sort": "case", "title": "Un caz"}),
    ("put_on_agenda", {"sort": "other", "title": "Un caz", "household": str(uuid4())}),
    ("decide", {"words": "Se face.", "due_on": "2026-05-05"}),
    ("decide", {"words": "Se face.", "institution": "Primăria"}),
    ("decide", {"words": "Se face.", "institution": "Primăria", "member": str(uuid4()), "due_on": "2026-05-05"}),
    ("report_task", {"outcome": "not_done", "task": str(uuid4())}),
    ("report_task", {"outcome": "carried_over", "task": str(uuid4())}),
    ("report_task", {"outcome": "done", "task": str(uuid4()), "due_on": "2026-05-05"}),
])
def test_an_entry_that_does_not_say_enough_is_unreadable(worker, kind, payload):
    meeting = {} if kind == "report_task" else {"meeting": str(uuid("m1"))}
    assert codes(send(worker, said(kind, "x", 10, **meeting, **payload))) == ["unreadable"]


def test_the_founding_is_mended_by_a_later_word_and_members_stay(worker):
    begun(worker)
    send(worker, founded(12, "mended", rhythm="monthly"))
    council = queries.council_of(COMMUNE)
    assert (council.uuid, council.rhythm) == (uuid("council"), "monthly")
    assert len(queries.members_of(COMMUNE, on=day(12))) == 3


def test_a_meeting_is_due_a_quarter_after_the_last_one_held(worker):
    send(worker, founded(), appointed("ion"))
    due = queries.meeting_due_of(COMMUNE, on=day(1))
    assert (due.due_on, due.confirmed, due.rule) == (date(2026, 5, 2), False, "council_quarterly")
    send(worker, called("m1", 1, 10), held("m1", 10, "ion"))
    assert queries.meeting_due_of(COMMUNE, on=day(11)).due_on == date(2026, 5, 12)


@pytest.mark.parametrize(("present", "members", "enough"), [(0, 0, False), (2, 4, False), (3, 4, True), (4, 7, True),
                                                            (3, 7, False)])
def test_a_quorum_is_more_than_half(present, members, enough):
    assert has_quorum(present, members, share=0.5) is enough


def test_a_case_is_spoken_of_by_another_key_at_each_meeting(worker):
    begun(worker)
    send(worker, enrolled("a"), called("m2", 11, 40), put("p1", "m1", 10, "a"), put("p2", "m2", 12, "a"))
    [first], [second] = queries.items_of(uuid("m1")), queries.items_of(uuid("m2"))
    assert first.code != second.code and len(first.code) == 4
    assert queries.case_of(first.uuid) == uuid("a")


@pytest.mark.parametrize("words", [
    "Rusu", "RUSU", "familia rusu", "Rusului", "copilul Copil", "născut la 10.01.2018", "2018-01-10", "stă la nr. 7",
    "CNP 2900505123456",
])
def test_words_that_tell_whose_case_it_is_are_not_applied(worker, words):
    begun(worker)
    assert codes(send(worker, enrolled("a"), put("p", "m1", 10, "a", title=f"Un caz: {words}")))[-1] == "tells_who"
    assert queries.items_of(uuid("m1")) == []


@pytest.mark.parametrize("words", ["o femeie și fetița de 8 ani", "rusalii", "un drum de 7 km", "în 2018"])
def test_other_words_may_stand(worker, words):
    begun(worker)
    assert codes(send(worker, enrolled("a"), put("p", "m1", 10, "a", title=f"Un caz: {words}")))[-1] == "received"


def test_decisions_and_minutes_of_a_case_tell_nobody_either_and_name_their_case(worker):
    begun(worker)
    a, m1, p = str(uuid("a")), str(uuid("m1")), str(uuid("p"))
    send(worker, enrolled("a"), put("p", "m1", 10, "a"))
    assert codes(send(worker, said("record_discussion", "d", 10, meeting=m1, item=p, household=a, words="Rusu a venit"),
                      decided("x", "m1", 10, 20, item=p, household=a, words="Se ajută Rusu."),
                      decided("y", "m1", 10, 20, item=p), decided("z", "m1", 10, 20, item=p, household=a))) == [
        "tells_who", "tells_who", "another_case", "received"]
    assert [one.uuid for one in queries.tasks_about(uuid("a"))] == [uuid("z")]


def test_an_item_spoken_of_is_never_dropped(worker):
    begun(worker)
    send(worker, put("p", "m1", 10), decided("d", "m1", 10, item=str(uuid("p"))))
    assert codes(send(worker, said("drop_from_agenda", "drop", 11, item=str(uuid("p"))))) == ["item_spoken_of"]


def test_a_task_of_somebody_else_is_not_reported_as_ones_own(worker):
    begun(worker)
    send(worker, decided("t", "m1", 10, 20, institution="", worker=str(worker.uuid)), decided("u", "m1", 10, 20))
    own = [replace(reported(f"r{name}", name, 12, "done"), kind="report_own_task") for name in ("t", "u")]
    assert codes(send(worker, *own)) == ["received", "not_the_owner"]


def test_the_household_of_another_commune_gets_the_answer_of_one_that_never_was(worker):
    begun(worker)
    assert codes(send(worker, put("p", "m1", 10, "nowhere"))) == ["unknown_household"]


def test_other_programs_are_never_sent_whose_case_it_is():
    payload = {"meeting": "m", "title": "t", "household": "h", "proposal": "p"}
    assert shown(payload, frozenset({"general", "education"})) == {"meeting": "m", "title": "t"}
    assert shown(payload, frozenset()) is None


def _rows() -> dict[str, list[Any]]:
    return {model._meta.label: list(model.objects.order_by("uuid").values()) for model in rebuild.derived_models()
            if model._meta.app_label == "community"}


@pytest.mark.parametrize("longest", [1, 500])
def test_replayed_it_is_the_same_whatever_the_length_of_runs(worker, longest):
    begun(worker)
    send(worker, enrolled("a"), put("p", "m1", 10, "a"), put("q", "m1", 10), called("m2", 11, 40),
         said("order_agenda", "order", 10, meeting=str(uuid("m1")), items=[str(uuid("q"))]),
         decided("t", "m1", 10, 20), held("m2", 40, "ana", "eva"),
         reported("r1", "t", 40, "carried_over", due_on=day(70).isoformat(), meeting=str(uuid("m2"))),
         reported("r2", "t", 50, "done"), put("wrong", "m1", 10, "a", title="Rusu"))
    before = _rows()
    rebuild.rebuild(longest_run=longest)
    after = _rows()
    for rows in (*before.values(), *after.values()):
        for row in rows:
            row.pop("id")
    assert after == before


def test_the_minutes_are_plain_values_with_what_was_told_of_earlier_tasks(worker):
    begun(worker)
    send(worker, decided("t", "m1", 10, 20), decided("u", "m1", 10, 30), called("m2", 11, 40),
         held("m2", 40, "ion", "ana"),
         reported("r", "t", 40, "not_done", note="Nu sunt bani.", meeting=str(uuid("m2"))))
    said_ = queries.minutes_of(uuid("m2"))
    assert (said_.number, said_.quorum, len(said_.present), len(said_.absent)) == (2, True, 2, 1)
    assert [(one.outcome, one.note) for one in said_.followed_up] == [("not_done", "Nu sunt bani."), ("", "")]
    assert queries.minutes_of(uuid4()) is None
    first = queries.minutes_of(uuid("m1"))
    assert first.next_day == day(40) and [one.number for one in first.other_decisions] == ["0.1", "0.2"]


def test_the_plan_of_the_year_is_of_no_single_case(worker):
    begun(worker)
    send(worker, enrolled("a"), put("p", "m1", 10, "a"), decided("t", "m1", 10, 20),
         decided("z", "m1", 10, 20, item=str(uuid("p")), household=str(uuid("a"))))
    assert [one.uuid for one in queries.plan_of_year(COMMUNE, 2026)] == [uuid("t")]
    assert queries.plan_of_year(COMMUNE, 2025) == []


def test_a_meeting_called_off_is_called_again(worker):
    begun(worker)
    send(worker, called("m2", 11, 40), said("call_off_meeting", "off", 12, meeting=str(uuid("m2")), reason="zăpadă"))
    assert codes(send(worker, held("m2", 40, "ion"))) == ["meeting_called_off"]
    send(worker, called("m2 again", 13, 45, meeting=str(uuid("m2"))))
    assert (queries.meeting(uuid("m2")).state, queries.meeting(uuid("m2")).day) == ("called", day(45))
