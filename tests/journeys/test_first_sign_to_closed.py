"""A family from its first sign to an archived case, and years later once more: every state on the way, the papers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.journeys.desk import Desk
from vatra.base.days import add_months

pytestmark = pytest.mark.journey
TODAY = timezone.localdate()
THEN = add_months(TODAY, -68)  # closed so long ago that it is archived by now
NOW = TODAY - timedelta(days=85)  # so lately that no review is due yet
HUNGRY = {"household": {"h_food_short": 1}, "Matei": {"c_enrolled": True, "c_gp": True}}
FED = {"household": {"h_food_short": 0}}
BEATEN = {"household": {"h_food_short": 0}, "Matei": {"c_enrolled": True, "c_phys": "confirmed"}}
SAFE = {"household": {"h_food_short": 0}, "Matei": {"c_enrolled": True, "c_phys": "none"}}


def day(of, days):
    return of + timedelta(days=days)


def test_a_case_is_opened_closed_archived_and_years_later_goes_on_with_its_history(arrive, interviewed):
    ana = Desk(arrive("ana"))
    ana.enrol("Vrabie", ("Matei", "12.03.2015", "masculin", "child"), given="Elena", born="04.05.1988", on=THEN)
    ana.stands("Înregistrat", asks="primul interviu, pe tabletă")
    ana.prints("nota-de-informare", "datele")
    interviewed(ana.uuid, day(THEN, 3), **HUNGRY)
    ana.stands("Recenzat")
    _first_time(ana, interviewed)
    ana.stands("Arhivat")
    _second_time(ana, arrive, interviewed)


def _first_time(ana, interviewed):
    ana.signal(on=day(THEN, 20), hour="09:15", source="școala", words="Vine nemâncat.", told_by="învățătoarea")
    ana.stands("Semnalat", asks="trierea semnalării")
    ana.triage("vizită acasă în 72 de ore", on=day(THEN, 20))
    ana.stands("Evaluare inițială", asks="vizita acasă și fișa de risc")
    ana.next()
    ana.assess(on=day(THEN, 22), risk="scăzut")
    ana.prints("fisa-de-identificare-a-riscurilor", "Vrabie")
    ana.stands("De hotărât")
    ana.next()
    ana.open_case(on=day(THEN, 22), why="Familia cere ajutor.")
    ana.stands("Caz deschis", asks="se numește echipa")
    ana.next()
    ana.team("Nina Rusu", on=day(THEN, 23))
    ana.stands("Evaluare integrată")
    ana.next()
    ana.assess_together(on=day(THEN, 30))
    ana.stands("Plan", asks="se stabilește un plan cu familia")
    ana.next()
    ana.plan(on=day(THEN, 35), whom="mama", goal="Este mâncare în fiecare zi")
    ana.prints("plan-de-servicii", "Insecuritate alimentară", "Stabilit cu: mama")
    ana.prints("rezumat-pentru-familie", "Am hotărât împreună aceste lucruri")
    ana.stands("Aprobarea planului", asks="dispoziția primarului")
    ana.next()
    ana.approve("14/2021", on=day(THEN, 38))
    ana.stands("Revizuire", asks="revizuirea cazului")  # nobody has looked at the plan for three months
    interviewed(ana.uuid, day(THEN, 100), **FED)
    ana.next()
    ana.review("cazul se poate închide: cereți închiderea", on=day(THEN, 101), words="Ajutorul vine lunar.")
    ana.prints("raport-de-revizuire", "Vrabie", "Ajutorul vine lunar.")
    ana.prints("ancheta-sociala", "Vrabie")
    ana.close(on=day(THEN, 105), by_two=False, results="Familia are mâncare.")
    ana.prints("fisa-de-inchidere", "obiectivele planului")


def _second_time(ana, arrive, interviewed):
    """A call to 119 in the evening; the child is in danger."""
    ana.signal(on=NOW, hour="19:40", source="linia 119", words="Copilul este lovit.")
    ana.stands("Semnalat")
    ana.triage("urgență: întâi siguranța, DGASPC este anunțată imediat", on=NOW)
    ana.stands("Urgență", asks="se anunță DGASPC")
    ana.next()
    ana.tell("DGASPC, la telefonul de urgență", on=NOW, hour="19:55")
    ana.stands("Evaluare inițială")
    ana.next()
    ana.assess(on=day(NOW, 1), risk="ridicat")
    ana.stands("De hotărât")
    interviewed(ana.uuid, day(NOW, 1), **BEATEN)  # at the same visit: what the rules find is an emergency too
    ana.stands("De hotărât", asks="se anunță DGASPC")
    ana.next()
    ana.tell("DGASPC, la telefonul de urgență", on=day(NOW, 1), hour="12:10", in_writing=True)
    ana.stands("De hotărât", asks="se deschide un caz")
    ana.next()
    expect(ana.page.get_by_role("group", name="Continuă un caz mai vechi")).to_contain_text("obiectivele planului")
    ana.open_case(on=day(NOW, 2), why="Copilul a fost lovit.")
    ana.next()
    ana.team("Nina Rusu", on=day(NOW, 2))
    ana.next()
    ana.assess_together(on=day(NOW, 3))
    ana.next()
    ana.plan(on=day(NOW, 5), whom="mama", goal="Matei este în siguranță", child="Vreau să fie liniște.")
    ana.next()
    ana.approve("88/2026", on=day(NOW, 6))
    ana.stands("Plan în lucru", asks="prima vizită de monitorizare")
    ana.next()
    ana.monitor(on=day(NOW, 12), changed="Tatăl a plecat.", child="Doarme bine.")
    ana.prints("raport-de-monitorizare", "Vrabie")
    ana.stands("Monitorizare", asks="următoarea vizită")
    interviewed(ana.uuid, day(NOW, 60), **SAFE)
    ana.close(on=day(NOW, 70), by_two=True, results="Nu a mai fost lovit.")
    ana.stands("Închidere cerută", asks="o a doua persoană")
    sefa = Desk(arrive("sefa", width=360), ana.home)
    sefa.agree(on=day(NOW, 71), no="Mai mergeți o dată acasă.")
    ana.stands("Revizuire", asks="revizuirea cazului")
    ana.next()
    ana.review("planul continuă așa cum este", on=day(NOW, 75), words="Am fost acasă, totul este bine.")
    ana.close(on=day(NOW, 76), by_two=True, results="Nu a mai fost lovit; mama știe pe cine sună.")
    sefa.agree(on=day(NOW, 78))
    ana.stands("Monitorizare după închidere", asks="o vizită, la cel mult trei luni")
    history = ana.page.get_by_role("region", name="Ce s-a întâmplat")
    history.get_by_text("Mai demult").click()
    for one in ("Caz închis", "Închidere cu acord", "Închidere fără acord", "Semnalare: linia 119", "Plan aprobat"):
        expect(history).to_contain_text(one)
    ana.prints("fisa-de-inchidere", "obiectivele planului", "Ana Munteanu")
