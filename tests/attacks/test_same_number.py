"""Two living persons with one CNP: both are kept, and the question is listed for who settles in both places alone."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from django.utils import timezone

from tests.attacks import land
from tests.attacks.addresses import address
from tests.attacks.conftest import browser_of
from tests.attacks.land import FAR, HERE, NEAR, does, sees, uuid
from tests.attacks.waiting import valid_cnp
from vatra.people import queries as people

pytestmark = pytest.mark.postgres
CASE_ROLES = [role for role in land.roles() if sees(role) and land.roles()[role]["level"] != "nation"]
ASKED = "același cod numeric"


def enrolled(name: str, commune: int, cnp: str = "") -> UUID:
    home, who = uuid(f"double{name}{commune}"), uuid(f"double{name}{commune}/0")
    member = {"uuid": str(who), "surname": name, "given_name": "Zoranda", "sex": "f", "born": "1990-01-01",
              "relation": "head", "is_head": True, "cnp": {"state": "present", "value": cnp or valid_cnp()}}
    by = "social_worker" if commune == HERE else f"social_worker_{commune}"
    [receipt] = land.handed_in([land.draft("enrol_household", home, {"members": [member]}, timezone.localdate(),
                                           commune=commune)], by)
    assert receipt.outcome == "received", receipt
    return who


@pytest.mark.parametrize("role", CASE_ROLES)
def test_two_persons_with_one_cnp_are_both_kept_and_asked_about_where_one_settles(role):
    first, second = enrolled("Aldovin", HERE), enrolled("Beldovin", HERE)
    assert len(people.persons([first, second])) == 2
    page = browser_of(role).get(address("settle")).content.decode()
    assert (ASKED in page) == does(role, "settle")
    assert ("Aldovin" in page, "Beldovin" in page) == (does(role, "settle"),) * 2
    assert valid_cnp() not in page


def test_nobody_learns_that_a_cnp_is_known_elsewhere():
    enrolled("Aldovin", FAR)
    enrolled("Beldovin", HERE)
    enrolled("Celdovin", NEAR)
    for role in CASE_ROLES:
        page = browser_of(role).get(address("settle")).content.decode()
        both = land.roles()[role]["level"] == "county" and does(role, "settle")
        assert (ASKED in page) == both
        assert "Aldovin" not in page


def test_the_question_ends_when_one_is_corrected_or_has_died():
    first = enrolled("Aldovin", HERE)
    enrolled("Beldovin", HERE)
    today = timezone.localdate()
    assert [len(group) for group in people.same_cnp([HERE])] == [2]
    number = {"state": "present", "value": valid_cnp()}
    sent = land.draft("correct_person", uuid(f"doubleAldovin{HERE}"), {"field": "cnp", "base": number,
                                                                       "value": {"state": "none"}}, today, person=first)
    [receipt] = land.handed_in([sent], "head")
    assert receipt.outcome == "received", receipt
    assert people.same_cnp([HERE]) == []


@pytest.mark.parametrize("role", CASE_ROLES)
def test_the_number_beside_to_settle_is_of_what_is_listed(role):
    home = uuid(f"plain{HERE}")
    for by in ("school_mediator", "community_nurse", "social_worker"):
        land.handed_in([land.draft("record_delivery", home, {"service": "Z99", "outcome": "done"}, timezone.localdate(),
                                   mark=f"of {by}")], by)
    page = browser_of(role).get(address("settle")).content.decode()
    listed = page.count('<li class="card">')
    badge = re.search(r'href="/de-clarificat/".*?</a>', page, re.DOTALL)[0]
    counted = re.search(r"class=\"count\">\((\d+)", badge)
    assert (int(counted[1]) if counted else 0) == listed
    assert listed == {"community_nurse": 1, "school_mediator": 1}.get(role, listed)
    assert listed > 0 or not does(role, "settle")
