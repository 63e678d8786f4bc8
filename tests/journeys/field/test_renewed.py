"""The app is renewed while an interview is half done: it is whole before and after, and so is the interview."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from field.build import BUILT
from tests.unit.web.village import uuid

pytestmark = pytest.mark.journey
NAMES = "caches.keys().then((names) => names.filter((name) => name.startsWith('vatra-field-')))"


@contextmanager
def _another_version() -> Iterator[None]:
    """The server has a newer app: the same files under another name of its version."""
    packed = BUILT / "service-worker.js.gz"
    worker = BUILT / "service-worker.js"
    before, kept = worker.read_text("utf-8"), packed.read_bytes()
    worker.write_text(re.sub(r"(\$\{\w+\})[0-9a-f]{12}", r"\g<1>000000000000", before), "utf-8")
    packed.unlink()
    try:
        yield
    finally:
        worker.write_text(before, "utf-8")
        packed.write_bytes(kept)


def test_an_interview_survives_a_new_version_of_the_app(new_tablet):
    tablet = new_tablet()
    tablet.enrol("ana")
    tablet.settled()
    page = tablet.page
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    tablet.unlock()
    page.get_by_role("heading", name="Ce este de făcut").wait_for()
    page.evaluate(f"location.hash = '#/interviu/{uuid('rotaru')}/household'")
    page.get_by_role("textbox", name="Observații").fill("Începută înainte.")
    page.get_by_text("Salvat pe tabletă").wait_for()
    with _another_version():
        page.evaluate("navigator.serviceWorker.getRegistration().then((one) => one.update())")
        page.evaluate("location.hash = '#/azi'")
        page.get_by_role("button", name="Înnoiește acum").click()
        page.get_by_role("heading", name="Tableta este blocată").wait_for()
    tablet.becomes(NAMES, ["vatra-field-000000000000"])
    tablet.cut()
    page.reload()
    tablet.unlock()
    page.get_by_role("link", name=re.compile("Interviu: M.R.")).click()
    assert page.get_by_role("textbox", name="Observații").input_value() == "Începută înainte."
