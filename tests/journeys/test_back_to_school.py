"""A child out of school returns: the teacher's word, a plan with the mediator, the school's list, then an end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.journeys.desk import Desk

pytestmark = pytest.mark.journey
SIGN = timezone.localdate() - timedelta(days=80)
OUT = {"household": {"h_food_short": 0}, "Cosmin": {"c_enrolled": False, "c_ever_enrolled": True, "c_gp": True}}
BACK = {"household": {"h_food_short": 0}, "Cosmin": {"c_enrolled": True, "c_ever_enrolled": True, "c_gp": True,
                                                     "c_abs_h": 2}}


def day(days):
    return SIGN + timedelta(days=days)


def test_a_child_out_of_school_returns(arrive, interviewed):
    ana, mihai, sefa = Desk(arrive("ana")), Desk(arrive("mihai", width=360)), Desk(arrive("sefa"))
    ana.enrol("Moraru", ("Cosmin", "10.02.2016", "masculin", "child"), given="Viorica", born="11.06.1990", on=day(-30))
    ana.signal(on=SIGN, hour="12:30", source="școala", words="Nu a mai venit de două săptămâni.",
               told_by="învățătoarea")
    ana.triage("vizită acasă în 72 de ore", on=SIGN)
    ana.next()
    ana.assess(on=day(2), risk="mediu")
    interviewed(ana.uuid, day(2), **OUT)
    ana.stands("De hotărât", asks="se deschide un caz")
    ana.next()
    ana.open_case(on=day(3), why="Copilul nu merge la școală.")
    ana.next()
    ana.team("Mihai Lupu", on=day(3))
    ana.next()
    ana.assess_together(on=day(10))
    finding = ana.look().locator("article.finding", has_text="Abandon școlar")
    finding.get_by_role("button", name="Sunt de acord").click()
    expect(ana.page.get_by_role("region", name="Nevoi stabilite")).to_contain_text("Abandon școlar")
    ana.next()
    expect(ana.page.get_by_role("group", name="Ce servicii")).to_contain_text("Mediator școlar")
    ana.plan(on=day(14), whom="mama", goal="Cosmin merge iar la școală", child="Vreau cu Andrei în bancă.")
    ana.next()
    ana.approve("71/2026", on=day(15))
    ana.prints("plan-de-servicii", "Abandon școlar", "Mediator școlar")
    _asked_of_the_school(ana)
    mihai.home = ana.home
    mihai.page.goto("/azi/")
    expect(mihai.page.locator(f".task a[href='{ana.home}']").first).to_be_visible()
    _with_the_mediator(mihai)
    interviewed(ana.uuid, day(45), **BACK)
    ana.stands("Monitorizare")
    expect(ana.page.get_by_role("region", name="Ce am aflat")).not_to_contain_text("Abandon școlar")
    ana.other("Revizuiește cazul")
    expect(ana.page.get_by_role("main")).to_contain_text("Abandon școlar")
    expect(ana.page.get_by_role("main")).to_contain_text("nu mai este")
    ana.review("cazul se poate închide: cereți închiderea", on=day(46), words="Merge la școală în fiecare zi.")
    ana.close(on=day(47), by_two=True, results="Merge la școală; mediatorul mai trece lunar.")
    sefa.home = ana.home
    sefa.agree(on=day(48))
    ana.stands("Monitorizare după închidere", asks="o vizită")
    ana.next()
    ana.choose("Unde v-ați întâlnit", "acasă la familie")
    ana.write("Ce ați văzut și ce ați stabilit", "Merge mai departe la școală.")
    ana.keep("Păstrează vizita", on=day(75), said="Vizita este înregistrată.")
    expect(ana.page.locator("section:has(#todo)")).not_to_contain_text("Monitorizare după închiderea cazului")


def _asked_of_the_school(ana):
    """The list of children with parents abroad, which the law asks for in the last quarter."""
    page = ana.page
    page.goto("/azi/")
    page.get_by_role("heading", name="Listele copiilor cu părinți plecați").click()
    page.get_by_role("link", name="La școli").click()
    page.get_by_role("button", name="Întrebată astăzi").click()
    expect(page.locator("#messages")).to_contain_text("Școala a fost întrebată.")
    page.get_by_label("Copii pe lista ei").fill("7")
    page.get_by_role("button", name="Păstrează răspunsul").click()
    expect(page.get_by_role("main")).to_contain_text("7 copii")
    page.goto("/azi/")
    expect(page.get_by_role("heading", name="Listele copiilor cu părinți plecați")).to_have_count(0)


def _with_the_mediator(mihai):
    """Attendance followed at school and at home, as the plan has it."""
    mihai.look()
    mihai.page.get_by_role("link", name="Înregistrează un serviciu").click()
    mihai.page.get_by_role("group", name="Ce serviciu").get_by_label("Monitorizarea prezenței").first.check()
    mihai.choose("Ce s-a întâmplat", "a fost acordat")
    mihai.keep("Păstrează serviciul", on=day(20), said="Serviciul este înregistrat.")
    mihai.other("Completează o fișă de monitorizare")
    mihai.choose("Unde v-ați întâlnit", "la școală")
    mihai.monitor(on=day(40), changed="Vine la școală de trei săptămâni.", child="A lipsit o singură zi.")
