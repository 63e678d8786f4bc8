"""Signals at the office: written down about a household or an unknown family, listed, triaged."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tests.unit.web.test_acts import field
from tests.unit.web.village import HERE, uuid
from vatra.access import queries as access
from vatra.care import queries as care

HOME = f"/gospodarii/{uuid('popescu')}/"
SHEET = {"source": "observation", "begun": "00:00", "ended": "00:00", "seen_risk": "yes", "words_risk": "strigăte",
         "seen_education": "yes", "words_education": "nu merge la școală"}


@pytest.fixture
def ana(signed_in):
    return signed_in("ana")


def sent(client, path: str, **said: str):
    seal = field(client.get(path).content.decode(), "seal")
    form = {"seal": seal, "on": timezone.localdate().isoformat(), "hour": "00:00"}
    return client.post(path, form | said, follow=True)


def of_popescu(role: str = "social_worker"):
    return care.signals_of(uuid("popescu"), access.roles_book()[role].sees)


def test_an_observation_sheet_is_kept_with_its_hours_and_signs(ana):
    answer = sent(ana, HOME + "semnalare/", told_by="învățătoarea", words="vine rar", **SHEET)
    page = answer.content.decode()
    assert "Semnalarea este scrisă." in page and "6. Comportamente la risc (strigăte)" in page
    [one] = of_popescu()
    assert {sign.domain: (sign.seen, sign.words) for sign in one.signs}["risk"] == ("yes", "strigăte")
    assert one.started_at == one.ended_at is not None
    assert "Triere" in page or "trierea" in page


def test_a_sheet_wants_its_hours_and_nothing_is_noticed_ahead(ana):
    for wrong in ({"begun": ""}, {"begun": "00:00", "ended": ""}, {"hour": "23:59"}, {"hour": ""}, {"source": ""}):
        if wrong == {"hour": "23:59"} and timezone.localtime().strftime("%H:%M") == "23:59":
            continue
        assert sent(ana, HOME + "semnalare/", **(SHEET | wrong)).status_code == 422
    assert of_popescu() == []


def test_a_family_that_is_not_in_the_register_is_triaged_to_the_household_it_turns_out_to_be(ana):
    assert "Semnalarea este scrisă." in sent(
        ana, "/semnalari/noua/", source="report", about="Popescu, lângă moară", commune=str(HERE)).content.decode()
    [one] = care.signals_waiting([HERE], {"general"})
    assert one.household is None
    today = ana.get("/azi/").content.decode()
    assert "1 semnalare netriată" in today and "O familie care nu este în registru" in today
    path = f"/semnalari/{one.uuid}/triere/"
    assert str(uuid("popescu")) in ana.get(path).content.decode()
    answer = sent(ana, path, whose=str(uuid("popescu")), decision="visit", note="mergem azi")
    assert "Hotărârea este scrisă." in answer.content.decode()
    [triaged] = of_popescu()
    assert (triaged.uuid, triaged.decision) == (one.uuid, "visit")
    assert care.signals_waiting([HERE], {"general"}) == []
    assert "Semnalare triată: vizită acasă în 72 de ore" in ana.get(HOME).content.decode()


def test_a_signal_wants_a_family_and_a_triage_a_decision(ana):
    assert sent(ana, "/semnalari/noua/", source="report", about="", commune=str(HERE)).status_code == 422
    sent(ana, HOME + "semnalare/", source="report")
    [one] = of_popescu()
    assert sent(ana, f"/semnalari/{one.uuid}/triere/", decision="").status_code == 422
    assert of_popescu()[0].triaged_on is None


def test_who_may_know_less_sees_that_there_is_a_signal_and_only_the_signs_of_their_domains(ana, signed_in):
    sent(ana, HOME + "semnalare/", told_by="învățătoarea Marga", words="plânge des", **SHEET)
    mediator = signed_in("mihai")
    for path in ("/semnalari/", HOME):
        page = mediator.get(path).content.decode()
        assert "nu merge la școală" in page
        assert not [word for word in ("strigăte", "Marga", "plânge des", "6. Comportamente") if word in page]
    [one] = of_popescu()
    assert mediator.get(f"/semnalari/{one.uuid}/triere/").status_code == 403
    sorin = signed_in("sorin")
    assert "plânge" not in sorin.get("/semnalari/").content.decode()
    assert sorin.get(f"/semnalari/{one.uuid}/triere/").status_code == 404


def test_a_form_sent_twice_is_one_signal(ana):
    path = HOME + "semnalare/"
    seal = field(ana.get(path).content.decode(), "seal")
    form = {"seal": seal, "on": timezone.localdate().isoformat(), "hour": "00:00", "source": "report"}
    ana.post(path, form)
    ana.post(path, form)
    assert len(of_popescu()) == 1
