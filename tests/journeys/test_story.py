"""The everyday way: what is to be done, a family, what was found, a plan, a visit; and the worklist changes."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.desk import unfold
from tests.unit.web.village import PASSWORD, uuid

pytestmark = pytest.mark.journey
HOME = f"/gospodarii/{uuid('popescu')}/"


@pytest.mark.parametrize(("script", "house", "initials"), [
    pytest.param(True, "popescu", "A. P.", id="with script"),
    pytest.param(False, "rotaru", "A. R.", id="without script"),
])
def test_from_the_worklist_to_a_plan_and_a_visit(arrive, script, house, initials):
    page = arrive("ana", width=360, script=script)
    expect(page).to_have_url(re.compile("/azi/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Azi")
    page.locator(f".task a[href='/gospodarii/{uuid(house)}/']").first.click()
    expect(page).to_have_url(re.compile(str(uuid(house))))
    _agree(page)
    _plan(page)
    _visit(page, initials)


def _agree(page):
    unfold(page, "Ce am aflat")
    finding = page.locator("article.finding").filter(has=page.get_by_role("button")).first
    name = finding.get_by_role("heading").inner_text()
    finding.get_by_role("button", name=re.compile("Sunt de acord")).click()
    expect(page.locator("#messages")).to_contain_text(f"Stabilit ca nevoie: {name}. Confirmare de primire nr.")
    expect(page.get_by_role("region", name="Nevoi stabilite")).to_contain_text(name)


def _plan(page):
    page.get_by_role("link", name="Plan de servicii").first.click()
    page.get_by_label("Cu cine l-ați stabilit?").fill("mama")
    page.get_by_role("button", name="Păstrează planul").click()
    expect(page.locator("#messages")).to_contain_text("Planul este stabilit.")
    expect(page.get_by_role("region", name="Plan de servicii")).to_contain_text("cu: mama")


def _visit(page, initials):
    note = "Am vorbit cu mama."
    before = page.locator("section:has(#todo) .task").count()
    page.get_by_role("link", name="Înregistrează o vizită").click()
    page.get_by_label("Pentru ce a fost vizita?").select_option("S03")
    page.get_by_label(f"{initials}, 9 ani, băiat").check()
    page.get_by_label("Ce ați văzut și ce ați stabilit").fill(note)
    page.get_by_role("button", name="Păstrează vizita").click()
    expect(page.locator("#messages")).to_contain_text("Vizita este înregistrată. Confirmare de primire nr.")
    expect(page.get_by_role("region", name="Ce s-a întâmplat")).to_contain_text(note)
    assert page.locator("section:has(#todo) .task").count() <= before


def test_a_mistake_in_a_form_is_told_at_its_top_and_the_way_to_the_field_is_a_link(arrive):
    page = arrive("ana")
    page.goto(HOME + "vizita/")
    page.get_by_label("Ce ați văzut și ce ați stabilit").fill("Se păstrează.")
    page.get_by_label("În ce zi").fill("2019-01-01")
    page.get_by_role("button", name="Păstrează vizita").click()
    expect(page.locator("#errors")).to_be_focused()
    expect(page).to_have_title(re.compile("^Eroare:"))
    page.locator("#errors a").click()
    expect(page.get_by_label("În ce zi")).to_be_focused()
    expect(page.get_by_label("Ce ați văzut și ce ați stabilit")).to_have_value("Se păstrează.")


@pytest.mark.parametrize("typed", ["popescu andrei", "andrei popesku", "POPESCU"])
def test_a_family_is_found_while_typing_and_the_name_stays_out_of_the_address(arrive, typed):
    page = arrive("ana")
    page.goto("/gospodarii/")
    page.get_by_label("Găsiți o gospodărie").press_sequentially(typed, delay=20)
    found = page.locator("#found").get_by_role("link", name=re.compile("Popescu")).first
    expect(found).to_be_visible()
    assert page.url.endswith("/gospodarii/")
    found.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Gospodăria M. P.")


def test_a_name_with_diacritics_is_found_without_them_and_without_script(arrive):
    page = arrive("ana", script=False)
    page.goto("/gospodarii/")
    page.get_by_label("Găsiți o gospodărie").fill("taranu stefanita")
    page.get_by_role("button", name="Caută").click()
    expect(page.get_by_role("link", name="Țăranu Ștefăniță")).to_be_visible()
    assert "taranu" not in page.url


def test_names_go_back_behind_initials_when_nobody_touches_the_screen(arrive):
    page = arrive("ana")
    page.clock.install()
    page.goto(HOME)
    unfold(page, "Cine locuiește aici")
    member = page.locator(".members details", has_text="A. P., 9 ani, băiat")
    member.locator("summary").click()
    name = member.get_by_text("Popescu Andrei")
    expect(name).to_be_visible()
    page.clock.run_for(121_000)
    expect(name).to_be_hidden()


def test_the_language_is_changed_and_stays(arrive):
    page = arrive("nina", anew=True)
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Today")
    page.goto("/gospodarii/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Households")
    page.get_by_role("button", name="Română").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Gospodării")


def test_a_visit_is_recorded_with_the_keyboard_alone(arrive):
    page = arrive("ana")
    page.goto(HOME)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Sari la conținut")
    page.keyboard.press("Enter")
    _tab_to(page, "Înregistrează o vizită")
    page.keyboard.press("Enter")
    page.wait_for_url("**/vizita/")
    _tab_to(page, "", name="note")
    page.keyboard.type("Numai cu tastele.")
    _tab_to(page, "Păstrează vizita")
    page.keyboard.press("Enter")
    expect(page.locator("#messages")).to_contain_text("Vizita este înregistrată.")
    expect(page.get_by_role("region", name="Ce s-a întâmplat")).to_contain_text("Numai cu tastele.")


def _tab_to(page, words, *, name=None):
    """Press Tab until the focus is there; every stop on the way must be seen."""
    for _step in range(80):
        page.keyboard.press("Tab")
        # Not :focus, which matches nothing while the calendar's button inside a day field has it.
        stop = page.evaluate("""() => { const one = document.activeElement, box = one.getBoundingClientRect();
            return {name: one.name || "", words: one.innerText || "", seen: box.width > 1 && box.height > 1}; }""")
        assert stop["seen"], f"the focus is on something that is not seen: {stop}"
        if stop["name"] == name or (words and words in stop["words"]):
            return
    raise AssertionError(f"“{words or name}” is not reached by Tab")


def test_a_session_that_ended_meanwhile_loses_nothing(arrive):
    page = arrive("ana", anew=True)
    page.goto(HOME + "vizita/")
    page.get_by_label("Ce ați văzut și ce ați stabilit").fill("Scris cu sesiunea încheiată.")
    page.context.clear_cookies(name="vatra")
    page.get_by_role("button", name="Păstrează vizita").click()
    expect(page.get_by_role("status").last).to_contain_text("Ce ați scris este în siguranță")
    page.get_by_label("Numele contului").fill("ana")
    page.get_by_label("Parola").fill(PASSWORD)
    page.get_by_role("button", name="Autentificare").click()
    expect(page.get_by_label("Ce ați văzut și ce ați stabilit")).to_have_value("Scris cu sesiunea încheiată.")
    page.get_by_role("button", name="Păstrează vizita").click()
    expect(page.locator("#messages")).to_contain_text("Vizita este înregistrată.")


def test_after_signing_out_the_way_back_shows_nothing(arrive):
    page = arrive("ana", anew=True)
    page.goto(HOME)
    page.get_by_role("button", name="Ieșire").click()
    expect(page.get_by_role("status").last).to_contain_text("Ați ieșit din cont.")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Autentificare")


def test_the_mediator_reads_nothing_of_violence_or_illness(arrive):
    page = arrive("mihai")
    page.goto(HOME)
    expect(page.get_by_role("region", name="Ce am aflat")).to_contain_text("Abandon școlar")
    text = page.content()
    assert not [word for word in ("Abuz", "VI01", "SA07", "cronic") if word in text]


def test_a_household_of_another_commune_is_not_there(arrive):
    page = arrive("sorin")
    answer = page.goto(HOME)
    assert answer.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text("Aici nu este nimic")


@pytest.mark.parametrize("script", [True, False])
def test_a_family_new_in_the_village_is_enrolled_a_child_is_born_and_they_are_sent_on(arrive, script):
    page = arrive("ana", width=360, script=script)
    given = "Ruxandra" if script else "Filofteia"
    page.goto("/gospodarii/")
    page.get_by_role("link", name="Înregistrează o gospodărie").click()
    page.get_by_label("Nume de familie").fill("Zaharia")
    page.get_by_label("Prenume").fill(given)
    page.get_by_role("button", name="Încă un membru").click()
    member = page.get_by_role("group", name="Membrul 2")
    member.get_by_label("Prenume").fill("Toma")
    member.get_by_label("Data nașterii").fill("12.03.2015")
    page.get_by_role("button", name="Păstrează gospodăria").click()
    expect(page.locator("#looked, #messages > *").first).to_be_attached()
    if page.locator("#looked").count():  # Toma of the other family may be the same
        page.get_by_label("M-am uitat").check()
        page.get_by_role("button", name="Păstrează gospodăria").click()
    expect(page.locator("#messages")).to_contain_text("Gospodăria este înregistrată.")
    _other_act(page, "Înregistrează o naștere")
    page.get_by_label("Prenume").fill(f"Luca {given}")
    page.get_by_role("button", name="Păstrează nașterea").click()
    expect(page.get_by_role("region", name="Cine locuiește aici")).to_contain_text("0 luni")
    _other_act(page, "Trimite la un serviciu")
    page.get_by_label("toată gospodăria").check()
    page.get_by_label("Pentru ce serviciu?").select_option("W14")
    page.get_by_label("acordul familiei").check()
    page.get_by_label("Cine și-a dat acordul?").fill("mama")
    page.get_by_role("button", name="Păstrează referirea").click()
    unfold(page, "Referiri încă neîncheiate")
    page.get_by_role("link", name="Deschide referirea").click()
    page.get_by_role("link", name="Notează ce a ieșit").click()
    page.get_by_label("au ajutat", exact=True).check()
    page.get_by_role("button", name="Păstrează răspunsul").click()
    expect(page.get_by_role("region", name="Ce s-a întâmplat")).to_contain_text("Răspuns")


def _other_act(page, name):
    page.get_by_text("Alte acte").click()
    page.get_by_role("link", name=name).click()
