"""A server with a small village in it for each file of journeys, and a browser for each worker."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect, sync_playwright

from tests import browser as chromium
from tests.machine import free_port
from tests.unit.web.village import PASSWORD

ROOT = Path(__file__).resolve().parent.parent.parent
expect.set_options(timeout=15_000)  # as long as any other wait: two journeys share a slow machine
SCREENS = os.environ.get("VATRA_SCREENS")  # a folder for pictures of every page, to be looked at


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A VATRA_HOME with the village in it, which nobody serves; to be copied."""
    home = tmp_path_factory.mktemp("seeded")
    subprocess.run([sys.executable, "-m", "tests.journeys.seed"], cwd=ROOT, env=env_of(home), check=True)
    return home


@pytest.fixture(scope="module")
def home(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The VATRA_HOME of a file of journeys, with the village in it."""
    return shutil.copytree(seeded, tmp_path_factory.mktemp("vatra"), dirs_exist_ok=True)


def env_of(home: Path) -> dict[str, str]:
    """What a process that works on this VATRA_HOME needs, on SQLite."""
    return {key: value for key, value in os.environ.items() if key != "DATABASE_URL"} | {"VATRA_HOME": str(home)}


@pytest.fixture
def interviewed(home: Path) -> Callable[..., None]:
    """`interviewed(uuid, on, household={…}, Andrei={…})`: the interview that a tablet brought from that day."""
    def _interviewed(uuid: str, on: date, by: str = "ana", **facts: dict[str, Any]) -> None:
        said = [uuid, on.isoformat(), json.dumps(facts), by]
        command = [sys.executable, "-m", "tests.journeys.interview", *said]
        subprocess.run(command, cwd=ROOT, env=env_of(home), check=True)

    return _interviewed


@pytest.fixture(scope="module")
def server(home: Path) -> Iterator[str]:
    """The address of a server on SQLite with the village in it."""
    env, port = env_of(home), free_port()
    command = [str(Path(sys.executable).parent / "vatra"), "serve", "--port", str(port), "--workers", "1"]
    with (home / "server.log").open("wb") as log, subprocess.Popen(
        command, cwd=home, env=env, stdout=log, stderr=subprocess.STDOUT
    ) as process:
        try:
            wait_for(f"http://127.0.0.1:{port}/intrare/", process, home / "server.log")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _try in range(240):
        try:
            with urlopen(address, timeout=2):
                return
        except (URLError, OSError):
            if process.poll() is not None:
                break
            time.sleep(0.25)
    raise RuntimeError(f"the server did not start: {log.read_text('utf-8', errors='replace')[-2000:]}")


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium for all journeys; closed before any other test, for its event loop disturbs Django."""
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=chromium.chromium(), args=["--headless=new", *chromium.FLAGS])


@pytest.fixture(scope="module")
def signed_in() -> dict[str, StorageState]:
    """What the browser keeps of each worker who has signed in once."""
    return {}


@pytest.fixture
def troubles() -> list[str]:
    """What the browser complained of during the test: refused by the policy, errors of scripts."""
    return []


@pytest.fixture
def arrive(
    server: str, browser: Browser, troubles: list[str], signed_in: dict[str, StorageState]
) -> Iterator[Callable[..., Page]]:
    """`arrive("ana", width=360)`: a page in which that worker has signed in; nothing may be complained of."""
    contexts = []

    def _arrive(
        username: str | None = None, *, width: int = 1280, scheme: str = "light", script: bool = True,
        anew: bool = False,
    ) -> Page:
        known = None if anew or username is None else signed_in.get(username)
        context = browser.new_context(
            storage_state=known,
            base_url=server, viewport={"width": width, "height": 800}, locale="ro-RO", color_scheme=scheme,
            java_script_enabled=script, reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: said.type in ("error", "warning") and troubles.append(said.text))
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.goto("/")
        if username and not known:
            page.get_by_label("Numele contului").fill(username)
            page.get_by_label("Parola").fill(PASSWORD)
            page.get_by_role("button", name="Autentificare").click()
            page.wait_for_url(lambda url: "/intrare/" not in url)
            if not anew:
                signed_in[username] = context.storage_state()
        return page

    yield _arrive
    for context in contexts:
        context.close()
    expected = "Failed to load resource"  # the browser's own word for every answer of 400 and above
    assert not [trouble for trouble in troubles if expected not in trouble]
