"""No network and no tablet any more: what was written reaches the register by a file, and only once."""

from __future__ import annotations

import re

import pytest

from tests.journeys.conftest import PASSWORD
from tests.journeys.field.acts import find, said, send, write_visit
from tests.journeys.field.conftest import on_disk

pytestmark = pytest.mark.journey
NOTES = [f"Vizita {which}, scrisă fără semnal." for which in ("întâi", "a doua", "a treia")]


def _written(register) -> list[str]:
    notes = [one["payload"].get("note") for one in said(register) if one["state"] == "applied"]
    return sorted(note for note in notes if note in NOTES)


def test_a_file_brings_the_work_of_a_tablet_that_fell_into_the_river_once(browser, register, new_tablet, tmp_path):
    profile, river, saved = tmp_path / "profile", tmp_path / "river", tmp_path / "card.vatra"
    with on_disk(browser, register, profile) as tablet:
        tablet.set_out("ana")
        for name, note in zip(("Popescu", "Rotaru", "Gospodarb"), NOTES, strict=True):
            find(tablet, name)
            write_visit(tablet, note)
        tablet.page.get_by_role("link", name="Trimise").click()
        tablet.page.get_by_text("Nu se poate trimite? Salvați").click()
        with tablet.page.expect_download() as download:
            tablet.page.get_by_role("button", name="Salvează într-un fișier").click()
        download.value.save_as(saved)
        tablet.page.get_by_text("Fișierul e salvat, cu 3 înregistrări.").wait_for()
        tablet.look("fisier")
        assert re.fullmatch(r"vatra-\d{4}-\d\d-\d\d\.vatra", download.value.suggested_filename)
        assert tablet.barriers == []
    assert not [word for word in ("Popescu", "Vizita", "record_visit") if word.encode() in saved.read_bytes()]
    profile.rename(river)
    assert _written(register) == []

    office = new_tablet(width=1280, pictures="birou-")
    page = office.page
    page.goto("/intrare/")
    page.get_by_label("Numele contului").fill("sefa")
    page.get_by_label("Parola").fill(PASSWORD)
    page.get_by_role("button", name="Autentificare").click()
    page.wait_for_url(lambda url: "/intrare/" not in url)
    page.goto("/tablete/")
    page.get_by_role("link", name="Predați-i fișierul").click()
    office.look("predare")
    page.get_by_label("Fișierul salvat de tabletă").set_input_files(saved)
    page.get_by_role("button", name="Predă", exact=True).click()
    page.get_by_text("3 înregistrări în fișier; noi: 3.").wait_for()
    office.look("predat")
    page.set_viewport_size({"width": 360, "height": 740})
    office.look("predat-360")
    assert _written(register) == sorted(NOTES)
    page.get_by_label("Fișierul salvat de tabletă").set_input_files(saved)
    page.get_by_role("button", name="Predă", exact=True).click()
    page.get_by_text("3 înregistrări în fișier; noi: 0.").wait_for()

    with on_disk(browser, register, river) as tablet:  # somebody fished it out
        tablet.page.goto("/teren/")
        tablet.unlock()
        tablet.page.get_by_role("heading", name="Ce este de făcut").wait_for()
        send(tablet)
        tablet.settled()
    assert _written(register) == sorted(NOTES)
