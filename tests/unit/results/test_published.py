"""Published figures beside ours, counted in the same way."""

from datetime import date

import pytest

from tests.unit.assessment import small_rulebook
from tests.unit.assessment.story import ON, WEEK, Story
from vatra.results import queries

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

HEAD = "code,label_ro,label_en,value,what,cut_off_on,source,demo_measure"


@pytest.fixture
def figures(story: Story, settings, tmp_path) -> Story:
    """The small rulebook with three published figures."""
    folder = small_rulebook.write(tmp_path, published=[
        HEAD,
        "vulnerable_children,Copii vulnerabili,Vulnerable children,17675,result,2016-12-31,LAW,vulnerable_children",
        "severe_risk_planned,Copii cu risc grav,Children at severe risk,5400,plan,2014-10-01,LAW,",
        "households_vulnerable_share,Partea,Share,21.2,derived,2016-12-31,LAW,households_vulnerable_share",
    ])
    settings.RULEBOOK = str(folder)
    return story


def test_plan_result_and_day_stand_apart_and_what_is_not_counted_is_not_invented(figures: Story):
    figures.asks({"h_income": 900})
    children, plan, share = queries.published_against_demo(on=ON, language="en")
    assert (children.label, children.published, children.ours) == ("Vulnerable children", 17675, 2)
    assert (children.what, children.cut_off_on) == ("result", date(2016, 12, 31))
    assert (children.comparable, children.difference) == (False, None)
    assert (plan.what, plan.ours) == ("plan", None)
    assert (share.ours, share.comparable) == (100.0, True)
    assert [source.title for source in children.sources] == ["The law"]


def test_vulnerable_are_all_who_ever_were_for_a_finding_that_asks_for_more_than_attention(figures: Story):
    figures.asks(members={figures.mother: {"a_alcohol": "frequent"}})
    assert queries.measures(on=ON)["vulnerable_children"] == 2
    figures.asks(members={figures.mother: {"a_alcohol": "none"}}, on=ON + WEEK)
    measured = queries.measures(on=ON + WEEK)
    assert (measured["vulnerable_children"], measured["households_vulnerable"]) == (2, 1)


def test_a_finding_of_one_child_makes_no_sibling_vulnerable(figures: Story):
    figures.asks(members={figures.child: {"c_enrolled": False}})
    assert queries.measures(on=ON)["vulnerable_children"] == 1
