"""Supervision at the office: the first screen, sessions, samples asked again unseen, questions to the method."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from tests.unit.web.test_acts import field
from tests.unit.web.village import HERE, uuid
from vatra.web.screens.method_questions import safe

HOME = f"/gospodarii/{uuid('popescu')}/"


def sent(client, path: str, **said: str):
    seal = field(client.get(path).content.decode(), "seal")
    return client.post(path, {"seal": seal, "on": timezone.localdate().isoformat()} | said, follow=True)


def test_a_supervisor_sees_first_what_needs_her(signed_in):
    dana = signed_in("dana")
    page = dana.get("/supervizare/").content.decode()
    assert "Ce cere întâi atenția dumneavoastră" in page and "Răcăciuni" in page
    assert "Supervizare" in dana.get("/azi/").content.decode()
    assert signed_in("ana").get("/supervizare/").status_code == 403
    assert "Supervizare" not in signed_in("ana").get("/azi/").content.decode()
    assert "Ana Munteanu" in dana.get(f"/supervizare/{HERE}/").content.decode()


def test_sessions_about_a_case_and_about_a_worker_are_recorded(signed_in):
    sefa = signed_in("sefa")
    assert "Înregistrează o ședință de supervizare" in sefa.get(HOME).content.decode()
    answer = sent(sefa, HOME + "supervizare/", agreed="Vizită săptămânală.").content.decode()
    assert "Ședința este înregistrată." in answer and "Ședință de supervizare" in answer
    path = f"/supervizare/{HERE}/sedinta/"
    assert sent(sefa, path, agreed="x" * 5, worker="").status_code == 422
    assert "Mai multe vizite" in sent(sefa, path, agreed="Mai multe vizite.", worker=str(uuid("ana"))).content.decode()
    assert sefa.post(HOME + "supervizare/", {"agreed": "da da"}).status_code == 422
    assert signed_in("ana").get(HOME + "supervizare/").status_code == 403


@pytest.fixture
def sampled(signed_in):
    """A sample drawn by the supervisor of the county."""
    dana = signed_in("dana")
    page = sent(dana, "/supervizare/esantioane/", commune=str(HERE), since="2020-01-01", of_each="20").content.decode()
    assert "Eșantionul este extras." in page and "0 din 3 întrebate din nou" in page
    return dana


def test_a_sample_is_asked_again_by_another_worker_who_sees_no_first_answer(sampled, signed_in):
    ana, nina = signed_in("ana"), signed_in("nina")
    assert "de întrebat din nou" not in ana.get("/azi/").content.decode()
    assert "3 gospodării de întrebat din nou" in nina.get("/azi/").content.decode()
    page = nina.get("/din-nou/").content.decode()
    path = re.search(r'href="(/gospodarii/' + str(uuid("popescu")) + r'/din-nou/[^"]+)"', page)[1]
    assert ana.get(path).status_code == 404
    form = nina.get(path).content.decode()
    assert "copilul este pe lista unui medic" in form.lower() and "fizic" not in form.lower()
    assert len(re.findall(r"checked", form)) == len(re.findall(r'value=""[^>]*checked', form))  # nothing is answered
    assert sent(nina, path).status_code == 422
    child = uuid("popescu/Andrei")
    done = sent(nina, path, **{f"{child}/c_gp": "no", f"{child}/c_birth_cert": "yes"}).content.decode()
    assert "Al doilea interviu este păstrat." in done
    assert nina.get(path).status_code == 404
    page = sampled.get("/supervizare/esantioane/").content.decode()
    sample = re.search(r'href="(/supervizare/esantioane/[^"]+)"', page)
    result = sampled.get(sample[1]).content.decode()
    assert "Gospodării întrebate din nou: 1 din 3" in result and "prea puține" in result and "Ana Munteanu" in result
    assert ana.get(sample[1]).status_code == 403


def test_a_sample_wants_interviews_to_draw_from(signed_in):
    dana = signed_in("dana")
    today = timezone.localdate().isoformat()
    wrong = sent(dana, "/supervizare/esantioane/", commune=str(HERE), since=today, of_each="3")
    assert wrong.status_code == 422 and "Alegeți o zi mai veche" in wrong.content.decode()
    assert sent(dana, "/supervizare/esantioane/", commune="1", since="2020-01-01", of_each="3").status_code == 422


def test_a_word_on_the_method_is_written_answered_and_taken_as_a_table(signed_in):
    ana, sefa = signed_in("ana"), signed_in("sefa")
    assert "?cod=VI01" in ana.get(HOME).content.decode()
    assert 'value="VI01" selected' in ana.get("/metodologie/noua/?cod=VI01").content.decode()
    assert 'value="VI01"' not in signed_in("nina").get("/metodologie/noua/?cod=VI01").content.decode()
    page = sent(ana, "/metodologie/noua/", sort="wrong", code="VI01", words="=cmd|' /C calc'!A0").content.decode()
    assert "Cuvântul dumneavoastră este păstrat." in page and "Încă fără răspuns." in page
    assert "calc" not in signed_in("nina").get("/metodologie/").content.decode()
    path = re.search(r'href="(/metodologie/[0-9a-f-]{36}/)"', sefa.get("/metodologie/").content.decode())[1]
    assert "1 întrebare către metodologie fără răspuns" in sefa.get("/supervizare/").content.decode()
    table = sefa.get("/metodologie/tabel/")
    assert "'=cmd" in table.content.decode() and "Ana Munteanu" not in table.content.decode()
    assert table["Content-Disposition"] == 'attachment; filename="intrebari-metodologie.csv"'
    assert "preluată pentru" in sent(sefa, path, answer="taken_up", reply="Se schimbă.").content.decode()
    assert "Se schimbă." in ana.get("/metodologie/").content.decode()
    assert ana.get("/metodologie/tabel/").status_code == 403


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", "  =1"])
def test_no_cell_of_the_table_is_a_formula(cell):
    assert safe(cell) == f"'{cell}" and safe("Da = nu") == "Da = nu"
