"""What the demo tells is what the method then finds, no more and no less."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from functools import lru_cache
from random import Random
from typing import Any
from uuid import UUID

import pytest

from vatra.assessment.queries import rulebook_in_force
from vatra.base.days import age_on
from vatra.care.queries import package_on
from vatra.demo.acts import Act
from vatra.demo.county import Place, Share
from vatra.demo.families import Families
from vatra.demo.making import Days, days_until, stories
from vatra.demo.order import BATCH, batches
from vatra.demo.stories import Storyteller

ON = date(2026, 11, 20)
TEAM = {"social_worker": 2, "community_nurse": 1, "school_counsellor": 1, "school_mediator": 0, "health_mediator": 0}
SHARE = Share(Place(21123, "Asău", 5475, False), 1, 150, 60, 108, 4, 70, 11, TEAM)


@lru_cache(maxsize=2)
def told(seed: int) -> tuple[list[list[Act]], Days]:
    days, rng = days_until(ON), Random(f"{seed}/21123")
    teller = Storyteller(rng, days.first, days.last, package_on, ("dgaspc",), frozenset(SHARE.staff))
    return list(stories(SHARE, Families(f"demo/{seed}/21123", rng, [(21132, 3), (21141, 1)]), teller, days)), days


class Watched:
    """What the engine finds at each interview of one household."""

    def __init__(self, story: list[Act]) -> None:
        self.members: dict[str, dict[str, Any]] = {}
        self.facts: dict[str, dict[str, Any]] = defaultdict(dict)
        self.children: dict[str, date] = {}
        self.women: set[str] = set()
        self.first: date | None = None
        for act in story:
            self._hear(act)

    def _hear(self, act: Act) -> None:
        for one in act.payload.get("members", [act.payload] if act.kind == "record_birth" else []):
            if "born" in one:
                self.members[one["uuid"]] = one
            else:
                self.facts[one["person"]].update(one["facts"])
        if act.kind == "record_interview":
            self.facts["household"].update(act.payload["household"])
            self._assess(act.on)

    def _assess(self, on: date) -> None:
        listed = []
        for uuid, one in self.members.items():
            kind = "child" if age_on(date.fromisoformat(one["born"]), on=on).years < 18 else "adult"
            facts = {code: value for code, value in self.facts[uuid].items() if kind == "child" or code[0] != "c"}
            listed.append({"id": uuid, "kind": kind, "birth_date": one["born"], "sex": one["sex"], **facts})
        children = [one["id"] for one in listed if one["kind"] == "child"]
        result = rulebook_in_force(on=on).assess({"id": "household", **self.facts["household"]}, listed, on=on)
        for subject in (*result.subjects, result.household):
            for finding in subject.findings:
                if (finding.severity or 0) >= 2:
                    self.first = self.first or on
                    if finding.code.startswith("SM"):
                        self.women.add(subject.id)
                    for child in [subject.id] if subject.kind == "child" else children:
                        self.children.setdefault(child, on)


def test_the_method_finds_exactly_the_vulnerable_households_children_and_women() -> None:
    watched = [Watched(story) for story in told(1)[0]]
    assert len(watched) == SHARE.households
    assert sum(one.first is not None for one in watched) == SHARE.vulnerable
    born_since = 0.02 * SHARE.children + 2
    assert abs(sum(len(one.children) for one in watched) - SHARE.children) <= born_since
    assert sum(len(one.women) for one in watched) == SHARE.women


def test_the_earlier_count_comes_out_by_its_day() -> None:
    households, days = told(1)
    watched = [Watched(story) for story in households]
    early = [one for one in watched if one.first and one.first <= days.cut]
    assert abs(sum(len(one.children) for one in early) - SHARE.first_cut) <= 3
    roma = [one for one in early if next(iter(one.members.values()))["ethnicity"] == "roma"]
    assert abs(sum(len(one.children) for one in roma) - SHARE.roma) <= 1


def test_nothing_is_told_after_the_last_day_or_before_the_first() -> None:
    households, days = told(1)
    assert all(days.first <= act.on <= days.last for story in households for act in story)


def test_the_same_seed_tells_the_same_and_another_something_else() -> None:
    first = [(act.uuid, act.kind, act.on, str(act.payload)) for story in told(1)[0] for act in story]
    told.cache_clear()
    assert first == [(act.uuid, act.kind, act.on, str(act.payload)) for story in told(1)[0] for act in story]
    other = told(2)[0][0][0]
    assert first[0] != (other.uuid, other.kind, other.on, str(other.payload))


def test_nobody_is_given_a_personal_number_that_may_be_somebodys() -> None:
    assert not [1 for story in told(1)[0] for act in story for one in act.payload.get("members", []) if "cnp" in one]


def test_some_cases_end_well_some_otherwise_and_some_go_on() -> None:
    kinds = Counter(act.kind for story in told(1)[0] for act in story)
    reasons = Counter(act.payload["reason"] for story in told(1)[0] for act in story if act.kind == "close_case")
    assert kinds["open_case"] > kinds["close_case"] > 0
    assert reasons["objectives_met"] > 0 and sum(reasons.values()) > reasons["objectives_met"]


def worker_of(act: Act) -> str:
    return act.role if SHARE.staff.get(act.role) else "social_worker"


def test_every_act_is_sent_once_in_batches_of_one_worker() -> None:
    sent = list(batches(told(1)[0], worker_of))
    assert all(len(batch) <= BATCH and {worker_of(act) for act in batch} == {worker} for worker, batch in sent)
    uuids = [act.uuid for _, batch in sent for act in batch]
    assert sorted(uuids) == sorted(act.uuid for story in told(1)[0] for act in story)


def positions() -> dict[UUID, int]:
    """In which place each act is sent."""
    sent = (act for _, batch in batches(told(1)[0], worker_of) for act in batch)
    return {act.uuid: place for place, act in enumerate(sent)}


@pytest.mark.parametrize(("first", "then"), [
    ("enrol_household", "record_interview"), ("open_case", "agree_plan"), ("agree_plan", "close_case"),
    ("send_referral", "record_referral_outcome"), ("record_interview", "agree_need"),
    ("enrol_household", "record_visit"),
])
def test_what_builds_on_something_is_sent_after_it(first: str, then: str) -> None:
    position = positions()
    for story in told(1)[0]:
        before = [position[act.uuid] for act in story if act.kind == first]
        after = [position[act.uuid] for act in story if act.kind == then]
        assert not before or not after or min(before) < min(after)


def test_interviews_and_cases_of_a_household_keep_their_order() -> None:
    position = positions()
    steady = {
        "enrol_household", "record_interview", "open_case", "agree_plan", "close_case", "agree_need", "record_birth",
    }
    for story in told(1)[0]:
        places = [position[act.uuid] for act in story if act.kind in steady]
        assert places == sorted(places)
