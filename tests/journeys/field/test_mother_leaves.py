"""A mother leaves for Italy, told on a tablet without a network: the court's delegation, visits, the return."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.journeys.desk import Desk
from tests.journeys.field.acts import find, said, send
from tests.journeys.test_mother_leaves import ABROAD, DELEGATED, HOME, LEFT, RENEWED, TODAY, TOLD
from tests.unit.web.village import PASSWORD, born
from vatra.base.days import add_months

pytestmark = pytest.mark.journey


@pytest.fixture
def family(register, browser) -> str:
    """Mirela, her daughter Ilinca and the grandmother Saveta, enrolled at the office: the household's uuid."""
    context = browser.new_context(base_url=register.address, locale="ro-RO", reduced_motion="reduce")
    page = context.new_page()
    page.goto("/intrare/")
    page.get_by_label("Numele contului").fill("ana")
    page.get_by_label("Parola").fill(PASSWORD)
    page.get_by_role("button", name="Autentificare").click()
    page.wait_for_url(lambda url: "/intrare/" not in url)
    ana = Desk(page)
    ana.enrol("Bejenaru", ("Ilinca", "20.08.2016", "feminin", "child"),
              ("Saveta", born(66, TODAY), "feminin", "parent"), given="Mirela", born=born(37, TODAY),
              on=TOLD - timedelta(days=20))
    context.close()
    register.run("tests.journeys.interview", ana.uuid, (TOLD - timedelta(days=10)).isoformat(), json.dumps(HOME))
    return ana.uuid


def test_a_mother_leaves_for_italy_and_comes_back_on_a_tablet(new_tablet, register, family):
    tablet = new_tablet(pictures="mama-")
    tablet.set_out("ana")
    find(tablet, "Bejenaru")
    _told_in_time(tablet)
    _delegated(tablet)
    _gone(tablet)
    for months in (2, 4, 6):
        _visited(tablet, add_months(LEFT, months))
    _received(tablet, register, [*["announce_departure"] * 2, "record_parent_gone", *["record_visit"] * 3])
    register.run("tests.journeys.interview", family, (LEFT + timedelta(days=10)).isoformat(), json.dumps(ABROAD))
    _reminded_and_renewed(tablet, register)
    _back(tablet, register)


def _keep(tablet, button, on):
    tablet.page.get_by_label("Ziua", exact=True).fill(on.isoformat())
    tablet.page.get_by_role("button", name=button).click()
    tablet.page.get_by_role("heading", name="Cine locuiește aici").wait_for()


def _received(tablet, register, kinds):
    """There is a network for as long as it takes; the register has applied all of it, and there is none again."""
    before = len(said(register))
    tablet.mend()
    send(tablet)
    tablet.settled()
    assert [(one["kind"], one["state"]) for one in said(register)[before:]] == [(kind, "applied") for kind in kinds]


def _again(tablet):
    """What the register made of it comes down; then the network is cut, and the family's screen opened."""
    send(tablet)
    tablet.settled()
    tablet.cut()
    find(tablet, "Bejenaru")
    return tablet.page.locator("section", has=tablet.page.get_by_role("heading", name="Termene"))


def _told_in_time(tablet):
    page = tablet.page
    page.get_by_role("link", name="Părinte care pleacă").click()
    page.get_by_role("button", name="Păstrează plecarea").click()
    page.get_by_text("Alegeți una dintre variante.").first.wait_for()
    page.get_by_role("group", name="Cine pleacă").get_by_label("37 de ani").check()
    page.get_by_label("În ce zi pleacă părintele").fill(LEFT.isoformat())
    page.get_by_label("În ce țară").fill("Italia")
    page.get_by_role("radio", name="părintele a anunțat serviciul social").check()
    page.get_by_label("Cine va avea grijă de copii").select_option(index=1)
    tablet.look("plecare")
    _keep(tablet, "Păstrează plecarea", TOLD)


def _delegated(tablet):
    """The court's decision is added to the departure as this tablet has it, unsent."""
    page = tablet.page
    page.get_by_role("link", name="Părinte care pleacă").click()
    expect(page.get_by_label("În ce țară")).to_have_value("Italia")
    page.get_by_label("Din ce zi a delegat instanța").fill(DELEGATED.isoformat())
    _keep(tablet, "Păstrează plecarea", DELEGATED)


def _gone(tablet):
    page = tablet.page
    page.get_by_role("link", name="Familia se schimbă").click()
    page.get_by_role("radio", name="mama", exact=True).check()
    page.get_by_role("group", name="Părintele căror copii").get_by_role("checkbox").first.check()
    page.get_by_label("Cine este, dacă locuiește aici").select_option(index=1)
    page.get_by_role("radio", name="în străinătate").check()
    page.get_by_role("group", name="A anunțat primăria înainte?").get_by_role("radio", name="da", exact=True).check()
    page.get_by_label("Cine de aici are grijă de copii").select_option(index=1)
    page.get_by_label("Cine este de acum capul gospodăriei").select_option(index=1)  # the one adult who stays
    _keep(tablet, "Păstrează evenimentul", LEFT)
    here = page.locator("section", has=page.get_by_role("heading", name="Cine locuiește aici"))
    expect(here).not_to_contain_text("37 de ani")
    expect(here.locator("li", has_text="capul gospodăriei")).to_contain_text("66 de ani")


def _visited(tablet, on):
    page = tablet.page
    page.get_by_role("link", name="Scrie o vizită").click()
    page.get_by_label("Notă").fill("Ilinca merge la școală; bunica se descurcă.")
    _keep(tablet, "Păstrează vizita", on)


def _reminded_and_renewed(tablet, register):
    due = _again(tablet)
    expect(due).to_contain_text("Delegarea expiră în 60 de zile")
    expect(due).to_contain_text("Delegarea expiră în 30 de zile")
    expect(due).to_contain_text("Vizită la copilul cu părinți plecați, după primele 6 luni")
    expect(due).not_to_contain_text("în primele 6 luni")
    late = due.locator("li", has_text="Delegarea expiră în 60 de zile").locator(".when-late")
    expect(late).to_have_count(1)
    tablet.look("amintiri")
    page = tablet.page
    page.get_by_role("link", name="Părinte care pleacă").click()
    expect(page.get_by_label("Din ce zi a delegat instanța")).to_have_value(DELEGATED.isoformat())
    expect(page.get_by_role("group", name="Cine pleacă").get_by_role("radio", checked=True)).to_have_count(1)
    page.get_by_label("Din ce zi a delegat instanța").fill(RENEWED.isoformat())
    _keep(tablet, "Păstrează plecarea", RENEWED)
    _received(tablet, register, ["announce_departure"])
    due = _again(tablet)
    expect(due).to_contain_text("Delegarea expiră în 60 de zile")
    expect(late).to_have_count(0)


def _back(tablet, register):
    page = tablet.page
    page.get_by_role("link", name="Familia se schimbă").click()
    page.get_by_role("radio", name="un părinte s-a întors").check()
    page.get_by_role("radio", name="mama", exact=True).check()
    page.get_by_role("group", name="Părintele căror copii").get_by_role("checkbox").first.check()
    page.get_by_label("Ce este acum în gospodărie").select_option(label="altcineva")
    tablet.look("intoarcere")
    _keep(tablet, "Păstrează evenimentul", TODAY)
    _received(tablet, register, ["record_parent_back"])
    due = _again(tablet)
    expect(due).not_to_contain_text("Delegarea expiră")
    expect(due).not_to_contain_text("părinți plecați")
    here = page.locator("section", has=page.get_by_role("heading", name="Cine locuiește aici"))
    expect(here).to_contain_text("37 de ani")
