"""Answers become facts, facts become findings with reasons."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.unit.assessment.story import ON, WEEK, Story, a_draft, enrolment, interview, one
from vatra.assessment import queries
from vatra.assessment.models import Assessment, Finding, Interview, SubjectFacts

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def codes(story: Story, **options) -> list[str]:
    return [found.code for found in queries.open_findings(story.home, **options)]


def test_answers_become_findings_with_reasons(story: Story):
    story.asks({"h_income": 900, "h_hazards": ["roof", "damp"]}, members={story.child: {"c_enrolled": False}})
    found = {(each.code, each.person): each for each in queries.open_findings(story.home)}
    assert set(found) == {
        ("EC01", None), ("LO02", None), ("ED03", story.child), ("FA09", story.child), ("FA09", story.toddler),
    }
    assert found["EC01", None].reasons == {"per_head": 300, "h_income": 900, "h_members": 3}
    assert found["ED03", story.child].severity == 3
    assert found["ED03", story.child].since == ON
    assert found["LO02", None].domain == "housing"


def test_what_was_not_answered_is_asked_and_never_taken_for_no(story: Story):
    story.asks({}, members={story.child: {"c_enrolled": False}})
    unknown = queries.unknowns_of(story.home)
    assert unknown[story.home]["EC01"] == ["h_income"]
    assert unknown[story.child]["VI01"] == ["c_phys"]
    assert codes(story) == ["ED03"]


def test_a_household_that_was_never_interviewed_has_no_assessment(story: Story):
    assert Assessment.objects.count() == 0
    assert queries.level_of(story.home) == "none"


def test_an_older_interview_that_comes_late_does_not_overwrite(story: Story):
    story.asks({"h_income": 9000}, on=ON + WEEK)
    story.asks({"h_income": 10, "h_hazards": ["roof", "damp"]}, on=ON)
    assert codes(story) == ["LO02", "FA09", "FA09"]
    assert {found.since for found in queries.open_findings(story.home)} == {ON + WEEK}
    facts = queries.current_facts(story.home, on=ON + WEEK)[story.home]
    assert facts["h_income"][:2] == [9000, (ON + WEEK).isoformat()]


def test_two_workers_who_saw_different_things_on_one_day_are_shown(story: Story):
    story.asks({"h_income": 9000})
    story.asks({"h_income": 100}, by=story.ioana)
    [shown] = queries.contradictions([story.home], on=ON)
    assert (shown.fact, shown.seen_on) == ("h_income", ON)
    assert shown.said == ((100, story.ioana.pk), (9000, story.maria.pk))
    assert codes(story) == ["EC01"]
    story.asks({"h_income": 9000}, on=ON + WEEK)
    assert queries.contradictions([story.home], on=ON + WEEK) == []


def test_a_refused_answer_is_kept_apart_and_stays_unknown(story: Story):
    story.asks({"h_income": "?refused"})
    assert queries.current_facts(story.home, on=ON)[story.home]["h_income"][0] == "?refused"
    assert "EC01" in queries.unknowns_of(story.home)[story.home]
    story.asks({"h_income": 30})
    assert codes(story) == ["EC01"]
    story.asks({"h_income": "?dk"}, on=ON + WEEK)
    assert codes(story) == ["EC01"]


def test_a_finding_ends_when_the_answers_change(story: Story):
    story.asks({"h_income": 900})
    story.asks({"h_income": 9000}, on=ON + WEEK)
    assert codes(story) == []
    [ended] = queries.findings_of([story.home], ended=True)[story.home]
    assert (ended.since, ended.until) == (ON, ON + WEEK)


def test_a_severity_that_changes_keeps_the_finding_and_its_course(story: Story):
    story.asks(members={story.child: {"c_phys": "suspected"}})
    story.asks(members={story.child: {"c_phys": "confirmed"}}, on=ON + WEEK)
    story.asks(members={story.child: {"c_phys": "suspected"}}, on=ON + 2 * WEEK)
    found = next(each for each in queries.open_findings(story.home) if each.code == "VI01")
    assert (found.severity, found.worst_severity, found.since) == (3, 4, ON)
    assert found.course == [[ON.isoformat(), 3], [(ON + WEEK).isoformat(), 4], [(ON + 2 * WEEK).isoformat(), 3]]


def test_a_finding_that_can_no_longer_be_told_is_stale_and_not_closed(story: Story):
    story.asks(members={story.child: {"c_enrolled": False}})
    story.happens(a_draft("correct_person", {"field": "born", "base": "2017-06-01", "value": "2017"},
                          household=story.home, person=story.child))
    [found] = queries.open_findings(story.home)
    assert (found.code, found.stale, found.until) == ("ED03", True, None)


@pytest.mark.parametrize(("facts", "path"), [
    ({"h_colour": 3}, "household.h_colour"), ({"h_income": "a lot"}, "household.h_income"),
    ({"h_hazards": ["ghosts"]}, "household.h_hazards"), ({"c_phys": "none"}, "household.c_phys"),
    ({"h_colour": "?dk"}, "household.h_colour"), ({"birth_date": "2010-01-01"}, "household.birth_date"),
])
def test_an_answer_the_rulebook_cannot_take_is_named_by_its_path(story: Story, facts, path):
    [receipt] = story.sends(interview(story.home, facts))
    assert (receipt.outcome, receipt.reason_code) == ("to_settle", "unknown_answer")
    assert path in receipt.reason
    assert Interview.objects.count() == SubjectFacts.objects.count() == 0


def test_an_interview_of_a_stranger_is_kept_to_settle(story: Story):
    assert story.refused(interview(story.home, members={uuid4(): {"c_enrolled": True}})) == "not_a_member"
    assert story.refused(interview(uuid4(), {"h_income": 1})) == "unknown_household"


def test_a_poison_interview_does_not_keep_the_others_of_its_batch(story: Story):
    receipts = story.sends(
        interview(story.home, {"h_income": "none"}), interview(story.home, {"h_income": 900}),
    )
    assert [receipt.outcome for receipt in receipts] == ["to_settle", "received"]
    assert codes(story) == ["EC01"]


def test_the_facts_of_a_child_that_moved_away_go_with_the_child(story: Story):
    story.asks({"h_hazards": ["roof", "damp"]}, members={story.child: {"c_enrolled": False}})
    story.says("agree_need", "ED03", person=story.child)
    other, grandmother = uuid4(), uuid4()
    story.happens(enrolment(other, one("Floarea", "1950-01-01", uuid=grandmother)))
    story.happens(interview(other, {"h_hazards": []}))
    story.happens(a_draft("move_in", {"from_household": str(story.home), "relation": "other"}, household=other,
                          person=story.child, on=ON + WEEK))
    moved, doubtful = queries.open_findings(other)
    assert (moved.code, moved.person, moved.since, moved.judged) == ("ED03", story.child, ON, "agreed")
    assert (doubtful.code, doubtful.stale) == ("FA09", True)  # it came from the old dwelling: nobody has asked here
    assert [need.person for need in queries.needs_of([other])[other]] == [story.child]
    assert queries.needs_of([story.home]) == {}
    assert story.child not in {found.person for found in queries.open_findings(story.home)}
    assert set(Assessment.objects.filter(household=story.home).values_list("person_id", flat=True)) == {
        None, story.mother, story.toddler}


def test_a_death_ends_the_findings_of_the_person_but_meets_no_need(story: Story):
    story.asks(members={story.child: {"c_enrolled": False}})
    story.says("agree_need", "ED03", person=story.child)
    story.happens(a_draft("record_death", {"died_on": ON.isoformat()}, household=story.home, person=story.child,
                          on=ON + WEEK))
    assert codes(story) == []
    [need] = queries.needs_of([story.home], ended=True)[story.home]
    assert need.met_on is None
    assert need.withdrawn_on is not None


def test_a_birth_changes_the_number_of_members_behind_a_finding(story: Story):
    story.asks({"h_income": 1800, "h_members": 3})
    assert codes(story) == []
    story.happens(a_draft("record_birth", one("Dan", (ON + WEEK).isoformat()), household=story.home, on=ON + WEEK))
    [found] = queries.open_findings(story.home)
    assert found.reasons["h_members"] == 4
    assert found.since == ON + WEEK


def test_what_was_said_of_a_child_does_not_follow_the_adult(story: Story):
    story.asks(members={story.child: {"c_phys": "suspected"}})
    grown = ON.replace(year=2035, month=6)
    story.happens(a_draft("reassess_household", {"reason": "of age"}, household=story.home, on=grown))
    assert "VI01" not in codes(story)
    assert Assessment.objects.get(person=story.child).subject == "adult"


def test_what_was_found_ends_when_the_whole_household_leaves_and_goes_on_when_it_returns(story: Story):
    story.asks({"h_income": 900})
    story.says("agree_need", "EC01")
    story.happens(a_draft("move_out", {"to": "abroad"}, household=story.home, on=ON + WEEK))
    assert codes(story) == []
    assert queries.severity_counts([20625]) == {}
    assert queries.needs_of([story.home]) == {}
    assert story.refused(story.word("add_need", "LO02", reason="frig", on=ON + WEEK)) == "household_left"
    story.happens(a_draft("move_in", {}, household=story.home, on=ON + 2 * WEEK))
    [again] = queries.open_findings(story.home)
    assert (again.code, again.since, again.judged) == ("EC01", ON, "agreed")
    assert [need.code for need in queries.needs_of([story.home])[story.home]] == ["EC01"]
    assert queries.severity_counts([20625])[20625]["household"] == {"high": 1}


def test_reassessing_changes_nothing_when_nothing_changed(story: Story):
    story.asks({"h_income": 900})
    before = list(Finding.objects.values())
    story.happens(a_draft("reassess_household", {"reason": "again"}, household=story.home, on=ON + timedelta(days=1)))
    assert [{**row, "id": 0} for row in Finding.objects.values()] == [{**row, "id": 0} for row in before]
