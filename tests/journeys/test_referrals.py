"""Two referrals in a real browser: one that the family doctor answers from the link, one that nobody answers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.unit.web.village import uuid

pytestmark = pytest.mark.journey
HOME = f"/gospodarii/{uuid('rotaru')}/"
DOCTOR = "Cabinetul Dr. Ionescu"


def added_by_the_head(arrive) -> None:
    """The family doctor, whom no public register knows, is added to the directory."""
    page = arrive("sefa")
    page.goto("/furnizori/nou/")
    page.get_by_label("Denumirea").fill(DOCTOR)
    page.get_by_label("un medic de familie").check()
    page.get_by_label("În ce sat?").select_option(label="Gâsteni")
    page.get_by_label("Telefon").fill("0234 555 111")
    page.get_by_label("Cine spune aceasta?").fill("doctorul, la telefon")
    page.get_by_role("button", name="Păstrează").click()
    expect(page.locator("body")).to_contain_text("Este în lista furnizorilor.")


def sent(page, *, ago: int, child: str) -> None:
    """A referral to the doctor, with the mother's consent, sent some days ago."""
    page.goto(HOME + "trimitere/")
    page.get_by_label(child).check()
    page.get_by_label("Pentru ce serviciu?").select_option("W15")
    page.get_by_label("La cine?").select_option(label=next(
        one for one in page.get_by_label("La cine?").locator("option").all_text_contents() if DOCTOR in one))
    page.get_by_label("acordul familiei").check()
    page.get_by_label("Cine și-a dat acordul?").fill("mama")
    page.get_by_label("La ce telefon vă pot suna?").fill("0234 123 456")
    page.get_by_label("În ce zi", exact=True).fill((timezone.localdate() - timedelta(days=ago)).isoformat())
    page.get_by_role("button", name="Păstrează referirea").click()
    expect(page.locator("body")).to_contain_text("Referirea este păstrată.")


def test_the_family_doctor_answers_from_the_link(arrive):
    added_by_the_head(arrive)
    ana = arrive("ana")
    sent(ana, ago=1, child="A. R.")
    ana.get_by_role("link", name="Deschide referirea").last.click()
    letter = ana.get_by_role("button", name="Scrisoare cu un link nou")
    letter.wait_for()
    own = ana.url
    letter.click()
    link, code = ana.locator(".scan .address").text_content(), ana.locator("input[name=code]").get_attribute("value")
    expect(ana.locator("main")).to_contain_text(code)
    drawn, place = (ana.locator(one).bounding_box() for one in (".scan-code path >> nth=-1", ".scan-code"))
    assert drawn["width"] <= place["width"] and drawn["height"] <= place["height"], "the drawing to scan is cut off"

    doctor = arrive(width=360)
    asked = []
    doctor.on("request", lambda request: asked.append(request.url + str(request.headers)))
    doctor.goto(link)
    doctor.get_by_role("button", name="Trimite răspunsul").wait_for()
    assert "#" not in doctor.url and link.rsplit("=", 1)[1] not in str(asked)
    expect(doctor.locator("main")).to_contain_text("A. R., 9 ani")
    assert "Rotaru" not in doctor.content() and "Andrei" not in doctor.content()
    assert doctor.evaluate("document.documentElement.scrollWidth") <= 360
    doctor.get_by_role("button", name="Trimite răspunsul").click()
    expect(doctor.locator("body")).to_contain_text("Alegeți un răspuns.")
    doctor.get_by_label("Am făcut o programare").check()
    doctor.get_by_label("Programarea: în ce zi").fill((timezone.localdate() + timedelta(days=4)).isoformat())
    doctor.get_by_label("la ce oră").fill("09:30")
    doctor.get_by_label("Numele dumneavoastră").fill("Asistenta Lia")
    doctor.get_by_role("button", name="Trimite răspunsul").click()
    doctor.get_by_role("heading", name="Vă mulțumim").wait_for()

    ana.goto("/azi/")
    ana.get_by_role("link", name=f"{DOCTOR} a răspuns: au făcut o programare").click()
    expect(ana).to_have_url(own)
    for said in ("09:30", "Asistenta Lia", "prin linkul din scrisoare"):
        expect(ana.locator("main")).to_contain_text(said)

    without_script = arrive(width=360, script=False)
    without_script.goto("/raspuns/")
    without_script.get_by_label("Codul din scrisoare").fill(code.lower())
    without_script.get_by_role("button", name="Deschide", exact=True).click()
    without_script.get_by_label("Încheiat: persoana a fost ajutată").check()
    without_script.get_by_role("button", name="Trimite răspunsul").click()
    expect(without_script.locator("body")).to_contain_text("Vă mulțumim")
    doctor.goto("about:blank")
    doctor.goto(link)
    doctor.get_by_text("Acest cod sau link nu este bun").wait_for()
    ana.goto(own)
    expect(ana.locator("body")).to_contain_text("Au ajutat")


def test_a_referral_that_nobody_answers_reaches_the_supervisor_and_becomes_an_unmet_need(arrive):
    ana = arrive("ana")
    if DOCTOR not in ana.goto("/furnizori/?kind=clinic").text():
        added_by_the_head(arrive)
    sent(ana, ago=20, child="I. R.")
    ana.goto("/azi/")
    late = ana.get_by_role("link", name=f"{DOCTOR}: fără răspuns până la")
    expect(late).to_be_visible()
    supervisor = arrive("dana", width=360)
    supervisor.goto("/azi/")
    expect(supervisor.get_by_role("link", name=f"{DOCTOR}: fără răspuns până la")).to_be_visible()

    late.click()
    expect(ana.locator("body")).to_contain_text("o vede supervizorul")
    ana.get_by_role("link", name="Notează ce a ieșit").click()
    ana.get_by_label("nu există furnizor").check()
    ana.get_by_role("button", name="Păstrează răspunsul").click()
    expect(ana.locator("body")).to_contain_text("Răspunsul este păstrat.")
    ana.goto(HOME + "trimitere/")
    ana.get_by_role("link", name="Caută întâi în lista furnizorilor").click()
    ana.get_by_label("Pentru ce serviciu?").select_option("W16")
    ana.get_by_role("button", name="Caută").click()
    ana.get_by_role("link", name="Notează nevoia neacoperită").click()
    ana.get_by_label("toată gospodăria").check()
    ana.get_by_label("nimeni nu dă aici acest serviciu").check()
    ana.get_by_role("button", name="Notează nevoia neacoperită").click()
    expect(ana.locator("body")).to_contain_text("se numără")

    ana.goto("/nevoi-neacoperite/")
    table = ana.get_by_role("region", name="Pe servicii").text_content()
    assert "Dosar de dizabilitate" in table and "tratamentul dependenței" in table
    ana.get_by_role("link", name="Cazurile din spatele cifrelor").click()
    expect(ana.locator("ol.cards > li").nth(1)).to_be_visible()
    mayor = arrive("primar")
    mayor.goto("/nevoi-neacoperite/")
    expect(mayor.locator("body")).to_contain_text("nu se arată")
    assert "I. R." not in mayor.content()
    supervisor.goto("/azi/")
    expect(supervisor.get_by_role("link", name=f"{DOCTOR}: fără răspuns până la")).to_have_count(0)
