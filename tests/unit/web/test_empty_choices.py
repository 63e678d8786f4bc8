"""A question with nothing to choose from says so: a heading with nothing under it leaves the worker guessing."""

from __future__ import annotations

from tests.unit.web.village import uuid
from vatra.config.words import compile_catalogue


def test_a_household_without_a_placed_child_says_that_nobody_can_come_back(signed_in):
    compile_catalogue()
    page = signed_in("ana").get(f"/gospodarii/{uuid('popescu')}/eveniment/intoarcere/").content.decode()
    asked = page[page.index("<legend>Care copil?"):]
    assert "Aici nu este nimic de ales." in asked[:asked.index("</fieldset>")]
