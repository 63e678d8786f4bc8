"""A beaten child on a Friday evening: told by 119, kept on a tablet without a signal, and followed until two agree."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.journeys.desk import Desk
from tests.journeys.field.acts import find, said, send
from tests.unit.web.village import PASSWORD

pytestmark = pytest.mark.journey
TODAY = timezone.localdate()
FRIDAY = TODAY - timedelta(days=(TODAY.weekday() - 4) % 7 + 21)  # three weeks ago, so that it can end
SATURDAY, SUNDAY = FRIDAY + timedelta(days=1), FRIDAY + timedelta(days=2)


@pytest.fixture
def office(register, browser):
    """`office("sefa")`: a page at the desk of the same register."""
    contexts = []

    def _office(username: str, *, width: int = 1280):
        contexts.append(browser.new_context(base_url=register.address, viewport={"width": width, "height": 800},
                                            locale="ro-RO", reduced_motion="reduce"))
        page = contexts[-1].new_page()
        page.goto("/intrare/")
        page.get_by_label("Numele contului").fill(username)
        page.get_by_label("Parola").fill(PASSWORD)
        page.get_by_role("button", name="Autentificare").click()
        page.wait_for_url(lambda url: "/intrare/" not in url)
        return page

    yield _office
    for context in contexts:
        context.close()


def test_a_beaten_child_on_a_friday_evening(new_tablet, register, office):
    ana = Desk(office("ana"))
    ana.enrol("Buzatu", ("Sorin", "15.04.2017", "masculin", "child"), given="Aurica", born="03.02.1991",
              on=FRIDAY - timedelta(days=30))
    tablet = new_tablet(pictures="vineri-")
    tablet.set_out("ana")
    _told_without_a_signal(tablet)
    before = len(said(register))
    tablet.mend()
    send(tablet)
    tablet.settled()
    assert [(one["kind"], one["state"]) for one in said(register)[before:]] == [
        ("record_signal", "applied"), ("record_delivery", "applied"), ("draft_referral", "applied"),
    ]
    _at_the_desk_on_the_weekend(ana, register)
    _the_nurse_must_know(office, ana.home)
    _followed_weekly_and_closed_by_two(ana, register, office)


def _told_without_a_signal(tablet):
    page = tablet.page
    find(tablet, "Buzatu")
    page.get_by_role("link", name="Fișă de observație").click()
    page.get_by_role("radio", name="linia 119").check()
    page.get_by_label("Ziua", exact=True).fill(FRIDAY.isoformat())
    page.get_by_label("La ce oră").fill("19:40")
    page.get_by_label("Ce s-a văzut sau s-a spus").fill("Vecina a sunat: copilul este lovit.")
    tablet.look("semnalare")
    page.get_by_role("button", name="Păstrează semnalarea").click()
    page.get_by_role("link", name="O urgență a fost anunțată").click()
    page.get_by_role("group", name="Pe cine ați anunțat").get_by_label(re.compile("DGASPC")).check()
    page.get_by_label("Ziua", exact=True).fill(FRIDAY.isoformat())
    page.get_by_label("La ce oră").fill("19:55")
    page.get_by_label("Cine a răspuns").fill("ofițerul de serviciu")
    page.get_by_role("button", name="Păstrează anunțul").click()
    page.get_by_role("link", name="Referire", exact=True).click()
    page.get_by_label("Spre ce serviciu").select_option("W12")
    page.get_by_label("Notă").fill("Copilul trebuie văzut în această seară.")
    page.get_by_role("button", name="Păstrează referirea").click()
    page.get_by_role("heading", name="Cine locuiește aici").wait_for()


def _at_the_desk_on_the_weekend(ana, register):
    """Triage, visit and the finding on Saturday; what is due on a free day says that it is not moved."""
    ana.triage("urgență: întâi siguranța, DGASPC este anunțată imediat", on=FRIDAY)
    register.run("tests.journeys.interview", ana.uuid, SATURDAY.isoformat(), json.dumps({
        "household": {"h_food_short": 0}, "Sorin": {"c_enrolled": True, "c_phys": "confirmed"}}))
    ana.look()
    todo = ana.page.locator("section:has(#todo)")
    written = todo.locator("li", has_text="Sesizarea scrisă către DGASPC")
    expect(written).to_contain_text("duminică: termenul nu se mută")
    expect(ana.page.locator("section.marker")).to_contain_text("se anunță DGASPC")
    ana.next()
    ana.tell("DGASPC, la telefonul de urgență", on=SATURDAY, hour="11:30", in_writing=True)
    ana.other("Înregistrează evaluarea inițială")
    ana.assess(on=SATURDAY, risk="ridicat")
    expect(ana.look().locator("section:has(#todo)")).not_to_contain_text("Sesizarea scrisă")


def _the_nurse_must_know(office, home):
    """What the nurse's role does not show is opened with a reason; the supervisor is told at once, and agrees."""
    nina = Desk(office("nina", width=360), home)
    expect(nina.look().get_by_role("region", name="Ce am aflat")).not_to_contain_text("Abuz fizic")
    nina.other("Vreau să văd ce nu îmi arată rolul")
    nina.choose("Ce trebuie să vedeți", "violența, abuzul și neglijarea")
    nina.write("De ce acum", "Copilul are o rană și trebuie să știu de la ce.")
    nina.write("Parola dumneavoastră", PASSWORD)
    nina.page.get_by_role("button", name="Deschide", exact=True).click()
    expect(nina.page.locator("#messages")).to_contain_text("Supervizorul dumneavoastră a fost anunțat.")
    expect(nina.page.get_by_role("region", name="Ce am aflat")).to_contain_text("Abuz fizic")
    sefa = office("sefa")
    sefa.goto("/azi/")
    sefa.get_by_role("link", name=re.compile("acces excepțional de văzut")).click()
    expect(sefa.get_by_role("main")).to_contain_text("Copilul are o rană")
    sefa.locator("a[href^='/acces-exceptional/']").first.click()
    sefa.get_by_label("sunt de acord: a fost nevoie").check()
    sefa.get_by_role("button", name="Păstrează ce am spus").click()
    expect(sefa.get_by_role("main")).to_contain_text("Este de acord Elena Șerban")


