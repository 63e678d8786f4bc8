"""The ways to the pages: one line on an office screen, the rest under one menu, by keyboard and without script."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey
ONE_LINE = 60  # px


@pytest.mark.parametrize(("username", "paths"), [
    ("ana", ["/azi/", "/rezultate/", "/tablete/"]), ("sefa", ["/azi/", "/publicat/", "/supervizare/"]),
    ("dana", ["/azi/", "/judet/"]), ("consiliu", ["/judet/"]), ("admin", ["/conturi/"]),
])
def test_the_pages_stand_in_one_line_and_the_open_one_is_among_them(arrive, username, paths):
    page = arrive(username)
    for path in paths:
        page.goto(path)
        assert page.locator("nav.ways").bounding_box()["height"] <= ONE_LINE, path
        expect(page.locator("nav.ways a[aria-current=page]:visible")).to_have_count(1)


def test_the_menu_opens_and_closes_by_the_keyboard_and_every_page_in_it_is_reached(arrive):
    page = arrive("ana")
    menu = page.locator("details[data-menu]")
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(menu.get_by_role("link", name="Tablete")).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu.get_by_role("link", name="Tablete")).to_be_hidden()
    expect(menu.locator("summary")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+Tab")  # away from it: it closes behind the worker
    expect(menu.get_by_role("link", name="Tablete")).to_be_hidden()


@pytest.mark.parametrize("width", [360, 1280])
def test_the_menu_works_without_script(arrive, width):
    page = arrive("ana", width=width, script=False)
    page.get_by_text("Alte pagini").click()
    page.get_by_role("link", name="Rezultate").locator("visible=true").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Rezultatele")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
