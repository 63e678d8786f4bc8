"""Six households in a day, no signal at any of them, and a server that is not even running until the evening."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.field.acts import answer_food, find, finish_interview, said, send, turn, write_visit

pytestmark = pytest.mark.journey


def _unsent(tablet, most: int) -> None:
    """The strip of the worklist says how many stand only on the tablet; the count under the thumb says the same."""
    page = tablet.page
    page.get_by_role("link", name="Azi").click()
    page.get_by_role("heading", name="Ce este de făcut").wait_for()
    expect(page.locator(".strip").get_by_text("netrimis")).to_have_text(re.compile(rf"^{most}\b"))
    expect(page.locator(".ways .count")).to_have_text(re.compile(rf"^{most}\b"))


def _deliver(tablet) -> None:
    page = tablet.page
    page.get_by_role("link", name="Serviciu acordat").click()
    page.get_by_label("Câte minute").wait_for()
    other = page.get_by_label("Alt serviciu", exact=False)
    if other.count():  # the family has a plan, agreed in another journey
        other.check()
    page.get_by_label("Serviciul", exact=True).select_option(index=1)
    page.get_by_label("Câte minute").fill("40")
    page.get_by_role("button", name="Păstrează serviciul").click()
    page.get_by_role("heading", name="Cine locuiește aici").wait_for()


def _refer(tablet) -> None:
    page = tablet.page
    page.get_by_role("link", name="Referire", exact=True).click()
    page.get_by_label("Spre ce serviciu").select_option(index=1)
    page.get_by_label("Notă").fill("Are nevoie de o trimitere.")
    page.get_by_role("button", name="Păstrează referirea").click()
    page.get_by_role("heading", name="Cine locuiește aici").wait_for()


def _ask_again(tablet) -> None:
    """What was answered last time stands there with its day; one answer is confirmed, one is new."""
    page = tablet.page
    answer_food(tablet, 0)
    carried = page.get_by_role("button", name="Este la fel și azi")
    while not carried.count() and turn(tablet):
        pass
    before = carried.count()
    tablet.look("raspunsuri-de-data-trecuta")
    carried.first.click()
    page.wait_for_function("most => document.querySelectorAll('.question-old').length < most", arg=before)
    finish_interview(tablet)
    page.get_by_role("link", name="La gospodărie").click()
    page.get_by_role("heading", name="Cine locuiește aici").wait_for()


def _work_all_day(tablet) -> None:
    page = tablet.page
    page.locator(".task a").first.click()  # the first thing to do, as the worklist has it
    write_visit(tablet, "Vizita 1: am lăsat vorbă la vecini.")
    _unsent(tablet, 1)
    find(tablet, "Popescu")
    _ask_again(tablet)
    _unsent(tablet, 2)
    find(tablet, "Popescu")
    _deliver(tablet)
    _refer(tablet)
    _unsent(tablet, 4)
    page.reload()  # the tablet lay in a bag; it starts without anything to reach
    tablet.unlock()
    for visit, name in enumerate(("Gospodarb", "Gospodarc", "Gospodard", "Gospodare"), start=3):
        find(tablet, name)
        write_visit(tablet, f"Vizita {visit}: totul este bine.")
    _unsent(tablet, 8)
    send(tablet)
    page.get_by_text("Nu este semnal").wait_for()
    expect(page.get_by_text("salvată pe tabletă, încă netrimisă")).to_have_count(8)
    tablet.mend()  # a signal, but the server is still away
    send(tablet)
    page.get_by_text("Nu este semnal").wait_for()


def test_six_visits_without_a_signal_reach_the_register_each_exactly_once(new_tablet, register):
    tablet = new_tablet(pictures="sase-")
    tablet.enrol("ana")
    tablet.settled()
    page = tablet.page
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    before = len(said(register))
    tablet.cut()
    with register.away():
        _work_all_day(tablet)
    send(tablet)
    tablet.settled()
    tablet.look("seara")
    expect(page.get_by_text("primită de registru")).to_have_count(8)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    numbered = page.get_by_text("Numărul din registru")
    expect(numbered).to_have_count(8)
    shown = {one.split()[-1] for one in page.locator(".inset .soft.digest").all_inner_texts()}
    held = said(register)[before:]
    assert sorted(one["uuid"] for one in held) == sorted(shown) and len(shown) == 8
    assert [one["kind"] for one in held] == [
        "record_visit", "record_interview", "record_delivery", "draft_referral", *["record_visit"] * 4,
    ]
    numbers = {f"Numărul din registru: {one['number']}." for one in held}
    assert numbers == set(numbered.all_inner_texts())
    send(tablet)
    tablet.settled()
    assert len(said(register)) == before + 8  # nothing goes twice
