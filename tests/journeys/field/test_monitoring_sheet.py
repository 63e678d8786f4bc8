"""The monitoring sheet on the tablet, without a network: the plan's services, and the hours that a child missed."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.field.acts import find, said, send

pytestmark = pytest.mark.journey


def test_a_monitoring_sheet_tells_attendance_too(new_tablet, register):
    for what in ("grave", "planned"):
        register.run("tests.journeys.field.family", what, "Moraru")
    tablet = new_tablet(pictures="fisa-")
    tablet.set_out("ana")
    page = tablet.page
    find(tablet, "Moraru")
    page.get_by_role("link", name="Fișă de monitorizare").click()
    page.get_by_label("Ce s-a schimbat de la ultima vizită").fill("Ionela merge iar la școală.")
    page.get_by_label("Cum este copilul").fill("Este vesel.")
    hours = page.get_by_label(re.compile("8 ani: Absențe nemotivate"))
    hours.fill("multe")
    page.get_by_role("button", name="Păstrează fișa").click()
    page.get_by_text("Scrieți orele ca număr").first.wait_for()
    hours.fill("12")
    page.evaluate("scrollTo(0, 0)")
    tablet.look("monitorizare")
    page.get_by_role("button", name="Păstrează fișa").click()
    page.get_by_role("heading", name="Cine locuiește aici").wait_for()
    page.get_by_role("link", name="Fișă de monitorizare").click()
    expect(page.get_by_text("Spus ultima dată: 12 ore")).to_be_visible()
    page.get_by_role("link", name="Înapoi").click()
    before = len(said(register))
    tablet.mend()
    send(tablet)
    tablet.settled()
    assert [(one["kind"], one["state"]) for one in said(register)[before:]] == [
        ("record_attendance", "applied"), ("record_visit", "applied")]
