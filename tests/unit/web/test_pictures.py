"""Pictures: what is drawn is what the table says, from zero, told apart without colour; what may not be told is not."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.unit.web.test_tokens import CSS, DARK, LIGHT, _luminance, _tokens, contrast
from vatra.places.queries import Outline
from vatra.results.fairness import funnel_of
from vatra.web.present.courses import Step
from vatra.web.present.pictures.areas import Place, areas_of, class_ends
from vatra.web.present.pictures.bars import Row, bars_of, pieces_of
from vatra.web.present.pictures.curves import HEIGHT, WIDTH, Series, curves_of
from vatra.web.present.pictures.funnels import funnel_plot
from vatra.web.present.pictures.multiples import multiples_of
from vatra.web.present.pictures.ranges import spans_of

VALUES = st.lists(st.none() | st.floats(0, 1e6), min_size=1, max_size=60)


def shown(value: float | None) -> str:
    return "nu se arată" if value is None else f"{value:g}"


def drawn(template: str, **told: object) -> ElementTree.Element:
    """The page's piece as a tree; entities of the template are plain characters."""
    return ElementTree.fromstring(f"<div>{render_to_string(template, told)}</div>")


@given(VALUES)
@settings(max_examples=40)
def test_each_bar_is_as_long_as_the_number_beside_it_says(values: list[float | None]) -> None:
    tree = drawn("web/parts/bars.html", what="Ce", value="Cât",
                 bars=bars_of([Row(f"r{at}", value, shown(value)) for at, value in enumerate(values)]))
    most = max((value or 0 for value in values), default=0) or 1
    for row, value in zip(tree.findall(".//tbody/tr"), values, strict=True):
        assert row.find("td").text == shown(value)
        bar = row.find(".//rect")
        if not value:
            assert bar is None
        else:
            assert bar.get("x") is None  # from zero
            assert float(bar.get("width")) == pytest.approx(max(0.6, 100 * value / most), abs=0.01)


def test_what_may_not_be_told_has_no_bar_and_its_place_says_so() -> None:
    [hidden, told] = bars_of([Row("a", None, "nu se arată"), Row("b", 7, "7")])
    assert (hidden.width, hidden.shown) == ("", "nu se arată")
    assert told.width == "100.00"


def test_bars_are_held_against_a_mark_on_the_same_scale() -> None:
    [bar] = bars_of([Row("a", 33, "33 %", mark=66)], most=100)
    assert (bar.width, bar.mark) == ("33.00", "66.00")


@given(st.lists(st.none() | st.integers(0, 900), min_size=1, max_size=6))
def test_the_pieces_of_a_whole_fill_it_without_those_withheld(counts: list[int | None]) -> None:
    pieces = pieces_of([(f"s{at}", count) for at, count in enumerate(counts)])
    assert [piece.step for piece in pieces] == [f"s{at}" for at, count in enumerate(counts) if count]
    if pieces:
        assert sum(float(piece.width) for piece in pieces) == pytest.approx(100, abs=0.1)


def steps(values: list[float | None]) -> list[Step]:
    return [Step(f"luna {at}", value, shown(value)) for at, value in enumerate(values)]


def test_a_month_that_may_not_be_told_is_a_gap_in_its_curve() -> None:
    found = curves_of([Series("noi", steps([4, 8, None, 8, 4]))], title="Ce a apărut")
    assert found is not None
    assert found.curves[0].path.count("M") == 2
    assert len(re.findall("[ML]", found.curves[0].path)) == 4


@given(st.lists(st.lists(st.none() | st.integers(0, 500), min_size=6, max_size=6), min_size=1, max_size=3))
@example([[None, None, None, None, 0, 1]] * 3)  # all end at the top
@settings(max_examples=60)
def test_curves_stand_on_zero_and_their_names_stand_apart_and_inside(values: list[list[float | None]]) -> None:
    found = curves_of([Series(f"s{at}", steps(one)) for at, one in enumerate(values)], title="t")
    if found is None:
        assert all(sum(value is not None for value in one) < 2 for one in values)
        return
    most = max(value or 0 for one in values for value in one) or 1
    base = float(found.base)
    for one, curve in zip([v for v in values if sum(x is not None for x in v) > 1], found.curves, strict=True):
        heights = [base - float(point.split()[1]) for point in re.findall(r"[ML]([\d. -]+)", curve.path)]
        wanted = [value for value in one if value is not None]
        assert heights == pytest.approx([value / most * (base - 28) for value in wanted], abs=0.11)
    for kind, size in (("wide", 16), ("narrow", 30)):
        downs = sorted(float(label.y) for label in found.labels if label.kind == kind and ": " in label.words)
        assert all(below - above >= size for above, below in pairwise(downs))
        assert all(0 < down <= HEIGHT for down in downs)
    assert float(found.width) == WIDTH


@pytest.mark.parametrize("communes", [0, 1, 2, 45])
def test_small_multiples_share_one_scale(communes: int) -> None:
    told = multiples_of([(f"c{at}", steps([1.0 + at, 2.0 + at])) for at in range(communes)])
    assert len(told) == communes
    tops = [min(float(point.split()[1]) for path in one.course.paths for point in re.findall(r"[ML]([\d. ]+)", path))
            for one in told if one.course]
    assert tops == sorted(tops, reverse=True)


