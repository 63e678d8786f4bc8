"""What follows in assessment and care when families part, join, leave and are handed over."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps

from tests.unit.care.village import (
    GRAVE,
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
from vatra.assessment import queries as assessment
from vatra.care import queries as care
from vatra.care.models import Case, PlannedService
from vatra.people import queries as people
from vatra.register import compare
from vatra.register.entries import Draft, Receipt, receive
from vatra.register.rebuild import rebuild

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
OTHER = 20554
CHILD = str(uuid("a/copil"))


def outcomes(worker: Any, *drafts: Draft) -> list[tuple[str, str | None]]:
    return [(one.outcome, one.reason_code) for one in send(worker, *drafts, batch=1)]


def happens(worker: Any, *drafts: Draft) -> None:
    assert outcomes(worker, *drafts) == [("received", None)] * len(drafts)


def codes(house: str) -> set[str]:
    return {one.code for one in assessment.open_findings(uuid(house))}


def rebuilds_equal() -> None:
    def rows() -> dict[str, list[Any]]:
        return {model._meta.label: list(compare.rows(model, using="default")) for model in compare.compared_models()}

    before = rows()
    rebuild()
    assert rows() == before


def gone(parent: str, on: int, *, person: str | None = None, **more: Any) -> Draft:
    return draft("record_parent_gone", "a", on, {"parent": parent, "children": [CHILD], "to": "abroad", **more},
                 person=person, name=parent)


def with_grandmother() -> Draft:
    return draft("enrol_person", "a", 0, {
        "uuid": str(uuid("a/bunica")), "surname": "Rusu", "given_name": "Maria", "sex": "f", "born": "1960-01-01",
        "relation": "grandparent",
    })


def test_a_parent_abroad_and_then_both_are_found_with_the_day_of_the_event() -> None:
    worker = made_commune()
    happens(worker, enrolled("a"), asked("a", 1, {"c_mother": "present", "c_father": "present", "c_adult_carer": True}))
    happens(worker, gone("father", 5))
    assert "FA02" in codes("a") and "FA01" not in codes("a")
    happens(worker, with_grandmother(), gone("mother", 9, person="a/mama", notified=False,
                                              new_head=str(uuid("a/bunica")), carer=str(uuid("a/bunica"))))
    assert {"FA01", "FA03"} <= codes("a") and "FA04" not in codes("a")
    since = {one.code: one.since for one in assessment.open_findings(uuid("a"))}
    assert since["FA01"] == day(9)
    facts = assessment.current_facts(uuid("a"), on=day(9))[uuid("a/copil")]
    assert facts["c_mother"][:2] == ["abroad", day(9).isoformat()]
    rebuilds_equal()


def test_an_answer_of_a_later_day_counts_more_than_the_event() -> None:
    worker = made_commune()
    happens(worker, enrolled("a"), gone("father", 5), asked("a", 9, {"c_father": "present", "c_mother": "present"}))
    assert not {"FA01", "FA02"} & codes("a")
    happens(worker, gone("mother", 7))
    assert "FA02" not in codes("a")


def test_an_event_that_did_not_happen_leaves_no_trace_in_what_was_found() -> None:
    worker = made_commune()
    happens(worker, enrolled("a"), asked("a", 1, {"c_mother": "present", "c_father": "present"}))
    before = codes("a")
    event = gone("father", 5)
    happens(worker, event, draft("undo_life_event", "a", 6, {"entry": str(event.uuid), "reason": "alt copil"}))
    assert codes("a") == before
    rebuilds_equal()


def test_an_early_union_is_found_as_what_it_is() -> None:
    worker = made_commune()
    happens(worker, enrolled("a"), asked("a", 1, {"c_union": False}))
    happens(worker, draft("record_union", "a", 5, {"partner_name": "Vasile"}, person="a/copil"))
    assert "VI07" in codes("a")


def test_a_child_who_returns_after_a_measure_is_reintegrated_for_a_year() -> None:
    worker = made_commune()
    happens(worker, enrolled("a"), asked("a", 1, {"c_measure": "none", "c_measure_ended": False}),
            draft("place_child", "a", 5, {"measure": "foster", "to": "foster"}, person="a/copil"))
    assert not assessment.open_findings(uuid("a")) or uuid("a/copil") not in {
        one.person for one in assessment.open_findings(uuid("a"))}
    happens(worker, draft("return_child", "a", 60, {}, person="a/copil"))
    assert "FA08" in codes("a")
    happens(worker, draft("reassess_household", "a", 60 + 400, {"reason": "un an"}))
    assert "FA08" not in codes("a")


def a_plan_for_the_child() -> list[Draft]:
    promised = {"agreed_with": "mama", "services": [
        {"service": "C01", "person": CHILD, "codes": ["VI01"], "due_on": day(40).isoformat(),
         "responsible": "social_worker"},
        {"service": "C02", "codes": ["VI01"], "due_on": day(50).isoformat(), "responsible": "social_worker"},
    ]}
    return [enrolled("a"), with_grandmother(), asked("a", 1, GRAVE), draft("open_case", "a", 2, {}),
            visited("a", 3), draft("agree_plan", "a", 4, promised)]


def split(on: int) -> Draft:
    return draft("split_household", "n", on, {
        "from_household": str(uuid("a")), "new_head": str(uuid("a/bunica")),
        "goes": [{"person": str(uuid("a/mama")), "is_head": True}, {"person": CHILD, "relation": "child"}],
    })


def test_those_who_go_take_their_findings_the_case_and_what_was_promised_to_them() -> None:
    worker = made_commune()
    happens(worker, *a_plan_for_the_child(), split(10),
            draft("carry_case", "n", 10, {"from_household": str(uuid("a"))}))
    assert "VI01" in codes("n") and "VI01" not in codes("a")
    opened = {case.household_id: case for case in Case.objects.filter(state="open")}
    assert set(opened) == {uuid("a"), uuid("n")}
    assert opened[uuid("n")].registered_on == opened[uuid("a")].registered_on
    where = dict(PlannedService.objects.values_list("service", "household__uuid"))
    assert where == {"C01": uuid("n"), "C02": uuid("a")}
    assert day(40) in {one.due_on for one in care.deadlines_of([uuid("n")])}
    rebuilds_equal()


def test_a_case_is_carried_only_with_those_who_came() -> None:
    worker = made_commune()
    happens(worker, *a_plan_for_the_child(), enrolled("b"))
    carried = draft("carry_case", "b", 10, {"from_household": str(uuid("a"))})
    assert outcomes(worker, carried) == [("to_settle", "did_not_come")]


@pytest.mark.parametrize("both", [False, True])
def test_when_two_become_one_the_case_goes_whole(both: bool) -> None:
    worker = made_commune()
    own = [draft("open_case", "b", 2, {}), plan("b", 4, ("E02", 60))] if both else []
    happens(worker, *a_plan_for_the_child(), enrolled("b"), *own,
            draft("join_households", "b", 10, {"from_household": str(uuid("a"))}),
            draft("carry_case", "b", 10, {"from_household": str(uuid("a")), "whole": True}))
    assert [case.household_id for case in Case.objects.filter(state="open")] == [uuid("b")]
    promised = {one.service for one in care.plan_of(uuid("b"), domains=None, on=day(11)).services}
    assert {"C01", "C02"} <= promised
    assert not [one for one in care.deadlines_of([uuid("a")]) if one.met_on is None and one.lapsed_on is None]
    rebuilds_equal()


def elsewhere() -> Any:
    """Another commune with its own social worker."""
    county = apps.get_model("places.County").objects.get(code="BC")
    apps.get_model("places.Commune").objects.create(
        siruta=OTHER, name="Comănești", searched="comanesti", kind="town", county=county, urban=True
    )
    worker = apps.get_model("access.Worker")(uuid=uuid("dan"), username="dan", full_name="Dan Popa")
    worker.set_unusable_password()
    worker.save()
    apps.get_model("access.RoleHeld").objects.create(
        uuid=uuid("role dan"), worker=worker, role="social_worker", commune_id=OTHER, since=date(2020, 1, 1)
    )
    return worker


def there(kind: str, on: int, payload: dict[str, Any], *, household: UUID | None = None) -> Draft:
    return Draft(uuid=uuid(f"{kind}/there/{on}"), kind=kind, version=1, commune=OTHER, household=household, person=None,
                 payload=payload, on=day(on), at=datetime.combine(day(on), time(9), UTC))


def sent(worker: Any, one: Draft, *, on: int) -> Receipt:
    [receipt] = receive([one], by=worker, at=datetime.combine(day(on), time(18), UTC))
    return receipt


def test_a_case_that_is_handed_over_runs_on_and_late_work_of_the_old_team_follows_it() -> None:
    worker, dan = made_commune(), elsewhere()
    over = draft("hand_over_household", "a", 10, {"commune": OTHER})
    happens(worker, *a_plan_for_the_child(), over)
    before = [(one.rule, one.starts_on, one.due_on) for one in care.deadlines_of([uuid("a")])]
    since = {one.code: one.since for one in assessment.open_findings(uuid("a"))}
    happens(dan, there("move_in", 16, {}, household=uuid("a")),
            there("take_over_case", 16, {"lead": str(dan.uuid)}, household=uuid("a")))
    assert people.communes_of([uuid("a")]) == {uuid("a"): OTHER}
    assert Case.objects.get(state="open").lead_id == dan.pk
    assert [(one.rule, one.starts_on, one.due_on) for one in care.deadlines_of([uuid("a")])] == before
    assert {one.code: one.since for one in assessment.open_findings(uuid("a"))} == since
    assert {one.commune_id for one in care.deadlines_of([uuid("a")])} == {OTHER}
    late = sent(worker, delivered("a", 9, "C01"), on=30)
    assert (late.outcome, late.commune) == ("received", OTHER)
    rebuilds_equal()


def test_the_clock_of_those_who_come_does_not_ask_again_for_the_visit_made_before() -> None:
    worker = made_commune()
    happens(worker, *a_plan_for_the_child(), visited("a", 8), split(10),
            draft("carry_case", "n", 10, {"from_household": str(uuid("a"))}))
    monitored = [one for one in care.deadlines_of([uuid("n")]) if one.cause in ("plan_agreed", "monitored")
                 and one.met_on == day(8)]
    assert monitored
