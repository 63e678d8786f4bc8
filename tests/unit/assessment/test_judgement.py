"""A worker's word on findings, beside the rules' word."""

from uuid import uuid4

import pytest
from django.apps import apps

from tests.unit.assessment.story import ON, WEEK, Story, a_draft, enrolment, one
from vatra.assessment import queries
from vatra.assessment.models import Assessment, Finding, Judgement, Need
from vatra.register.rebuild import rebuild

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture
def found(story: Story) -> Story:
    """The family after an interview: poor, and the child out of school."""
    story.asks({"h_income": 900}, members={story.child: {"c_enrolled": False, "c_phys": "none"}})
    return story


def level(story: Story, person=None) -> str:
    return Assessment.objects.get(household=story.home, person=person).level


def test_an_agreed_finding_is_a_need(found: Story):
    found.says("agree_need", "ED03", person=found.child, note="am vorbit cu școala")
    [need] = queries.needs_of([found.home])[found.home]
    assert (need.code, need.person, need.agreed_on, need.by_id) == ("ED03", found.child, ON, found.maria.pk)
    assert need.reason == "am vorbit cu școala"
    assert Finding.objects.get(code="ED03").judged == "agreed"


def test_a_need_is_met_when_its_finding_is_gone(found: Story):
    found.says("agree_need", "ED03", person=found.child)
    found.asks(members={found.child: {"c_enrolled": True}}, on=ON + WEEK)
    assert Need.objects.get().met_on == ON + WEEK


def test_a_second_worker_who_agrees_makes_no_second_need(found: Story):
    found.says("agree_need", "EC01")
    found.says("agree_need", "EC01", by=found.ioana)
    assert Need.objects.count() == 1
    assert Judgement.objects.count() == 2


def test_a_rejected_finding_stays_but_does_not_count(found: Story):
    assert (level(found), level(found, found.child)) == ("high", "high")
    found.says("reject_finding", "EC01", reason="venitul a fost scris greșit")
    assert [each.code for each in queries.open_findings(found.home)] == ["ED03"]
    kept = {each.code: each for each in queries.open_findings(found.home, rejected=True)}
    assert (kept["EC01"].judged, kept["EC01"].until) == ("rejected", None)
    found.says("reject_finding", "ED03", person=found.child, reason="este elev în altă comună")
    assert (level(found), level(found, found.child)) == ("none", "none")
    assert Assessment.objects.get(person=None).rules_level == "high"


def test_a_rejection_without_a_reason_is_not_readable(found: Story):
    assert found.refused(found.word("reject_finding", "EC01")) == "unreadable"
    assert found.refused(found.word("reject_finding", "EC01", reason="  ")) == "unreadable"


def test_a_rejection_holds_until_the_answers_behind_the_finding_change(found: Story):
    found.says("reject_finding", "EC01", reason="venit nedeclarat")
    found.asks({"h_income": 900, "h_hazards": []}, on=ON + WEEK)
    assert Finding.objects.get(code="EC01").judged == "rejected"
    found.asks({"h_income": 600}, on=ON + 2 * WEEK)
    assert Finding.objects.get(code="EC01").judged == ""


def test_a_birthday_does_not_reopen_a_rejected_finding(found: Story):
    found.says("reject_finding", "ED03", person=found.child, reason="este elev în altă comună")
    found.asks({}, on=ON.replace(month=7))
    again = Finding.objects.get(code="ED03")
    assert (again.judged, again.reasons["age_y"], again.judged_reasons["age_y"]) == ("rejected", 9, 8)


def test_workers_who_disagree_are_both_kept_and_shown(found: Story):
    found.says("agree_need", "EC01")
    found.says("reject_finding", "EC01", reason="nu e așa", by=found.ioana)
    assert queries.disagreements([found.home]) == {found.home: ["EC01"]}
    assert [each.verdict for each in queries.judgements_of(found.home)] == ["agreed", "rejected"]
    assert Need.objects.get().withdrawn_on == ON


