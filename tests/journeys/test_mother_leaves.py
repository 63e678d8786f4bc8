"""A mother leaves for Italy: told in time, the court delegates to the grandmother, visits, an illness, the return."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.journeys.desk import Desk
from tests.unit.web.village import born
from vatra.base.days import add_months

pytestmark = pytest.mark.journey
TODAY = timezone.localdate()
LEFT = add_months(TODAY, -10) - timedelta(days=3)
TOLD, DELEGATED, RENEWED = LEFT - timedelta(days=45), LEFT - timedelta(days=5), TODAY - timedelta(days=5)
HOME = {"household": {"h_food_short": 0}, "Ilinca": {"c_enrolled": True, "c_mother": "present", "c_father": "deceased"}}
ABROAD = {"household": {"h_food_short": 0}, "Ilinca": {
    "c_enrolled": True, "c_mother": "abroad", "c_father": "deceased", "c_notified": True, "c_delegation": "granted"}}

ILL = {"a_role": "carer", "a_health": "serious_untreated"}


def test_a_mother_leaves_for_italy_and_comes_back(arrive, interviewed):
    ana = Desk(arrive("ana"))
    ana.enrol("Bejan", ("Ilinca", "20.08.2016", "feminin", "child"), ("Saveta", born(66, TODAY), "feminin", "parent"),
              given="Mirela", born=born(37, TODAY), on=TOLD - timedelta(days=20))
    interviewed(ana.uuid, TOLD - timedelta(days=10), **HOME)
    _told_in_time(ana)
    _delegated(ana)
    _gone(ana)
    interviewed(ana.uuid, LEFT + timedelta(days=10), **ABROAD)
    _visited(ana)
    _reminded_and_renewed(ana)
    _grandmother_is_ill(ana, interviewed)
    _back(ana, interviewed)


def _todo(ana):
    return ana.look().locator("section:has(#todo)")


def _told_in_time(ana):
    ana.other("Un părinte pleacă la muncă în străinătate")
    ana.choose("Cine pleacă", "M. B., 37 de ani, femeie")
    ana.write("În ce zi pleacă părintele", LEFT.isoformat())
    ana.write("În ce țară", "Italia")
    ana.page.get_by_label("părintele a anunțat serviciul social").check()
    ana.page.get_by_label("Cine va avea grijă de copii").select_option(label="S. B., 66 de ani, femeie")
    ana.keep("Păstrează plecarea", on=TOLD, said="Plecarea este păstrată.")
    expect(_todo(ana)).not_to_contain_text("Notificarea plecării la SPAS")  # more than 40 days before


def _delegated(ana):
    """The court's decision is added to the departure as it was written down."""
    ana.other("Un părinte pleacă la muncă în străinătate")
    expect(ana.page.get_by_label("În ce țară")).to_have_value("Italia")
    ana.write("Din ce zi a delegat instanța", DELEGATED.isoformat())
    ana.keep("Păstrează plecarea", on=DELEGATED, said="Plecarea este păstrată.")


def _gone(ana):
    ana.other("Înregistrează un eveniment de viață")
    ana.page.get_by_role("link", name="Un părinte a plecat de acasă").click()
    ana.choose("Care părinte", "mama")
    ana.page.get_by_label("Cine este, dacă se află în registru").select_option(label="M. B., 37 de ani, femeie")
    ana.page.get_by_role("group", name="Părintele căror copii").get_by_role("checkbox").first.check()
    ana.choose("Unde?", "în străinătate")
    ana.page.get_by_role("group", name="a fost anunțată primăria").get_by_label("da", exact=True).check()
    ana.page.get_by_label("Cine din această gospodărie are grijă").select_option(label="S. B., 66 de ani, femeie")
    ana.page.get_by_label("Dacă este capul gospodăriei").select_option(label="S. B., 66 de ani, femeie")
    ana.keep("Păstrează", on=LEFT, said="Este înregistrat.")


def _visited(ana):
    """Every two months in the first six, then every six."""
    for months in (2, 4, 6):
        expect(_todo(ana)).to_contain_text("Vizită la copilul cu părinți plecați, în primele 6 luni")
        ana.page.get_by_role("link", name="Înregistrează o vizită").click()
        ana.choose("Unde v-ați întâlnit", "acasă la familie")
        ana.write("Ce ați văzut și ce ați stabilit", "Ilinca merge la școală; bunica se descurcă.")
        ana.keep("Păstrează vizita", on=add_months(LEFT, months), said="Vizita este înregistrată.")
    expect(_todo(ana)).to_contain_text("Vizită la copilul cu părinți plecați, după primele 6 luni")
    expect(_todo(ana)).not_to_contain_text("în primele 6 luni")


def _reminded_and_renewed(ana):
    alert = ana.page.locator("section:has(#todo) li.task", has_text="Delegarea expiră în 60 de zile")
    expect(alert).to_contain_text("întârziere")
    if not alert.is_visible():
        _todo(ana).get_by_text("mai târziu").click()
    alert.locator("summary").click()
    expect(alert).to_contain_text("art. 105")
    expect(_todo(ana)).to_contain_text("Delegarea expiră în 30 de zile")
    ana.other("Un părinte pleacă la muncă în străinătate")
    expect(ana.page.get_by_label("Din ce zi a delegat instanța")).to_have_value(DELEGATED.isoformat())
    ana.write("Din ce zi a delegat instanța", RENEWED.isoformat())
    ana.keep("Păstrează plecarea", on=RENEWED, said="Plecarea este păstrată.")
    renewed = _todo(ana).locator("li.task", has_text="Delegarea expiră în 60 de zile")
    expect(renewed).not_to_contain_text("întârziere")


def _grandmother_is_ill(ana, interviewed):
    """The nurse's word brings the family to be assessed anew."""
    ana.signal(on=TODAY - timedelta(days=3), hour="10:00", source="un medic sau un asistent medical",
               words="Bunica nu mai poate merge.", told_by="asistenta medicală")
    ana.triage("vizită acasă în 72 de ore", on=TODAY - timedelta(days=3))
    ana.next()
    ana.assess(on=TODAY - timedelta(days=1), risk="mediu", words="Bunica stă în pat; vecina aduce mâncare.")
    interviewed(ana.uuid, TODAY - timedelta(days=1), **ABROAD, Saveta=ILL)
    expect(ana.look().get_by_role("region", name="Ce am aflat")).to_contain_text("Părinte/îngrijitor cu boală gravă")


def _back(ana, interviewed):
    ana.other("Înregistrează un eveniment de viață")
    ana.page.get_by_role("link", name="Un părinte s-a întors acasă").click()
    ana.choose("Care părinte", "mama")
    ana.page.get_by_label("Cine este, dacă se află în registru").select_option(label="Bejan Mirela")
    ana.page.get_by_role("group", name="Părintele căror copii").get_by_role("checkbox").first.check()
    ana.choose("Ce este acum în gospodărie", "altă legătură")
    ana.keep("Păstrează", on=TODAY, said="Este înregistrat.")
    expect(ana.look().get_by_role("region", name="Ce am aflat")).not_to_contain_text("plecați în străinătate")
    expect(_todo(ana)).not_to_contain_text("Delegarea expiră")
    expect(_todo(ana)).not_to_contain_text("părinți plecați")
