"""Every page can be used by everyone (axe-core), fits a narrow screen, and keeps to its content policy."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.journeys.conftest import SCREENS
from tests.unit.web.village import uuid

pytestmark = pytest.mark.journey
HOME = f"/gospodarii/{uuid('popescu')}/"
PAGES = {
    "azi": ("ana", "/azi/"), "gospodarii": ("ana", "/gospodarii/"), "gospodarie": ("ana", HOME),
    "inscriere": ("ana", "/gospodarii/noua/"), "persoana": ("ana", HOME + "persoana/"),
    "nastere": ("ana", HOME + "nastere/"), "deces": ("ana", HOME + "deces/"), "mutare": ("ana", HOME + "mutare/"),
    "evenimente": ("ana", HOME + "eveniment/"), "despartire": ("ana", HOME + "eveniment/despartire/"),
    "parinte-plecat": ("ana", HOME + "eveniment/parinte-plecat/"), "predare": ("ana", HOME + "eveniment/predare/"),
    "unire": ("ana", HOME + "eveniment/unire/"), "intre-comune": ("ana", "/predari/"),
    "cere": ("ana", "/predari/cere/"),
    "nevoie": ("ana", HOME + "nevoie/"), "trimitere": ("ana", HOME + "trimitere/"),
    "vizita": ("ana", HOME + "vizita/"), "serviciu": ("ana", HOME + "serviciu/"), "plan": ("ana", HOME + "plan/"),
    "de-clarificat": ("ana", "/de-clarificat/"), "comuna": ("ana", "/judet/"), "publicat": ("ana", "/publicat/"),
    "rezultate": ("dana", "/rezultate/"), "indicator": ("dana", "/rezultate/coverage/"),
    "pe-vulnerabilitati": ("dana", "/rezultate/prevalence/"), "indicatori": ("dana", "/rezultate/indicatori/"),
    "rezultatele-mele": ("ana", "/rezultate/"), "costuri": ("dana", "/rezultate/costuri/"),
    "harti": ("admin", "/harti/"),
    "judet": ("dana", "/judet/"), "judet-cifre": ("consiliu", "/judet/"), "conturi": ("admin", "/conturi/"),
    "intrare": (None, "/intrare/"), "nimic": ("ana", "/nimic/"), "interzis": ("admin", "/azi/"),
    "saptamana": ("ana", "/saptamana/"), "mesaj": ("ana", HOME + "mesaj/"), "planifica": ("ana", HOME + "planifica/"),
    "exceptional": ("ana", HOME + "acces-exceptional/"), "exceptionale": ("dana", "/acces-exceptional/"),
    "supervizare": ("dana", "/supervizare/"), "esantioane": ("dana", "/supervizare/esantioane/"),
    "comuna-supervizata": ("sefa", "/supervizare/24801/"), "sedinta": ("sefa", HOME + "supervizare/"),
    "din-nou": ("nina", "/din-nou/"), "metodologie": ("ana", "/metodologie/"), "cuvant": ("ana", "/metodologie/noua/"),
    "anunturi": ("ana", "/anunturi/"),
    "hartii": ("ana", "/hartii/"), "hartie": ("ana", HOME + "hartii/plan-de-servicii/"),
    "hartie-goala": ("mihai", "/hartii/fisa-de-observatie/"),
    "seamana": ("ana", HOME + f"seamana/{uuid('rotaru')}/"), "rau": ("ana", "/azi/?page=x"), "fara-rol": ("fara", "/"),
}
OPTIONS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def checked(page) -> list[str]:
    found = Axe().run(page, options=OPTIONS).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_barrier(arrive, name, width, scheme):
    username, path = PAGES[name]
    page = arrive(username, width=width, scheme=scheme)
    page.goto(path)
    page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")
    assert not checked(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if SCREENS:
        page.goto(path)
        page.screenshot(path=Path(SCREENS) / f"{name}-{width}-{scheme}.png", full_page=True)


TOLD_TO_NOBODY = """() => [...document.querySelectorAll('.field-error')]
    .filter((one) => !document.querySelector(`main form [aria-describedby~="${one.closest('[id]').id}"]`))
    .map((one) => one.innerText)"""


@pytest.mark.parametrize("path", ["vizita/", "serviciu/", "plan/", "nevoie/", "trimitere/"])
def test_a_form_with_mistakes_has_no_barrier(arrive, path):
    page = arrive("ana", width=360)
    page.goto(HOME + path)
    page.get_by_label("În ce zi").fill("2019-01-01")
    page.locator("main form button").first.click()
    page.locator("#errors").wait_for()
    assert not checked(page)
    assert page.title().startswith("Eroare:")
    assert not page.evaluate(TOLD_TO_NOBODY)


def test_a_mistake_in_a_group_of_choices_leads_to_the_first_of_them(arrive):
    page = arrive("ana", width=360)
    page.goto(HOME + "nevoie/")
    page.locator("main form button").first.click()
    page.locator("#errors").wait_for()
    expect(page.locator("#errors")).to_be_focused()
    page.locator("#errors a").first.press("Enter")
    page.wait_for_function("document.activeElement.type === 'radio'")


def test_what_is_read_as_one_word_stays_on_one_line(arrive):
    page = arrive("ana", width=360)
    page.goto(HOME + "eveniment/")
    whole = page.locator("main .nowrap")
    assert "s-a" in whole.all_inner_texts()
    assert whole.evaluate_all("(parts) => parts.every((part) => part.getClientRects().length === 1)")
    assert page.get_by_role("link", name="Un părinte s-a întors acasă").is_visible()


@pytest.mark.parametrize(("said", "whole"), [
    ("Nu s-a dus dintr-o dată", ["s-a", "dintr-o"]), ("de la 2 % în ianuarie 2024", ["2 %", "ianuarie 2024"]),
    ("la 30 noiembrie 2026", ["30 noiembrie 2026"]), ("de 3–5, 11–14 ani.", ["3–5", "11–14 ani"]),
    ("probabil 99,5 %, la 0234 000 111", ["99,5 %", "0234 000 111"]), ("1.540 mil. lei", ["1.540 mil. lei"]),
    ("art. 104 alin. (2) lit. e)", ["art. 104", "alin. (2)", "lit. e)"]), ("în 72 de ore", ["72 de ore"]),
    ("numai 2026, 0234-112-333, 17:00-18:00, ABCD-EFGH-JK", []),
])
def test_the_page_knows_what_is_read_as_one_word(arrive, said, whole):
    page = arrive(width=360)
    page.evaluate("""said => {
        const line = Object.assign(document.createElement("p"), {id: "said", textContent: said});
        document.body.append(line);
        line.dispatchEvent(new CustomEvent("htmx:load", {bubbles: true}));
    }""", said)
    assert page.locator("#said .nowrap").all_inner_texts() == whole


def test_what_was_found_by_a_search_has_no_barrier(arrive):
    page = arrive("ana", width=360)
    page.goto("/gospodarii/")
    page.get_by_label("Găsiți o gospodărie").fill("popescu")
    page.locator("#found li").first.wait_for()
    assert not checked(page)


@pytest.mark.parametrize("name", ["azi", "gospodarii", "gospodarie", "inscriere", "vizita", "plan", "judet"])
def test_every_target_can_be_hit_with_a_thumb(arrive, name):
    username, path = PAGES[name]
    page = arrive(username, width=360)
    page.goto(path)
    small = page.evaluate("""() => [...document.querySelectorAll(
        'main button, main summary, main select, nav a, header button, main input:not([type=hidden])')]
        .filter((one) => one.checkVisibility())
        .map((one) => [one.closest('label') || one, one])
        .filter(([target]) => target.getBoundingClientRect().height < 47.5)
        .map(([target, one]) => one.outerHTML.slice(0, 120) + ' ' + target.getBoundingClientRect().height)""")
    assert not small


UNDER_NOTHING = """() => [...document.querySelectorAll('main details:not(.rest, [data-names]) > summary')]
    .filter((one) => one.checkVisibility() && !one.nextElementSibling.checkVisibility({contentVisibilityAuto: true}))
    .map((one) => one.innerText)"""


@pytest.mark.parametrize("name", ["azi", "gospodarie", "judet", "indicator"])
def test_a_page_prints_in_black_and_white_without_what_cannot_be_done_on_paper(arrive, name):
    username, path = PAGES[name]
    page = arrive(username)
    page.goto(path)
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.querySelector('.header')).backgroundColor") == "rgba(0, 0, 0, 0)"
    assert not page.locator("nav.ways").is_visible()
    assert page.locator("main button:visible, main form:visible").count() == 0
    assert not page.evaluate(UNDER_NOTHING)
    assert name != "gospodarie" or page.locator("[data-names] > summary").first.is_visible()
    if SCREENS:
        page.screenshot(path=Path(SCREENS) / f"{name}-print.png", full_page=True)
