"""Cases, plans, visits, deliveries and referrals, as entries leave them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.apps import apps

from tests.unit.care.village import (
    COMMUNE,
    GRAVE,
    MODERATE,
    WELL,
    asked,
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
from vatra.care import queries
from vatra.care.follow import bring_up_to_date
from vatra.register.entries import receive

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
EVERYTHING = frozenset({
    "general", "economic", "housing", "family", "education", "health", "health_detail", "violence", "risk",
})
TEACHERS = frozenset({"general", "education"})


@pytest.fixture
def worker(db: None) -> Any:
    return made_commune()


@pytest.fixture
def grave(worker: Any) -> Any:
    """A household with a suspected abuse, and its worker."""
    assert [r.outcome for r in send(worker, enrolled("a"), asked("a", 0, GRAVE))] == ["received"] * 2
    return worker


def rows(model: str, **where: Any) -> list[Any]:
    return list(apps.get_model("care", model).objects.filter(**where).order_by("id"))


def opened(on: int = 1) -> Any:
    return draft("open_case", "a", on, {})


def closed(on: int, reason: str) -> Any:
    return draft("close_case", "a", on, {"reason": reason})


def test_a_case_is_opened_with_its_lead_worker(grave: Any) -> None:
    [receipt] = send(grave, opened())
    case = queries.open_case(uuid("a"))
    assert receipt.outcome == "received" and case is not None
    assert (case.opened_on, case.lead_id, case.uuid) == (day(1), grave.pk, uuid("open_case/a/1/"))


def test_a_second_case_is_kept_to_settle(grave: Any) -> None:
    receipts = send(grave, opened(), opened(2))
    assert [(r.outcome, r.reason_code) for r in receipts] == [("received", None), ("to_settle", "case_already_open")]


def test_a_plan_without_a_case_is_kept_to_settle_and_the_rest_goes_on(grave: Any) -> None:
    receipts = send(grave, plan("a", 2, ("W12", 3)), visited("a", 2))
    assert [r.reason_code for r in receipts] == ["cannot_plan", None]
    assert len(rows("Visit")) == 1 and not rows("Plan")


def test_what_is_delivered_ticks_off_what_was_planned(grave: Any) -> None:
    send(grave, opened(), plan("a", 2, ("W12", 3), ("W10", 16)), delivered("a", 3, "W12"))
    done, waiting = sorted(rows("PlannedService"), key=lambda one: one.service, reverse=True)
    assert (done.service, done.state, done.done_on) == ("W12", "done", day(3))
    assert (waiting.state, waiting.done_on) == ("planned", None)
    [delivery] = rows("Delivery")
    assert delivery.planned_id == done.uuid and delivery.codes == ["VI01"]


def test_a_service_not_done_stays_planned_and_says_why(grave: Any) -> None:
    receipts = send(grave, opened(), plan("a", 2, ("W12", 3)), delivered("a", 3, "W12", "not_done"),
                    delivered("a", 4, "W12", "not_done", reason="nimeni acasă"))
    assert [r.reason_code for r in receipts][2:] == ["reason_missing", None]
    assert [one.state for one in rows("PlannedService")] == ["planned"]


def test_an_unknown_service_is_named_in_the_refusal(grave: Any) -> None:
    [receipt] = send(grave, delivered("a", 3, "Z99"))
    assert receipt.reason_code == "unknown_service" and "Z99" in (receipt.reason or "")


def test_a_new_plan_replaces_the_old_and_what_it_still_promised(grave: Any) -> None:
    send(grave, opened(), plan("a", 2, ("W12", 3), ("W10", 16)), delivered("a", 3, "W12"), plan("a", 20, ("W10", 40)))
    assert [(p.agreed_on, p.ended_on) for p in rows("Plan")] == [(day(2), day(20)), (day(20), None)]
    assert sorted((s.service, s.state) for s in rows("PlannedService")) == [
        ("W10", "planned"), ("W10", "replaced"), ("W12", "done"),
    ]
    current = queries.plan_of(uuid("a"), EVERYTHING, on=day(21))
    assert current is not None and [s.due_on for s in current.services] == [day(40)]


def test_a_new_plan_leaves_standing_what_its_author_did_not_see(grave: Any) -> None:
    """A colleague's promise in another domain, or one agreed meanwhile on another tablet."""
    send(grave, opened(), plan("a", 2, ("W12", 3), ("W10", 16)))
    seen = next(one for one in rows("PlannedService") if one.service == "W12")
    send(grave, plan("a", 20, ("W02", 40), instead_of=[str(seen.uuid)]))
    current = queries.plan_of(uuid("a"), EVERYTHING, on=day(21))
    assert current is not None and current.agreed_on == day(20)
    assert [(s.service, s.due_on) for s in current.services if s.state == "planned"] == [
        ("W10", day(16)), ("W02", day(40)),
    ]
    assert [one.state for one in rows("PlannedService") if one.service == "W12"] == ["replaced"]
    assert [due.due_on for due in rows("Deadline") if due.rule == "W10" and not due.lapsed_on] == [day(16)]


