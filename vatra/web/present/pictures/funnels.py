"""A funnel plot: each commune by its size and its share, between the limits within which chance alone moves it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from vatra.results.fairness import Funnel, Limits, Standing
from vatra.web.present.map import Label

WIDTH, HEIGHT = 640, 380
LEFT, RIGHT, TOP, BOTTOM = 16, 24, 28, 48
POINTS = 32  # along each limit
NAMED = 8
SIZES = (("wide", 16), ("narrow", 30))
LETTER = 0.54  # of the type's size that a letter takes
Shown = Callable[[float], str]


@dataclass(frozen=True, slots=True)
class Mark:
    """A commune; `kind` says how it stands, by shape and fill as well as by colour."""

    x: str
    y: str
    kind: str
    words: str
    points: str = ""  # of a diamond


@dataclass(frozen=True, slots=True)
class FunnelPlot:
    """The drawing in its own units: `curves` by kind, the common share as a line at `target`."""

    width: str
    height: str
    title: str
    base: str
    target: str
    curves: list[tuple[str, str]] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)


def funnel_plot(
    funnel: Funnel, names: Mapping[int, str], *, title: str, shown: Shown, axis: str, common: str
) -> FunnelPlot:
    """Every commune of a funnel. `shown`: a share in words; `axis`: what stands across; `common`: the share of all."""
    largest = max(one.whole for one in funnel.standings)
    sizes = sorted({max(1, round(largest * 1.05 * (place / POINTS) ** 2)) for place in range(1, POINTS + 1)})
    limits = [funnel.limits(size) for size in sizes]
    frame = _Frame(largest * 1.05, *_between(funnel, limits, sizes))
    marks = [_mark(one, frame, f"{names[one.commune]}: {shown(one.share)}") for one in funnel.standings]
    level = frame.y(funnel.target)
    labels = [label for kind, size in SIZES
              for label in (*_named(funnel, names, frame, kind, size), *_axes(kind, size, level, axis, common),
                            *_ends(kind, size, frame, shown))]
    return FunnelPlot(
        str(WIDTH), str(HEIGHT), title, str(HEIGHT - BOTTOM), f"{level:.1f}", _curves(limits, frame), marks, labels
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    largest: float
    low: float
    top: float

    def x(self, whole: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * whole / self.largest

    def y(self, share: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (share - self.low) / (self.top - self.low)

    def holds(self, share: float) -> bool:
        return self.low <= share <= self.top


def _between(funnel: Funnel, limits: Sequence[Limits], sizes: Sequence[int]) -> tuple[float, float]:
    """The lowest and the highest share of the drawing: of the communes, and of the limits where communes stand."""
    smallest = min(one.whole for one in funnel.standings)
    there = [at for at, size in zip(limits, sizes, strict=True) if size >= smallest]
    shares = [*(one.share for one in funnel.standings), *(at.outer_low for at in there),
              *(at.outer_high for at in there)]
    low, top = min(shares), max(shares)
    room = max((top - low) * 0.08, 0.005)
    return max(0.0, low - room), min(1.0, top + room)


def _curves(limits: Sequence[Limits], frame: _Frame) -> list[tuple[str, str]]:
    lines = (("limit-outer", "outer_low"), ("limit-inner", "inner_low"), ("limit-inner", "inner_high"),
             ("limit-outer", "outer_high"))
    return [
        (kind, " ".join(f"{frame.x(at.whole):.1f},{frame.y(getattr(at, side)):.1f}" for at in limits
                        if frame.holds(getattr(at, side))))
        for kind, side in lines
    ]


def _mark(one: Standing, frame: _Frame, words: str) -> Mark:
    x, y = frame.x(one.whole), frame.y(one.share)
    corners = " ".join(f"{x + dx:.1f},{y + dy:.1f}" for dx, dy in ((0, -8), (8, 0), (0, 8), (-8, 0)))
    return Mark(f"{x:.1f}", f"{y:.1f}", f"mark-{one.standing}", words, corners if one.standing == "far" else "")


def _named(funnel: Funnel, names: Mapping[int, str], frame: _Frame, kind: str, size: int) -> Iterable[Label]:
    """Names beside the communes that stand outside the limits, the furthest first, where they cover nothing."""
    outside = [one for one in funnel.standings if one.standing != "within"]
    outside.sort(key=lambda one: (one.standing != "far", -abs(one.share - funnel.target) * one.whole ** 0.5))
    taken: list[tuple[float, float, float, float]] = []
    for one in outside[: NAMED if kind == "wide" else NAMED // 2]:
        name = names[one.commune]
        x, y, wide = frame.x(one.whole), frame.y(one.share), LETTER * size * len(name)
        left = x + 12 if x + 12 + wide <= WIDTH else x - 12 - wide
        box = (left, y - size, left + wide, y + size * 0.3)
        if left >= 0 and not any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in taken):
            taken.append(box)
            yield Label(f"{left:.1f}", f"{y + size * 0.3:.1f}", "start", name, kind)


def _axes(kind: str, size: int, level: float, axis: str, common: str) -> Iterable[Label]:
    yield Label(f"{WIDTH - RIGHT:.1f}", f"{HEIGHT - 10:.1f}", "end", axis, kind)
    yield Label(f"{LEFT:.1f}", f"{level - size * 0.4:.1f}", "start", common, kind)


def _ends(kind: str, size: int, frame: _Frame, shown: Shown) -> Iterable[Label]:
    """What the drawing begins and ends with: it need not begin at zero, so it says where it does."""
    yield Label(f"{WIDTH - RIGHT:.1f}", f"{TOP:.1f}", "end", shown(frame.top), kind)
    yield Label(f"{LEFT:.1f}", f"{HEIGHT - BOTTOM - size * 0.4:.1f}", "start", shown(frame.low), kind)
