"""A tablet that the office locks or wipes, a server that goes away, and an app that is renewed with a draft open."""

from __future__ import annotations

import json

import pytest

from tests.unit.web.village import PASSWORD, uuid

pytestmark = pytest.mark.journey


def _visit(tablet) -> None:
    page = tablet.page
    page.evaluate(f"location.hash = '#/vizita/{uuid('popescu')}'")
    page.get_by_label("Notă").fill("De trimis.")
    page.get_by_role("button", name="Păstrează vizita").click()
    page.get_by_role("heading", name="Cine locuiește aici").wait_for()


def _send(tablet) -> None:
    tablet.page.evaluate("location.hash = '#/trimise'")
    tablet.page.get_by_role("button", name="Trimite").click()


def _open_by_password(tablet) -> None:
    page = tablet.page
    page.get_by_label("Numele contului").fill("ana")
    page.get_by_label("Parola contului").fill(PASSWORD)
    page.get_by_role("button", name="Mai departe").click()
    for button in ("Mai departe", "Alege PIN-ul nou"):
        page.locator("input").fill("613804")
        page.get_by_role("button", name=button).click()


def test_work_goes_on_while_the_server_is_away_and_arrives_when_it_is_back(new_tablet, register):
    tablet = new_tablet()
    tablet.enrol("ana")
    tablet.settled()
    register.stop()
    before = register.run("tests.journeys.field.said")
    _visit(tablet)
    _send(tablet)
    tablet.page.get_by_text("Nu este semnal").wait_for()
    register.start()
    _send(tablet)
    tablet.settled()
    held = json.loads(register.run("tests.journeys.field.said"))
    assert len(held) == len(json.loads(before)) + 1
    tablet.page.evaluate("location.hash = '#/tableta'")
    tablet.page.get_by_role("button", name="Întreabă serverul").click()
    tablet.page.get_by_text("Serverul a spus că are tot").wait_for()
    tablet.look("poate-fi-stearsa")


def test_a_tablet_locked_by_the_office_shows_nothing_and_loses_nothing(new_tablet, register):
    tablet = new_tablet()
    tablet.enrol("ana")
    tablet.settled()
    tablet.cut()
    _visit(tablet)
    register.run("tests.journeys.field.office", "lock")
    tablet.mend()  # it sends by itself
    tablet.page.get_by_role("heading", name="Tableta este blocată").wait_for()
    tablet.page.get_by_text("blocată de birou").wait_for()
    tablet.look("blocata-de-birou")
    assert "Popescu" not in tablet.page.content()
    register.run("tests.journeys.field.office", "allow")
    tablet.page.get_by_role("button", name="Am uitat PIN-ul").click()
    _open_by_password(tablet)
    tablet.page.get_by_text("numai pe tabletă").first.wait_for(state="detached")


def test_a_tablet_wiped_by_the_office_is_empty(new_tablet, register):
    tablet = new_tablet()
    tablet.enrol("ana")
    tablet.settled()
    register.run("tests.journeys.field.office", "wipe")
    _send(tablet)
    tablet.page.get_by_role("heading", name="Porniți tableta").wait_for()
    left = tablet.page.evaluate("indexedDB.databases().then((all) => all.length)")
    assert left <= 1


def test_a_forgotten_pin_without_a_network_is_told_what_is_safe(new_tablet):
    tablet = new_tablet()
    tablet.enrol("ana")
    tablet.settled()
    page = tablet.page
    page.get_by_role("button", name="Blochează").click()
    page.get_by_role("button", name="Am uitat PIN-ul").click()
    tablet.look("pin-uitat")
    tablet.cut()
    _open_by_password(tablet)
    page.get_by_text("Nu am ajuns la server").wait_for()
    tablet.look("pin-uitat-fara-semnal")
    page.get_by_role("button", name="Renunț").click()
    tablet.unlock()
    page.get_by_role("heading", name="Ce este de făcut").wait_for()
