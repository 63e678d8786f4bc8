"""A need seen by a worker, a referral and its reply, and the end of a case."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tests.unit.web.test_acts import field
from tests.unit.web.village import draft, handed_in, uuid
from vatra.assessment import queries as assessment
from vatra.care import queries as care

HOME = f"/gospodarii/{uuid('popescu')}/"
CHILD = str(uuid("popescu/Andrei"))


@pytest.fixture
def ana(signed_in):
    return signed_in("ana")


def sent(client, path: str, **said: str):
    seal = field(client.get(HOME + path).content.decode(), "seal")
    return client.post(HOME + path, {"seal": seal, "on": timezone.localdate().isoformat(), **said}, follow=True)


def codes() -> set[str]:
    return {one.code for one in assessment.needs_of([uuid("popescu")]).get(uuid("popescu"), [])}


def test_a_need_that_the_rules_did_not_find_is_added_with_its_reason(ana):
    answer = sent(ana, "nevoie/", person=CHILD, code="ED05", severity="3", reason="A vorbit despre asta.")
    page = answer.content.decode()
    assert "Nevoia este adăugată." in page
    assert "ED05" in codes()
    assert "A vorbit despre asta." in page


@pytest.mark.parametrize("wrong", [{"reason": ""}, {"person": ""}, {"code": ""}, {"person": "household"}])
def test_a_need_wants_a_reason_and_somebody_it_can_be_said_of(ana, wrong):
    said = {"person": CHILD, "code": "ED05", "reason": "A vorbit despre asta."} | wrong
    assert sent(ana, "nevoie/", **said).status_code == 422
    assert "ED05" not in codes()


def test_a_worker_is_offered_only_what_the_role_may_judge(signed_in):
    page = signed_in("nina").get(HOME + "nevoie/").content.decode()
    assert 'value="SA07"' in page
    assert 'value="VI01"' not in page
    assert signed_in("mihai").get(HOME + "nevoie/").status_code == 403


def a_referral(client):
    answer = sent(client, "trimitere/", person=CHILD, service="W12", note="Urgent.", basis="legal_duty")
    assert "Referirea este păstrată." in answer.content.decode()
    [found] = care.referrals_of([uuid("popescu")])
    return found


def test_a_referral_waits_on_the_page_until_its_reply_is_noted(ana):
    found = a_referral(ana)
    path, own = f"trimitere/{found.uuid}/", f"trimiteri/{found.uuid}/"
    assert (found.service, str(found.person_id), found.note) == ("W12", CHILD, "Urgent.")
    assert own in ana.get(HOME).content.decode()
    assert path in ana.get(HOME + own).content.decode()
    page = sent(ana, path, outcome="helped", note="Au venit acasă.").content.decode()
    assert "Răspunsul este păstrat." in page
    assert own not in page
    assert care.referrals_of([uuid("popescu")])[0].outcome == "helped"
    assert "Au venit acasă." in ana.get(HOME + own).content.decode()


def test_a_referral_of_a_domain_not_seen_is_not_there(ana, signed_in):
    path = f"{HOME}trimitere/{a_referral(ana).uuid}/"
    mihai = signed_in("mihai")
    assert mihai.get(path).status_code == 404
    assert path not in mihai.get(HOME).content.decode()


def test_a_case_with_open_needs_cannot_be_closed_as_met(ana):
    handed_in([draft("open_case", "popescu", {})], "ana")
    answer = sent(ana, "inchidere/", reason="objectives_met")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Abandon școlar" in page
    assert "ED03" not in page
    assert care.open_case(uuid("popescu"))


def test_what_keeps_a_case_open_is_not_told_to_who_may_not_know_it(ana):
    handed_in([draft("open_case", "popescu", {})], "ana")
    page = sent(ana, "inchidere/", reason="objectives_met").content.decode()
    assert "ceva ce știu alte profesii" in page
    assert "boală" not in page.lower()


def test_a_case_is_closed_with_a_reason_that_ends_it(ana, signed_in):
    handed_in([draft("open_case", "popescu", {})], "ana")
    assert sent(ana, "inchidere/", reason="other").status_code == 422
    page = sent(ana, "inchidere/", reason="moved", note="S-au mutat la bunici.").content.decode()
    assert "Închiderea este cerută" in page
    assert care.open_case(uuid("popescu")) is not None
    sent(signed_in("sefa"), "inchidere/acord/", agreed="yes")
    assert care.open_case(uuid("popescu")) is None


def test_without_an_open_case_there_is_nothing_to_close(ana):
    assert "/inchidere/" not in ana.get(HOME).content.decode()
    assert "nu este deschis niciun caz" in ana.get(HOME + "inchidere/", follow=True).content.decode()
