"""The three pictures of the README, made anew with `VATRA_PICTURES=1`; made up people only."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.journeys.conftest import ROOT
from tests.journeys.field.acts import answer_food, find, finish_interview, write_visit

pytestmark = pytest.mark.journey


def test_three_pictures_tell_what_the_field_app_is_for(new_tablet, tmp_path):
    kept = ROOT / "docs" / "pictures" if os.environ.get("VATRA_PICTURES") else tmp_path
    kept.mkdir(exist_ok=True)
    tablet = new_tablet()
    page = tablet.page

    def picture(name: str) -> None:
        page.wait_for_timeout(200)
        page.screenshot(path=str(Path(kept) / f"field-{name}.png"))

    tablet.enrol("ana")
    tablet.settled()
    tablet.cut()
    find(tablet, "Gospodarh")
    write_visit(tablet, "Totul este bine.")
    page.get_by_role("link", name="Azi").click()
    page.get_by_role("heading", name="Ce este de făcut").wait_for()
    picture("worklist")
    find(tablet, "Rotaru")
    answer_food(tablet, 2)
    page.get_by_text("Salvat pe tabletă").wait_for()
    page.evaluate("scrollTo(0, 0)")
    picture("interview")
    finish_interview(tablet)
    page.evaluate("document.querySelector('.finding, .card')?.scrollIntoView()")
    page.evaluate("scrollBy(0, -70)")
    picture("found")
    assert all(one.stat().st_size < 80_000 for one in kept.glob("field-*.png"))
