"""Numbers with their units, as each language counts; and drawings in which words stay large enough to be read."""

from __future__ import annotations

import csv

import pytest
from django.utils.translation import override

from tests.repository.tree import ROOT
from vatra.web.present.indicators import in_unit, target_shown, unit_in_words
from vatra.web.present.map import WIDTH, Frame, Spot, map_of
from vatra.web.present.money import UNITS, unit_of_cost

SPACE = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(("value", "unit", "romanian", "english"), [
    (1, "ore", "1 oră", "1 hour"), (3.8, "ore", "3,8 ore", "3.8 hours"), (34, "ore", "34 de ore", "34 hours"),
    (101, "zile", "101 zile", "101 days"), (120, "minute", "120 de minute", "120 minutes"),
    (35, "puncte", "35 de puncte", "35 points"), (3.5, "posturi", "3,5 posturi", "3.5 posts"),
    (0, "la 1.000", "0 la 1.000", "0 in 1,000"), (7.6, "%", "7,6 %", "7.6 %"), (1185, "număr", "1.185", "1,185"),
])
def test_a_number_is_said_with_its_unit_on_one_line(value, unit, romanian, english):
    for language, said in (("ro", romanian), ("en", english)):
        with override(language):
            assert in_unit(value, unit) == said.replace(" ", SPACE)


def test_a_unit_by_itself_has_its_word_and_a_mere_count_none():
    with override("en"):
        assert [unit_in_words(unit) for unit in ("posturi", "puncte procentuale", "număr")] == [
            "posts", "percentage points", ""]


def test_every_unit_of_a_cost_is_said_in_the_language_of_the_screen():
    with (ROOT / "rulebook" / "romania" / "costs.csv").open(encoding="utf-8") as file:
        assert {row["unit"] for row in csv.DictReader(file)} == UNITS.keys()
    with override("en"):
        assert unit_of_cost("lei/lună") == "lei a month"
    with override("ro"):
        assert [unit_of_cost(unit) for unit in UNITS if unit != "parte"] == [unit for unit in UNITS if unit != "parte"]


def test_what_is_hoped_for_has_a_minus_and_does_not_break():
    assert target_shown("-10 %") == f"−10{SPACE}%"


def test_a_long_narrow_commune_is_drawn_in_the_middle_and_hardly_taller_than_wide():
    spots = [Spot("A", 46.0, 26.50, 3, "A"), Spot("B", 46.3, 26.52, 5, "B")]
    drawn = map_of(spots, title="t", sentence="s")
    assert drawn is not None
    assert int(drawn.width) == WIDTH
    assert int(drawn.height) <= WIDTH * 1.1
    assert sum(float(dot.x) for dot in drawn.dots) / 2 == pytest.approx(WIDTH / 2, abs=1)


def test_a_wide_county_fills_the_drawing():
    frame = Frame(46.0, 46.1, 26.0, 27.0)
    assert frame.at(46.0, 26.0)[0] == pytest.approx(36)
    assert frame.at(46.0, 27.0)[0] == pytest.approx(WIDTH - 36)