def test_what_is_agreed_again_stands_once_with_all_its_reasons(grave: Any) -> None:
    first = draft("agree_plan", "a", 2, {"agreed_with": "mama", "services": [
        {"service": "W12", "codes": ["VI01", "FA06"], "due_on": str(day(9)), "responsible": "social_worker"}]})
    send(grave, opened(), first, plan("a", 5, ("W12", 30), instead_of=[]))
    standing = [one for one in rows("PlannedService") if one.state == "planned"]
    assert [(one.due_on, one.codes) for one in standing] == [(day(30), ["VI01", "FA06"])]


def test_a_plan_can_stand_for_a_whole_plan_before(grave: Any) -> None:
    first = plan("a", 2, ("W12", 3), ("W10", 16))
    send(grave, opened(), first, plan("a", 20, ("W02", 40), instead_of=[str(first.uuid)]))
    assert sorted(one.service for one in rows("PlannedService") if one.state == "planned") == ["W02"]


@pytest.mark.parametrize("instead_of", [{}, {"instead_of": []}])
def test_a_plan_that_a_tablet_brings_late_ends_nothing_that_was_promised_after_it(grave: Any, instead_of: Any) -> None:
    """Its author cannot have seen a plan of a later day, whether they say what they saw or not."""
    receipts = send(grave, opened(), plan("a", 20, ("W10", 40)), plan("a", 2, ("W12", 30), **instead_of))
    assert [r.outcome for r in receipts] == ["received"] * 3
    assert [(p.agreed_on, p.ended_on) for p in rows("Plan")] == [(day(20), day(20)), (day(2), None)]
    assert sorted((s.service, s.state) for s in rows("PlannedService")) == [("W10", "planned"), ("W12", "planned")]


def test_a_case_is_not_closed_on_a_day_before_its_plan_was_agreed(grave: Any) -> None:
    receipts = send(grave, opened(), plan("a", 20, ("W12", 30)), closed(9, "moved"))
    assert (receipts[2].outcome, receipts[2].reason_code) == ("to_settle", "closed_before_planned")
    assert queries.open_case(uuid("a")) is not None and [p.ended_on for p in rows("Plan")] == [None]


def test_a_case_with_open_needs_cannot_be_closed(grave: Any) -> None:
    receipts = send(grave, opened(), closed(9, "objectives_met"))
    assert receipts[1].reason_code == "open_needs" and "VI01" in (receipts[1].reason or "")
    assert queries.open_case(uuid("a")) is not None


def test_a_case_with_open_needs_is_closed_when_the_household_moved(grave: Any) -> None:
    receipts = send(grave, opened(), plan("a", 2, ("W12", 3)), closed(9, "moved"))
    assert [r.outcome for r in receipts] == ["received"] * 3
    assert [(c.state, c.closed_on, c.reason) for c in rows("Case")] == [("closed", day(9), "moved")]
    assert [p.ended_on for p in rows("Plan")] == [day(9)]


def test_a_case_closes_when_the_follow_up_finds_nothing_grave(grave: Any) -> None:
    receipts = send(grave, opened(), plan("a", 2, ("W12", 3)), asked("a", 60, WELL), closed(61, "objectives_met"))
    assert receipts[-1].outcome == "received"
    assert not [d for d in queries.deadlines_of([uuid("a")]) if d.rule == "W12" and not d.lapsed_on]


def test_a_referral_is_acknowledged_then_answered(grave: Any) -> None:
    sent = draft("send_referral", "a", 3, {"service": "W12", "codes": ["VI01"], "institution": "dgaspc"})
    replies = [draft("record_referral_outcome", "a", on, {"referral": str(sent.uuid), "outcome": outcome})
               for on, outcome in ((5, "acknowledged"), (30, "helped"))]
    send(grave, sent, *replies)
    [referral] = rows("Referral")
    assert (referral.acknowledged_on, referral.outcome, referral.outcome_on) == (day(5), "helped", day(30))


def test_an_answer_to_an_unknown_referral_is_kept_to_settle(grave: Any) -> None:
    [receipt] = send(grave, draft("record_referral_outcome", "a", 5, {"referral": str(uuid("?")), "outcome": "helped"}))
    assert receipt.reason_code == "unknown_referral"


def test_an_act_about_an_unknown_household_is_kept_to_settle(worker: Any) -> None:
    receipts = send(worker, visited("nowhere", 1), opened())
    assert {r.reason_code for r in receipts} == {"unknown_household"}


