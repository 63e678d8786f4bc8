"""Without a finger on the glass: from the office's code to the plan by keyboard alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.field.conftest import PIN
from tests.unit.web.village import uuid

pytestmark = pytest.mark.journey
FOCUSED = """() => {
  const one = document.activeElement;
  const ring = getComputedStyle(one);
  const label = one.labels?.[0]?.innerText ?? one.innerText ?? '';
  return {says: label.trim(), name: one.localName, seen: ring.outlineStyle !== 'none' || ring.boxShadow !== 'none'};
}"""


def _to(page, words: str, *, back: bool = False) -> None:
    """Tab after tab to the control that says so; each on the way shows that it has the focus."""
    for _step in range(80):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        focused = page.evaluate(FOCUSED)
        if focused["name"] == "body":
            continue
        assert focused["seen"], f"no ring on {focused}"
        if focused["says"].startswith(words):
            return
    raise AssertionError(f"the keyboard never comes to “{words}”")


def _press(page, words: str, *, back: bool = False) -> None:
    _to(page, words, back=back)
    page.keyboard.press("Enter")


def _heading(page, name: str) -> None:
    """The screen has changed, and its heading has the focus."""
    page.wait_for_function(
        "name => document.activeElement.localName === 'h1' && document.activeElement.innerText.includes(name)", arg=name
    )


def _enrol(tablet, register) -> None:
    page = tablet.page
    page.goto(f"/teren/#cod={register.run('tests.journeys.field.code', 'ana')}")
    _heading(page, "Porniți tableta")
    _to(page, "Cum se numește")
    page.keyboard.type("Tableta de pe masă")
    page.keyboard.press("Enter")
    for label in ("PIN nou", "Încă o dată"):
        page.get_by_label(label).wait_for()
        _to(page, label)
        page.keyboard.type(PIN)
        page.keyboard.press("Enter")
    page.get_by_role("heading", name="Ce este de făcut").wait_for(timeout=60_000)
    tablet.settled()


def test_from_the_code_to_the_plan_by_keyboard_alone(new_tablet, register):
    tablet = new_tablet()
    page = tablet.page
    _enrol(tablet, register)
    _press(page, "Gospodăria M.P.")
    _heading(page, "Gospodăria M.P.")
    _press(page, "Interviu")
    page.get_by_text("Salvat pe tabletă").wait_for()
    _to(page, "Observații")
    page.keyboard.type("Scris fără deget.")
    place = page.locator(".steps span").first
    while page.get_by_role("button", name="Mai departe").count():
        here = place.inner_text()
        _press(page, "Mai departe", back=True)
        expect(place).not_to_have_text(here)
    _press(page, "Ce am aflat", back=True)
    _heading(page, "Ce am aflat acum")
    _press(page, "Încheie interviul")
    page.get_by_text("Interviul este salvat pe tabletă").wait_for()
    _press(page, "De acord")
    page.get_by_text("de acord: este o nevoie").first.wait_for()
    _press(page, "Fă planul cu familia", back=True)
    _heading(page, "Plan cu familia")
    _press(page, "Păstrează planul")
    page.get_by_role("heading", name="Cine locuiește aici").wait_for()
    _press(page, "Trimise", back=True)
    _heading(page, "Ce s-a trimis")
    _press(page, "Trimite")
    tablet.settled()


def test_a_form_with_mistakes_leads_to_its_first_field_by_keyboard(new_tablet):
    tablet = new_tablet()
    tablet.enrol("ana")
    tablet.settled()
    page = tablet.page
    page.evaluate(f"location.hash = '#/plecare/{uuid('popescu')}'")
    _heading(page, "Un părinte pleacă")
    _press(page, "Păstrează plecarea")
    page.locator(".message-error").wait_for()
    _press(page, "Cine pleacă")
    assert page.evaluate("document.activeElement.type") == "radio"
    page.keyboard.press("Space")
    assert page.get_by_role("radio", name="Maria Popescu").is_checked()
    _press(page, "Păstrează plecarea")
    said = page.locator(".message-error")
    said.get_by_text("În ce zi pleacă părintele").wait_for()
    assert "Cine pleacă" not in said.inner_text()
