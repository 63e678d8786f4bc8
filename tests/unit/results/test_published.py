"""Published figures beside ours, counted in the same way."""

from datetime import date
from uuid import uuid4

import pytest

from tests.unit.assessment import small_rulebook
from tests.unit.assessment.story import ON, WEEK, Story, a_draft, enrolment, interview, one
from vatra.results import queries
from vatra.results.measures import measure

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

HEAD = "code,label_ro,label_en,value,what,cut_off_on,source,demo_measure,compare,note_ro,note_en"


@pytest.fixture
def figures(story: Story, settings, tmp_path) -> Story:
    """The small rulebook with published figures: half of the children were known at the first cut-off."""
    folder = small_rulebook.write(tmp_path, published=[
        HEAD,
        "vulnerable_children,Copii vulnerabili,Vulnerable children,17675,result,2016-12-31,LAW,vulnerable_children,,,",
        "severe_risk_planned,Copii cu risc grav,Children at severe risk,5400,plan,2014-10-01,LAW,,,,",
        "households_vulnerable_share,Partea,Share,21.2,derived,2016-12-31,LAW,households_vulnerable_share,,,",
        "households_served_share,Partea,Share,50,derived,2016-12-31,LAW,households_vulnerable_share,"
        "no,Altfel numărat,Counted otherwise",
        "vulnerable_children_first,Copii,Children,8838,result,2016-06-30,LAW,,,,",
    ])
    settings.RULEBOOK = str(folder)
    return story


def test_plan_result_and_day_stand_apart_and_what_is_not_counted_is_not_invented(figures: Story):
    figures.asks({"h_income": 900})
    children, plan, share, other, _first = queries.published_against_demo(
        measure(on=ON), on=ON, language="en")
    assert (children.label, children.published, children.ours) == ("Vulnerable children", 17675, 2)
    assert (children.what, children.cut_off_on) == ("result", date(2016, 12, 31))
    assert (children.comparable, children.difference) == (False, None)
    assert (plan.what, plan.ours) == ("plan", None)
    assert (share.ours, share.comparable) == (100.0, True)
    assert [source.title for source in children.sources] == ["The law"]
    assert (other.ours, other.difference, other.note) == (100.0, None, "Counted otherwise")


def test_vulnerable_are_all_who_ever_were_for_a_finding_that_asks_for_more_than_attention(figures: Story):
    figures.asks(members={figures.mother: {"a_alcohol": "frequent"}})
    assert measure(on=ON)["vulnerable_children"] == 2
    figures.asks(members={figures.mother: {"a_alcohol": "none"}}, on=ON + WEEK)
    measured = measure(on=ON + WEEK)
    assert (measured["vulnerable_children"], measured["households_vulnerable"]) == (2, 1)


def test_a_finding_of_one_child_makes_no_sibling_vulnerable(figures: Story):
    figures.asks(members={figures.child: {"c_enrolled": False}})
    assert measure(on=ON)["vulnerable_children"] == 1


@pytest.mark.parametrize(("found_on", "roma"), [(ON - WEEK, 2), (ON + WEEK, 0)])
def test_roma_are_counted_among_those_found_first_as_they_were_published(figures: Story, found_on: date, roma: int):
    home, declared = uuid4(), {"ethnicity": "roma"}
    children = [one(name, "2018-01-01") | declared for name in ("Mia", "Ada")]
    figures.happens(enrolment(home, one("Rada", "1990-01-01"), *children, on=ON - 2 * WEEK))
    figures.happens(interview(home, {"h_income": 100}, on=found_on))
    figures.asks({"h_income": 900})
    measured = measure(on=ON + WEEK)
    assert (measured["vulnerable_children"], measured["vulnerable_children_roma_first"]) == (4, roma)
    assert measured["vulnerable_children_roma_share"] == 50 * roma


def given(figures: Story, *, outcome: str = "done", person=None, on: date = ON) -> None:
    payload = {"service": "W01", "person": person and str(person), "outcome": outcome,
               "reason": "" if outcome == "done" else "away"}
    figures.happens(a_draft("record_delivery", payload, household=figures.home, on=on))


def test_a_service_for_the_household_serves_its_children_and_their_mother_and_no_grandfather(figures: Story):
    old = one("Gheorghe", "1950-01-01", sex="m", relation="parent")
    figures.happens(a_draft("enrol_person", old, household=figures.home))
    given(figures, outcome="refused")
    assert measure(on=ON)["persons_served"] == 0
    given(figures, person=figures.child, on=ON + WEEK)
    assert measure(on=ON + WEEK)["persons_served"] == 1
    given(figures, on=ON + 2 * WEEK)
    assert measure(on=ON + WEEK)["persons_served"] == 1
    assert measure(on=ON + 2 * WEEK)["persons_served"] == 3
