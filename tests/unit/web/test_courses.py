"""A number over months: its first and last value stand beside the line, never one on the other, never cut off."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from vatra.web.present.courses import LETTER, SIZES, WIDTH, Course, Step, course_of

MONTHS = 36


def course(*known: int) -> Course:
    """The line of three years of which only these months may be told."""
    steps = [Step(f"septembrie 20{place:02}", 208.0 if place in known else None, "208 zile") for place in range(MONTHS)]
    made = course_of(steps, title="Zile")
    assert made is not None
    return made


def beside(made: Course, kind: str) -> list[tuple[float, float, str]]:
    """From where to where each word reaches, in units of the drawing, and the line of words on which it stands."""
    size = next(size for name, size, _below in SIZES if name == kind)
    found = []
    for label in made.labels:
        if label.kind == kind:
            x, wide = float(label.x), LETTER * size * len(label.words)
            found.append((x - wide, x, label.y) if label.anchor == "end" else (x, x + wide, label.y))
    return found


@given(st.sets(st.integers(0, MONTHS - 1), min_size=2))
@example({30, 32})  # a few months near the end
@example({9, 10})
@example({0, 35})
@settings(max_examples=60)
@pytest.mark.parametrize("kind", ["wide", "narrow"])
def test_words_beside_a_line_stand_apart_and_inside(kind: str, known: set[int]) -> None:
    placed = beside(course(*known), kind)
    assert placed
    assert all(begins >= 0 and ends <= WIDTH for begins, ends, _y in placed)
    for line in {y for _begins, _ends, y in placed}:
        reached = 0.0
        for begins, ends, _y in sorted(one for one in placed if one[2] == line):
            assert begins >= reached
            reached = ends


def test_a_whole_line_has_its_first_and_its_last_month_on_both_screens() -> None:
    made = course(0, 35)
    for kind in ("wide", "narrow"):
        said = {label.words for label in made.labels if label.kind == kind}
        assert said == {"septembrie 2000", "septembrie 2035", "208 zile"}
