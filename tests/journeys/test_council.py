"""A council: from the proposed agenda to a task that is done at the next meeting."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from tests.journeys.test_every_page import OPTIONS
from tests.unit.web.village import uuid

pytestmark = pytest.mark.journey
DUE = timezone.localdate() + timedelta(days=20)


def test_a_council_meeting_from_the_proposed_agenda_to_a_task_done_at_the_next(arrive):
    page = arrive("ana")
    _found(page)
    _call(page, timezone.localdate())
    code = _take_a_case(page)
    _hold(page)
    member = arrive("primar", width=360)
    _read(member, code)
    page.goto("/consiliu/")
    _call(page, timezone.localdate() + timedelta(days=30))
    followed_up = page.get_by_role("region", name="Sarcinile întâlnirilor de dinainte")
    expect(followed_up).to_contain_text("Se caută un furnizor")
    page.goto("/azi/")
    task = page.get_by_role("region", name="Sarcinile dumneavoastră de la consiliu")
    task.get_by_role("link", name="Se caută un furnizor").click()
    page.get_by_label("s-a făcut", exact=True).check()
    page.get_by_label("În câteva cuvinte").fill("Am găsit unul la Bacău.")
    page.get_by_role("button", name="Păstrează ce s-a făcut").click()
    expect(page.locator("#messages")).to_contain_text("Ce s-a făcut este scris.")
    expect(page.get_by_text("Nu este deschisă nicio sarcină.")).to_be_visible()


def _found(page):
    page.goto("/consiliu/")
    expect(page.get_by_text("art. 114").first).to_be_visible()
    assert not Axe().run(page, options=OPTIONS).response["violations"]
    page.get_by_role("link", name="Scrie înființarea").click()
    page.get_by_label("Numărul hotărârii sau al dispoziției").fill("HCL 12/2024")
    page.get_by_label("Din ce zi").fill((timezone.localdate() - timedelta(days=60)).isoformat())
    page.get_by_role("button", name="Păstrează înființarea").click()
    expect(page.locator("#messages")).to_contain_text("Înființarea este scrisă.")
    for name, quality in (("Vasile Preda", "preot"), ("Lucia Dobre", "cadru didactic")):
        page.get_by_role("link", name="Adaugă un membru").click()
        page.get_by_label("Nume", exact=True).fill(name)
        page.get_by_label(quality, exact=True).check()
        page.get_by_role("button", name="Păstrează membrul").click()
        expect(page.get_by_role("region", name="Membri")).to_contain_text(name)


def _call(page, day):
    page.get_by_role("link", name="Convoacă o întâlnire").click()
    page.get_by_label("În ce zi").fill(day.isoformat())
    page.get_by_label("Unde").fill("sala primăriei")
    page.get_by_role("button", name="Convoacă întâlnirea").click()
    expect(page.locator("#messages")).to_contain_text("Întâlnirea este convocată.")
    page.get_by_role("region", name="Următoarea întâlnire").get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Întâlnirea din")


def _take_a_case(page) -> str:
    proposed = page.get_by_role("region", name="Propuse pentru ordinea de zi")
    case = proposed.locator("li", has_text="Un caz fără furnizor").first
    case.get_by_role("link", name="Schimbă întâi cuvintele").click()
    page.get_by_label("Pe cine privește").fill("Familia lui Ion Gospodard")
    page.get_by_role("button", name="Pune-l pe ordinea de zi").click()
    expect(page.locator("#errors")).to_contain_text("este un nume din această familie")
    page.get_by_label("Pe cine privește").fill("O mamă cu doi copii")
    page.get_by_role("button", name="Pune-l pe ordinea de zi").click()
    expect(page.locator("#messages")).to_contain_text("Este pe ordinea de zi.")
    assert not Axe().run(page, options=OPTIONS).response["violations"]
    heading = page.get_by_role("region", name="Ordinea de zi").get_by_role("heading", level=3).first.inner_text()
    return re.search(r"Cazul (\w{4})", heading)[1]


def _hold(page):
    page.get_by_role("link", name="Ține întâlnirea").click()
    assert not Axe().run(page, options=OPTIONS).response["violations"]
    page.get_by_label("Vasile Preda, preot").check()
    page.get_by_label("Lucia Dobre, cadru didactic").check()
    item = page.locator("fieldset", has_text="Un caz fără furnizor")
    item.get_by_label("Ce s-a spus").fill("Nu este nimeni aproape.")
    item.get_by_label("Ce s-a hotărât").fill("Se caută un furnizor la oraș.")
    item.get_by_label("Cine face?").select_option(label="Ana Munteanu")
    item.get_by_label("Până când").fill(DUE.isoformat())
    item.get_by_label("Ce s-a hotărât").press("Control+Enter")
    expect(page.locator("#messages")).to_contain_text("Procesul-verbal este păstrat.")
    expect(page.locator("fieldset", has_text="Un caz fără furnizor")).to_contain_text("Se caută un furnizor la oraș.")


def _read(page, code):
    page.goto("/consiliu/")
    page.get_by_role("region", name="Întâlnirile de până acum").get_by_role("link").first.click()
    page.get_by_role("link", name="Proces-verbal", exact=True).click()
    expect(page.get_by_role("article")).to_contain_text(f"Cazul {code}")
    expect(page.get_by_role("article")).to_contain_text("A fost cvorum.")
    assert "Gospodard" not in page.content() and str(uuid("gospodar3")) not in page.content()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert not Axe().run(page, options=OPTIONS).response["violations"]
