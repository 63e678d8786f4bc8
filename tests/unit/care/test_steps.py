"""The steps of the process through the register: what each leaves, and what it says when it is not its turn."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps

from tests.unit.care.village import (
    COMMUNE,
    GRAVE,
    MODERATE,
    WELL,
    asked,
    colleague,
    day,
    delivered,
    draft,
    enrolled,
    made_commune,
    plan,
    send,
    uuid,
    visited,
)
from vatra.base.days import add_months
from vatra.care import queries
from vatra.register.entries import Draft

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
EVERYTHING = frozenset({
    "general", "economic", "housing", "family", "education", "health", "health_detail", "violence", "risk",
})
LATE = 310  # after the day from which closing needs two


@pytest.fixture
def ana(db: None) -> Any:
    return made_commune()


def rows(model: str, **where: Any) -> list[Any]:
    return list(apps.get_model("care", model).objects.filter(**where).order_by("id"))


def state(on: int, house: str = "a") -> str:
    found = queries.stage(uuid(house), EVERYTHING, on=day(on))
    return found.state if found else ""


def assessed(on: int, risk: str = "high", **more: Any) -> Draft:
    return draft("record_initial_assessment", "a", on, {
        "risk": risk, "child_seen": "yes", "words": "Copilul are vânătăi.",
        "signs": [{"domain": "risk", "seen": "yes", "words": "țipete"}, {"domain": "housing", "seen": "no"}], **more,
    })


def reasons(*receipts: Any) -> list[str | None]:
    return [one.reason_code for one in receipts]


def step(kind: str, on: int, name: str = "", **payload: Any) -> Draft:
    return draft(kind, "a", on, payload, name=name)


def a_case(ana: Any, since: int, facts: dict[str, Any] = GRAVE) -> None:
    """Found, assessed, opened, planned, approved, monitored."""
    receipts = send(
        ana, enrolled("a", since), asked("a", since, facts), assessed(since + 1), step("open_case", since + 1),
        step("name_team", since + 2), delivered("a", since + 9, "S04"), plan("a", since + 20, ("W10", since + 50)),
        step("approve_plan", since + 22, number="14", signed_on=day(since + 21).isoformat()),
        visited("a", since + 30),
    )
    assert [r.outcome for r in receipts] == ["received"] * 9, reasons(*receipts)


def test_the_initial_assessment_is_a_visit_with_a_sheet_and_meets_the_72_hours(ana: Any) -> None:
    send(ana, enrolled("a"), asked("a", 0, GRAVE))
    assert state(0) == "initial_assessment"
    send(ana, assessed(2))
    [visit] = rows("Visit")
    assert (visit.purpose, visit.kind, visit.note) == ("S03", "home", "Copilul are vânătăi.")
    [deadline] = rows("Deadline", rule="initial_visit")
    assert deadline.met_on == day(2) and state(2) == "to_decide"


@pytest.mark.parametrize(("decision", "then"), [("no_case", "no_case"), ("transferred", "transferred")])
def test_no_case_is_decided_after_the_assessment_and_answers_the_deadline(ana: Any, decision: str, then: str) -> None:
    send(ana, enrolled("a"), asked("a", 0, GRAVE))
    early, *_rest, late = send(
        ana, step("decide_no_case", 1, decision=decision, reason="Nu este așa."), assessed(2),
        step("decide_no_case", 3, decision=decision, reason="Nu este așa.", to="DGASPC Bacău"),
    )
    assert reasons(early, late) == ["out_of_turn", None] and state(3) == then
    [deadline] = rows("Deadline", rule="case_opened")
    assert deadline.met_on == day(3)


def test_a_case_goes_through_its_states_and_the_calendar_asks_for_the_review(ana: Any) -> None:
    a_case(ana, 0)
    assert [state(on) for on in (30, 108, 115)] == ["monitoring", "monitoring", "review"]
    assert queries.plan_of(uuid("a"), EVERYTHING, on=day(30)).order_number == "14"
    send(ana, step("review_case", 116, words="Merge mai bine.", decision="go_on"))
    assert [state(on) for on in (116, 220)] == ["monitoring", "review"]


def test_an_order_is_signed_between_the_plan_and_the_day(ana: Any) -> None:
    send(ana, enrolled("a"), asked("a", 0, GRAVE), step("open_case", 1), plan("a", 10, ("W10", 20)))
    early, ahead = send(
        ana, step("approve_plan", 12, "early", number="1", signed_on=day(9).isoformat()),
        step("approve_plan", 12, "ahead", number="1", signed_on=day(13).isoformat()),
    )
    assert reasons(early, ahead) == ["order_day", "order_day"]


def test_the_lead_changes_and_the_team_is_named(ana: Any) -> None:
    mihai = colleague("mihai", "social_technician")
    send(ana, enrolled("a"), asked("a", 0, GRAVE), step("open_case", 1))
    unknown, named = send(
        ana, step("name_team", 2, lead=str(uuid("nobody"))),
        step("name_team", 3, lead=str(mihai.uuid), members=[str(ana.uuid)]),
    )
    assert reasons(unknown, named) == ["unknown_worker", None]
    case = queries.open_case(uuid("a"))
    assert case is not None and case.lead_id == mihai.pk and case.team == [str(ana.uuid)]


def test_a_case_in_which_something_severe_was_present_is_closed_by_two(ana: Any) -> None:
    head = colleague("sefa", "head")
    a_case(ana, LATE)
    send(ana, asked("a", LATE + 60, WELL))
    alone, ask = send(
        ana, step("close_case", LATE + 61, reason="objectives_met"),
        step("ask_to_close", LATE + 61, reason="objectives_met", results="Copilul este în siguranță.", after="Lunar."),
    )
    assert reasons(alone, ask) == ["needs_agreement", None] and state(LATE + 61) == "closing_asked"
    closing = str(uuid(f"ask_to_close/a/{LATE + 61}/"))
    [own] = send(ana, step("agree_to_close", LATE + 62, "own", closing=closing, agreed=True))
    assert own.outcome == "to_settle" and own.reason_code == "not_permitted"
    [second] = send(head, step("agree_to_close", LATE + 63, closing=closing, agreed=True))
    [case] = rows("Case")
    assert second.reason_code is None and (case.state, case.closed_on) == ("closed", day(LATE + 63))
    assert (case.reason, case.results, case.after) == ("objectives_met", "Copilul este în siguranță.", "Lunar.")
    assert [state(LATE + on) for on in (63, 63 + 100, 63 + 2200)] == ["post_monitoring", "closed", "archived"]
    assert rows("Plan")[0].ended_on == day(LATE + 63)


def test_who_asked_for_a_closing_does_not_agree_to_it_and_who_agrees_may_say_no(ana: Any) -> None:
    head, dgaspc = colleague("sefa", "head"), colleague("dana", "supervisor_dgaspc", county_id="BC")
    nurses = colleague("doina", "supervisor_dsp", county_id="BC")
    a_case(ana, LATE)
    send(ana, asked("a", LATE + 60, WELL))
    send(head, step("ask_to_close", LATE + 61, reason="objectives_met"))
    closing = str(uuid(f"ask_to_close/a/{LATE + 61}/"))
    answers = [
        *send(head, step("agree_to_close", LATE + 62, "same", closing=closing, agreed=True)),
        *send(nurses, step("agree_to_close", LATE + 62, "blind", closing=closing, agreed=True)),
        *send(dgaspc, step("agree_to_close", LATE + 63, closing=closing, agreed=False, note="Mai vizitați o lună.")),
        *send(dgaspc, step("agree_to_close", LATE + 64, closing=closing, agreed=True)),
    ]
    assert reasons(*answers) == ["same_person", "not_permitted", None, "out_of_turn"]
    assert state(LATE + 64) == "review" and queries.open_case(uuid("a")) is not None


def test_a_mild_case_is_closed_by_one(ana: Any) -> None:
    a_case(ana, LATE, MODERATE)
    [closed] = send(ana, step("close_case", LATE + 61, reason="moved", results="Este înscris la medic."))
    assert closed.reason_code is None and rows("Case")[0].results == "Este înscris la medic."


def test_closings_received_before_two_were_asked_for_stay_as_they_were(ana: Any) -> None:
    a_case(ana, 0)
    [closed] = send(ana, step("close_case", 60, reason="moved"))
    assert closed.reason_code is None and state(60) == "closed"


def test_a_closing_asked_for_with_something_open_says_what(ana: Any) -> None:
    a_case(ana, LATE)
    [receipt] = send(ana, step("ask_to_close", LATE + 61, reason="objectives_met"))
    assert receipt.reason_code == "open_needs"


def test_a_reopened_case_is_a_new_one_that_names_the_one_before(ana: Any) -> None:
    a_case(ana, 0)
    former = str(uuid("open_case/a/1/"))
    send(ana, step("close_case", 60, reason="moved"))
    wrong, early, right = send(
        ana, step("open_case", 70, "wrong", reopens=str(uuid("none"))),
        step("open_case", 50, "early", reopens=former),
        step("open_case", 70, reopens=former, why="Familia s-a întors."),
    )
    assert reasons(wrong, early, right) == ["unknown_case", "reopened_before_closed", None]
    old, new = rows("Case")
    assert (old.state, old.closed_on) == ("closed", day(60)) and (new.reopens_id, new.why) == (
        old.uuid, "Familia s-a întors.")
    assert state(70) == "case_opened"


def test_a_call_does_not_meet_the_written_report(ana: Any) -> None:
    emergency = {"c_suicide": "ideation"}
    send(ana, enrolled("a"), asked("a", 0, emergency))
    assert state(0) == "emergency"
    told = {"told": "hotline_119", "told_at": "2026-02-02T10:00:00+02:00", "number": "119", "whom": "operatorul 7"}
    send(ana, delivered("a", 0, "W12", report=told))
    assert [d.met_on for d in rows("Deadline", rule="emergency_report")] == [day(0)]
    assert [d.met_on for d in rows("Deadline", rule="emergency_written")] == [None]
    assert state(0) == "initial_assessment" and rows("Delivery")[0].report["whom"] == "operatorul 7"
    send(ana, draft("record_delivery", "a", 1, {
        "service": "W12", "outcome": "done",
        "report": {**told, "told": "dgaspc", "in_writing": True, "number": "112/3"},
    }))
    assert [d.met_on for d in rows("Deadline", rule="emergency_written")] == [day(1)]


def test_a_monitoring_sheet_stands_on_its_visit_and_counts_wherever_they_met(ana: Any) -> None:
    a_case(ana, 0)
    [planned] = rows("PlannedService")
    sheet = {"services": [{"planned": str(planned.uuid), "goes": "slowly", "words": "abia au început"}],
             "changed": "Tatăl lucrează.", "child": "Merge la școală.", "next_on": day(75).isoformat()}
    send(ana, draft("record_visit", "a", 45, {"kind": "school", "purpose": "W20", "monitoring": sheet}))
    kept = queries.last_monitoring(uuid("a"), EVERYTHING)
    assert kept is not None and kept.sheet["changed"] == "Tatăl lucrează." and kept.on == day(45)
    assert day(45) in {d.met_on for d in rows("Deadline", rule="monitoring")}


def test_a_departure_heard_of_asks_for_the_parents_notice_until_it_comes(ana: Any) -> None:
    send(ana, enrolled("a"))
    said = {"parent": str(uuid("a/mama")), "leaves_on": day(60).isoformat(), "country": "Italia"}
    send(ana, step("announce_departure", 5, notified=False, **said))
    [deadline] = rows("Deadline", rule="departure_notice")
    assert (deadline.due_on, deadline.met_on, deadline.person_id) == (day(20), None, uuid("a/mama"))
    send(ana, step("announce_departure", 12, notified=True, carer_words="bunica", **said))
    [deadline] = rows("Deadline", rule="departure_notice")
    assert deadline.met_on == day(12) and rows("Departure")[0].carer_words == "bunica"


def test_a_delegation_ends_a_year_after_the_courts_day_and_a_new_decision_moves_its_alerts(ana: Any) -> None:
    send(ana, enrolled("a"))
    said = {"parent": str(uuid("a/mama")), "leaves_on": day(60).isoformat(), "notified": True}
    send(ana, step("announce_departure", 5, **said))
    assert rows("Deadline", rule="delegation_end") == []
    send(ana, step("announce_departure", 40, **said, delegated_on=day(35).isoformat()))
    [end], [alert] = rows("Deadline", rule="delegation_end"), rows("Deadline", rule="delegation_alert_60")
    assert (end.due_on, alert.due_on) == (add_months(day(35), 12), add_months(day(35), 12) - timedelta(days=60))
    assert end.met_on is None and queries.worklist([COMMUNE], {"education"}, on=day(300)) == []
    send(ana, step("announce_departure", 380, **said, delegated_on=day(390).isoformat()))
    [end] = rows("Deadline", rule="delegation_end")
    assert end.due_on == add_months(day(390), 12)
    send(ana, step("announce_departure", 420, **said, back_on=day(419).isoformat()))
    [end] = rows("Deadline", rule="delegation_end")
    assert end.lapsed_on == day(419)


def test_a_parent_already_away_owes_the_notice_at_once(ana: Any) -> None:
    send(ana, enrolled("a"), step("announce_departure", 5, parent=str(uuid("a/mama")), leaves_on=day(1).isoformat(),
                                  notified=False))
    [deadline] = rows("Deadline", rule="departure_notice")
    assert (deadline.starts_on, deadline.due_on, deadline.met_on) == (day(5), day(5), None)


def test_who_may_not_know_of_violence_does_not_learn_of_it_from_the_state_or_the_steps(ana: Any) -> None:
    send(ana, enrolled("a"), asked("a", 0, GRAVE), assessed(1))
    teachers = frozenset({"general", "education"})
    shown = queries.stage(uuid("a"), teachers, on=day(1))
    assert shown is not None and shown.state == "surveyed"
    assert queries.steps_of(uuid("a"), teachers) == [] and queries.steps_of(uuid("a"), EVERYTHING) != []
    assert uuid("a") in queries.households_in("surveyed", [COMMUNE], teachers, on=day(1))
    assert queries.households_in("to_decide", [COMMUNE], teachers, on=day(1)) == []
    counted = queries.states_in([COMMUNE], on=day(1)).values()
    assert queries.states_seen(counted, teachers) == {"surveyed": 1}
    assert "assessment" not in {one.kind for of_day in queries.timeline(uuid("a"), teachers, on=day(1))
                                for one in of_day.happened}
