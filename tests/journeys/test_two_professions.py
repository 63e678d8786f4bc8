"""A social worker and a nurse at one household: one plan, a message, one visit together; and a sample asked again."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.journeys.desk import unfold
from tests.unit.web.village import uuid

pytestmark = pytest.mark.journey
HOME = f"/gospodarii/{uuid('rotaru')}/"
OF_TWO_TODAY = """(day) => document.querySelectorAll('ul.services > li').forEach((line) => {
  line.querySelector('input[name^=due-]').value = day;
  const two = ['social_worker', 'community_nurse'].includes(line.querySelector('select[name^=by-]').value);
  line.querySelector('input[name=service]').checked = two;
})"""


def test_two_professions_with_one_plan_tell_each_other_and_go_together(arrive):
    ana, nina = arrive("ana", width=360), arrive("nina")
    _plan_for_both(ana)
    ana.goto(HOME)
    unfold(ana, "Mesajele echipei")
    ana.get_by_role("link", name="Scrie echipei").click()
    ana.get_by_label("Ce doriți să spuneți?").fill("Poarta din spate este deschisă.")
    ana.get_by_role("button", name="Trimite echipei").click()
    expect(ana.locator("#messages")).to_contain_text("Mesajul este trimis.")
    _read(nina)
    ana.goto("/saptamana/")
    offered = ana.locator("section:has(#together) li", has=ana.locator(f"a[href='{HOME}']"))
    expect(offered).to_contain_text("Asistent medical comunitar")
    offered.get_by_role("button", name=re.compile("Împreună")).press("Enter")
    expect(ana.locator("#messages")).to_contain_text("Mergeți împreună: Nina Rusu")
    expect(ana.locator("section:has(#together) li", has=ana.locator(f"a[href='{HOME}']"))).to_have_count(0)
    _go(nina)
    ana.goto("/saptamana/")
    expect(ana.locator(".week li", has=ana.locator(f"a[href='{HOME}']")).first).to_contain_text("făcută")
    ana.goto(HOME)
    expect(ana.get_by_role("region", name="Mesajele echipei")).to_contain_text("Citit de Nina Rusu")


def _plan_for_both(page):
    page.goto(HOME + "plan/")
    page.evaluate(OF_TWO_TODAY, timezone.localdate().isoformat())
    page.get_by_label("Cu cine l-ați stabilit?").fill("mama")
    page.get_by_role("button", name="Păstrează planul").click()
    expect(page.locator("#messages")).to_contain_text("Planul este stabilit.")


def _read(page):
    page.goto("/azi/")
    page.get_by_role("region", name=re.compile("necitit")).get_by_role("link").first.click()
    region = page.get_by_role("region", name="Mesajele echipei")
    expect(region).to_contain_text("Poarta din spate este deschisă.")
    region.get_by_role("button", name="Le-am citit").click()
    expect(page.locator("#messages")).to_contain_text("Notat ca citit.")


def _go(page):
    page.goto("/saptamana/")
    page.locator(".week li", has=page.locator(f"a[href='{HOME}']")).first.get_by_role("link").click()
    expect(page.get_by_role("region", name="Vizite planificate")).to_contain_text("Ana Munteanu, Nina Rusu")
    page.get_by_role("link", name="Înregistrează o vizită").click()
    page.get_by_label("acasă la familie, împreună cu alți profesioniști").check()
    page.get_by_role("button", name="Păstrează vizita").click()
    expect(page.locator("#messages")).to_contain_text("Vizita este înregistrată.")


def test_a_sample_is_drawn_asked_again_unseen_and_compared(arrive):
    dana, nina = arrive("dana"), arrive("nina", width=360)
    dana.goto("/supervizare/")
    dana.get_by_role("link", name="Eșantioane întrebate din nou").click()
    dana.get_by_label("Comuna").select_option(label="Răcăciuni")
    dana.get_by_label("Câte de la fiecare profesionist").fill("20")
    dana.get_by_role("button", name="Extrage").click()
    expect(dana.locator("#messages")).to_contain_text("Eșantionul este extras.")
    nina.goto("/azi/")
    nina.get_by_role("link", name=re.compile("de întrebat din nou")).click()
    nina.locator(f"a[href^='/gospodarii/{uuid('popescu')}/din-nou/']").click()
    expect(nina.get_by_role("heading", level=1)).to_contain_text("Întreabă din nou")
    assert nina.locator("input[type=radio]:checked:not([value=''])").count() == 0
    for group in nina.get_by_role("group", name=re.compile("medic de familie|certificat de naștere")).all():
        group.get_by_label("da", exact=True).check()
    nina.get_by_role("button", name="Păstrează al doilea interviu").click()
    expect(nina.locator("#messages")).to_contain_text("Al doilea interviu este păstrat.")
    dana.get_by_role("link", name=re.compile("Răcăciuni,")).first.click()
    expect(dana.get_by_role("heading", level=1)).to_contain_text("Concordanța a doi profesioniști")
    expect(dana.locator("main")).to_contain_text("1 din")
    expect(dana.locator("main")).to_contain_text("prea puține")
