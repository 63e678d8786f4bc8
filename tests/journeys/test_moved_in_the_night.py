"""A family that is gone one morning: found in the next commune, asked for, handed over, and helped to the end there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.journeys.desk import Desk

pytestmark = pytest.mark.journey
TODAY = timezone.localdate()
HUNGRY = {"household": {"h_food_short": 1}, "Denis": {"c_enrolled": True, "c_gp": True}}
BORN = f"{TODAY - timedelta(days=3000):%d.%m.%Y}"
FED = {"household": {"h_food_short": 0}, "Denis": {"c_enrolled": True, "c_gp": True}}


def ago(days):
    return TODAY - timedelta(days=days)


def test_a_family_moves_in_the_night(arrive, interviewed):
    ana, sorin = Desk(arrive("ana")), Desk(arrive("sorin"))
    ana.enrol("Lăcătuș", ("Denis", BORN, "masculin", "child"), given="Rodica", born="11.11.1990", on=ago(80))
    interviewed(ana.uuid, ago(79), **HUNGRY)
    _from_the_first_sign_to_the_plan(ana)
    _gone(ana)
    _found(sorin)
    _handed_over(ana)
    _taken(ana, sorin)
    _helped_to_the_end(sorin, interviewed)


def _from_the_first_sign_to_the_plan(ana):
    ana.signal(on=ago(70), hour="08:40", source="școala", words="Copilul vine flămând.", told_by="diriginta")
    ana.triage("vizită acasă în 72 de ore", on=ago(70))
    ana.next()
    ana.assess(on=ago(69), risk="scăzut")
    ana.next()
    ana.open_case(on=ago(69), why="Mama cere ajutor.")
    ana.next()
    ana.team("Nina Rusu", on=ago(68))
    ana.next()
    ana.assess_together(on=ago(66))
    ana.next()
    ana.plan(on=ago(60), whom="mama", goal="Denis mănâncă în fiecare zi")
    ana.next()
    ana.approve("31/2026", on=ago(58))


def _gone(ana):
    """The house is empty when she comes: the case stays hers, and nothing counts as done."""
    ana.other("Am fost acolo și nu am întâlnit pe nimeni")
    ana.choose("Ce s-a întâmplat", "s-a mutat")
    ana.keep("Păstrează", on=ago(30), said="S-a păstrat.")
    ana.stands("Plan în lucru", asks="prima vizită de monitorizare")


def _found(sorin):
    """In the next commune: he sees nothing of them, and asks."""
    page = sorin.page
    page.goto("/predari/")
    page.get_by_role("link", name="Am găsit o familie de altundeva").click()
    page.get_by_label("Unde au locuit înainte").select_option(label="Răcăciuni")
    sorin.write("Nume de familie", "Lăcătuș")
    sorin.write("Prenume", "Rodica")
    sorin.write("Cum i-ați găsit", "Stau la sora mamei. Copilul spune că mergea la școală în Răcăciuni.")
    page.locator("#id_on").fill(ago(25).isoformat())
    page.get_by_role("button", name="Cere", exact=True).click()
    expect(page.locator("#messages")).to_contain_text("Echipa de acolo este întrebată.")


def _handed_over(ana):
    page = ana.page
    page.goto("/predari/")
    expect(page.get_by_role("region", name="Vi se cere")).to_contain_text("Lăcătuș Rodica")
    ana.other("Înregistrează un eveniment de viață")
    page.get_by_role("link", name="Toți se mută în altă comună").click()
    page.get_by_label("În ce comună").select_option(label="Sascut")
    ana.write("Ce trebuie să știe întâi", "Ajutorul alimentar este cerut; sora mamei are grijă de ei.")
    answered = page.get_by_label("Răspunde aceasta unei cereri")
    answered.select_option(index=1)
    ana.keep("Predă", on=ago(24), said="Echipei de acolo i se cere să preia gospodăria.")


def _taken(ana, sorin):
    page = sorin.page
    page.goto("/predari/")
    page.get_by_role("link", name="Preia gospodăria aceasta").first.click()
    page.get_by_label("Adresa").fill("nr. 12, la sora mamei")
    page.locator("#id_on").fill(ago(23).isoformat())
    page.get_by_role("button", name="Preia", exact=True).click()
    expect(page.locator("#messages")).to_contain_text("Gospodăria este acum a dumneavoastră.")
    sorin.home = ana.home
    sorin.stands("Plan în lucru")
    history = page.get_by_role("region", name="Ce s-a întâmplat")
    expect(history).to_contain_text("Caz deschis")
    assert ana.page.goto(ana.home).status == 404  # the old team no longer sees them


def _helped_to_the_end(sorin, interviewed):
    sorin.next()
    sorin.monitor(on=ago(20), changed="Locuiesc la sora mamei; ajutorul a venit.", child="Merge la școală aici.")
    sorin.stands("Monitorizare")
    interviewed(sorin.uuid, ago(5), by="sorin", **FED)
    sorin.close(on=ago(2), by_two=False, results="Au ce mânca, iar copilul merge la școală.")
    sorin.stands("Monitorizare după închidere")
    sorin.prints("fisa-de-inchidere", "Sorin Crețu", "obiectivele planului")
