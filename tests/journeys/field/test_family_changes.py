"""A father leaves for abroad: told offline in the kitchen, shown at once, and found by the register after the sync."""

from __future__ import annotations

import pytest

from tests.journeys.field.acts import find, said, send

pytestmark = pytest.mark.journey


def test_a_parent_leaves_and_the_register_finds_it_after_the_sync(new_tablet, register):
    tablet = new_tablet(pictures="familie-")
    tablet.enrol("ana")
    tablet.settled()
    tablet.cut()
    page = tablet.page

    def look(name: str) -> None:
        page.evaluate("scrollTo(0, 0)")  # or the bar that stays above covers what it stands over
        tablet.look(name)

    find(tablet, "Rotaru")
    page.get_by_role("link", name="Familia se schimbă").click()
    page.get_by_text("Ce va urma").wait_for()
    page.get_by_role("button", name="Păstrează evenimentul").click()
    page.get_by_text("Alegeți una dintre variante.").first.wait_for()
    page.get_by_role("radio", name="tatăl").check()
    page.get_by_role("group", name="Părintele căror copii").get_by_role("checkbox").first.check()
    page.get_by_role("radio", name="în străinătate").check()
    page.get_by_role("group", name="A anunțat primăria înainte?").get_by_role("radio", name="nu", exact=True).check()
    look("plecat")
    page.get_by_role("radio", name="gospodăria se desparte în două").check()
    look("despartire")
    page.get_by_role("radio", name="toți se mută în altă comună").check()
    page.get_by_label("În ce comună").select_option(label="Sascut")
    look("predare")
    page.get_by_role("radio", name="un părinte a plecat").check()
    page.get_by_role("radio", name="tatăl").check()
    page.get_by_role("group", name="Părintele căror copii").get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Păstrează evenimentul").click()
    page.get_by_text("Un părinte a plecat").wait_for()
    look("gospodarie")
    tablet.mend()
    send(tablet)
    tablet.settled()
    [gone] = [one for one in said(register) if one["kind"] == "record_parent_gone"]
    assert gone["state"] == "applied"
