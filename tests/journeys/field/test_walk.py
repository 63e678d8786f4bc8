"""From door to door without a network: the dwellings in the order of the walk, and what came of each."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.field.acts import said, send
from tests.journeys.field.test_keyboard import _heading, _press

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module", autouse=True)
def street(register) -> None:
    """The office has listed a street."""
    register.run("tests.journeys.field.dwellings")


def _begins_with(page, *addresses: str) -> None:
    for place, address in enumerate(addresses):
        expect(page.locator("ol.cards h2").nth(place)).to_have_text(address)


def test_a_street_is_walked_without_a_network_and_by_keyboard(new_tablet, register):
    tablet = new_tablet(pictures="drum-")
    tablet.set_out("ana")
    page = tablet.page
    page.get_by_role("link", name="Gospodării").click()
    page.get_by_role("link", name="Unde mergem:").wait_for()
    tablet.look("gospodarii")
    _press(page, "Unde mergem:")
    _heading(page, "Unde mergem")
    _begins_with(page, "Aleea Morii 2", "Aleea Morii 3", "Aleea Morii 10")
    tablet.look("unde")
    _press(page, "Copiii și ora")
    page.get_by_label("Câți copii se spune").fill("x")
    _press(page, "nimeni acasă")
    page.get_by_text("Scrieți copiii ca număr").wait_for()
    tablet.look("gresit")
    page.get_by_label("Câți copii se spune").fill("2")
    page.get_by_label("Când este cineva acasă").fill("la 18:30")
    _press(page, "nimeni acasă")
    page.get_by_text("Păstrat: Aleea Morii 2, nimeni acasă.").wait_for()
    page.get_by_text("2 copii · la 18:30").first.wait_for()
    tablet.look("nimeni-acasa")
    second = page.locator("ol.cards > li").nth(1)
    second.get_by_text("Ce a ieșit?").click()
    second.get_by_role("button", name="nu există locuința").click()
    page.get_by_text("Păstrat: Aleea Morii 3, nu există locuința.").wait_for()
    _begins_with(page, "Aleea Morii 2", "Aleea Morii 10")
    page.get_by_text("Spuse de aici").click()
    done = page.locator("ul.cards > li", has_text="Aleea Morii 3")
    done.get_by_text("A fost altfel?").click()
    tablet.look("altfel")
    done.get_by_role("button", name="nu locuiește nimeni").click()
    page.get_by_text("Păstrat: Aleea Morii 3, nu locuiește nimeni.").wait_for()
    page.reload()  # the battery is pulled
    tablet.unlock()
    page.get_by_role("heading", name="Unde mergem").wait_for()
    _begins_with(page, "Aleea Morii 2", "Aleea Morii 10")
    tablet.mend()
    page.get_by_role("link", name="Înapoi").click()
    send(tablet)
    tablet.settled()
    told = [one for one in said(register) if one["kind"] == "record_outcome"]
    assert [(one["payload"]["outcome"], one["payload"].get("children"), one["state"]) for one in told] == [
        ("away", 2, "applied"), ("not_found", None, "applied"), ("empty", None, "applied")]
    page.evaluate("location.hash = '#/drum'")
    page.get_by_text("2 copii · la 18:30").first.wait_for()
    page.get_by_text("Spuse de aici").wait_for(state="detached")
