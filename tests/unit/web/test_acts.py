"""What a worker does on a page becomes an entry, once, and nothing typed is lost."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from tests.unit.web.village import uuid
from vatra.assessment import queries as assessment
from vatra.care import queries as care
from vatra.register import queries as register

HOME = f"/gospodarii/{uuid('popescu')}/"
HOSTILE = "<img src=x onerror=alert(1)><svg onload=alert(2)>\"><script>alert(3)</script>{{7*7}}${7*7}<!--</textarea>"


def field(page: str, name: str) -> str:
    """The value of the first field of this name in a page."""
    return unescape(re.search(rf'name="{name}" value="([^"]*)"', page)[1])


def visit_said(seal: str, **more: object) -> dict[str, object]:
    return {"seal": seal, "on": timezone.localdate().isoformat(), "kind": "home", "purpose": "", "note": "", **more}


@pytest.fixture
def ana(signed_in):
    return signed_in("ana")


def opened(client, path: str) -> str:
    return client.get(HOME + path).content.decode()


def entries_of_kind(kind: str) -> list:
    return [one for one in register.entries_of(uuid("popescu")) if one.kind == kind]


def test_a_visit_recorded_on_the_page_stands_on_the_timeline_with_its_receipt(ana):
    seal = field(opened(ana, "vizita/"), "seal")
    said = visit_said(seal, note="Au vorbit cu mama.", persons=[str(uuid("popescu/Maria"))], minutes="45")
    answer = ana.post(HOME + "vizita/", said, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain == [(HOME, 302)]
    assert "Vizita este înregistrată. Confirmare de primire nr." in page
    assert "Au vorbit cu mama." in page
    assert care.visits_of([uuid("popescu")])[0].minutes == 45


def test_a_form_sent_twice_is_one_entry(ana):
    said = visit_said(field(opened(ana, "vizita/"), "seal"), note="O dată.")
    ana.post(HOME + "vizita/", said)
    again = ana.post(HOME + "vizita/", said, follow=True).content.decode()
    assert "nu s-a socotit de două ori" in again
    assert len(entries_of_kind("record_visit")) == 1


def test_a_form_changed_after_it_was_kept_is_refused_and_comes_back_filled(ana):
    seal = field(opened(ana, "vizita/"), "seal")
    ana.post(HOME + "vizita/", visit_said(seal, note="Întâi."))
    answer = ana.post(HOME + "vizita/", visit_said(seal, note="Apoi altfel."))
    assert answer.status_code == 422
    assert "Apoi altfel." in answer.content.decode()
    assert [one.payload["note"] for one in entries_of_kind("record_visit")] == ["Întâi."]


@pytest.mark.parametrize(("on", "sentence"), [
    (timedelta(days=1), "nu a venit încă"), (timedelta(days=-400), "nu poate fi mai devreme"),
])
def test_a_day_that_cannot_be_is_told_beside_its_field_and_nothing_is_lost(ana, on, sentence):
    said = visit_said(field(opened(ana, "vizita/"), "seal"), note="Notă lungă.",
                      on=(timezone.localdate() + on).isoformat())
    answer = ana.post(HOME + "vizita/", said)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert 'href="#id_on"' in page
    assert "Notă lungă." in page
    assert not entries_of_kind("record_visit")


def test_the_author_and_the_moment_cannot_be_chosen_by_editing_the_page(ana, signed_in):
    other = field(signed_in("nina").get(HOME + "vizita/").content.decode(), "seal")
    for seal in ("", "forged", other, other[:-2] + "xx"):
        answer = ana.post(HOME + "vizita/", visit_said(seal, by="nina", at="2001-01-01", note="Rămâne aici."))
        assert answer.status_code == 422
        assert "Rămâne aici." in answer.content.decode()
    assert not entries_of_kind("record_visit")


def test_what_was_typed_before_the_session_ended_waits_for_the_same_worker(ana, signed_in, client):
    from tests.unit.web.village import PASSWORD

    said = visit_said(field(opened(ana, "vizita/"), "seal"), note="Scris înainte de ieșire.")
    answer = client.post(HOME + "vizita/", said, follow=True)
    assert "este în siguranță" in answer.content.decode()
    assert "Scris înainte" not in answer.content.decode()
    client.post("/intrare/", {"username": "ana", "password": PASSWORD})
    assert "Scris înainte de ieșire." in client.get(HOME + "vizita/").content.decode()


def test_what_was_typed_by_one_worker_is_not_shown_to_another(ana, client):
    from tests.unit.web.village import PASSWORD

    client.post(HOME + "vizita/", visit_said(field(opened(ana, "vizita/"), "seal"), note="Numai al Anei."))
    client.post("/intrare/", {"username": "nina", "password": PASSWORD})
    assert "Numai al Anei." not in client.get(HOME + "vizita/").content.decode()


def _finding(page: str, name: str) -> str:
    return re.search(rf'id="finding-([0-9a-f-]+)"(?:(?!<article).)*?{name}', page, re.DOTALL)[1]


def test_a_finding_agreed_on_the_page_is_a_need(ana):
    page = opened(ana, "")
    finding = _finding(page, "Abandon școlar")
    seal = re.search(rf'constatari/{finding}/de-acord/.*?name="seal" value="([^"]*)"', page, re.DOTALL)[1]
    answer = ana.post(f"{HOME}constatari/{finding}/de-acord/", {"seal": unescape(seal)}, follow=True)
    assert "Stabilit ca nevoie: Abandon școlar." in answer.content.decode()
    assert "ED03" in [one.code for one in assessment.needs_of([uuid("popescu")])[uuid("popescu")]]
    assert f"constatari/{finding}/de-acord/" not in answer.content.decode()


def test_a_finding_is_rejected_only_with_a_reason_and_both_words_stay(ana):
    finding = _finding(opened(ana, ""), "Abandon școlar")
    path = f"constatari/{finding}/nu-este-asa/"
    said = {"seal": field(opened(ana, path), "seal"), "on": timezone.localdate().isoformat(), "reason": ""}
    assert ana.post(HOME + path, said).status_code == 422
    page = ana.post(HOME + path, said | {"reason": "S-a înscris săptămâna trecută."}, follow=True).content.decode()
    assert "S-a înscris săptămâna trecută." in page
    assert "Ce un profesionist a spus că nu este așa" in page


def test_a_worker_cannot_judge_a_finding_the_role_does_not_see(ana, signed_in):
    finding = _finding(opened(ana, ""), "Abuz fizic")
    for username in ("nina", "sefa", "mihai"):
        client = signed_in(username)
        status = client.post(f"{HOME}constatari/{finding}/de-acord/", {"seal": ""}).status_code
        assert status == {"nina": 404, "sefa": 302, "mihai": 403}[username]


def plan_said(page: str, **more: object) -> dict[str, object]:
    services = re.findall(r'name="service" value="([^"]+)"', page)
    said: dict[str, object] = {
        "seal": field(page, "seal"), "on": timezone.localdate().isoformat(), "agreed_with": "cu mama",
        "child_opinion": "", "service": services,
    }
    for key in services:
        said[f"due-{key}"] = field(page, f"due-{key}")
        said[f"by-{key}"] = "social_worker"
    return said | more


def test_a_plan_agreed_on_the_page_opens_the_case_and_promises_the_services(ana):
    answer = ana.post(HOME + "plan/", plan_said(opened(ana, "plan/")), follow=True)
    assert "Planul este stabilit." in answer.content.decode()
    case, plan = care.open_case(uuid("popescu")), care.plan_of(uuid("popescu"), {"general", "education", "violence",
                                                               "economic", "family", "housing", "health", "risk"},
                                                               on=timezone.localdate())
    assert case.lead.username == "ana"
    assert plan.agreed_with == "cu mama"
    assert len(plan.services) >= 3


def test_a_plan_without_a_service_or_a_day_says_what_to_mend_and_stays_filled(ana):
    page = opened(ana, "plan/")
    none = ana.post(HOME + "plan/", plan_said(page, service=[], child_opinion="Vrea la școală."))
    assert none.status_code == 422
    assert "Alegeți cel puțin un serviciu." in none.content.decode()
    assert "Vrea la școală." in none.content.decode()
    key = re.search(r'name="service" value="([^"]+)"', page)[1]
    wrong = ana.post(HOME + "plan/", plan_said(page, **{f"due-{key}": "2001-02-31"}))
    assert wrong.status_code == 422
    assert f'href="#due-{key}"' in wrong.content.decode()


def test_a_service_of_the_plan_given_is_done_in_the_plan(ana):
    ana.post(HOME + "plan/", plan_said(opened(ana, "plan/")))
    page = opened(ana, "serviciu/")
    planned = re.search(r'name="what" value="([0-9a-f-]{36})"', page)[1]
    said = {"seal": field(page, "seal"), "on": timezone.localdate().isoformat(), "what": planned, "outcome": "done"}
    assert "Serviciul este înregistrat." in ana.post(HOME + "serviciu/", said, follow=True).content.decode()
    assert "acordat la" in opened(ana, "")


def test_a_service_not_given_says_why(ana):
    page = opened(ana, "serviciu/")
    said = {"seal": field(page, "seal"), "on": timezone.localdate().isoformat(), "what": "other", "other": "W02",
            "outcome": "not_done", "reason": ""}
    assert ana.post(HOME + "serviciu/", said).status_code == 422
    assert ana.post(HOME + "serviciu/", said | {"reason": "Nu era acasă."}).status_code == 302


def test_what_is_typed_is_inert_on_every_page_that_shows_it(ana):
    said = visit_said(field(opened(ana, "vizita/"), "seal"), note=HOSTILE)
    ana.post(HOME + "vizita/", said | {"on": "never"})
    ana.post(HOME + "vizita/", said)
    pages = [opened(ana, ""), ana.post(HOME + "vizita/", said | {"on": "never"}).content.decode(),
             ana.post("/gospodarii/cautare/", {"words": HOSTILE[:90]}).content.decode(),
             ana.get("/azi/?show=" + HOSTILE[:40]).content.decode()]
    for page in pages:
        assert "<img src=x" not in page
        assert "<svg onload" not in page
        assert "<script>alert" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in pages[0]
    assert "{{7*7}}" in pages[0]


def test_a_household_that_was_looked_at_stands_in_the_audit(ana):
    from vatra.audit.models import AuditRow

    opened(ana, "")
    row = AuditRow.objects.filter(act="read", subject=uuid("popescu"), purpose="household").get()
    assert (row.by, row.about, row.commune) == (uuid("ana"), "household", 24801)
    ana.post("/gospodarii/cautare/", {"words": "popescu"})
    assert AuditRow.objects.filter(act="search", by=uuid("ana")).exists()
    assert not AuditRow.objects.filter(purpose__icontains="popescu").exists()


def test_an_entry_that_cannot_be_applied_is_kept_told_and_settled_by_the_head(signed_in):
    from tests.unit.web import village
    from vatra.register.entries import receive

    draft = village.draft("record_delivery", "popescu", {"service": "Z99", "outcome": "done"})
    [receipt] = receive([draft], by=village.worker("ana"), at=timezone.now())
    assert receipt.outcome == "to_settle"
    sefa = signed_in("sefa")
    listed = sefa.get("/de-clarificat/").content.decode()
    assert "1 înregistrare așteaptă o hotărâre." in listed
    assert str(draft.uuid) in listed
    path = f"/de-clarificat/{draft.uuid}/"
    said = {"seal": field(sefa.get(path).content.decode(), "seal"), "choice": "set_aside", "reason": ""}
    assert sefa.post(path, said).status_code == 422
    settled = sefa.post(path, said | {"reason": "Nu există acest serviciu."}, follow=True)
    assert "Clarificat." in settled.content.decode()
    assert "Nimic de clarificat" in sefa.get("/de-clarificat/").content.decode()


def test_what_waits_in_another_commune_is_not_there(signed_in):
    from tests.unit.web import village
    from vatra.register.entries import receive

    draft = village.draft("record_delivery", "popescu", {"service": "Z99", "outcome": "done"})
    receive([draft], by=village.worker("ana"), at=timezone.now())
    sorin = signed_in("sorin")
    assert str(draft.uuid) not in sorin.get("/de-clarificat/").content.decode()
    assert sorin.get(f"/de-clarificat/{draft.uuid}/").status_code == 404
    assert signed_in("nina").get(f"/de-clarificat/{draft.uuid}/").status_code == 404


def test_a_page_that_grew_old_loses_nothing(ana):
    said = visit_said(field(opened(ana, "vizita/"), "seal"), note="Scris pe o pagină veche.")
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = ana.cookies
    answer = strict.post(HOME + "vizita/", said | {"csrfmiddlewaretoken": "x" * 64})
    assert (answer.status_code, answer.headers["Location"]) == (302, HOME + "vizita/")
    page = ana.get(HOME + "vizita/").content.decode()
    assert "Scris pe o pagină veche." in page
    assert "Pagina a stat prea mult deschisă" in page
    assert not entries_of_kind("record_visit")


def test_a_forged_form_is_not_held(ana):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = ana.cookies
    assert strict.post(HOME + "vizita/", {"seal": "forged", "note": "Al altcuiva."}).status_code == 403
    assert "Al altcuiva." not in opened(ana, "vizita/")


def test_a_new_plan_keeps_what_its_author_may_not_see(ana, signed_in):
    ana.post(HOME + "plan/", plan_said(opened(ana, "plan/")))
    nina = signed_in("nina")
    answer = nina.post(HOME + "plan/", plan_said(nina.get(HOME + "plan/").content.decode()), follow=True)
    assert "Planul este stabilit." in answer.content.decode()
    guarded = care.plan_of(uuid("popescu"), {"health_detail"}, on=timezone.localdate()).services
    assert {"VI01", "ED03"} <= _codes_planned()
    page = opened(ana, "plan/")
    assert "SA07" not in page
    assert ana.post(HOME + "plan/", plan_said(page)).status_code == 302
    assert {one.service for one in guarded} <= {one.service for one in _running_plan().services}
    assert {"VI01", "ED03", "SA07"} <= _codes_planned()


def test_what_a_colleague_agreed_while_the_form_was_open_goes_on(ana, signed_in):
    ana.post(HOME + "plan/", plan_said(opened(ana, "plan/")))
    nina = signed_in("nina")
    left_open = plan_said(opened(ana, "plan/"))
    nina.post(HOME + "plan/", plan_said(nina.get(HOME + "plan/").content.decode()))
    promised = {one.uuid for one in _running_plan().services if one.state == "planned"}
    shown = {key[-8:] for key in left_open["service"]}
    unseen = {one for one in promised if one.hex[:8] not in shown}
    assert unseen and unseen != promised
    assert ana.post(HOME + "plan/", left_open).status_code == 302
    assert unseen <= {one.uuid for one in _running_plan().services if one.state == "planned"}


def _running_plan():
    every = {"general", "economic", "housing", "family", "education", "health", "health_detail", "violence", "risk"}
    return care.plan_of(uuid("popescu"), every, on=timezone.localdate())


def _codes_planned() -> set[str]:
    return {code for one in _running_plan().services if one.state == "planned" for code in one.codes}


def test_a_nurse_is_told_who_opens_the_case_before_there_is_a_plan(signed_in):
    nina = signed_in("nina")
    answer = nina.get(HOME + "plan/", follow=True)
    assert answer.redirect_chain == [(HOME, 302)]
    assert "asistentul social îl deschide" in answer.content.decode()
    assert f"{HOME}plan/" not in answer.content.decode()
