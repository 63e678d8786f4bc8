"""The rulebook and the questionnaire change while an interview is open: it ends on its own, and is worked out anew."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from field.build import build
from tests.journeys.field.acts import FOOD, answer_food, finish_interview, said, send
from tests.journeys.field.conftest import Server
from tests.machine import free_port
from tests.unit.web.village import uuid
from vatra.base.shipped import shipped

pytestmark = pytest.mark.journey
OWN, NOW = "2026.1", "2026.2"


@pytest.fixture
def register(seeded: Path, tmp_path: Path) -> Iterator[Server]:
    """A register of its own: the others' method stays as it is."""
    build()
    made = Server(shutil.copytree(seeded, tmp_path, dirs_exist_ok=True), free_port())
    made.start()
    yield made
    made.stop()


def _lay_another_method(home: Path) -> None:
    """In force from today: hunger weighs more, and the questionnaire no longer asks for remarks."""
    laid = home / "rulebooks" / "romania-next"
    shutil.copytree(shipped("rulebook/romania"), laid)
    form = laid / "questionnaires" / "household"
    for file, before, after in (
        (laid / "rulebook.csv", f"version,{OWN}", f"version,{NOW}"),
        (laid / "rulebook.csv", "valid_since,2026-01-01", f"valid_since,{date.today()}"),
        (laid / "tables" / "EC04.csv", "\n1,2,>= 1,", "\n1,4,>= 1,"),
        (form / "settings.csv", f"vatra_household,{OWN}", f"vatra_household,{NOW}"),
    ):
        text = file.read_text("utf-8-sig")
        assert before in text, file
        file.write_text(text.replace(before, after), "utf-8")
    survey = (form / "survey.csv").read_text("utf-8-sig")
    without, gone = re.subn(r"^text,remarks,.*\n", "", survey, flags=re.MULTILINE)
    assert gone == 1
    (form / "survey.csv").write_text(without, "utf-8")


def test_an_interview_ends_on_the_method_with_which_it_began(new_tablet, register):
    tablet = new_tablet()
    tablet.enrol("ana")
    tablet.settled()
    page = tablet.page
    home = f"gospodarie/{uuid('rotaru')}"
    page.evaluate(f"location.hash = '#/{home}'")
    page.get_by_role("link", name="Interviu", exact=True).click()
    page.get_by_role("textbox", name="Observații").fill("Scrisă pe foaia veche.")
    page.evaluate(f"location.hash = '#/{home}'")
    answered = answer_food(tablet, 1)  # “sometimes”
    page.get_by_text("Salvat pe tabletă").wait_for()
    with register.away():
        _lay_another_method(register.home)
    page.evaluate("location.hash = '#/azi'")
    page.get_by_role("button", name="Trimite").click()
    tablet.settled()
    page.evaluate("location.hash = '#/tableta'")
    page.get_by_text(NOW).wait_for()
    page.reload()  # the battery is pulled: what the interview began with is on the disk
    tablet.unlock()
    tablet.cut()
    page.evaluate("location.hash = '#/azi'")
    page.get_by_role("link", name=re.compile("Interviu: M.R.")).click()
    notice = page.get_by_text("Metoda s-a schimbat cât interviul era deschis")
    assert OWN in notice.inner_text() and NOW in notice.inner_text()
    tablet.look("alta-metoda")
    assert page.get_by_role("group", name=FOOD).get_by_role("radio").nth(1).is_checked()
    page.get_by_text("Toate grupele de întrebări").click()
    page.locator("details li button").first.click()
    assert page.get_by_role("textbox", name="Observații").input_value() == "Scrisă pe foaia veche."
    page.get_by_text("Toate grupele de întrebări").click()  # folded up again
    finish_interview(tablet)
    tablet.mend()
    page.get_by_role("link", name="La gospodărie").click()
    send(tablet)
    tablet.settled()
    interview = said(register)[-1]
    assert (interview["kind"], interview["state"]) == ("record_interview", "applied")
    assert OWN in interview["rulebook"] and interview["payload"]["questionnaire_version"] == OWN
    assert str(interview["payload"]["household"]["h_food_short"]) == answered
    page.evaluate(f"location.hash = '#/{home}'")
    hunger = page.locator(".finding", has_text="Insecuritate alimentară")
    hunger.locator(".severity-4").wait_for()
    hunger.get_by_text("De ce: răspunsurile, regula, legea").click()
    hunger.get_by_text(NOW).wait_for()
