"""What the office decides while a tablet is away: roles end, a tablet is wiped; and a tablet of two workers."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.field.acts import find, said, send, write_visit
from tests.unit.web.village import uuid

pytestmark = pytest.mark.journey
LEFT = """async () => {
  const rows = {};
  for (const {name} of await indexedDB.databases()) {
    const asked = indexedDB.open(name);
    const open = await new Promise((then) => { asked.onsuccess = () => then(asked.result); });
    for (const store of open.objectStoreNames) {
      const count = open.transaction(store).objectStore(store).count();
      rows[`${name}/${store}`] = await new Promise((then) => { count.onsuccess = () => then(count.result); });
    }
    open.close();
  }
  const workers = await navigator.serviceWorker.getRegistrations();
  return {rows, caches: await caches.keys(), workers: workers.length, stores: localStorage.getItem('vatra-stores')};
}"""


def test_work_of_a_role_that_ended_is_kept_for_a_human_and_the_families_leave_the_tablet(new_tablet, register):
    tablet = new_tablet(pictures="rol-")
    tablet.enrol("mihai")
    tablet.settled()
    tablet.cut()
    find(tablet, "Popescu")
    write_visit(tablet, "Am vorbit cu învățătoarea.")
    before = len(said(register))
    register.run("tests.journeys.field.office", "part", "mihai")
    tablet.mend()
    send(tablet)
    tablet.page.get_by_text("primită; de clarificat de un om la birou").wait_for()
    [late] = said(register)[before:]
    assert (late["kind"], late["state"], late["reason_code"]) == ("record_visit", "to_settle", "not_permitted")
    tablet.look("incheiat")
    tablet.page.evaluate(f"location.hash = '#/gospodarie/{uuid('popescu')}'")
    tablet.page.get_by_text("nu mai este, în grija echipei dumneavoastră").wait_for()
    tablet.page.get_by_role("link", name="Trimise").click()
    tablet.page.get_by_text("Gospodăria nu este pe această tabletă").wait_for()


def test_a_wiped_tablet_keeps_nothing_not_even_the_app(new_tablet, register):
    tablet = new_tablet()
    tablet.enrol("sefa")
    tablet.settled()
    tablet.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    tablet.page.wait_for_function("caches.keys().then((names) => names.length > 0)")
    register.run("tests.journeys.field.office", "wipe", "sefa")
    send(tablet)
    tablet.page.get_by_role("heading", name="Porniți tableta").wait_for()
    tablet.becomes(LEFT, {"rows": {"vatra-vault/vault": 0}, "caches": [], "workers": 0, "stores": None})


def test_two_workers_share_a_tablet_and_neither_sees_what_is_the_others(new_tablet, register):
    tablet = new_tablet(pictures="impartita-")
    page = tablet.page
    tablet.enrol("ana")
    tablet.settled()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    tablet.cut()
    find(tablet, "Gospodarg")
    write_visit(tablet, "Numai Ana știe.")
    page.get_by_role("button", name="Blochează").click()
    tablet.mend()
    page.get_by_role("button", name="Un coleg nou pornește aici").click()
    page.get_by_role("heading", name="Porniți tableta").wait_for()
    tablet.look("porniti")
    tablet.enrol("nina")
    tablet.settled()
    expect(page.locator(".ways .count")).to_have_count(0)
    find(tablet, "Gospodarg")
    expect(page.get_by_text("Numai Ana știe")).to_have_count(0)
    page.get_by_role("button", name="Blochează").click()
    tablet.cut()
    tablet.look("blocata")
    page.get_by_role("button", name="Deschide pentru A.M.").click()
    page.get_by_text("Se deschide pentru A.M.").wait_for()
    tablet.unlock()
    page.get_by_text("1 salvată pe tabletă, netrimisă").wait_for()
    register.run("tests.journeys.field.office", "wipe", "nina")
    tablet.mend()
    send(tablet)
    tablet.settled()
    expect(page.get_by_role("button", name="Blochează")).to_have_count(1)  # a colleague's end is not one's own
