"""A family written down twice: merged, worked with, told apart again; nothing is lost on the way and back."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from hypothesis import given, settings
from hypothesis import strategies as st

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
from vatra.assessment import queries as assessment
from vatra.care import queries as care
from vatra.people import queries as people
from vatra.register import compare
from vatra.register.entries import Draft
from vatra.register.rebuild import rebuild

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
BOTH = ("copil", "mama")
OWN = {"people.Merge", "people.NotTheSame", "assessment.BeforeMerge", "register.Entry"}


def merged(on: int, *pairs: str, kept: str = "a", gone: str = "b") -> Draft:
    return draft("merge_households", kept, on, {
        "gone": str(uuid(gone)), "reason": "aceeași familie, scrisă de două ori",
        "members": [{"kept": str(uuid(f"{kept}/{name}")), "gone": str(uuid(f"{gone}/{name}"))} for name in pairs],
    }, name=gone + "".join(pairs))


def unmerged(on: int, merge: Draft) -> Draft:
    gone = merge.payload["gone"]
    return draft("unmerge", "a", on, {"entry": str(merge.uuid), "gone": gone, "reason": "două familii"})


def rows() -> dict[str, list[Any]]:
    return {model._meta.label: list(compare.rows(model, using="default")) for model in compare.compared_models()}


def but_merges(found: dict[str, list[Any]]) -> dict[str, list[Any]]:
    return {name: several for name, several in found.items() if name not in OWN}


def outcomes(*drafts: Draft, worker: Any) -> list[str]:
    return [one.reason_code or one.outcome for one in send(worker, *drafts, batch=1)]


@pytest.fixture
def worker(db: None) -> Any:
    worker = made_commune()
    send(worker, enrolled("a"), enrolled("b"), asked("a", 3, MODERATE), asked("b", 4, GRAVE))
    return worker


def test_the_kept_family_is_found_with_what_was_answered_for_either(worker) -> None:
    assert outcomes(merged(9, *BOTH), worker=worker) == ["received"]
    assert {one.code for one in assessment.open_findings(uuid("a"))} >= {"VI01", "SA01"}
    assert assessment.open_findings(uuid("b")) == []
    assert [one.uuid for one in people.members_of([uuid("a")], on=day(9))[uuid("a")]] == [
        uuid("a/mama"), uuid("a/copil")]
    assert people.household(uuid("b")).left_to == "merged"


def test_who_stands_only_in_the_gone_one_comes_to_live_in_the_kept_one(worker) -> None:
    outcomes(merged(9, "mama"), worker=worker)
    living = {one.uuid for one in people.members_of([uuid("a")], on=day(9))[uuid("a")]}
    assert living == {uuid("a/mama"), uuid("a/copil"), uuid("b/copil")}
    assert {(one.person, one.code) for one in assessment.open_findings(uuid("a"))} >= {(uuid("b/copil"), "VI01")}


@pytest.mark.parametrize("pairs", [BOTH, ("mama",), ()])
def test_undone_at_once_both_are_exactly_what_they_were(worker, pairs) -> None:
    send(worker, draft("open_case", "b", 5, {}), plan("b", 5, ("W12", 20)),
         draft("agree_need", "b", 6, {"code": "VI01"}, person="b/copil"))
    before = but_merges(rows())
    one = merged(9, *pairs)
    assert outcomes(one, unmerged(11, one), worker=worker) == ["received", "received"]
    after = but_merges(rows())
    assert {name: (before[name], after[name]) for name in before if before[name] != after[name]} == {}


def test_late_work_about_the_gone_one_is_read_with_the_kept_one_and_goes_back_with_it(worker) -> None:
    one = merged(9, *BOTH)
    late = [visited("b", 8), asked("b", 8, {"c_gp": True}), draft("open_case", "b", 8, {}),
            delivered("b", 8, "W12")]
    assert outcomes(one, *late, worker=worker) == ["received"] * 5
    told = [(each.kind, each.on) for on in care.timeline(uuid("a"), {"general", "violence", "health", "education"},
                                                         on=day(20)) for each in on.happened]
    assert {("visit", day(8)), ("case_opened", day(8)), ("interview", day(8))} <= set(told)
    child = assessment.current_facts(uuid("a"), on=day(9))[uuid("a/copil")]
    assert (child["c_gp"][0], child["c_phys"][0]) == (True, "suspected")
    assert [found.stale for found in assessment.open_findings(uuid("a")) if found.code == "SA01"] == [True]
    assert care.open_case(uuid("a")) is not None
    outcomes(unmerged(11, one), worker=worker)
    assert care.open_case(uuid("a")) is None and care.open_case(uuid("b")) is not None
    assert [(found.code, found.stale) for found in assessment.open_findings(uuid("a"))] == [("SA01", False)]
    assert len(care.visits_of([uuid("b")])) == 1


def test_a_child_written_down_late_in_the_gone_one_lives_in_the_kept_one_until_the_merge_is_undone(worker) -> None:
    one = merged(9, *BOTH)
    child = {"uuid": str(uuid("b/ion")), "surname": "Rusu", "given_name": "Ion", "relation": "child", "born": "2021"}
    assert outcomes(one, draft("enrol_person", "b", 9, child), worker=worker) == ["received"] * 2
    assert people.household_of(uuid("b/ion"), on=day(10)).uuid == uuid("a")
    outcomes(unmerged(11, one), worker=worker)
    assert people.household_of(uuid("b/ion"), on=day(11)).uuid == uuid("b")


def test_what_changes_the_life_of_a_gone_record_waits_for_a_human(worker) -> None:
    one = merged(9, *BOTH)
    death = draft("record_death", "b", 9, {}, person="b/copil")
    assert outcomes(one, death, worker=worker) == ["received", "merged_meanwhile"]


def test_two_records_of_one_person_in_one_family_are_one_and_two_again(worker) -> None:
    before = but_merges(rows())
    one = draft("merge_persons", "a", 9, {
        "kept": str(uuid("a/mama")), "gone": str(uuid("b/mama")), "reason": "aceeași mamă"})
    back = draft("unmerge", "a", 10, {"entry": str(one.uuid), "gone": str(uuid("b/mama")), "reason": "nu"})
    assert outcomes(one, worker=worker) == ["received"]
    assert uuid("b/mama") not in {each.uuid for each in people.members_of([uuid("b")], on=day(10))[uuid("b")]}
    assert not [each for each in people.persons_found("Rusu Mama", communes=[COMMUNE])
                if each.person == uuid("b/mama")]
    assert outcomes(back, worker=worker) == ["received"]
    assert but_merges(rows()) == before


def test_what_stood_before_a_merge_is_written_down_alike_however_a_replay_is_cut(worker) -> None:
    added = draft("add_need", "b", 6, {"code": "SA01", "reason": "văzut"}, person="b/copil")
    send(worker, asked("b", 6, GRAVE), added, asked("a", 6, GRAVE), merged(9, *BOTH), batch=1)
    before = rows()
    for longest_run in (1, 2, 500):
        rebuild(longest_run=longest_run)
        assert rows() == before


def test_a_merge_that_another_stands_on_is_undone_after_it(worker) -> None:
    send(worker, enrolled("c"))
    first, second = merged(9, *BOTH), merged(10, *BOTH, gone="c")
    assert outcomes(first, second, unmerged(11, first), unmerged(12, second), worker=worker) == [
        "received", "received", "later_merge", "received"]
    assert outcomes(draft("unmerge", "a", 13, unmerged(13, first).payload), worker=worker) == ["received"]


def test_a_merge_does_not_hold_for_strangers_twice_or_with_itself(worker) -> None:
    wrong = merged(9, kept="a", gone="a"), merged(9, "nimeni"), merged(9, gone="nowhere")
    assert outcomes(*wrong, worker=worker) == ["one_household", "not_a_member", "unknown_household"]
    assert outcomes(merged(9), merged(10), worker=worker)[1] == "household_left"


houses, days = st.sampled_from(["a", "b"]), st.integers(5, 9)


@st.composite
def acts(draw: st.DrawFn) -> Draft:
    house, on = draw(houses), draw(days)
    return draw(st.sampled_from([
        lambda: asked(house, on, draw(st.sampled_from([GRAVE, MODERATE, WELL]))),
        lambda: draft("open_case", house, on, {}),
        lambda: plan(house, on, ("W12", on + 9)),
        lambda: visited(house, on),
        lambda: delivered(house, on, "W12"),
        lambda: draft("agree_need", house, on, {"code": "VI01"}, person=f"{house}/copil"),
        lambda: draft("reject_finding", house, on, {"code": "SA01", "reason": "nu"}, person=f"{house}/copil"),
        lambda: draft("move_out", house, on, {"to": "abroad"}, person=f"{house}/mama"),
    ]))()


@settings(max_examples=15)
@given(before=st.lists(acts(), max_size=8), between=st.lists(acts(), max_size=6), batch=st.integers(1, 9),
       pairs=st.sampled_from([(), ("copil",), BOTH]))
def test_nothing_is_lost_whatever_is_recorded_before_between_and_late(before, between, batch, pairs) -> None:
    from django.db import transaction

    with transaction.atomic():
        worker = made_commune()
        send(worker, enrolled("a"), enrolled("b"), *before, batch=batch)
        undisturbed, one = but_merges(rows()), merged(20, *pairs)
        assert outcomes(one, worker=worker)[0] in ("received", "not_a_member", "household_left")
        send(worker, *between, batch=batch)
        kept = {label: {row["uuid"] for row in apps.get_model(label).objects.values("uuid")}
                for label in ("care.Visit", "care.Delivery", "care.Case", "care.Plan", "assessment.Interview")}
        send(worker, unmerged(30, one))
        for label, uuids in kept.items():
            assert {row["uuid"] for row in apps.get_model(label).objects.values("uuid")} == uuids
        if not between:
            assert but_merges(rows()) == undisturbed
        first = rows()
        for longest_run in (1, 500):
            rebuild(longest_run=longest_run)
            assert rows() == first
        transaction.set_rollback(True)