def test_a_commune_with_nothing_to_tell_has_its_name_and_no_line() -> None:
    [one] = multiples_of([("Sascut", steps([None, None]))])
    assert (one.name, one.shown, one.course) == ("Sascut", "nu se arată", None)


def plotted(counts: dict[int, tuple[int, int]]) -> ElementTree.Element:
    found = funnel_of(counts)
    assert found is not None
    plot = funnel_plot(found, {code: f"Comuna {code}" for code in counts}, title="Parte", common="toate",
                       shown=lambda share: f"{100 * share:.1f} %", axis="numărați")
    return drawn("web/parts/funnel.html", funnel=plot, sentence="Ce se vede", note="", outside=[])


@pytest.mark.parametrize("number", [2, 45])
def test_a_funnel_plot_has_a_mark_for_each_commune_and_says_which(number: int) -> None:
    counts = {code: (code % 7 + 1, 40 + 10 * code) for code in range(number)}
    tree = plotted(counts)
    words = [mark.find("title").text for mark in (*tree.iter("circle"), *tree.iter("polygon"))]
    assert sorted(words) == sorted(f"Comuna {code}: {100 * part / whole:.1f} %"
                                   for code, (part, whole) in counts.items())
    assert tree.find(".//svg/title").text and tree.find(".//svg/desc").text == "Ce se vede"


def test_a_commune_far_outside_is_a_diamond_with_its_name() -> None:
    tree = plotted({**dict.fromkeys(range(20), (20, 100)), 99: (150, 200)})
    [diamond] = tree.iter("polygon")
    assert diamond.get("class") == "mark-far"
    assert "Comuna 99" in {text.text for text in tree.iter("text")}


@pytest.mark.parametrize("counts", [{1: (0, 10), 2: (0, 900)}, {1: (10, 10), 2: (900, 900)}, {1: (1, 1), 2: (0, 1)}])
def test_a_funnel_plot_stays_inside_its_drawing(counts: dict[int, tuple[int, int]]) -> None:
    for line in plotted(counts).iter("polyline"):
        for point in line.get("points").split():
            x, y = map(float, point.split(","))
            assert 0 <= x <= 640 and 0 <= y <= 380


def square(west: float) -> Outline:
    ring = [[west, 46.0], [west + 0.1, 46.0], [west + 0.1, 46.1], [west, 46.1], [west, 46.0]]
    return Outline([ring], "Cineva", "CC BY 4.0")


def test_areas_are_in_the_class_that_holds_their_value_and_the_rest_look_apart() -> None:
    places = [Place(1, "A", 3.0, "A: 3"), Place(2, "B", 38.0, "B: 38"), Place(3, "C", None, "C", withheld=True),
              Place(4, "D", None, "D"), Place(5, "E", 9.0, "fără limită")]
    found = areas_of(places, {code: square(26 + code / 10) for code in range(1, 5)}, title="t", shown=shown,
                     withheld="nu se arată", unknown="nenumărat")
    assert found is not None
    assert [area.kind for area in found.areas] == ["step-1", "step-4", "area-withheld", "area-unknown"]
    assert [(one.words, one.count) for one in found.classes] == [
        ("0 – 10", 1), ("30 – 40", 1), ("nu se arată", 1), ("nenumărat", 1)]
    assert found.credits == ["Cineva (CC BY 4.0)"]


def test_there_are_no_areas_without_boundaries() -> None:
    assert areas_of([Place(1, "A", 1.0, ""), Place(2, "B", 2.0, "")], {1: square(26)}, title="", shown=shown,
                    withheld="", unknown="") is None


@given(st.lists(st.floats(0, 1e5), max_size=45))
def test_classes_hold_every_value_are_equally_wide_and_at_most_five(values: list[float]) -> None:
    ends = class_ends(values)
    assert len(ends) <= 5
    assert all(ends[0][0] <= value <= ends[-1][1] * (1 + 1e-9) for value in values)
    widths = [high - low for low, high in ends]
    assert not widths or widths == pytest.approx([widths[0]] * len(widths), rel=1e-6)


def test_a_range_goes_from_its_low_to_its_high_end_and_shows_where_zero_is() -> None:
    low, high = spans_of([("a", -50, 0, 50, "", ""), ("b", 10, 20, 30, "", "")])
    assert (low.x, low.width, low.mark, low.zero) == ("0.00", "100.00", "50.00", "50.00")
    assert (high.x, high.width, high.mark) == ("60.00", "20.00", "70.00")


PAPER = _tokens(CSS[CSS.index("@media print"):])


@pytest.mark.parametrize("scheme", [LIGHT, DARK, LIGHT | PAPER], ids=["light", "dark", "paper"])
def test_the_classes_of_a_map_differ_in_lightness_in_one_direction(scheme: dict[str, str]) -> None:
    lightness = [_luminance(scheme[f"area-{step}"]) for step in range(1, 6)]
    assert lightness in (sorted(lightness), sorted(lightness, reverse=True))
    for one, other in pairwise(range(1, 6)):
        assert contrast(scheme[f"area-{one}"], scheme[f"area-{other}"]) >= 1.35
    assert contrast(scheme["area-1"], scheme["area-5"]) >= 4.5


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("shape", ["act", "ink", "ink-soft", "bad", "line-firm", "sev-4", "sev-2-line", "sev-1-line"])
def test_a_shape_that_means_something_stands_out_from_the_page(scheme: dict[str, str], shape: str) -> None:
    assert contrast(scheme[shape], scheme["paper"]) >= 3
