"""De clarificat: whatever contradicts stands in one inbox, with both sides; what a human chooses becomes an entry."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from tests.unit.web.test_acts import field
from tests.unit.web.village import HERE, draft, handed_in, uuid, worker
from vatra.assessment import queries as assessment
from vatra.care import contradicting
from vatra.people import queries as people
from vatra.register import queries as register
from vatra.register.entries import receive

INBOX = "/de-clarificat/"
HOME = uuid("popescu")


@pytest.fixture
def ana(signed_in):
    return signed_in("ana")


def happens(username: str, kind: str, payload: dict[str, Any], *, person: UUID | None = None, days: int = 0,
            name: str = "") -> UUID:
    """An entry of a worker about the family Popescu, some days ago."""
    one = draft(kind, "popescu", payload)
    one = replace(one, uuid=uuid(f"{kind}{username}{days}{name}{payload}"), person=person,
                  on=timezone.localdate() - timedelta(days=days))
    [receipt] = handed_in([one], username)
    assert receipt.outcome == "received", receipt
    return one.uuid


def member(name: str) -> UUID:
    return next(one.uuid for one in people.members_of([HOME], on=timezone.localdate())[HOME] if one.given_name == name)


def interview(username: str, person: UUID, **facts: Any) -> None:
    happens(username, "record_interview", {
        "questionnaire": "household", "household": {}, "members": [{"person": str(person), "facts": facts}],
    })


def pages_of(client, words: str) -> list[str]:
    text = client.get(INBOX).content.decode()
    return [part.split('"')[0] for part in text.split('href="') if words in part.split('"')[0]]


def decides(client, address: str, choice: str, **more: str):
    return client.post(address, {"seal": field(client.get(address).content.decode(), "seal"), "choice": choice,
                                 "reason": "am vorbit cu familia", **more}, follow=True)


def test_two_answers_of_one_day_stand_with_both_sides_until_one_is_chosen(ana):
    child = member("Andrei")
    interview("ana", child, c_gp=True)
    interview("nina", child, c_gp=False)
    text = ana.get(INBOX).content.decode()
    assert "Ana Munteanu" in text and "Nina Rusu" in text
    [address] = pages_of(ana, "raspuns")
    decides(ana, address, "1")
    assert not assessment.contradictions([HOME], on=timezone.localdate())
    facts = assessment.current_facts(HOME, on=timezone.localdate())[child]
    assert facts["c_gp"][0] is True and len(facts["c_gp"]) == 3
    assert not pages_of(ana, "raspuns")


def test_an_answer_of_a_domain_that_the_settler_does_not_see_is_not_shown(ana, signed_in):
    child = member("Andrei")
    interview("ana", child, c_phys="confirmed")
    interview("nina", child, c_phys="none")
    assert pages_of(ana, "raspuns")
    assert not pages_of(signed_in("nina"), "raspuns")


def test_two_values_of_one_address_are_shown_and_what_was_sent_may_hold(ana):
    now = people.household(HOME).address
    happens("ana", "correct_household", {"field": "address", "base": now, "value": "Str. Morii 1"})
    one = draft("correct_household", "popescu", {"field": "address", "base": now, "value": "Str. Nouă 9"})
    [receipt] = receive([one], by=worker("nina"), at=timezone.now())
    assert receipt.reason_code == "base_changed"
    page = ana.get(f"{INBOX}{one.uuid}/").content.decode()
    assert "Str. Morii 1" in page and "Str. Nouă 9" in page and "Nina Rusu" in page
    decides(ana, f"{INBOX}{one.uuid}/", "take_sent")
    assert people.household(HOME).address == "Str. Nouă 9"
    assert not register.number_to_settle([HERE])


def test_what_stands_may_hold_and_nothing_changes(ana):
    said = {"field": "given_name", "base": "Andrei"}
    happens("ana", "correct_person", said | {"value": "Andi"}, person=member("Andrei"))
    one = draft("correct_person", "popescu", said | {"value": "Andreas"})
    receive([replace(one, person=member("Andi"))], by=worker("nina"), at=timezone.now())
    decides(ana, f"{INBOX}{one.uuid}/", "set_aside")
    assert member("Andi") and not register.number_to_settle([HERE])


def after_death(ana) -> tuple[UUID, str]:
    person = next(one.uuid for one in people.members_of([HOME], on=timezone.localdate())[HOME] if not one.is_head)
    happens("nina", "record_visit", {"kind": "home", "persons": [str(person)]}, days=1)
    happens("ana", "record_death", {}, person=person, days=5)
    [address] = pages_of(ana, "deces")
    return person, address


def test_who_was_met_after_death_may_be_alive(ana):
    person, address = after_death(ana)
    decides(ana, address, "lives")
    assert people.person(person).died_on is None
    assert person in {one.uuid for one in people.members_of([HOME], on=timezone.localdate())[HOME]}


def test_who_was_met_after_death_may_have_died_later(ana):
    person, address = after_death(ana)
    today = timezone.localdate()
    assert decides(ana, address, "other_day").status_code == 422
    decides(ana, address, "other_day", day=today.isoformat())
    assert people.person(person).died_on == today and not contradicting.care_after_death([HERE])


def test_the_death_may_be_right_and_is_then_not_asked_about_again(ana):
    person, address = after_death(ana)
    decides(ana, address, "both")
    assert people.person(person).died_on is not None and not pages_of(ana, "deces")


def promise(username: str, service: str, name: str) -> UUID:
    due = (timezone.localdate() + timedelta(days=30)).isoformat()
    return happens(username, "agree_plan", {"agreed_with": "mama", "instead_of": [], "services": [
        {"service": service, "codes": ["SA01"], "due_on": due, "responsible": "social_worker"}]}, name=name)


def test_two_plans_agreed_offline_are_shown_once_and_both_may_stand(ana):
    happens("ana", "open_case", {})
    promise("ana", "C01", "one")
    promise("nina", "C02", "two")
    [address] = pages_of(ana, "planuri")
    assert "Nina Rusu" in ana.get(address).content.decode()
    decides(ana, address, "both")
    assert not pages_of(ana, "planuri")


def test_a_question_is_not_there_for_another_commune(ana, signed_in):
    _person, address = after_death(ana)
    assert signed_in("sorin").get(address).status_code == 404
    assert signed_in("nina").get(address).status_code == 403


def test_each_side_says_who_told_it_and_when_it_was_written(ana):
    """Two tablets without a network on one day: the hours tell which was written first."""
    child = member("Andrei")
    for username, hour, gp in (("nina", 8, False), ("ana", 14, True)):
        at = timezone.make_aware(datetime.combine(timezone.localdate(), time(hour, 5)))
        one = draft("record_interview", "popescu", {
            "questionnaire": "household", "household": {}, "members": [{"person": str(child), "facts": {"c_gp": gp}}]})
        handed_in([replace(one, uuid=uuid(f"offline/{username}"), at=at)], username)
    [address] = pages_of(ana, "raspuns")
    text = " ".join(ana.get(address).content.decode().split())
    assert "Nina Rusu" in text and "scris la 08:05" in text
    assert "Ana Munteanu" in text and "scris la 14:05" in text


def test_a_death_that_contradicts_says_who_recorded_it(ana):
    _person, address = after_death(ana)
    text = ana.get(address).content.decode()
    assert "Ana Munteanu" in text and "Nina Rusu" in text and text.count("scris la") == 2