def _followed_weekly_and_closed_by_two(ana, register, office):
    ana.next()
    ana.open_case(on=SUNDAY, why="Copilul a fost lovit.")
    ana.next()
    ana.team("Nina Rusu", on=SUNDAY)
    ana.next()
    ana.assess_together(on=FRIDAY + timedelta(days=4))
    ana.next()
    ana.plan(on=FRIDAY + timedelta(days=5), whom="mama", goal="Sorin este în siguranță")
    ana.next()
    ana.approve("90", on=FRIDAY + timedelta(days=6))
    expect(ana.look().locator("section:has(#todo)")).to_contain_text("Vizită săptămânală de monitorizare")
    for week in (1, 2):
        ana.next()
        ana.monitor(on=FRIDAY + timedelta(days=5 + 7 * week), changed="Tatăl a plecat.", child="Este liniștit.")
    register.run("tests.journeys.interview", ana.uuid, (FRIDAY + timedelta(days=20)).isoformat(), json.dumps({
        "household": {"h_food_short": 0}, "Sorin": {"c_enrolled": True, "c_phys": "none"}}))
    ana.close(on=FRIDAY + timedelta(days=21), by_two=True, results="Copilul nu mai este lovit.")
    ana.page.goto(ana.home + "inchidere/acord/")
    assert "Această pagină nu este pentru rolul dumneavoastră" in ana.page.content()
    dana = Desk(office("dana"), ana.home)
    dana.agree(on=FRIDAY + timedelta(days=21))
    ana.stands("Monitorizare după închidere")
