"""How the app starts: few bytes, without a network, and nothing readable left lying open."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.journey
MOST_BYTES = 250_000


def test_the_first_screen_takes_few_bytes(new_tablet):
    tablet = new_tablet()
    sizes = []
    tablet.page.on("response", lambda answer: sizes.append(int(answer.headers.get("content-length", "0"))))
    tablet.page.goto("/teren/", wait_until="networkidle")
    tablet.page.get_by_role("heading", name="Porniți tableta").wait_for()
    print(f"first screen: {sum(sizes):,} bytes")
    assert 20_000 < sum(sizes) <= MOST_BYTES, sizes


def test_the_app_starts_without_a_network_and_asks_for_the_pin(new_tablet):
    tablet = new_tablet()
    tablet.enrol("ana")
    tablet.settled()
    tablet.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    tablet.page.reload()
    tablet.cut()
    page = tablet.context.new_page()
    page.goto("/teren/")
    page.get_by_role("heading", name="Tableta este blocată").wait_for()
    page.close()


def test_nothing_readable_stays_in_what_the_browser_keeps_open(new_tablet):
    tablet = new_tablet()
    tablet.enrol("ana")
    tablet.settled()
    kept = tablet.page.evaluate("""async () => {
      const files = [];
      for (const name of await caches.keys())
        for (const request of await (await caches.open(name)).keys()) files.push(request.url);
      return {local: JSON.stringify({...localStorage}), session: JSON.stringify({...sessionStorage}), files,
              address: location.href, history: history.length};
    }""")
    assert "Popescu" not in kept["local"] + kept["session"] and kept["session"] == "{}"
    assert kept["files"] and not [one for one in kept["files"] if "/api/" in one]
    assert "cod=" not in kept["address"]
