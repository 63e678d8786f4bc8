"""A number over months as a line; made on the server, from zero, with its first and last value written beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from vatra.web.present.map import Label

WIDTH, HEIGHT = 640, 280
LEFT, RIGHT, TOP, BOTTOM = 16, 16, 44, 40
SIZES = (("wide", 16, 8.0), ("narrow", 30, 12.0))  # of type, and how far above its line, in units of the drawing
LETTER = 0.55  # the width of a letter, of its size
SPARK_WIDTH, SPARK_HEIGHT, SPARK_MARGIN = 120, 36, 4


@dataclass(frozen=True, slots=True)
class Step:
    """One month: its words, and its value; None where there is none or it may not be told."""

    name: str
    value: float | None
    shown: str


@dataclass(frozen=True, slots=True)
class Course:
    """The drawing in its own units: `paths` are unbroken stretches, `dots` the months that stand alone."""

    width: str
    height: str
    title: str
    base: str
    paths: list[str] = field(default_factory=list)
    dots: list[tuple[str, str]] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)


def course_of(steps: Sequence[Step], *, title: str) -> Course | None:
    """The line of a page; None with fewer than two values."""
    known = [place for place, step in enumerate(steps) if step.value is not None]
    if len(known) < 2:
        return None
    at = _Frame(len(steps), max(step.value or 0 for step in steps), WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM)
    labels = []
    for kind, size, below in SIZES:
        for place, anchor in _ends(steps, known[0], known[-1], at, size):
            x, y = at.point(place, steps[place].value or 0)
            labels.append(Label(f"{x:.1f}", f"{y - below:.1f}", anchor, steps[place].shown, kind))
            labels.append(Label(f"{x:.1f}", f"{HEIGHT - below:.1f}", anchor, steps[place].name, kind))
    return Course(str(WIDTH), str(HEIGHT), title, f"{HEIGHT - BOTTOM}", *_drawn(steps, at), labels)


def spark_of(steps: Sequence[Step], *, most: float | None = None) -> Course | None:
    """The same as a small line beside a number: no words of its own, the row says them. `most`: the scale's end."""
    if sum(step.value is not None for step in steps) < 2:
        return None
    top = max(step.value or 0 for step in steps) if most is None else most
    at = _Frame(len(steps), top, SPARK_WIDTH, SPARK_HEIGHT, *[SPARK_MARGIN] * 4)
    return Course(str(SPARK_WIDTH), str(SPARK_HEIGHT), "", f"{SPARK_HEIGHT - SPARK_MARGIN}", *_drawn(steps, at))


@dataclass(frozen=True, slots=True)
class _Frame:
    """From months and values to units of the drawing."""

    months: int
    most: float
    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int

    def point(self, place: int, value: float) -> tuple[float, float]:
        across = (self.width - self.left - self.right) * place / max(self.months - 1, 1)
        up = (self.height - self.top - self.bottom) * (value / self.most if self.most else 0)
        return self.left + across, self.height - self.bottom - up


def _ends(steps: Sequence[Step], first: int, last: int, at: _Frame, size: int) -> list[tuple[int, str]]:
    """The months with words beside them, and to which side: both inward, else both outward, else only the last."""
    begins, ends = (LETTER * size * max(len(steps[place].name), len(steps[place].shown)) for place in (first, last))
    left, right = at.point(first, 0)[0], at.point(last, 0)[0]
    if right - left >= begins + ends + size:
        return [(first, "start"), (last, "end")]
    if left >= begins and at.width - right >= ends:
        return [(first, "end"), (last, "start")]
    return [(last, "end" if right >= ends else "start")]


def _drawn(steps: Sequence[Step], at: _Frame) -> tuple[list[str], list[tuple[str, str]]]:
    """Unbroken stretches of two or more months as paths, lonely months and the last one as dots."""
    stretches: list[list[tuple[float, float]]] = [[]]
    for place, step in enumerate(steps):
        if step.value is None:
            stretches.append([])
        else:
            stretches[-1].append(at.point(place, step.value))
    found = [stretch for stretch in stretches if stretch]
    paths = ["M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in stretch) for stretch in found if len(stretch) > 1]
    alone = [stretch[0] for stretch in found if len(stretch) == 1] + [found[-1][-1]]
    return paths, [(f"{x:.1f}", f"{y:.1f}") for x, y in dict.fromkeys(alone)]
