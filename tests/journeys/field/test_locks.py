"""A tablet that the office locks or wipes, a server that goes away, and an app that is renewed with a draft open."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.browser import FLAGS, chromium
from tests.journeys.field.conftest import Tablet
from tests.unit.web.village import PASSWORD, uuid

pytestmark = pytest.mark.journey
LEFT = """async () => {
  const done = (asked) => new Promise((resolve) => { asked.onsuccess = () => resolve(asked.result); });
  const vault = await done(indexedDB.open("vatra-vault"));
  const rows = await done(vault.transaction("vault").objectStore("vault").count());
  vault.close();
  const stores = (await indexedDB.databases()).map((one) => one.name);
  const workers = (await navigator.serviceWorker.getRegistrations()).length;
  return [stores, rows, await caches.keys(), workers, Object.keys(localStorage).filter((key) => key !== "vatra-look")];
}"""


def _visit(tablet) -> None:
    page = tablet.page
    page.evaluate(f"location.hash = '#/vizita/{uuid('popescu')}'")
    page.get_by_label("Notă").fill("De trimis.")
    page.get_by_role("button", name="Păstrează vizita").click()
    page.get_by_role("heading", name="Cine locuiește aici").wait_for()


def _send(tablet) -> None:
    tablet.page.evaluate("location.hash = '#/trimise'")
    tablet.page.get_by_role("button", name="Trimite").click()


def _open_by_password(tablet) -> None:
    page = tablet.page
    page.get_by_label("Numele contului").fill("ana")
    page.get_by_label("Parola contului").fill(PASSWORD)
    page.get_by_role("button", name="Mai departe").click()
    for button in ("Mai departe", "Alege PIN-ul nou"):
        page.locator("input").fill("613804")
        page.get_by_role("button", name=button).click()


def test_work_goes_on_while_the_server_is_away_and_arrives_when_it_is_back(new_tablet, register):
    tablet = new_tablet()
    tablet.enrol("ana")
    tablet.settled()
    register.stop()
    before = register.run("tests.journeys.field.said")
    _visit(tablet)
    _send(tablet)
    tablet.page.get_by_text("Nu este semnal").wait_for()
    register.start()
    _send(tablet)
    tablet.settled()
    held = json.loads(register.run("tests.journeys.field.said"))
    assert len(held) == len(json.loads(before)) + 1
    tablet.page.evaluate("location.hash = '#/tableta'")
    tablet.page.get_by_role("button", name="Întreabă serverul").click()
    tablet.page.get_by_text("Serverul a spus că are tot").wait_for()
    tablet.look("poate-fi-stearsa")


def test_a_tablet_locked_by_the_office_shows_nothing_and_loses_nothing(new_tablet, register):
    tablet = new_tablet()
    tablet.enrol("ana")
    tablet.settled()
    tablet.cut()
    _visit(tablet)
    register.run("tests.journeys.field.office", "lock")
    tablet.mend()  # it sends by itself
    tablet.page.get_by_role("heading", name="Tableta este blocată").wait_for()
    tablet.page.get_by_text("blocată de birou").wait_for()
    tablet.look("blocata-de-birou")
    assert "Popescu" not in tablet.page.content()
    register.run("tests.journeys.field.office", "allow")
    tablet.page.get_by_role("button", name="Am uitat PIN-ul").click()
    _open_by_password(tablet)
    tablet.page.get_by_text("numai pe tabletă").first.wait_for(state="detached")


def test_a_tablet_wiped_by_the_office_is_empty(new_tablet, register):
    tablet = new_tablet()
    tablet.enrol("ana")
    tablet.settled()
    register.run("tests.journeys.field.office", "wipe")
    _send(tablet)
    tablet.page.get_by_role("heading", name="Porniți tableta").wait_for()
    tablet.becomes("indexedDB.databases().then((all) => all.length <= 1)", True)


def _files_with(folder: Path, words: tuple[str, ...]) -> set[str]:
    """The files of a browser's profile in which a word stands, in either of the ways browsers write text."""
    spelt = [word.encode(coding) for word in words for coding in ("utf-8", "utf-16-le", "latin-1")]
    files = [file for file in folder.rglob("*") if file.is_file()]
    assert sum(file.stat().st_size for file in files) > 100_000
    return {str(file.relative_to(folder)) for file in files if any(word in file.read_bytes() for word in spelt)}


def test_a_wiped_tablet_leaves_no_name_on_its_disk_and_nothing_of_the_app(browser, register, tmp_path):
    words = ("Popescu", "Rotaru", "Ciobanu", "De trimis", "Munteanu")
    profile = browser.browser_type.launch_persistent_context(
        str(tmp_path), executable_path=chromium(), args=["--headless=new", *FLAGS], base_url=register.address,
        locale="ro-RO", viewport={"width": 360, "height": 740}, has_touch=True,
    )
    tablet = Tablet(register, profile, profile.new_page(), "")
    tablet.enrol("ana")
    tablet.settled()
    page = tablet.page
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    tablet.cut()
    _visit(tablet)
    page.get_by_role("button", name="Arată numele").click()
    page.get_by_text("Popescu").first.wait_for()
    assert not _files_with(tmp_path, words)
    register.run("tests.journeys.field.office", "wipe")
    tablet.mend()
    page.get_by_role("heading", name="Porniți tableta").wait_for()
    tablet.becomes(LEFT, [["vatra-vault"], 0, [], 0, []])  # a vault that is empty: the app asks it at its start
    profile.close()
    assert not _files_with(tmp_path, words)


def test_a_forgotten_pin_without_a_network_is_told_what_is_safe(new_tablet):
    tablet = new_tablet()
    tablet.enrol("ana")
    tablet.settled()
    page = tablet.page
    page.get_by_role("button", name="Blochează").click()
    page.get_by_role("button", name="Am uitat PIN-ul").click()
    tablet.look("pin-uitat")
    tablet.cut()
    _open_by_password(tablet)
    page.get_by_text("Nu am ajuns la server").wait_for()
    tablet.look("pin-uitat-fara-semnal")
    page.get_by_role("button", name="Renunț").click()
    tablet.unlock()
    page.get_by_role("heading", name="Ce este de făcut").wait_for()
