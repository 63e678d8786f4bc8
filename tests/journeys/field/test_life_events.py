"""Who heads a family and who moves over to it, told at the kitchen table without a signal."""

from __future__ import annotations

import pytest

from tests.journeys.field.acts import find, said, send
from tests.unit.web.village import uuid

pytestmark = pytest.mark.journey


def _keep(tablet) -> None:
    tablet.page.get_by_role("button", name="Păstrează evenimentul").click()
    tablet.page.get_by_role("heading", name="Cine locuiește aici").wait_for()


def test_a_new_head_and_somebody_who_moves_over_reach_the_register_as_such(new_tablet, register):
    register.run("tests.journeys.field.family", "neighbours")
    tablet = new_tablet(pictures="viata-")
    tablet.enrol("ana")
    tablet.settled()
    page = tablet.page
    tablet.cut()
    before = len(said(register))
    find(tablet, "Baciu")
    page.get_by_role("link", name="Eveniment de viață").click()
    page.get_by_role("radio", name="altcineva este de acum capul").check()
    page.get_by_label("Despre cine", exact=True).select_option(index=1)
    page.get_by_label("Ce este cel de până acum").select_option("partner")
    tablet.look("cap")
    _keep(tablet)
    page.get_by_role("link", name="Eveniment de viață").click()
    page.get_by_role("radio", name="a venit cineva").check()
    page.get_by_label("Numele de familie").fill("Vornicu")
    page.get_by_label("Prenumele").fill("Luca")
    page.get_by_label("Data nașterii").fill("1988-05-06")
    asked = page.get_by_role("group", name="Este cineva deja în registru?")
    asked.wait_for()
    page.get_by_role("button", name="Păstrează evenimentul").click()
    page.get_by_text("Spuneți dacă este una dintre").first.wait_for()
    tablet.look("vine")
    asked.get_by_role("radio").first.check()
    page.get_by_label("Ce este față de capul").select_option("other")
    _keep(tablet)
    tablet.look("dupa")
    tablet.mend()
    page.get_by_role("link", name="Azi").click()
    send(tablet)
    tablet.settled()
    head, moved = said(register)[before:]
    assert (head["kind"], head["state"], head["household"]) == ("name_head", "applied", str(uuid("Baciu")))
    assert (moved["kind"], moved["state"]) == ("move_in", "applied")
    assert moved["payload"]["from_household"] == str(uuid("Vornicu"))
