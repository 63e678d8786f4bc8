"""The colours can be read: every pair of ink and ground that the pages use, in light and in dark."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

import vatra.web

CSS = (Path(vatra.web.__file__).parent / "static" / "web" / "tokens.css").read_text("utf-8")

TEXT = [  # ink on ground
    ("ink", "ground"), ("ink", "paper"), ("ink", "paper-sunk"), ("ink-soft", "ground"), ("ink-soft", "paper"),
    ("ink-soft", "paper-sunk"), ("act", "ground"), ("act", "paper"), ("act", "act-soft"), ("act-over", "paper"),
    ("act-ink", "act"), ("act-ink", "act-over"), ("header-ink", "header"), ("header-soft", "header"),
    ("header-ink", "header-line"), ("good", "good-soft"), ("bad", "bad-soft"), ("note", "note-soft"),
    ("ink", "good-soft"), ("ink", "bad-soft"), ("ink", "note-soft"), ("bad", "paper"), ("bad", "ground"),
    ("good", "paper"), ("good", "ground"), ("focus-ink", "focus"),
    *((f"sev-{step}-ink", f"sev-{step}") for step in range(5)), ("unknown-ink", "unknown"),
]
SHAPES = [  # lines that carry meaning on their ground
    ("line-field", "paper"), ("line-field", "ground"), ("line-firm", "paper"), ("sev-4-line", "paper"),
    ("sev-3-line", "paper"), ("sev-2-line", "paper"), ("sev-1-line", "paper"), ("unknown-line", "paper"),
]


def _tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-fA-F]{6})", block))


LIGHT = _tokens(CSS[: CSS.index("@media (prefers-color-scheme: dark)")])
DARK = LIGHT | _tokens(CSS[CSS.index("@media (prefers-color-scheme: dark)"): CSS.index("@media print")])


def _luminance(colour: str) -> float:
    parts = [int(colour[i: i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_stands_out_from_its_ground(scheme, ink, ground):
    assert contrast(scheme[ink], scheme[ground]) >= 4.5


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("line", "ground"), SHAPES)
def test_a_line_that_means_something_can_be_seen(scheme, line, ground):
    assert contrast(scheme[line], scheme[ground]) >= 3


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_steps_of_severity_differ_in_lightness_too(scheme):
    steps = [_luminance(scheme[f"sev-{step}"]) for step in (4, 3, 2, 1)]
    assert all(abs(one - other) > 0.02 for one, other in pairwise(steps))


def test_no_stylesheet_fetches_anything_from_elsewhere():
    for path in (Path(vatra.web.__file__).parent / "static" / "web").glob("*.css"):
        assert not re.search(r"url\(|@import|https?:", path.read_text("utf-8")), path.name
