"""A team at the office: messages with read marks, the week, going together with one act."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.unit.web.test_acts import field
from tests.unit.web.village import draft, handed_in, uuid

HOME = f"/gospodarii/{uuid('popescu')}/"
SAID = "Bunica aude greu: bateți la geam."


def sent(client, path: str, **said):
    seal = field(client.get(path).content.decode(), "seal")
    return client.post(path, {"seal": seal, "on": timezone.localdate().isoformat()} | said, follow=True)


def pressed(client, page: str, action: str):
    """Press the button of a form of a page."""
    form = re.search(rf'<form[^>]*action="{re.escape(action)}".*?</form>', page, re.S)[0]
    return client.post(action, {"seal": field(form, "seal")}, follow=True).content.decode()


def test_a_message_waits_for_the_team_and_is_marked_as_read(signed_in):
    ana, nina, dana = signed_in("ana"), signed_in("nina"), signed_in("dana")
    assert sent(ana, HOME + "mesaj/", text="", note_for="team").status_code == 422
    assert "Mesajul este trimis." in sent(ana, HOME + "mesaj/", text=SAID, note_for="team").content.decode()
    assert "necitit" not in ana.get("/azi/").content.decode()
    assert "1 mesaj al echipei necitit" in nina.get("/azi/").content.decode()
    assert "necitit" not in dana.get("/azi/").content.decode()  # a supervisor is not of the team
    page = nina.get(HOME).content.decode()
    assert SAID in page and "Nou:" in page and "Le-am citit" in page
    done = pressed(nina, page, HOME + "mesaje-citite/")
    assert "Notat ca citit." in done and "Nou:" not in done and "Le-am citit" not in done
    assert "necitit" not in nina.get("/azi/").content.decode()
    assert "Citit de Nina Rusu" in ana.get(HOME).content.decode()
    assert dana.get(HOME + "mesaj/").status_code == 403


def test_a_message_for_the_profession_is_on_nobody_elses_page(signed_in):
    sent(signed_in("nina"), HOME + "mesaj/", text="Rezultatul analizei", note_for="profession")
    for other in ("ana", "mihai", "sefa", "dana"):
        client = signed_in(other)
        assert "Rezultatul analizei" not in client.get(HOME).content.decode()
        assert "necitit" not in client.get("/azi/").content.decode()
    assert "Rezultatul analizei" in signed_in("nina").get(HOME).content.decode()


def test_a_message_is_text(signed_in):
    sent(signed_in("ana"), HOME + "mesaj/", text="<script>alert(1)</script>", note_for="team")
    page = signed_in("nina").get(HOME).content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page


def test_a_visit_is_planned_stands_in_both_weeks_and_is_called_off(signed_in):
    ana, nina, today = signed_in("ana"), signed_in("nina"), timezone.localdate()
    wrong = sent(ana, HOME + "planifica/", day=(today - timedelta(days=1)).isoformat())
    assert wrong.status_code == 422 and "azi sau o zi de mai târziu" in wrong.content.decode()
    assert str(uuid("dana")) not in ana.get(HOME + "planifica/").content.decode()
    done = sent(ana, HOME + "planifica/", day=today.isoformat(), companions=[str(uuid("nina"))], note="la pod, la 10")
    assert "Vizita este planificată." in done.content.decode() and "la pod, la 10" in done.content.decode()
    for client in (ana, nina):
        page = client.get("/saptamana/").content.decode()
        assert "la pod, la 10" in page and "Gâsteni" in page and "Ana Munteanu, Nina Rusu" in page
    assert "la pod" not in signed_in("mihai").get("/saptamana/").content.decode()
    assert "la pod" in signed_in("mihai").get("/saptamana/?cine=echipa").content.decode()
    assert "la pod" not in ana.get(f"/saptamana/?din={today + timedelta(days=7)}").content.decode()
    page = ana.get("/saptamana/").content.decode()
    off = re.search(rf'action="({HOME}planificata/[^"]+)"', page)[1]
    assert "S-a renunțat la vizită." in pressed(ana, page, off)
    assert "la pod" not in nina.get("/saptamana/").content.decode()
    assert signed_in("dana").get("/saptamana/").status_code == 403
    assert ana.get("/saptamana/?din=nimic&cine=x").status_code == 200


@pytest.fixture
def due_for_two(the_village):
    today = timezone.localdate()
    handed_in([draft("open_case", "popescu", {}), draft("agree_plan", "popescu", {
        "agreed_with": "mama", "services": [
            {"service": "W01", "codes": ["EC01"], "due_on": today.isoformat(), "responsible": "social_worker"},
            {"service": "N08", "codes": ["SA07"], "due_on": today.isoformat(), "responsible": "community_nurse"}]})],
            "ana")


def test_two_who_have_something_due_go_together_with_one_act(due_for_two, signed_in):
    ana, nina = signed_in("ana"), signed_in("nina")
    page = ana.get("/saptamana/").content.decode()
    assert "Puteți merge împreună" in page and "are și el ceva de făcut aici" in page
    done = pressed(ana, page, HOME + "impreuna/")
    assert "Mergeți împreună: Nina Rusu" in done and "Puteți merge împreună" not in done
    other = nina.get("/saptamana/").content.decode()
    assert "Ana Munteanu, Nina Rusu" in other and "Puteți merge împreună" not in other
    assert "nu mai este de făcut împreună" in ana.post(HOME + "impreuna/", {"seal": "x"}, follow=True).content.decode()
