"""Messages of a team, planned visits and visits made together: who may, who reads, what holds, what a replay gives."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.apps import apps

from tests.unit.care.test_need_to_know import MAY_READ, READERS, colleague, sees
from tests.unit.care.village import COMMUNE, asked, day, draft, enrolled, made_commune, send, uuid
from tests.unit.register.test_rebuild import picture
from vatra.access.book import roles_book
from vatra.care import queries
from vatra.register.kinds import kind_named
from vatra.register.rebuild import rebuild

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
BOOK = roles_book()
NOW = datetime.combine(day(9), time(12), UTC)
KINDS = {"write_message": {"text": "Câinele este legat."}, "plan_visit": {"day": day(3).isoformat()}}
BOTH = {"c_enrolled": False, "c_ever_enrolled": True, "c_chronic": "untreated", "c_gp": False}


@pytest.fixture
def worker(db: None) -> Any:
    return made_commune()


def message(on: int = 1, text: str = "Câinele este legat.", **more: Any) -> Any:
    return draft("write_message", "a", on, {"text": text, **more}, name=text)


@pytest.mark.parametrize("kind", ["write_message", "read_messages", "plan_visit", "cancel_planned_visit"])
@pytest.mark.parametrize("role", sorted(BOOK))
def test_who_makes_visits_in_the_commune_writes_and_plans_there_and_nobody_else(worker, role, kind):
    assert kind_named(kind, 1).act == "visit"
    if kind not in KINDS:
        return
    level = BOOK[role].level
    author = apps.get_model("access.Worker")(uuid=uuid(role), username=role, full_name=role)
    author.save()
    apps.get_model("access.RoleHeld").objects.create(
        uuid=uuid(f"{role}/role"), worker=author, role=role, since=date(2020, 1, 1),
        commune_id=COMMUNE if level == "commune" else None, county_id="BC" if level == "county" else None)
    send(worker, enrolled("a"))
    [receipt] = send(author, draft(kind, "a", 1, KINDS[kind]))
    assert receipt.outcome == ("received" if "visit" in BOOK[role].acts else "to_settle")


@pytest.mark.parametrize("author", sorted(MAY_READ))
@pytest.mark.parametrize("note_for", ["team", "profession"])
def test_a_message_is_read_as_the_note_of_a_visit(worker, author, note_for):
    send(worker, enrolled("a"))
    by = worker if author == "social_worker" else colleague(author)
    send(by, message(note_for=note_for))
    for role in READERS:
        reader = apps.get_model("access.Worker")(pk=999_999, uuid=uuid("reader"))
        found = queries.messages_of(uuid("a"), sees(role), reader=reader)
        may = note_for == "team" or role in MAY_READ[author]
        assert bool(found) == may, role
        unread = queries.unread_messages({COMMUNE: sees(role)}, reader=reader, at=NOW)
        assert bool(unread) == may, role
        assert queries.unread_messages({}, reader=reader, at=NOW) == []
    assert queries.messages_of(uuid("a"), frozenset(), reader=by)[0].own


def test_read_marks_are_told_and_end_the_waiting(worker):
    send(worker, enrolled("a"))
    nurse = colleague("community_nurse")
    first, second = message(text="unu"), message(text="doi", on=2)
    send(worker, first, second)
    assert len(queries.unread_messages({COMMUNE: sees("community_nurse")}, reader=nurse, at=NOW)) == 2
    assert queries.unread_messages({COMMUNE: sees("social_worker")}, reader=worker, at=NOW) == []
    mark = draft("read_messages", "a", 3, {"messages": [str(first.uuid)]})
    again = draft("read_messages", "a", 4, {"messages": [str(first.uuid), str(second.uuid)]})
    assert {one.outcome for one in send(nurse, mark, again)} == {"received"}
    assert queries.unread_messages({COMMUNE: sees("community_nurse")}, reader=nurse, at=NOW) == []
    assert [one.read_by for one in queries.messages_of(uuid("a"), sees("head"), reader=worker)] == [
        ("community_nurse",), ("community_nurse",)]
    assert queries.unread_messages({COMMUNE: sees("head")}, reader=colleague("head"), at=NOW + timedelta(days=91)) == []


def test_marks_and_cancellations_of_what_is_another_households_wait(worker):
    send(worker, enrolled("a"), enrolled("b"), message(), draft("plan_visit", "a", 1, KINDS["plan_visit"]))
    [mark] = send(worker, draft("read_messages", "b", 2, {"messages": [str(message().uuid)]}))
    [off] = send(worker, draft("cancel_planned_visit", "b", 2, {
        "planned": str(draft("plan_visit", "a", 1, {}).uuid)}))
    assert (mark.reason_code, off.reason_code) == ("unknown_message", "unknown_planned_visit")


@pytest.mark.parametrize(("payload", "code"), [
    ({"day": day(0).isoformat()}, "planned_day"), ({"day": day(400).isoformat()}, "planned_day"),
    ({"day": day(3).isoformat(), "companions": [str(uuid("nimeni"))]}, "unknown_worker"),
    ({"day": day(3).isoformat(), "companions": [str(uuid("worker"))] * 2}, "unreadable"),
    ({"day": day(3).isoformat(), "purpose": "Z99"}, "unknown_service"), ({}, "unreadable"),
])
def test_a_visit_that_cannot_be_planned_is_kept_with_its_reason(worker, payload, code):
    send(worker, enrolled("a"))
    [receipt] = send(worker, draft("plan_visit", "a", 1, payload))
    assert (receipt.outcome, receipt.reason_code) == ("to_settle", code)


def planned(worker: Any, on: int, *, reader: str = "social_worker") -> list[Any]:
    return queries.visits_planned(sees(reader), on=day(on), since=day(0), until=day(30), communes=[COMMUNE],
                                  roles={reader})


def test_a_planned_visit_is_made_when_one_of_those_who_go_visits_that_day(worker):
    nurse = colleague("community_nurse")
    send(worker, enrolled("a"), enrolled("b"), *(
        draft("plan_visit", house, 1, {"day": day(3).isoformat(), "companions": [str(nurse.uuid)], "note": "la pod"})
        for house in ("a", "b")))
    assert [one.state for one in planned(worker, 2)] == ["planned", "planned"]
    [one] = [one for one in planned(worker, 2) if one.household == uuid("a")]
    assert one.names == ("community_nurse",) and one.is_of(nurse.uuid) and one.is_of(worker.uuid)
    assert not one.is_of(uuid("reader")) and one.note == "la pod"
    send(nurse, draft("record_visit", "a", 3, {"kind": "joint"}))
    assert {one.household: one.state for one in planned(worker, 4)} == {uuid("a"): "made", uuid("b"): "missed"}


def test_a_visit_called_off_stands_in_no_week(worker):
    send(worker, enrolled("a"), draft("plan_visit", "a", 1, KINDS["plan_visit"]))
    send(worker, draft("cancel_planned_visit", "a", 2, {"planned": str(draft("plan_visit", "a", 1, {}).uuid)}))
    assert planned(worker, 2) == []


def test_what_a_planned_visit_is_for_is_told_to_those_who_may_know_the_service(worker):
    send(worker, enrolled("a"), draft("plan_visit", "a", 1, KINDS["plan_visit"] | {"purpose": "W12"}))
    assert {role: [one.purpose for one in planned(worker, 2, reader=role)]
            for role in ("social_worker", "school_mediator", "community_nurse")} == {
        "social_worker": ["W12"], "school_mediator": [""], "community_nurse": [""]}
    assert planned(worker, 2, reader="mayor") == []


def together(roles: set[str], on: int = 1, week: int = 0, team: tuple[str, ...] = ("social_worker", "community_nurse")):
    domains = frozenset().union(*(sees(role) for role in roles))
    return queries.visits_to_make_together([COMMUNE], domains, roles, week=day(week), on=day(on), team=set(team))


def agreed(worker: Any, *services: tuple[str, str, str, int]) -> None:
    receipts = send(worker, enrolled("a"), asked("a", 0, BOTH), draft("open_case", "a", 0, {}), draft(
        "agree_plan", "a", 0, {"agreed_with": "mama", "services": [
            {"service": code, "codes": [why], "due_on": day(due).isoformat(), "responsible": role}
            for code, why, role, due in services]}))
    assert {one.outcome for one in receipts} == {"received"}, receipts


def test_two_professions_with_something_due_in_one_week_could_go_together(worker):
    agreed(worker, ("W01", "EC01", "social_worker", 5), ("N08", "SA07", "community_nurse", 6))
    [one] = together({"social_worker"})
    assert (one.household, one.other_role, one.mine, one.due_on) == (uuid("a"), "community_nurse", ("W01",), day(5))
    assert one.what == ()  # of the untreated illness the social worker does not know
    [other] = together({"community_nurse"})
    assert (other.other_role, other.mine) == ("social_worker", ("N08",))
    assert together({"school_mediator"}) == [] == together({"social_worker"}, team=("social_worker",))


def test_what_is_due_later_or_planned_for_two_is_not_proposed(worker):
    agreed(worker, ("W01", "EC01", "social_worker", 5), ("N08", "SA07", "community_nurse", 9))
    assert together({"social_worker"}) == [] and len(together({"social_worker"}, week=7)) == 1
    nurse = colleague("community_nurse")
    send(worker, draft("plan_visit", "a", 1, {"day": day(8).isoformat(), "companions": [str(nurse.uuid)]}))
    assert together({"social_worker"}, week=7) == [] == together({"community_nurse"}, week=7)
    assert together({"social_worker"}, on=9, week=7) != []  # its day is over and nobody went


def test_a_replay_gives_the_same_messages_marks_and_planned_visits(worker):
    nurse = colleague("community_nurse")
    send(worker, enrolled("a"), message(), draft("plan_visit", "a", 1, KINDS["plan_visit"]))
    send(nurse, draft("read_messages", "a", 2, {"messages": [str(message().uuid)]}),
         draft("cancel_planned_visit", "a", 2, {"planned": str(draft("plan_visit", "a", 1, {}).uuid)}))
    before = picture()
    assert before["care.MessageRead"] and before["care.PlannedVisit"]
    for longest in (1, 500):
        rebuild(longest_run=longest)
        assert picture() == before
