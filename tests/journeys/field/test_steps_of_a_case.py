"""The kitchen's steps of a case on the tablet: the initial assessment and an emergency told, without a signal."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import expect

from tests.journeys.field.acts import find

pytestmark = pytest.mark.journey
VISIT = "Vizită la domiciliu și fișa de identificare a riscurilor, la o vulnerabilitate gravă"
RECKONED = "calculat pe tabletă, se confirmă la sincronizare"


def test_an_initial_assessment_and_an_emergency_made_offline_reach_the_register(new_tablet, register):
    register.run("tests.journeys.field.family", "grave", "Cojocaru")
    tablet = new_tablet()
    tablet.enrol("ana")
    tablet.settled()
    tablet.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page = tablet.page
    tablet.cut()
    find(tablet, "Cojocaru")
    page.get_by_text("vizita acasă și fișa de risc").wait_for()
    expect(page.get_by_role("heading", name="Termene").locator("..")).to_contain_text(VISIT)
    tablet.look("unde-s-a-ajuns")
    page.get_by_role("link", name="vizita acasă și fișa de risc").click()
    page.get_by_role("group", name="Ați văzut copilul").get_by_label("da").check()
    page.get_by_role("group", name=re.compile("Comportamente")).get_by_role("radio").first.check()
    page.get_by_role("group", name="Cât de mare este riscul").get_by_label("ridicat").check()
    page.get_by_role("group", name="Poate copilul").get_by_label("nu: este o urgență").check()
    tablet.look("evaluare")
    page.get_by_role("button", name="Păstrează evaluarea").click()
    page.get_by_text("De hotărât").wait_for()
    expect(page.get_by_text(VISIT)).to_have_count(0)  # the visit was made: nobody has to ask the server
    page.get_by_role("link", name="O urgență a fost anunțată").click()
    page.get_by_role("group", name="Pe cine ați anunțat").get_by_label("119, telefonul copilului").check()
    page.get_by_label("Cine a răspuns").fill("operatorul 7")
    tablet.look("urgenta")
    page.get_by_role("button", name="Păstrează anunțul").click()
    page.get_by_role("link", name="Cazul").click()
    page.get_by_role("button", name="Deschide cazul").click()
    page.get_by_text(RECKONED).first.wait_for()
    tablet.look("termene")
    page.get_by_role("link", name="Trimise").click()
    before = len(json.loads(register.run("tests.journeys.field.said")))
    tablet.mend()
    page.get_by_role("button", name="Trimite").click()
    tablet.settled()
    held = json.loads(register.run("tests.journeys.field.said"))[before:]
    assert [(one["kind"], one["state"]) for one in held] == [
        ("record_initial_assessment", "applied"), ("record_delivery", "applied"), ("open_case", "applied"),
    ]
    page.get_by_role("link", name="Azi").click()
    page.get_by_role("heading", name="Ce este de făcut").wait_for()
    expect(page.get_by_text(RECKONED)).to_have_count(0)
    assert not tablet.barriers
