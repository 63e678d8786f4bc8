"""For every role of the rulebook: which facts, findings and fields of a person can ever be in its pull."""

from __future__ import annotations

import csv
import json

import pytest

from tests.unit.sync.world import Tablet, ago, draft, family, handed_in, made_worker, uuid
from vatra.base.shipped import shipped
from vatra.care.domains import seen_bits

pytestmark = pytest.mark.django_db
FOLDER = shipped("rulebook/romania")
CNP = "2860304040018"


def rows(name: str) -> dict[str, dict[str, str]]:
    """A file of the rulebook as it is written, read apart from the code under test."""
    with (FOLDER / name).open(encoding="utf-8-sig", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


ROLES, FACTS, VULNERABILITIES = rows("roles.csv"), rows("facts.csv"), rows("vulnerabilities.csv")
CARRYING = [code for code, row in ROLES.items() if set(row["sees"].split("|")) - {"aggregates", "statistics", ""}]
MEMBER = {"uuid", "surname", "given_name", "sex", "born_on", "born_precision", "relation", "is_head", "since", "until",
          "died_on", "cnp"}
DOCUMENT = {"uuid", "commune", "village", "address", "enrolled_on", "ended_on", "number", "members", "facts", "level",
            "findings", "needs", "case", "plan", "deadlines", "stages", "sheet", "visits", "messages", "departures",
            "timeline", "to_settle"}


@pytest.fixture
def every_fact(ana, monkeypatch):
    """A household of which every fact is known and every vulnerability is present, needed and noted."""
    from django.apps import apps

    handed_in(ana, family("h", cnp={"state": "present", "value": valid_cnp()}), draft("open_case", "h", {}, on=ago(9)))
    home, child, mother = uuid("h"), uuid("h/ioana"), uuid("h/ana")
    stored, about = apps.get_model("assessment.SubjectFacts"), {}
    for code, row in FACTS.items():
        subject = {"household": home, "child": child}.get(row["subject"], mother)
        about.setdefault(subject, {})[code] = [f"said-{code}", ago(9).isoformat(), ana.pk]
    stored.objects.all().delete()
    for number, (subject, facts) in enumerate(about.items()):
        stored.objects.create(uuid=uuid(f"facts{number}"), facts=facts, household_id=home if subject == home else None,
                              person_id=None if subject == home else subject)
    for code, row in VULNERABILITIES.items():
        person = {"household": None, "child": child}.get(row["subject"], mother)
        finding = apps.get_model("assessment.Finding").objects.create(
            uuid=uuid(f"finding{code}"), household_id=home, person_id=person, commune_id=21123, code=code,
            domain=row["need_to_know"], severity=2, worst_severity=2, since=ago(9), rulebook="x",
            reasons={"secret": "said-reason"})
        apps.get_model("assessment.Need").objects.create(
            uuid=uuid(f"need{code}"), household_id=home, person_id=person, commune_id=21123, code=code,
            domain=row["need_to_know"], agreed_on=ago(9), by=ana, reason="said-need")
        apps.get_model("assessment.Judgement").objects.create(
            uuid=uuid(f"word{code}"), finding=finding, household_id=home, person_id=person, code=code,
            verdict="agreed", on=ago(9), by=ana, reason=f"said-{code}")
    causes = [[code, row["need_to_know"], 2, None] for code, row in VULNERABILITIES.items()]
    domains = seen_bits({row["need_to_know"] for row in VULNERABILITIES.values()})
    assert apps.get_model("care.Deadline").objects.update(causes=causes, domains=domains)


@pytest.mark.parametrize("role", CARRYING)
def test_a_tablet_carries_a_parents_departure_for_who_needs_to_know_of_the_family(role, ana):
    handed_in(ana, family("h"), draft("announce_departure", "h", {
        "parent": str(uuid("h/ana")), "leaves_on": ago(2).isoformat(), "notified": False, "country": "said-country"}))
    tablet = Tablet(made_worker("cine", role))
    tablet.sync()
    [document] = tablet.held.values()
    knows = "family" in sees(role)
    assert [one["country"] for one in document["departures"]] == (["said-country"] if knows else [])
    assert ("said-country" in json.dumps(document)) == knows


def valid_cnp() -> str:
    """A woman born on 4 March 1986, in Bacău."""
    digits, weights = "286030404001", "279146358279"
    rest = sum(int(a) * int(b) for a, b in zip(digits, weights, strict=True)) % 11
    return digits + str(1 if rest == 10 else rest)


def sees(role: str) -> set[str]:
    return set(ROLES[role]["sees"].split("|"))


@pytest.mark.parametrize("role", CARRYING)
def test_a_roles_pull_holds_what_it_may_know_and_nothing_else(role, every_fact):
    tablet = Tablet(made_worker("cine", role))
    tablet.sync()
    [document] = tablet.held.values()
    assert set(document) == DOCUMENT
    carried = {code for facts in document["facts"].values() for code in facts}
    assert carried == {code for code, row in FACTS.items() if row["domain"] in sees(role)}
    known = {code for code, row in VULNERABILITIES.items() if row["need_to_know"] in sees(role)}
    assert {finding["code"] for finding in document["findings"]} == known
    assert {need["code"] for need in document["needs"]} == known
    assert {one["code"] for one in document["timeline"] if one["kind"] == "judgement"} <= known
    assert document["deadlines"] or not known
    assert all(set(one["why"]) == known for one in document["deadlines"])
    for member in document["members"]:
        assert set(member) == MEMBER
        assert ("value" in member["cnp"]) <= ("identity_number" in sees(role))
    written = json.dumps(document, ensure_ascii=False)
    assert (valid_cnp() in written) == ("identity_number" in sees(role))
    assert "said-reason" not in written and "said-need" not in written and "ethnic" not in written
    for code in set(FACTS) - carried | set(VULNERABILITIES) - known:
        assert f'"said-{code}"' not in written and f'"{code}"' not in written, code


@pytest.mark.parametrize("role", [code for code in ROLES if code not in CARRYING])
def test_a_role_without_cases_carries_none(role, every_fact):
    tablet = Tablet(made_worker("cine", role))
    tablet.sync()
    assert tablet.told["communes"] == [] and not tablet.held


def test_two_roles_do_not_read_each_others_documents(every_fact, ana):
    mediator, nurse = Tablet(made_worker("mia", "school_mediator")), Tablet(made_worker("nina", "community_nurse"))
    for tablet in (nurse, mediator, nurse, mediator):
        tablet.cursor = ""
        tablet.sync()
    assert nurse.held != mediator.held


@pytest.mark.parametrize(("role", "signs", "words"), [
    ("social_worker", ["education", "risk"], True), ("school_mediator", ["education"], False),
    ("health_mediator", None, False), ("community_nurse", ["risk"], False),
])
def test_a_tablet_carries_the_signs_of_a_signal_that_its_role_may_know(role, signs, words, ana):
    at = f"{ago(2)}T09:00:00Z"
    sheet = {"started_at": at, "ended_at": at, "signs": [
        {"domain": "education", "seen": "yes", "words": "said-sign"}, {"domain": "risk", "seen": "yes"},
        {"domain": "health", "seen": "no"}]}
    payload = {"source": "observation", "noticed_at": at, "told_by": "said-who", "words": "said-words", "sheet": sheet}
    handed_in(ana, family("h"), draft("record_signal", "h", payload, on=ago(2)))
    tablet = Tablet(made_worker("cine", role))
    tablet.sync()
    [document] = tablet.held.values()
    [told] = [one for one in document["timeline"] if one["kind"] == "signal"]
    assert (told["detail"], told.get("codes"), told.get("note")) == (
        "observation", signs, "said-words" if words else None)
    assert "said-who" not in str(document) and "said-sign" not in str(document)
    assert {one["code"] for one in document["deadlines"] if one["cause"] == "signalled"} == {
        "triage", "initial_visit_signalled"}
