"""Numbers of the whole register: counted beforehand, where there is news; what was known on a day stays known."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from tests.unit.assessment.story import ON, WEEK, Story
from tests.unit.people.village import AGAS, ASAU
from vatra.results import measures as counted
from vatra.results.measures import Known, measure, measures
from vatra.results.models import EverCount

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
DAY = timedelta(days=1)


def packed(*numbers: int) -> bytes:
    return np.array(numbers, dtype=np.uint64).tobytes()


def test_nothing_is_known_before_it_was_counted(story: Story):
    assert measures() == Known(None, {})


def test_a_commune_without_news_is_not_counted_again_and_one_with_news_is(story: Story, monkeypatch):
    asked, ever = [], counted.ever
    monkeypatch.setattr(counted, "ever", lambda commune, *, on: asked.append(commune) or ever(commune, on=on))
    first = measure(on=ON + WEEK)
    assert (asked, measure(on=ON + WEEK + DAY)) == ([AGAS], first)
    assert asked == [AGAS]
    story.asks({"h_income": 900}, on=ON + WEEK)
    assert measure(on=ON + WEEK + DAY) != first
    assert asked == [AGAS, AGAS]


def test_what_is_said_of_a_later_day_counts_from_that_day_on(story: Story):
    story.asks({"h_income": 900}, on=ON + WEEK)
    assert measure(on=ON)["vulnerable_children"] == 0
    assert measure(on=ON + WEEK)["vulnerable_children"] == 2


def test_what_was_known_on_an_earlier_day_stays_known(story: Story):
    measure(on=ON)
    story.asks({"h_income": 900})
    measure(on=ON + WEEK)
    then = [measures(), measures(known_on=ON + DAY), measures(known_on=ON - DAY)]
    assert [(one.on, one.numbers.get("vulnerable_children")) for one in then] == [(ON + WEEK, 2), (ON, 0), (None, None)]


def test_who_was_found_in_two_communes_is_one_and_found_when_first_found(story: Story):
    measure(on=ON)
    here = EverCount.objects.get()
    here.children, here.roma, here.women = packed(2**64 - 1, 730_000, 7, 730_009), packed(7), packed(4, 5)
    here.save()
    EverCount.objects.create(
        commune_id=ASAU, said="", since=ON, living=1, young=0, households=1, vulnerable_households=1,
        children=packed(7, 730_001, 9, 730_005), roma=packed(7), women=packed(5), served=packed())
    numbers = counted._numbers(ON)
    assert (numbers["vulnerable_children"], numbers["vulnerable_women"], numbers["persons_served"]) == (3, 2, 0)
    assert counted._in_order_of_finding(counted._unpacked(
        one.children for one in EverCount.objects.order_by("pk")).reshape(-1, 2)).tolist() == [2**64 - 1, 7, 9]
    assert numbers["vulnerable_children_roma_first"] == 1
