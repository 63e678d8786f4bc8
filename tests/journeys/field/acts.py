"""What a worker does with a tablet, act by act, as their thumb would."""

from __future__ import annotations

import json
import re
from typing import Any

from playwright.sync_api import expect

from tests.journeys.field.conftest import Server, Tablet

FOOD = re.compile("destulă mâncare")


def find(tablet: Tablet, name: str) -> None:
    """From anywhere to a household, by typing a name."""
    page = tablet.page
    page.get_by_role("link", name="Gospodării").click()
    page.get_by_label("Caută un nume").fill(name)
    page.locator(".rows a").filter(has_text=name).first.click()
    page.get_by_role("heading", name="Cine locuiește aici").wait_for()


def write_visit(tablet: Tablet, note: str) -> None:
    """On a household's screen."""
    page = tablet.page
    page.get_by_role("link", name="Scrie o vizită").click()
    page.get_by_label("Notă").fill(note)
    page.get_by_role("button", name="Păstrează vizita").click()
    page.get_by_role("heading", name="Cine locuiește aici").wait_for()


def correct_given_name(tablet: Tablet, value: str) -> None:
    """Of the household's first person."""
    page = tablet.page
    page.get_by_role("link", name="Eveniment de viață").click()
    page.get_by_role("radio", name="ceva este scris greșit").check()
    page.get_by_label("Despre cine", exact=True).select_option(index=1)
    page.get_by_role("radio", name="Prenumele").check()
    page.get_by_label("Cum este corect").fill(value)
    page.get_by_role("button", name="Păstrează evenimentul").click()
    page.get_by_role("heading", name="Cine locuiește aici").wait_for()


def answer_food(tablet: Tablet, place: int) -> str:
    """Into the interview as far as its question about food; the value of the answer chosen."""
    page = tablet.page
    page.get_by_role("link", name="Interviu", exact=True).click()
    page.get_by_text("Salvat pe tabletă").wait_for()
    asked = page.get_by_role("group", name=FOOD)
    while not asked.count() and turn(tablet):
        pass
    asked.get_by_role("radio").nth(place).check()
    return str(asked.get_by_role("radio", checked=True).get_attribute("value"))


def turn(tablet: Tablet) -> bool:
    """To the interview's next page, waiting until it stands there; false on the last one."""
    place = tablet.page.locator(".steps span").first  # “page 2 of 14”, drawn together with the button
    here = place.inner_text()
    following = tablet.page.get_by_role("button", name="Mai departe")
    if not following.count():
        return False
    following.click()
    expect(place).not_to_have_text(here)
    return True


def finish_interview(tablet: Tablet) -> None:
    page = tablet.page
    while turn(tablet):
        pass
    page.get_by_role("button", name="Ce am aflat").click()
    page.get_by_role("button", name="Încheie interviul").click()
    page.get_by_text("Interviul este salvat pe tabletă").wait_for()


def send(tablet: Tablet) -> None:
    """By the worker's own thumb."""
    tablet.page.get_by_role("link", name="Trimise").click()
    tablet.page.get_by_role("button", name="Trimite").click()


def said(register: Server) -> list[dict[str, Any]]:
    """What the register holds from tablets."""
    held: list[dict[str, Any]] = json.loads(register.run("tests.journeys.field.said"))
    return held
