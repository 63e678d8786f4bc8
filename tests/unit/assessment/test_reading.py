"""A household's assessment in words, for somebody who sees some domains and not others."""

from datetime import UTC, datetime, time, timedelta

import pytest

from tests.unit.assessment import small_rulebook
from tests.unit.assessment.story import ON, WEEK, Story
from vatra.assessment import policies, queries
from vatra.assessment.entries import _interview_shown, _judgement_shown
from vatra.assessment.models import Assessment
from vatra.assessment.reassess import reassessments
from vatra.register.entries import receive
from vatra.register.kinds import kind_named

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

ALL = frozenset({
    "general", "economic", "housing", "family", "education", "health", "health_detail", "violence", "risk",
})
AT = datetime.combine(ON, time(22), UTC)


@pytest.fixture
def found(story: Story) -> Story:
    """Poor, out of school, and hurt."""
    story.asks({"h_income": 900}, members={
        story.child: {"c_enrolled": False, "c_phys": "confirmed"}, story.mother: {"a_alcohol": "dependence"},
    })
    return story


def test_a_finding_is_read_with_its_reasons_its_law_and_whether_it_is_a_need(found: Story):
    found.says("agree_need", "ED03", person=found.child)
    told = queries.household_assessment(found.home, domains=ALL)
    assert (told.on, told.level, told.subjects[0].person) == (ON, "immediate", None)
    child = next(subject for subject in told.subjects if subject.person == found.child)
    school = next(each for each in child.findings if each.code == "ED03")
    assert (school.name, school.needed, school.withheld) == ("Nume ED03", True, False)
    assert [(each.label, each.value) for each in school.reasons] == [
        ("vârsta în ani", "8"), ("Eticheta c_enrolled", "nu")]
    assert [(law.title, law.article) for law in school.laws] == [("Legea", "art. 1")]


def test_what_is_still_unknown_is_asked_in_words_once(found: Story):
    told = queries.household_assessment(found.home, domains=ALL, language="en")
    assert [(each.fact, each.question, each.waiting) for each in told.subjects[0].to_ask] == [
        ("h_hazards", "Question h_hazards?", ("LO02",))]


def test_what_is_not_seen_is_not_there_and_no_level_tells_of_it(found: Story):
    told = queries.household_assessment(found.home, domains=ALL - {"violence", "risk", "family"})
    codes = {each.code for subject in told.subjects for each in subject.findings}
    assert codes == {"EC01", "ED03"}
    assert told.level == "high"
    toddler = next(subject for subject in told.subjects if subject.person == found.toddler)
    assert toddler.level == "high"  # of the household's poverty alone
    assert "c_phys" not in {each.fact for subject in told.subjects for each in subject.to_ask}
    told = queries.household_assessment(found.home, domains={"housing"})
    assert (told.level, {subject.level for subject in told.subjects}) == ("none", {"none"})


def test_a_reason_of_a_domain_not_seen_is_withheld(found: Story):
    told = queries.household_assessment(found.home, domains={"family", "risk"})
    by_code = {each.code: each for subject in told.subjects for each in subject.findings}
    assert set(by_code) == {"FA09", "CR06"}
    assert (by_code["FA09"].reasons, by_code["FA09"].withheld) == ((), True)  # it rests on VI01
    assert (by_code["CR06"].reasons, by_code["CR06"].withheld) == ((), True)  # it rests on a health detail


def test_a_rejected_finding_is_shown_and_does_not_count(found: Story):
    found.says("reject_finding", "EC01", reason="venit nedeclarat")
    told = queries.household_assessment(found.home, domains={"economic"})
    assert (told.level, told.subjects[0].findings[0].judged) == ("none", "rejected")


def test_a_household_never_assessed_has_nothing_to_read(story: Story):
    assert queries.household_assessment(story.home, domains=ALL) is None


def test_an_interview_is_sent_without_the_facts_of_other_domains(found: Story):
    payload = {"questionnaire": "h", "household": {"h_income": 1, "h_hazards": []},
               "members": [{"person": "x", "facts": {"c_phys": "none", "c_enrolled": True}}]}
    shown = _interview_shown(payload, frozenset({"housing", "education"}))
    assert shown["household"] == {"h_hazards": []}
    assert shown["members"] == [{"person": "x", "facts": {"c_enrolled": True}}]
    assert _judgement_shown({"code": "VI01"}, frozenset({"housing"})) is None
    assert kind_named("agree_need", 1).shown({"code": "LO02"}, frozenset({"housing"})) == {"code": "LO02"}


def test_who_may_judge_needs_the_act_and_the_domain(found: Story):
    def may(worker, code, commune=20625):
        return policies.can_judge(worker, code, commune, on=ON)

    assert may(found.maria, "VI01")
    assert may(found.mediator, "LO02")
    assert not may(found.mediator, "VI01")
    assert not may(found.maria, "VI01", commune=20741)
    with pytest.raises(policies.CannotJudge):
        policies.check_can_judge(found.mediator, "VI01", 20625, on=ON)


def test_levels_are_counted_by_commune(found: Story):
    assert queries.severity_counts([20625]) == {
        20625: {"household": {"immediate": 1}, "child": {"immediate": 1, "high": 1}, "adult": {"high": 1}},
    }


def test_levels_of_children_count_the_adults_around_them(found: Story):
    found.says("reject_finding", "VI01", person=found.child, reason="a căzut")
    found.asks({"h_income": 9000}, members={found.child: {"c_enrolled": True, "c_phys": "none"}}, on=ON + WEEK)
    rows = {row.person_id: row.level for row in Assessment.objects.all()}
    assert rows == {None: "high", found.mother: "high", found.child: "high", found.toddler: "high"}


def test_a_household_is_out_of_date_after_a_month_or_with_another_rulebook(found: Story, settings, tmp_path):
    assert queries.out_of_date(on=ON + timedelta(days=30)) == []
    assert queries.out_of_date(on=ON + timedelta(days=31)) == [(found.home, 20625, "age")]
    milder = ["row,severity,per_head,note_ro,note_en", "1,1,< P.poor,,"]
    settings.RULEBOOK = str(small_rulebook.write(tmp_path, tables__EC01=milder))
    assert queries.out_of_date(on=ON) == [(found.home, 20625, "rulebook")]
    drafts = reassessments(on=ON, at=AT)
    assert [draft.kind for draft in drafts] == ["reassess_household"]
    assert [receipt.outcome for receipt in receive(drafts, by=found.maria, at=AT)] == ["received"]
    assert queries.out_of_date(on=ON) == []
    assert {each.code: each.severity for each in queries.open_findings(found.home)}["EC01"] == 1
    assert reassessments(on=ON, at=AT) == []
