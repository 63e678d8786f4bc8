"""A server that can be stopped and started, and tablets of 360 px whose network can be cut."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page

from field.build import build
from tests import browser as chromium
from tests.journeys.conftest import ROOT, SCREENS, wait_for
from tests.journeys.test_every_page import checked
from tests.machine import free_port

PIN = "274195"
EXPECTED = (
    "Failed to load resource", "net::ERR_",  # the browser's own words for a network that is not there
    "Clear-Site-Data",  # asks for cookies to be sent, which a tablet does not; it wipes itself by hand
)


@dataclass
class Server:
    """The register of a small village, its address, and its life."""

    home: Path
    port: int
    process: subprocess.Popen[bytes] | None = None
    address: str = field(init=False)

    def __post_init__(self) -> None:
        self.address = f"http://127.0.0.1:{self.port}"

    @property
    def env(self) -> dict[str, str]:
        return {key: value for key, value in os.environ.items() if key != "DATABASE_URL"} | {
            "VATRA_HOME": str(self.home)
        }

    def start(self) -> None:
        command = [str(Path(sys.executable).parent / "vatra"), "serve", "--port", str(self.port), "--workers", "1"]
        log = self.home / "server.log"
        with log.open("ab") as written:
            self.process = subprocess.Popen(
                command, cwd=self.home, env=self.env, stdout=written, stderr=subprocess.STDOUT
            )
        wait_for(f"{self.address}/teren/", self.process, log)

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait()

    @contextmanager
    def away(self) -> Iterator[None]:
        """Nobody answers at its address meanwhile."""
        self.stop()
        try:
            yield
        finally:
            self.start()

    def run(self, *module: str) -> str:
        """What a module of the tests prints, run beside this server."""
        done = subprocess.run(
            [sys.executable, "-m", *module], cwd=ROOT, env=self.env, check=False, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()


@dataclass
class Tablet:
    """A worker's tablet: its page, and the network that can be cut."""

    server: Server
    context: BrowserContext
    page: Page
    pictures: str
    barriers: list[str] = field(default_factory=list)

    def look(self, name: str) -> None:
        """Notes every barrier of a screen, and whether it is wider than the tablet; takes a picture of it."""
        self.barriers += [f"{name}: {one}" for one in checked(self.page)]
        width = self.page.evaluate("document.documentElement.scrollWidth")
        if width > self.page.viewport_size["width"]:
            self.barriers.append(f"{name}: {width} px wide")
        self.picture(name)

    def cut(self) -> None:
        self.context.set_offline(True)

    def mend(self) -> None:
        self.context.set_offline(False)

    def enrol(self, username: str) -> None:
        """From the office's link to the worklist."""
        page = self.page
        page.goto(f"/teren/#cod={self.server.run('tests.journeys.field.code', username)}")
        page.get_by_label("Cum se numește tableta").fill("Tableta de probă")
        self.picture("porniti")
        page.get_by_role("button", name="Mai departe").click()
        for button in ("Mai departe", "Pornește"):
            page.locator("input").fill(PIN)
            page.get_by_role("button", name=button, exact=True).click()
        page.get_by_role("heading", name="Ce este de făcut").wait_for(timeout=60_000)

    def set_out(self, username: str) -> None:
        """Enrolled and in step, the app kept for a start without a network; then there is none."""
        self.enrol(username)
        self.settled()
        self.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        self.page.reload()
        self.unlock()
        self.cut()

    def unlock(self, pin: str = PIN) -> None:
        self.page.locator("input[type=password]").fill(pin)
        self.page.get_by_role("button", name="Deschide", exact=True).click()

    def settled(self) -> None:
        """Waits until the strip says that everything was received."""
        self.page.get_by_text("Toate primite la").first.wait_for(timeout=30_000)

    def becomes(self, script: str, wanted: object) -> None:
        """Waits until the browser tells this: it ends workers and deletes stores in its own time."""
        for _moment in range(150):
            if (told := self.page.evaluate(script)) == wanted:
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(f"still {told}")

    def picture(self, name: str) -> None:
        """Kept where VATRA_SCREENS says, to be looked at."""
        if SCREENS:
            self.page.screenshot(path=str(Path(SCREENS) / f"teren-{self.pictures}{name}.png"), full_page=True)


@contextmanager
def on_disk(browser: Browser, register: Server, profile: Path, *, pictures: str = "") -> Iterator[Tablet]:
    """A tablet in a browser of its own, whose profile stays on the disk."""
    context = browser.browser_type.launch_persistent_context(
        profile, executable_path=chromium.chromium(), args=["--headless=new", *chromium.FLAGS], locale="ro-RO",
        base_url=register.address, viewport={"width": 360, "height": 740}, reduced_motion="reduce",
        accept_downloads=True, timezone_id="Europe/Bucharest",
    )
    context.set_default_timeout(15_000)
    try:
        yield Tablet(register, context, context.pages[0], pictures)
    finally:
        with suppress(Error):  # its battery was pulled
            context.close()


@pytest.fixture(scope="package")
def register(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with the village of the page tests and the field app as it stands in the sources."""
    build()
    made = Server(shutil.copytree(seeded, tmp_path_factory.mktemp("vatra"), dirs_exist_ok=True), free_port())
    made.start()
    yield made
    made.stop()


@pytest.fixture
def new_tablet(register: Server, browser: Browser) -> Iterator[Callable[..., Tablet]]:
    """`new_tablet()`: an empty tablet; nothing may be complained of but a network that is not there."""
    tablets: list[Tablet] = []
    troubles: list[str] = []

    def _new(*, width: int = 360, scheme: str = "light", pictures: str = "") -> Tablet:
        context = browser.new_context(
            base_url=register.address, viewport={"width": width, "height": 740}, locale="ro-RO", color_scheme=scheme,
            reduced_motion="reduce", has_touch=True, timezone_id="Europe/Bucharest",
        )
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda said: said.type in ("error", "warning") and troubles.append(said.text))
        page.on("pageerror", lambda error: troubles.append(str(error)))
        tablets.append(Tablet(register, context, page, pictures))
        return tablets[-1]

    yield _new
    for tablet in tablets:
        tablet.context.close()
    assert not [barrier for tablet in tablets for barrier in tablet.barriers]
    assert not [trouble for trouble in troubles if not any(word in trouble for word in EXPECTED)]
