"""A map of proportional circles from latitudes and longitudes; made on the server, without tiles or scripts.

Around the circles stand the outline of what all the villages span and the towns by name, so that one knows
where one looks. A narrow screen shows the drawing at half its size: it has labels of its own, fewer and larger.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import cos, radians, sqrt
from typing import NamedTuple

WIDTH = 640
MARGIN = 36
LARGEST = 26
SMALLEST = 2.5
LABELLED = 6
LETTER = 0.54  # of the type's size that a letter takes
WIDE, NARROW = 16, 30  # sizes of type, in units of the drawing; the style sheet sets them
MOST_TOWNS = 8
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place with its count; None when the count may not be told. `words`: what a tap on it says."""

    name: str
    lat: float
    lon: float
    count: int | None
    words: str


@dataclass(frozen=True, slots=True)
class Around:
    """What helps to know where one is: the points of all villages, and the towns."""

    points: Sequence[Point] = ()  # latitude, longitude
    towns: Sequence[tuple[str, float, float]] = ()  # name, latitude, longitude; the largest first


NOWHERE = Around()


class Dot(NamedTuple):
    """A circle of the drawing; its area goes with the count."""

    x: str
    y: str
    r: str
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Label:
    """A name beside a circle; `kind` also says for which width of screen."""

    x: str
    y: str
    anchor: str
    words: str
    kind: str


@dataclass(frozen=True, slots=True)
class Map:
    """The drawing in its own units."""

    width: str
    height: str
    title: str
    sentence: str
    outline: str = ""
    dots: list[Dot] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Frame:
    """From degrees to units of a drawing that is WIDTH across and hardly taller, so that its words stay large."""

    south: float
    north: float
    west: float
    east: float

    @property
    def narrow(self) -> float:
        """How much shorter a degree is from west to east than from south to north."""
        return cos(radians((self.south + self.north) / 2))

    @property
    def scale(self) -> float:
        """Units of the drawing in a degree from south to north."""
        across, down = (self.east - self.west) * self.narrow, self.north - self.south
        return (WIDTH - 2 * MARGIN) / max(across, down * 0.9, 0.01)

    def at(self, lat: float, lon: float) -> Point:
        """Where a point lies in the drawing: what is narrow stands in its middle, with room for words on both sides."""
        x = (lon - (self.west + self.east) / 2) * self.narrow * self.scale
        return WIDTH / 2 + x, MARGIN + (self.north - lat) * self.scale

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the drawing."""
        _x, y = self.at(self.south, self.east)
        return WIDTH, round(y + MARGIN)


def map_of(spots: Sequence[Spot], *, title: str, sentence: str, around: Around = NOWHERE) -> Map | None:
    """The places where they lie, the larger circles drawn first; None with fewer than two places."""
    if len(spots) < 2:
        return None
    lats = [s.lat for s in spots] + [lat for lat, _lon in around.points]
    lons = [s.lon for s in spots] + [lon for _lat, lon in around.points]
    frame = Frame(min(lats), max(lats), min(lons), max(lons))
    most = max((s.count or 0 for s in spots), default=0) or 1
    drawn = [
        (spot, *frame.at(spot.lat, spot.lon), max(SMALLEST, LARGEST * sqrt((spot.count or 0) / most)))
        for spot in sorted(spots, key=lambda s: -(s.count or 0))
    ]
    width, height = frame.size
    towns = [(name, *frame.at(lat, lon)) for name, lat, lon in around.towns[:MOST_TOWNS]]
    return Map(
        str(width), str(height), title, sentence, outline=_outline([frame.at(*point) for point in around.points]),
        labels=[*_labels(drawn, towns, width, size=WIDE, kind="wide"),
                *_labels(drawn[:3], towns[:4], width, size=NARROW, kind="narrow")],
        dots=[*(Dot(f"{x:.1f}", f"{y:.1f}", "2.5", "town-dot", name) for name, x, y in towns),
              *(Dot(f"{x:.1f}", f"{y:.1f}", f"{r:.1f}", "dot" if spot.count else "dot-none", spot.words)
                for spot, x, y, r in drawn)],
    )


def _outline(points: Iterable[Point]) -> str:
    """The convex hull (Andrew's monotone chain) as the points of a polygon; nothing for fewer than three."""
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return ""
    hull = _half(ordered)[:-1] + _half(list(reversed(ordered)))[:-1]
    return " ".join(f"{x:.0f},{y:.0f}" for x, y in hull)


def _half(ordered: Sequence[Point]) -> list[Point]:
    half: list[Point] = []
    for x, y in ordered:
        while len(half) > 1 and _turn(half[-2], half[-1], (x, y)) <= 0:
            half.pop()
        half.append((x, y))
    return half


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


Box = tuple[float, float, float, float]  # left, top, right, bottom


def _labels(
    drawn: Sequence[tuple[Spot, float, float, float]], towns: Sequence[tuple[str, float, float]], width: int, *,
    size: int, kind: str,
) -> list[Label]:
    """Words beside the largest circles, then the towns, on the first side where they cover nothing; else left out."""
    taken: list[Box] = [(x - r, y - r, x + r, y + r) for _spot, x, y, r in drawn if r > LARGEST / 3]
    named = {spot.name for spot, *_rest in drawn[:LABELLED] if spot.count}
    asked = [(spot.words, x, y, r, f"label {kind}") for spot, x, y, r in drawn[:LABELLED] if spot.count]
    asked += [(name, x, y, 0.0, f"town {kind}") for name, x, y in towns if name not in named]
    labels: list[Label] = []
    for words, x, y, r, style in asked:
        found = _beside(words, (x, y, r), width, size, taken)
        if found is not None:
            anchor, box = found
            taken.append(box)
            at = {"start": box[0], "end": box[2], "middle": x}[anchor]
            labels.append(Label(f"{at:.1f}", f"{box[3] - size * 0.3:.1f}", anchor, words, style))
    return labels


def _beside(
    words: str, circle: tuple[float, float, float], width: int, size: int, taken: Sequence[Box]
) -> tuple[str, Box] | None:
    """On which side of a circle words cover nothing: their anchor and their box."""
    x, y, r = circle
    wide = LETTER * size * len(words)
    for anchor, left, base in (("start", x + r + 4, y + size * 0.3), ("end", x - r - 4 - wide, y + size * 0.3),
                               ("middle", x - wide / 2, y - r - 6), ("middle", x - wide / 2, y + r + size + 2)):
        box = (left, base - size, left + wide, base + size * 0.3)
        if left >= 0 and box[2] <= width and box[1] >= 0 and not any(_overlap(box, one) for one in taken):
            return anchor, box
    return None


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
