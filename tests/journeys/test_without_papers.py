"""A baby born at home without papers: the town hall and the family doctor are asked, and answer from the link."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.journeys.desk import Desk

pytestmark = pytest.mark.journey
TODAY = timezone.localdate()
BORN, ASKED = TODAY - timedelta(days=50), TODAY - timedelta(days=9)
NAMELESS, DOCTORLESS = "Copil fără certificat de naștere", "Fără medic de familie"


def test_a_baby_without_papers_gets_a_certificate_and_a_doctor(arrive, interviewed):
    ana = Desk(arrive("ana"))
    ana.enrol("Ciobotaru", given="Lenuța", born="21.03.2004", on=TODAY - timedelta(days=60))
    ana.other("Înregistrează o naștere")
    ana.write("Nume de familie", "Ciobotaru")
    ana.write("Prenume", "Maria")
    ana.keep("Păstrează nașterea", on=BORN, said="Nașterea este înregistrată.")
    interviewed(ana.uuid, ASKED, household={"h_food_short": 0}, Maria={"c_birth_cert": False, "c_gp": False})
    _agree(ana, NAMELESS)
    _agree(ana, DOCTORLESS)
    ana.next()
    ana.assess(on=ASKED + timedelta(days=1), risk="scăzut")
    nina = Desk(arrive("nina"), ana.home)
    _answer_by_link(arrive, _send(ana, "W01", "Primăria Răcăciuni", "Certificat de naștere pentru o naștere acasă."))
    _answer_by_link(arrive, _send(nina, "N01", "Cabinetul Dr. Vasiliu", "Înscrierea unui copil de o lună."))
    ana.page.goto("/azi/")
    news = ana.page.get_by_role("region", name="Răspunsuri la referiri")
    expect(news.get_by_role("link", name="Primăria Răcăciuni a răspuns")).to_be_visible()
    expect(news.get_by_role("link", name="Cabinetul Dr. Vasiliu a răspuns")).to_be_visible()
    _seen_by_the_worker(ana)
    interviewed(ana.uuid, TODAY, household={"h_food_short": 0}, Maria={"c_birth_cert": True, "c_gp": True},
                Lenuța={"a_gp": True, "a_insured": True})
    needs = ana.look().get_by_role("region", name="Nevoi stabilite")
    expect(needs).to_contain_text("împlinită la")
    expect(needs).not_to_contain_text("stabilită la")
    found = ana.page.get_by_role("region", name="Ce am aflat")
    expect(found).not_to_contain_text(NAMELESS)
    expect(found).not_to_contain_text(DOCTORLESS)


def _finding(ana, name):
    return ana.look().locator("article.finding", has_text=name)


def _agree(ana, name):
    _finding(ana, name).get_by_role("button", name="Sunt de acord").click()
    expect(ana.page.locator("#messages")).to_contain_text(f"Stabilit ca nevoie: {name}")


def _send(ana, service, provider, note):
    """A referral with the mother's consent, and the letter with its link."""
    ana.other("Trimite la un serviciu")
    page = ana.page
    page.get_by_label("M. C., 1 lună").check()
    page.get_by_label("Pentru ce serviciu?").select_option(service)
    whom = page.get_by_label("La cine?")
    whom.select_option(label=next(one for one in whom.locator("option").all_text_contents() if provider in one))
    ana.write("Ce trebuie să știe ei", note)
    page.get_by_label("acordul familiei").check()
    ana.write("Cine și-a dat acordul", "mama")
    ana.write("La ce telefon vă pot suna", "0234 123 456")
    ana.keep("Păstrează referirea", on=TODAY, said="Referirea este păstrată.")
    row = page.get_by_role("region", name="Referiri încă neîncheiate").locator("li", has_text=provider)
    row.get_by_role("link", name="Deschide referirea").click()
    page.get_by_role("button", name="Scrisoare cu un link nou").click()
    return page.locator(".scan .address").text_content()


def _answer_by_link(arrive, link):
    """Whoever opened the letter at the institution, on a telephone and without an account."""
    partner = arrive(width=360)
    partner.goto(link)
    partner.get_by_label("Încheiat: persoana a fost ajutată").check()
    partner.get_by_role("button", name="Trimite răspunsul").click()
    partner.get_by_role("heading", name="Vă mulțumim").wait_for()


def _seen_by_the_worker(ana):
    """The need of papers ends by one entry, on the day on which the certificate was seen."""
    _finding(ana, NAMELESS).get_by_role("link", name="Nevoia este împlinită").click()
    ana.write("Din ce se vede", "Am văzut certificatul de naștere.")
    ana.keep("Încheie nevoia", on=TODAY, said=f"Nevoia este încheiată: {NAMELESS}")
    expect(ana.page.get_by_role("region", name="Nevoi stabilite")).to_contain_text("împlinită la")
