"""The battery is pulled in the middle of an interview; then somebody finds the tablet and reads its disk."""

from __future__ import annotations

import os
import re
import signal
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.journeys.field.acts import FOOD, answer_food, find, write_visit
from tests.journeys.field.conftest import on_disk

pytestmark = pytest.mark.journey
NOTE = "Bunica a spus că fetița doarme la vecini."


def _pull_the_battery(profile: Path) -> None:
    """kill -9 to every process that holds this profile."""
    own = str(profile).encode()
    pids = [int(one.name) for one in Path("/proc").iterdir() if one.name.isdigit() and own in _command(one)]
    assert pids
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    while any(own in _command(Path(f"/proc/{pid}")) for pid in pids):
        time.sleep(0.05)
    (profile / "SingletonLock").unlink(missing_ok=True)


def _command(process: Path) -> bytes:
    try:
        return (process / "cmdline").read_bytes()
    except OSError:
        return b""


def _forms(words: str) -> list[bytes]:
    """How a browser may write words down."""
    return [words.encode("utf-8"), words.encode("utf-16-le"), words.encode("latin-1", "replace")]


def _readable(profile: Path, secrets: list[str]) -> list[str]:
    """Which of them stand in which file of the profile."""
    files = [one for one in profile.rglob("*") if one.is_file()]
    assert any("IndexedDB" in str(one) for one in files)
    found = []
    for file in files:
        kept = file.read_bytes()
        found += [f"{secret} in {file.relative_to(profile)}" for secret in secrets
                  if any(form in kept for form in _forms(secret))]
    return found


def test_an_interview_survives_the_battery_and_the_disk_tells_nothing(browser, register, tmp_path):
    number = register.run("tests.journeys.field.family", "numbered")
    profile = tmp_path / "profile"
    with on_disk(browser, register, profile, pictures="baterie-") as tablet:
        tablet.set_out("ana")
        find(tablet, "Ciobanu")
        write_visit(tablet, NOTE)
        find(tablet, "Rotaru")
        chosen = answer_food(tablet, 0)
        tablet.page.get_by_text("Salvat pe tabletă").wait_for()
        tablet.page.wait_for_timeout(1_500)  # an answer is on the disk after 300 ms, on a busy machine later
        _pull_the_battery(profile)
    # the server is away too, so that nothing but the tablet's own disk can answer
    with register.away(), on_disk(browser, register, profile, pictures="baterie-") as tablet:
        tablet.cut()
        tablet.page.goto("/teren/")
        tablet.unlock()
        tablet.page.get_by_text("1 salvată pe tabletă, netrimisă").wait_for()
        tablet.page.get_by_role("link", name=re.compile("Interviu: M.R.")).click()
        kept = tablet.page.get_by_role("group", name=FOOD).get_by_role("radio", checked=True)
        assert kept.get_attribute("value") == chosen
        _pull_the_battery(profile)
    secrets = [number, "Zamfira", "Ciobanu", "CIOBANU", "ciobanu", "Fântânii 31", "Rotaru", "rotaru", "Bisericii 7",
               "doarme la vecini", "Ana Munteanu"]
    assert _readable(profile, secrets) == []
