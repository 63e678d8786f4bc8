"""P13: the bytes before the field app's first screen, and how fast it starts cold without a network, slowed 4x.

A start is a new page, from the address entered to the heading of the lock drawn: what a worker waits for before
the PIN. A peer's published figure, slowed as much, stands beside it, and so does the app itself when nothing slows it.
"""

from __future__ import annotations

from statistics import median

from playwright.sync_api import Browser

from bench.commune import HOUSEHOLDS, Home, demo, served
from bench.report import Figure, print_figure
from bench.screen import SLOWED, Screen, chromium_here, screen

SIZES = (HOUSEHOLDS // 4, HOUSEHOLDS // 2, HOUSEHOLDS)  # households on the tablet
TIMES = 7
GOAL_MS, GOAL_BYTES = 1500, 250_000
PEER = "Aam Digital 3.3 s slowed 4x, 7.2 MB"

_STARTED = "() => document.querySelector('h1') && performance.now()"


def main() -> None:
    """Bytes of an empty tablet once; starts of tablets of three sizes."""
    with demo(1) as home, chromium_here() as browser:
        size = _first_bytes(browser, home)
        found = {households: _starts(browser, home, households) for households in SIZES}
    print_figure(Figure(
        "P13", "bytes on the wire before the first screen of an empty tablet", f"≤ {GOAL_BYTES / 1000:.0f} kB",
        f"{size / 1000:.0f} kB", size <= GOAL_BYTES, ratio=PEER,
    ))
    slowed, free = found[HOUSEHOLDS]
    print_figure(Figure(
        "P13", f"cold start without a network, {HOUSEHOLDS:,} households on the tablet, slowed {SLOWED}x",
        f"≤ {GOAL_MS / 1000:g} s", f"{slowed / 1000:.2f} s", slowed <= GOAL_MS,
        ratio=f"not slowed {free / 1000:.2f} s; {PEER}",
        growth=tuple(f"{households:,}: {times[0]:.0f} ms" for households, times in found.items()),
    ))


def _first_bytes(browser: Browser, home: Home) -> int:
    with served(home) as server, screen(browser, server.address) as tablet:
        tablet.watch_network()
        tablet.page.goto("/teren/", wait_until="networkidle")
        tablet.page.get_by_role("heading", name="Porniți tableta").wait_for()
        return sum(tablet.bytes_by_path().values())


def _starts(browser: Browser, home: Home, households: int) -> tuple[float, float]:
    """Milliseconds, the middle of several: slowed, and not."""
    home.cut(households)
    with served(home) as server, screen(browser, server.address) as tablet:
        tablet.first_sync(home.code())
        tablet.page.reload()  # by now the service worker has it all
        tablet.page.locator("input[type=password]").wait_for()
        tablet.page.context.set_offline(True)
        return _middle(tablet, SLOWED), _middle(tablet, 1)


def _middle(tablet: Screen, times: float) -> float:
    taken = []
    for _try in range(TIMES):
        page = tablet.page.context.new_page()
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": times})
        page.goto("/teren/", wait_until="commit")
        taken.append(float(page.wait_for_function(_STARTED, polling=10).json_value()))
        page.close()
    return median(taken)


if __name__ == "__main__":
    main()
