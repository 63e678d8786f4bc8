"""A few numbers over months in one drawing: from zero, told apart by dashes and words as well as by lightness."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from vatra.web.present.courses import Step
from vatra.web.present.map import Label

WIDTH, HEIGHT = 640, 300
LEFT, RIGHT, TOP, BOTTOM = 16, 16, 28, 40
SIZES = (("wide", 16), ("narrow", 30))  # of type, in units of the drawing


@dataclass(frozen=True, slots=True)
class Series:
    """One number over the months that all share."""

    name: str
    steps: Sequence[Step]


@dataclass(frozen=True, slots=True)
class Curve:
    """One line of the drawing; `kind` says which of the style sheet's lines it is."""

    kind: str
    path: str
    end: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Curves:
    """The drawing in its own units."""

    width: str
    height: str
    title: str
    base: str
    curves: list[Curve] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)


def curves_of(series: Sequence[Series], *, title: str) -> Curves | None:
    """Each series as a line with its name at its end; None when none has two months that may be told."""
    drawn = [(place, one) for place, one in enumerate(series, start=1) if _known(one) > 1]
    if not drawn:
        return None
    months = max(len(one.steps) for one in series)
    most = max(step.value or 0 for one in series for step in one.steps) or 1
    curves, ends = [], []
    for place, one in drawn:
        points = [(_x(at, months), _y(step.value, most)) for at, step in enumerate(one.steps) if step.value is not None]
        curves.append(Curve(f"line line-{place}", _path(one.steps, months, most), _point(points[-1])))
        ends.append((one.name, next(step.shown for step in reversed(one.steps) if step.value is not None), points[-1]))
    first, last = drawn[0][1].steps[0], drawn[0][1].steps[-1]
    labels = [label for kind, size in SIZES for label in (*_names(ends, kind, size), *_months(first, last, kind))]
    return Curves(str(WIDTH), str(HEIGHT), title, str(HEIGHT - BOTTOM), curves, labels)


def _known(one: Series) -> int:
    return sum(step.value is not None for step in one.steps)


def _x(place: int, months: int) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * place / max(months - 1, 1)


def _y(value: float, most: float) -> float:
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / most


def _point(point: tuple[float, float]) -> tuple[str, str]:
    return f"{point[0]:.1f}", f"{point[1]:.1f}"


def _path(steps: Sequence[Step], months: int, most: float) -> str:
    """Unbroken where months follow each other; a month that may not be told is a gap."""
    parts, moving = [], True
    for place, step in enumerate(steps):
        if step.value is None:
            moving = True
            continue
        parts.append(f"{'M' if moving else 'L'}{_x(place, months):.1f} {_y(step.value, most):.1f}")
        moving = False
    return " ".join(parts)


def _names(ends: Sequence[tuple[str, str, tuple[float, float]]], kind: str, size: int) -> list[Label]:
    """The names beside the ends of the lines: the highest above its line, the others below theirs, none on another."""
    ordered = sorted(ends, key=lambda end: end[2][1])
    down = [y + size * 1.1 if place else y - size * 0.5 for place, (_name, _shown, (_x, y)) in enumerate(ordered)]
    least = float(size)
    for place, y in enumerate(down):
        down[place] = max(y, least)
        least = down[place] + size * 1.1
    free = HEIGHT - BOTTOM - 4.0
    for place in range(len(down) - 1, -1, -1):
        down[place] = min(down[place], free)
        free = down[place] - size * 1.1
    return [Label(f"{x:.1f}", f"{at:.1f}", "end", f"{name}: {shown}", kind)
            for at, (name, shown, (x, _y)) in zip(down, ordered, strict=True)]


def _months(first: Step, last: Step, kind: str) -> list[Label]:
    down = f"{HEIGHT - 8:.1f}"
    return [Label(f"{LEFT:.1f}", down, "start", first.name, kind),
            Label(f"{WIDTH - RIGHT:.1f}", down, "end", last.name, kind)]
