"""The page of notices: how a worker wants to be told, kept or refused with what to mend."""

from __future__ import annotations

from tests.unit.web.village import worker
from vatra.notices import queries


def test_a_worker_chooses_how_to_be_told(signed_in):
    ana = signed_in("ana")
    page = ana.get("/anunturi/").content.decode()
    assert "Acest server nu trimite e-mail" in page and "Încă niciun anunț" in page
    wrong = ana.post("/anunturi/", {"ways": ["email"], "email": "nu e", "phone": ""})
    assert wrong.status_code == 422 and "Aceasta nu este o adresă de e-mail." in wrong.content.decode()
    assert queries.preference_of(worker("ana")) is None
    done = ana.post("/anunturi/", {"ways": ["email"], "email": "ana@exemplu.ro", "phone": ""}, follow=True)
    assert "S-a păstrat cum doriți" in done.content.decode() and "ana@exemplu.ro" in done.content.decode()
    assert queries.preference_of(worker("ana")).by_email
    assert "ana@exemplu.ro" not in signed_in("nina").get("/anunturi/").content.decode()
