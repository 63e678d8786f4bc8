"""Whatever is recorded of a few households, in whatever order: what always holds, and that runs do not matter."""

from __future__ import annotations

from itertools import groupby
from typing import Any

import pytest
from django.apps import apps
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.care.village import (
    GRAVE,
    MODERATE,
    WELL,
    asked,
    day,
    delivered,
    draft,
    enrolled,
    made_commune,
    made_head,
    plan,
    send,
    uuid,
    visited,
)
from vatra.care.process import OPEN
from vatra.register import compare
from vatra.register.entries import Draft
from vatra.register.rebuild import rebuild

pytestmark = pytest.mark.django_db
houses, days = st.sampled_from(["a", "b", "nowhere"]), st.integers(0, 120)
outcomes = st.sampled_from(["done", "not_done", "refused"])
services = st.sampled_from(["W12", "W10", "W02", "Z99"])


@st.composite
def acts(draw: st.DrawFn) -> Draft:
    house, on = draw(houses), draw(days)
    return draw(st.sampled_from([
        lambda: asked(house, on, draw(st.sampled_from([GRAVE, MODERATE, WELL]))),
        lambda: draft("open_case", house, on, {}),
        lambda: plan(house, on, (draw(services), on + 9), ("W10" if on % 2 else "W02", on - 1 if on == 7 else on + 20),
                     **({"instead_of": []} if on % 3 else {})),
        lambda: visited(house, on, draw(st.sampled_from(["home", "office", "joint"]))),
        lambda: delivered(house, on, draw(services), draw(outcomes), reason="da"),
        lambda: draft("send_referral", house, on, {"service": "W12", "codes": ["VI01"]}),
        lambda: draft("record_referral_outcome", house, on,
                      {"referral": str(uuid(f"send_referral/{house}/{on - 3}/")), "outcome": "helped"}),
        lambda: draft("close_case", house, on, {"reason": draw(st.sampled_from(["objectives_met", "moved"]))}),
        lambda: draft("record_initial_assessment", house, on, {"risk": "high", "child_seen": "yes"}),
        lambda: draft("decide_no_case", house, on, {"decision": draw(st.sampled_from(["no_case", "transferred"])),
                                                    "reason": "am verificat"}),
        lambda: draft("name_team", house, on, {"members": []}),
        lambda: draft("approve_plan", house, on, {"number": "7", "signed_on": day(on).isoformat()}),
        lambda: draft("review_case", house, on, {
            "words": "merge", "decision": draw(st.sampled_from(["go_on", "change_plan", "close"]))}),
        lambda: draft("ask_to_close", house, on, {"reason": draw(st.sampled_from(["objectives_met", "moved"]))}),
        lambda: draft("agree_to_close", house, on, {
            "closing": str(uuid(f"ask_to_close/{house}/{max(0, on - draw(st.integers(0, 2)))}/")), "agreed": True}),
        lambda: draft("record_signal", house, on, {"source": "other", "noticed_at": f"{day(on)}T08:00:00+02:00"}),
        lambda: draft("triage_signal", house, on, {
            "signal": str(uuid(f"record_signal/{house}/{on - on % 2}/")), "decision": "visit"}),
        lambda: draft("announce_departure", house, on, {
            "parent": str(uuid(f"{house}/mama")), "leaves_on": day(90).isoformat(), "notified": on > 60}),
        lambda: draft("reject_finding", house, on, {"code": "VI01", "reason": "am verificat"}, person=f"{house}/copil"),
    ]))()


def rows() -> dict[str, list[Any]]:
    return {model._meta.label: list(compare.rows(model, using="default")) for model in compare.compared_models()}


@settings(max_examples=12)
@given(told=st.lists(acts(), min_size=4, max_size=25), batch=st.integers(1, 9))
def test_the_length_of_the_runs_does_not_matter_and_every_replay_gives_the_same(told: list[Draft], batch: int) -> None:
    from django.db import transaction

    with transaction.atomic():
        ana, head = made_commune(), made_head()
        send(ana, enrolled("a"), enrolled("b"))
        for second, acts_of in groupby(told, key=lambda one: one.kind == "agree_to_close"):
            send(head if second else ana, *acts_of, batch=batch)
        first = rows()
        _check_what_always_holds()
        for longest_run in (1, 500):
            rebuild(longest_run=longest_run)
            assert rows() == first
        transaction.set_rollback(True)


def _check_what_always_holds() -> None:
    care = apps.get_app_config("care")
    case, promised, deadline, stage = (
        care.get_model(name) for name in ("Case", "PlannedService", "Deadline", "Stage")
    )
    for house in "ab":
        states = {one.state for one in stage.objects.filter(household=uuid(house)).order_by("since", "id")[:1]}
        open_now = case.objects.filter(household=uuid(house), state="open").exists()
        assert (states <= set(OPEN)) is open_now, states
        waiting = deadline.objects.filter(household=uuid(house), rule="triage", met_on=None, lapsed_on=None)
        untold = care.get_model("Signal").objects.filter(household=uuid(house), triaged_on=None)
        assert set(waiting.values_list("starts_on", flat=True)) == set(untold.values_list("noticed_on", flat=True))
    assert all(case.objects.filter(household=uuid(house), state="open").count() <= 1 for house in "ab")
    assert not promised.objects.filter(state="planned").exclude(plan__ended_on=None).exists()
    closed = case.objects.filter(state="closed").values("household")
    running = case.objects.filter(state="open").values("household")
    assert not deadline.objects.filter(
        household__in=closed, met_on=None, lapsed_on=None, rule__in=["monitoring", "review"]
    ).exclude(household__in=running).exists()
