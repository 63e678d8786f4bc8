"""A worker's day without a signal, and what the register has in the evening."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import expect

from tests.journeys.field.acts import find, turn

pytestmark = pytest.mark.journey


def _hold_an_interview(tablet) -> None:
    """Through all pages, answering what comes; the tab is killed in the middle."""
    page = tablet.page
    page.get_by_role("link", name="Interviu").click()
    page.get_by_text("Salvat pe tabletă").wait_for()
    tablet.look("interviu-1")
    assert turn(tablet) and turn(tablet)
    tablet.look("interviu-2")
    food = page.get_by_role("group", name=re.compile("destulă mâncare"))
    food.get_by_role("radio").last.check()
    chosen = food.get_by_role("radio", checked=True).get_attribute("value")
    page.get_by_text("Salvat pe tabletă").wait_for()
    page.wait_for_timeout(1_500)  # an answer is on the disk after 300 ms, on a busy machine later
    page.reload()  # the battery is pulled
    tablet.unlock()
    kept = page.get_by_role("group", name=re.compile("destulă mâncare")).get_by_role("radio", checked=True)
    expect(kept).to_have_value(chosen)
    pages = 1
    while turn(tablet):
        pages += 1
        if pages in (4, 9):
            tablet.look(f"interviu-{pages}")
    page.get_by_role("button", name="Ce am aflat").click()
    page.get_by_role("heading", name="Ce am aflat acum").wait_for()
    tablet.look("incheiere")
    page.get_by_role("button", name="Încheie interviul").click()
    page.get_by_text("Interviul este salvat pe tabletă").wait_for()


def _agree_and_plan(tablet) -> None:
    page = tablet.page
    tablet.look("aflat")
    page.get_by_role("button", name="De acord").first.click()
    page.get_by_text("de acord: este o nevoie").first.wait_for()
    page.get_by_role("link", name="Nu este așa").last.click()
    page.get_by_label("De ce nu este așa").fill("Este pe lista medicului din Bacău.")
    tablet.look("nu-este-asa")
    page.get_by_role("button", name="Păstrează").click()
    page.get_by_role("link", name="Plan cu familia").click()
    page.get_by_role("heading", name="Plan cu familia").wait_for()
    box = page.locator(".sign")
    box.scroll_into_view_if_needed()
    where = box.bounding_box()
    page.mouse.move(where["x"] + 40, where["y"] + 60)
    page.mouse.down()
    for step in range(12):
        page.mouse.move(where["x"] + 40 + 15 * step, where["y"] + 60 + (20 if step % 2 else -20))
    page.mouse.up()
    expect(box).to_have_attribute("aria-label", "Semnat")
    tablet.look("plan")
    page.get_by_role("button", name="Păstrează planul").click()
    page.get_by_role("heading", name="Cine locuiește aici").wait_for()


def _visit(tablet) -> None:
    page = tablet.page
    page.get_by_role("link", name="Scrie o vizită").click()
    page.get_by_label("Notă").fill("Am vorbit despre școală.")
    tablet.look("vizita")
    page.get_by_role("button", name="Păstrează vizita").click()
    page.get_by_role("heading", name="Cine locuiește aici").wait_for()


def test_a_day_without_a_signal_reaches_the_register_whole(new_tablet, register):
    tablet = new_tablet()
    tablet.enrol("ana")
    tablet.settled()
    tablet.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    tablet.look("azi")
    tablet.cut()
    find(tablet, "Rotaru")
    tablet.look("gospodarie")
    _hold_an_interview(tablet)
    _agree_and_plan(tablet)
    _visit(tablet)
    tablet.look("gospodarie-netrimisa")
    tablet.page.get_by_role("link", name="Trimise").click()
    tablet.page.get_by_text("salvată pe tabletă, încă netrimisă").first.wait_for()
    tablet.look("trimise-fara-semnal")
    before = len(json.loads(register.run("tests.journeys.field.said")))
    tablet.mend()
    tablet.page.get_by_role("button", name="Trimite").click()
    tablet.settled()
    tablet.look("trimise")
    held = json.loads(register.run("tests.journeys.field.said"))[before:]
    assert [one["kind"] for one in held] == [
        "record_interview", "agree_need", "reject_finding", "open_case", "agree_plan", "record_visit",
    ]
    assert len({one["uuid"] for one in held}) == len(held) and {one["state"] for one in held} == {"applied"}
