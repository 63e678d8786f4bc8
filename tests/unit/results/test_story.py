"""One child at every step, as far as the reader needs to know."""

from uuid import uuid4

import pytest

from tests.unit.assessment.story import ON, WEEK, Story, a_worker
from tests.unit.people.village import ASAU
from vatra.results.outcomes import outcome
from vatra.results.story import NoSuchPerson, story

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture
def lived(story: Story) -> Story:
    """A child out of school and hurt, who goes back to school."""
    story.asks({"h_income": 9000}, members={
        story.child: {"c_enrolled": False, "c_phys": "suspected"}, story.toddler: {"c_phys": "suspected"}})
    story.says("agree_need", "ED03", person=story.child)
    story.asks({}, members={story.child: {"c_enrolled": True}}, on=ON + WEEK)
    return story


def lines(lived: Story, reader) -> dict[str, str]:
    told = story(lived.child, to=reader, on=ON + WEEK, language="en")
    return {step.title[0]: "\n".join(step.lines) for step in told.steps}


def test_a_child_is_told_at_every_step(lived: Story):
    told = lines(lived, lived.maria)
    assert "no. 1" in told["1"]
    assert "Pop Ana" in told["2"]
    assert "Label c_enrolled: yes" in told["3"]
    assert "VI01 Name VI01 [3]" in told["4"]
    assert "Label c_phys: is suspected" in told["4"]
    assert "ED03" in told["5"]
    assert "ED03" in told["8"]
    assert told["8"].count("VI01") == 1  # the brother's is not part of this story


def test_what_the_reader_does_not_need_to_know_is_not_told(lived: Story):
    told = "\n".join(lines(lived, lived.mediator).values())
    for word in ("VI01", "c_phys", "ED03", "c_enrolled"):
        assert word not in told


def test_a_person_of_another_commune_and_one_who_never_was_get_the_same_answer(lived: Story):
    stranger = a_worker("vasile", "social_worker", commune=ASAU)
    refusals = []
    for person in (lived.child, uuid4()):
        with pytest.raises(NoSuchPerson) as refusal:
            story(person, to=stranger, on=ON)
        refusals.append((refusal.value.code, str(refusal.value)))
    assert refusals[0] == refusals[1]


@pytest.mark.parametrize(("since", "until", "severities", "word"), [
    (ON, ON + WEEK, [3], "resolved"), (ON, None, [3], "same"), (ON, None, [3, 2], "lessened"),
    (ON, None, [2, 4, 3], "worse"), (ON + WEEK, None, [1], "new"),
])
def test_an_outcome_is_a_finding_then_and_now(since, until, severities, word):
    course = [[ON.isoformat(), severity] for severity in severities]
    assert outcome(since=since, until=until, course=course, first_on=ON) == word