def test_the_worklist_shows_the_overdue_first_then_the_gravest(worker: Any) -> None:
    send(worker, enrolled("a"), enrolled("b"), asked("a", 0, GRAVE), asked("b", 0, MODERATE),
         draft("open_case", "b", 0, {}))
    early = queries.worklist([COMMUNE], EVERYTHING, on=day(1))
    assert early[0].household == uuid("a") and early[0].days_late == 0 and early[0].urgency == 3
    late = queries.worklist([COMMUNE], EVERYTHING, on=day(10))
    assert late[0].household == uuid("a") and late[0].days_late == 7
    assert ("VI01" in dict(late[0].why)) and late[0].initials and late[0].age == 8 and late[0].article
    assert queries.worklist([99], EVERYTHING, on=day(10)) == []


def test_a_worklist_without_the_domain_shows_neither_the_deadline_nor_why(worker: Any) -> None:
    send(worker, enrolled("a"), asked("a", 0, GRAVE), draft("open_case", "a", 0, {}))
    seen = queries.worklist([COMMUNE], TEACHERS, on=day(10))
    assert seen and all(not item.why for item in seen)
    assert not [item for item in seen if item.code == "initial_visit"]


def test_the_timeline_tells_the_days_backwards_and_hides_other_domains(grave: Any) -> None:
    send(grave, opened(), plan("a", 2, ("W12", 3)), delivered("a", 3, "W12"), visited("a", 3))
    days = queries.timeline(uuid("a"), EVERYTHING, on=day(9))
    assert [d.on for d in days] == [day(3), day(2), day(1), day(0)]
    assert {h.kind for h in days[0].happened} == {"delivery", "visit"}
    hidden = queries.timeline(uuid("a"), TEACHERS, on=day(9))
    assert {h.kind for d in hidden for h in d.happened} == {"interview", "case_opened", "plan", "visit"}
    assert not [h.why for d in hidden for h in d.happened if h.why]


def test_the_proposed_plan_leaves_out_what_is_already_promised(grave: Any) -> None:
    before = {o.service for o in queries.proposed_plan(uuid("a"), on=day(2))}
    assert "W12" in before
    send(grave, opened(), plan("a", 2, ("W12", 3)))
    assert "W12" not in {o.service for o in queries.proposed_plan(uuid("a"), on=day(3))}


def test_overdue_counts_every_commune_asked_for(grave: Any) -> None:
    counts = queries.overdue_by_commune([COMMUNE, 7], on=day(30))
    assert counts[COMMUNE] >= 1 and counts[7] == 0


def test_the_same_batch_twice_leaves_the_same_rows(grave: Any) -> None:
    batch = [opened(), plan("a", 2, ("W12", 3)), delivered("a", 3, "W12")]
    send(grave, *batch)
    tables = [apps.get_model("care", name).objects.order_by("id") for name in ("Case", "PlannedService", "Deadline")]
    before = [list(table.values()) for table in tables]
    assert {r.outcome for r in receive(batch, by=grave, at=batch[-1].at)} == {"duplicate"}
    assert [list(table.values()) for table in tables] == before


def test_a_lead_worker_nobody_knows_is_refused(grave: Any) -> None:
    [receipt] = send(grave, draft("open_case", "a", 1, {"lead": str(uuid("nobody"))}))
    assert receipt.reason_code == "unknown_lead"


def test_nothing_reads_the_clock(grave: Any) -> None:
    long_ago = queries.worklist([COMMUNE], EVERYTHING, on=date(2026, 2, 2))
    assert all(item.days_late == 0 for item in long_ago)


def test_a_page_of_the_worklist_costs_a_handful_of_questions(
    grave: Any, django_assert_max_num_queries: Any
) -> None:
    queries.package_on(day(1))
    with django_assert_max_num_queries(4):
        assert queries.worklist([COMMUNE], EVERYTHING, on=day(10))


def test_the_worklist_of_a_county_is_that_of_its_communes(grave: Any) -> None:
    county = [COMMUNE, *range(1, 40)]  # many communes are read by urgency, a few by commune
    assert queries.worklist(county, EVERYTHING, on=day(10)) == queries.worklist([COMMUNE], EVERYTHING, on=day(10))


def test_deadlines_of_many_households_are_derived_in_a_handful_of_questions(
    worker: Any, django_assert_max_num_queries: Any
) -> None:
    houses = [f"h{number}" for number in range(30)]
    send(worker, *(enrolled(house) for house in houses), *(asked(house, 0, GRAVE) for house in houses))
    with django_assert_max_num_queries(16):
        bring_up_to_date([uuid(house) for house in houses], day(0))


def test_bringing_up_to_date_again_changes_nothing(grave: Any) -> None:
    send(grave, opened(), plan("a", 2, ("W12", 3)), visited("a", 3))
    before = list(apps.get_model("care", "Deadline").objects.order_by("id").values())
    bring_up_to_date([uuid("a")], day(200))
    assert list(apps.get_model("care", "Deadline").objects.order_by("id").values()) == before