def test_a_worker_adds_what_the_rules_did_not_find(found: Story):
    found.says("add_need", "VI01", person=found.toddler, reason="vânătăi pe braț", severity=4)
    added = Finding.objects.get(code="VI01")
    assert (added.judged, added.domain, added.severity) == ("added", "violence", 4)
    assert level(found, found.toddler) == "immediate"
    found.asks(members={found.toddler: {"c_phys": "none"}}, on=ON + WEEK)
    assert Finding.objects.get(code="VI01").until is None  # the rules do not undo a worker's word
    found.says("close_need", "VI01", person=found.toddler, outcome="met", reason="verificat cu medicul", on=ON + WEEK)
    assert Finding.objects.get(code="VI01").until == ON + WEEK
    assert Need.objects.get().met_on == ON + WEEK
    assert level(found, found.toddler) == "high"


def test_an_added_need_that_the_rules_come_to_see_is_theirs_too(found: Story):
    found.says("add_need", "LO02", reason="acoperișul e spart")
    found.asks({"h_hazards": ["roof", "fire"]}, on=ON + WEEK)
    seen = Finding.objects.get(code="LO02")
    assert (seen.judged, seen.severity) == ("agreed", 3)
    assert seen.course == [[ON.isoformat(), 1], [(ON + WEEK).isoformat(), 3]]


def test_a_need_can_be_added_before_any_interview(story: Story):
    story.says("add_need", "LO02", reason="casa a ars", severity=3)
    assert level(story) == "high"


def test_what_is_not_found_cannot_be_judged(found: Story):
    assert found.refused(found.word("agree_need", "LO02")) == "no_such_finding"
    assert found.refused(found.word("close_need", "EC01", outcome="met", reason="gata")) == "no_such_need"
    assert found.refused(found.word("add_need", "ZZ99", reason="ceva")) == "unknown_vulnerability"
    assert found.refused(found.word("add_need", "VI01", reason="ceva", person=uuid4())) == "unknown_person"


def test_a_judgement_that_comes_after_the_finding_ended_is_still_kept(found: Story):
    found.asks({"h_income": 9000}, on=ON + WEEK)
    found.says("agree_need", "EC01")
    need = Need.objects.get()
    assert (need.agreed_on, need.met_on) == (ON, ON + WEEK)


def test_nobody_judges_what_their_role_does_not_see_and_learns_nothing(found: Story):
    found.asks(members={found.child: {"c_phys": "suspected"}})
    there = found.refused(found.word("agree_need", "VI01", person=found.child), by=found.mediator)
    not_there = found.refused(found.word("agree_need", "VI01", person=found.toddler), by=found.mediator)
    assert there == not_there == "not_permitted"


def test_a_judgement_under_a_household_the_person_does_not_live_in_is_kept_to_settle(found: Story):
    elsewhere = uuid4()
    found.happens(enrolment(elsewhere, one("Floarea", "1950-01-01")))
    word = a_draft("agree_need", {"code": "ED03"}, household=elsewhere, person=found.child)
    assert found.refused(word) == "unknown_person"


def test_several_judgements_of_one_household_fit_one_run(found: Story, django_assert_max_num_queries):
    found.asks({"h_hazards": ["roof", "fire"]})
    words = [found.word("agree_need", code) for code in ("EC01", "LO02")]
    words += [found.word("agree_need", code, person=found.child) for code in ("ED03", "FA09")]
    with django_assert_max_num_queries(80):
        found.happens(*words)
    assert Need.objects.count() == 4


def test_a_need_withdrawn_by_mistake_can_be_agreed_again(found: Story):
    found.says("agree_need", "EC01")
    found.says("close_need", "EC01", outcome="withdrawn", reason="familia nu vrea")
    found.says("agree_need", "EC01", on=ON + WEEK)
    withdrawn = Need.objects.get(withdrawn_on__isnull=False)
    assert (withdrawn.withdrawn_on, withdrawn.agreed_on) == (ON, ON)
    assert [need.agreed_on for need in queries.needs_of([found.home])[found.home]] == [ON + WEEK]


def test_a_replay_judges_by_the_roles_that_were_held_when_the_entry_came(found: Story):
    """Roles are no entries: whatever the office does with them afterwards, what was derived stays."""
    found.says("agree_need", "EC01")
    refused = found.word("agree_need", "VI01", person=found.child)
    assert found.refused(refused, by=found.mediator) == "not_permitted"
    roles = apps.get_model("access.RoleHeld").objects
    roles.update(until=ON, since=ON)
    rebuild()
    assert Need.objects.count() == 1
    assert apps.get_model("register.Entry").objects.get(state="to_settle").reason_code == "not_permitted"
