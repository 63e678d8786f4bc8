"""Papers in the office: who opens which, what the audit keeps of it, and how the file is named."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pypdfium2
import pytest
from django.apps import apps
from django.utils import timezone

from tests.unit.web import village
from tests.unit.web.village import uuid
from vatra.papers import printing
from vatra.papers.queries import KINDS

HOUSE = uuid("popescu")
HOME = f"/gospodarii/{HOUSE}/"
PLAN = f"{HOME}hartii/plan-de-servicii/"
OF_HOUSEHOLD = sorted(key for key, kind in KINDS.items() if kind.about == "household")


def last_audited() -> Any:
    return apps.get_model("audit.AuditRow").objects.order_by("-id").values("act", "about", "subject", "purpose").first()


def test_the_household_offers_its_papers_each_with_page_pdf_and_blank_form(signed_in):
    page = signed_in("ana").get(HOME).content.decode()
    for key in OF_HOUSEHOLD:
        assert f'href="{HOME}hartii/{key}/"' in page
        assert f'href="{HOME}hartii/{key}/pdf/"' in page
        assert f'href="/hartii/{key}/"' in page


def test_a_mediator_is_offered_only_the_papers_of_the_whole_team(signed_in):
    client = signed_in("mihai")
    page = client.get(HOME).content.decode()
    assert "ancheta-sociala" not in page
    assert "plan-de-servicii" in page
    assert client.get(f"{HOME}hartii/ancheta-sociala/").status_code == 403
    assert last_audited() == {"act": "refused", "about": "household", "subject": HOUSE,
                              "purpose": "paper:ancheta-sociala"}


@pytest.mark.parametrize("key", OF_HOUSEHOLD)
def test_each_printing_leaves_a_row_that_says_which_paper_about_whom(signed_in, key):
    client = signed_in("ana")
    for path in (f"{HOME}hartii/{key}/", f"{HOME}hartii/{key}/pdf/"):
        before = apps.get_model("audit.AuditRow").objects.filter(act="export").count()
        assert client.get(path).status_code == 200
        assert apps.get_model("audit.AuditRow").objects.filter(act="export").count() == before + 1
        assert last_audited() == {"act": "export", "about": "household", "subject": HOUSE, "purpose": f"paper:{key}"}


def test_a_pdf_comes_as_a_file_without_a_name_of_anybody_and_is_kept_nowhere(signed_in):
    answer = signed_in("ana").get(PLAN + "pdf/")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="plan-de-servicii.pdf"'
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    with pypdfium2.PdfDocument(answer.content) as document:
        assert "Popescu Maria" in document[0].get_textpage().get_text_bounded()
        assert document.get_metadata_dict()["Title"] == "Plan de servicii"


def test_the_page_is_one_to_print_without_script_or_style_of_its_own(signed_in):
    page = signed_in("ana").get(PLAN).content.decode()
    assert "Popescu Maria" in page
    assert "<title>Plan de servicii · Vatra</title>" in page
    assert "data-print" in page
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\bsrc=)", page)


def test_the_paper_stays_romanian_in_an_english_office_and_speaks_english_when_asked(signed_in):
    client = signed_in("ana")
    assert "In English" not in client.get(PLAN).content.decode()
    client.post("/limba/", {"language": "en", "back": "/"})
    page = client.get(PLAN).content.decode()
    assert '<main id="main" lang="ro">' in page
    assert "Acordul familiei" in page
    assert "In English" in page
    english = client.get(PLAN + "?limba=en").content.decode()
    assert '<main id="main" lang="en">' in english
    assert "The family&#x27;s agreement" in english
    assert f'href="{PLAN}pdf/?limba=en"' in english


@pytest.mark.parametrize("path", ["", "pdf/"])
@pytest.mark.parametrize("username", ["sorin", "primar", "admin"])
def test_a_paper_of_elsewhere_is_answered_as_one_of_nobody(signed_in, username, path):
    client = signed_in(username)
    for key in ("plan-de-servicii", "ancheta-sociala", "nothing"):
        real = client.get(f"{HOME}hartii/{key}/{path}")
        unknown = client.get(f"/gospodarii/{uuid4()}/hartii/{key}/{path}")
        assert real.status_code == unknown.status_code == (404 if username == "sorin" else 403)
        assert real.content == unknown.content


@pytest.mark.parametrize("key", ["fisa-de-observatie", "scrisoare-de-referire", "telefoane-de-urgenta", "x"])
def test_a_paper_that_is_not_of_a_household_is_not_found_there(signed_in, key):
    assert signed_in("ana").get(f"{HOME}hartii/{key}/").status_code == 404


@pytest.mark.parametrize("key", sorted(KINDS))
def test_a_blank_form_opens_for_every_worker_and_tells_of_nobody(signed_in, key):
    client = signed_in("mihai")
    rows = apps.get_model("audit.AuditRow").objects.count()
    assert "Popescu" not in client.get(f"/hartii/{key}/").content.decode()
    assert client.get(f"/hartii/{key}/pdf/").content.startswith(b"%PDF-")
    assert apps.get_model("audit.AuditRow").objects.count() == rows
    assert f'href="/hartii/{key}/"' in client.get("/hartii/").content.decode()


def test_the_letter_of_a_referral_and_the_sheet_of_a_signal_are_reached_from_where_they_are_shown(signed_in):
    client, today = signed_in("ana"), timezone.localdate()
    village.handed_in([
        village.draft("send_referral", "popescu", {"service": "W12", "codes": ["VI01"], "note": "Vă rugăm să vedeți."}),
        village.draft("record_signal", "popescu", {
            "source": "report", "noticed_at": timezone.localtime().isoformat(), "words": "Plâns noaptea."}),
    ], "ana")
    letter = f"{HOME}trimitere/{uuid(f'send_referral/popescu/{today}')}/scrisoare/"
    sheet = f"/semnalari/{uuid(f'record_signal/popescu/{today}')}/fisa/"
    assert letter in client.get(HOME).content.decode()
    assert sheet in client.get("/semnalari/").content.decode()
    for path, words in ((letter, "Vă rugăm să vedeți."), (sheet, "Plâns noaptea.")):
        assert words in client.get(path).content.decode()
        assert client.get(path + "pdf/").content.startswith(b"%PDF-")
        assert signed_in("sorin").get(path).status_code == 404
    assert signed_in("mihai").get(letter).status_code == 404  # not her domain: it is as if there were none


def test_without_pango_the_page_says_what_to_install_and_the_file_is_refused_with_a_way_on(signed_in, monkeypatch):
    sentence = printing.CannotPrint("apt-get install libpango-1.0-0", code="no_pango")

    def missing() -> Any:
        raise sentence

    monkeypatch.setattr(printing, "_weasyprint", missing)
    client = signed_in("ana")
    page = client.get(PLAN)
    assert page.status_code == 200
    assert "apt-get install libpango-1.0-0" in page.content.decode()
    assert "pdf/" not in page.content.decode()
    refused = client.get(PLAN + "pdf/")
    assert refused.status_code == 503
    assert f'href="{PLAN}"' in refused.content.decode()


def test_the_papers_asked_for_next_stand_first_and_the_others_one_tap_away(signed_in):
    village.handed_in([village.draft("open_case", "popescu", {})], "ana")
    page = signed_in("ana").get(HOME).content.decode()
    card = page[page.index('id="papers"'):page.index('id="timeline"')]
    first, rest = card.split("<details>")
    assert [key for key in OF_HOUSEHOLD if f"hartii/{key}/" in first] == [
        "ancheta-sociala", "fisa-de-identificare-a-riscurilor"]
    assert "alte 6 hârtii" in rest and "raport-de-monitorizare" in rest


@pytest.mark.parametrize(("path", "key"), [
    ("evaluare/", "fisa-de-identificare-a-riscurilor"), ("inchidere/", "fisa-de-inchidere"),
])
def test_a_paper_is_reached_from_where_its_words_are_written(signed_in, path, key):
    village.handed_in([village.draft("open_case", "popescu", {})], "ana")
    page = signed_in("ana").get(HOME + path).content.decode()
    assert f'href="{HOME}hartii/{key}/"' in page and f'href="/hartii/{key}/"' in page
