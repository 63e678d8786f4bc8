"""A tablet in Chromium whose processor is slowed, driven by its real screens, and what it took.

The clock tells what a worker waits; it also tells what else this machine was doing. Beside it stands the
processor time of the page's thread (its tasks in Chromium's own count, by the thread's clock), which the
slowing lengthens too. Threads beside the page (Argon2id's, WebCrypto's, the network's) are not slowed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from field.build import build
from tests import browser as chromium

SLOWED = 4
PIN = "274195"

# Kept in the page: when it was asked, and when what was waited for had been laid out.
_WATCH = """
window.until = (there, from) => new Promise((resolve, reject) => {
  const look = () => {
    if (!there()) return;
    watching.disconnect();
    void document.body.offsetHeight;
    resolve(performance.now() - from);
  };
  setTimeout(() => reject(new Error(`never came: ${there}`)), 90_000);
  const watching = new MutationObserver(look);
  watching.observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
  look();
});
addEventListener("online", (event) => event.stopImmediatePropagation()); // it syncs when it is told, not before
window.clicked = (button, there) => {
  const from = performance.now();
  button.click();
  return until(there, from);
};
"""


@dataclass(slots=True)
class Taken:
    """Seconds by the clock, and of the page's thread: all its tasks, and scripts alone."""

    clock: float = 0.0
    tasks: float = 0.0
    scripts: float = 0.0


@dataclass(slots=True)
class Screen:
    """A tablet's page, and Chromium's ways to slow and measure it."""

    page: Page
    cdp: CDPSession
    _sizes: dict[str, list[Any]] = field(default_factory=dict)

    def slow(self, times: float = SLOWED) -> None:
        """Slow the page's processor so many times."""
        self.cdp.send("Emulation.setCPUThrottlingRate", {"rate": times})

    def enrol(self, code: str) -> None:
        """From the office's link to the PIN chosen twice; what remains is to send it."""
        page = self.page
        page.goto(f"/teren/#cod={code}")
        page.get_by_label("Cum se numește tableta").fill("Tableta de probă")
        page.get_by_role("button", name="Mai departe").click()
        page.locator("input").fill(PIN)
        page.get_by_role("button", name="Mai departe", exact=True).click()
        page.locator("input").fill(PIN)

    def first_sync(self, code: str) -> None:
        """Everything from the office's link to the worklist, at full speed and unmeasured."""
        self.enrol(code)
        self.page.get_by_role("button", name="Pornește", exact=True).click()
        self.page.locator(".task").first.wait_for(timeout=120_000)
        self.page.get_by_text("Toate primite la").first.wait_for(timeout=120_000)
        self.page.evaluate("navigator.serviceWorker.ready.then(() => true)")

    def taken(self, act: str, argument: Any = None) -> Taken:
        """Evaluate what gives milliseconds by the clock; with the processor's share."""
        before = self.metrics()
        clock = self.page.evaluate(act, argument)
        after = self.metrics()
        return Taken(clock / 1000, *(after[name] - before[name] for name in ("TaskDuration", "ScriptDuration")))

    def metrics(self) -> dict[str, float]:
        """Chromium's own counts since the page began, in seconds of the thread."""
        return {one["name"]: one["value"] for one in self.cdp.send("Performance.getMetrics")["metrics"]}

    def bytes_by_path(self) -> dict[str, int]:
        """Bytes that came over the wire so far, heads and packed bodies, by the last word of the path before any id."""
        self.page.wait_for_timeout(500)  # Chromium tells of the last answers a little later
        found: dict[str, int] = {}
        for path, size in self._sizes.values():
            found[path] = found.get(path, 0) + size
        return found

    def watch_network(self) -> None:
        """Begin to count bytes."""
        self._sizes.clear()
        self.cdp.send("Network.enable")

        def asked(event: dict[str, Any]) -> None:
            path = event["request"]["url"].partition("/api/sync/")[2].partition("?")[0].partition("/")[0]
            self._sizes[event["requestId"]] = [path or "app", 0]

        def done(event: dict[str, Any]) -> None:
            if event["requestId"] in self._sizes:
                self._sizes[event["requestId"]][1] = int(event["encodedDataLength"])

        self.cdp.on("Network.requestWillBeSent", asked)
        self.cdp.on("Network.loadingFinished", done)


@contextmanager
def chromium_here() -> Iterator[Browser]:
    """The Chromium of the journeys, after the field app was built."""
    build()
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=chromium.chromium(), args=["--headless=new", *chromium.FLAGS])


@contextmanager
def screen(browser: Browser, address: str) -> Iterator[Screen]:
    """An empty tablet of 360 px."""
    context = browser.new_context(
        base_url=address, viewport={"width": 360, "height": 740}, locale="ro-RO", reduced_motion="reduce",
        has_touch=True, timezone_id="Europe/Bucharest",
    )
    context.add_init_script(_WATCH)
    page = context.new_page()
    page.set_default_timeout(60_000)
    cdp = context.new_cdp_session(page)
    cdp.send("Performance.enable", {"timeDomain": "threadTicks"})
    try:
        yield Screen(page, cdp)
    finally:
        context.close()
