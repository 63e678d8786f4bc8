"""A map of proportional circles from latitudes and longitudes; made on the server, without tiles or scripts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import cos, radians, sqrt

WIDTH = 640
MARGIN = 36
LARGEST = 26
SMALLEST = 2.5
LABELLED = 6
LETTER = 8.5  # units a letter takes


@dataclass(frozen=True, slots=True)
class Spot:
    """A place with its count; None when the count may not be told."""

    name: str
    lat: float
    lon: float
    count: int | None
    words: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A circle of the drawing; its area goes with the count."""

    x: str
    y: str
    r: str
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Label:
    """A name beside one of the largest circles."""

    x: str
    y: str
    anchor: str
    words: str


@dataclass(frozen=True, slots=True)
class Map:
    """The drawing in its own units."""

    width: str
    height: str
    title: str
    sentence: str
    dots: list[Dot] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)


def map_of(spots: Sequence[Spot], *, title: str, sentence: str) -> Map | None:
    """The places where they lie, the larger circles drawn first; None with fewer than two places."""
    if len(spots) < 2:
        return None
    south, north = min(s.lat for s in spots), max(s.lat for s in spots)
    west, east = min(s.lon for s in spots), max(s.lon for s in spots)
    narrow = cos(radians((south + north) / 2))
    scale = (WIDTH - 2 * MARGIN) / max((east - west) * narrow, (north - south) * 0.6, 0.01)
    most = max((s.count or 0 for s in spots), default=0) or 1
    drawn = [
        (spot, MARGIN + (spot.lon - west) * narrow * scale, MARGIN + (north - spot.lat) * scale,
         max(SMALLEST, LARGEST * sqrt((spot.count or 0) / most)))
        for spot in sorted(spots, key=lambda s: -(s.count or 0))
    ]
    return Map(
        str(round((east - west) * narrow * scale + 2 * MARGIN)), str(round((north - south) * scale + 2 * MARGIN)),
        title, sentence, labels=_labels(drawn),
        dots=[Dot(f"{x:.1f}", f"{y:.1f}", f"{r:.1f}", "dot" if spot.count else "dot-none", spot.words)
              for spot, x, y, r in drawn],
    )


Box = tuple[float, float, float, float]  # left, top, right, bottom


def _labels(drawn: Sequence[tuple[Spot, float, float, float]]) -> list[Label]:
    """Names beside the largest circles, on the first side where they cover nothing named; else left out."""
    labels: list[Label] = []
    taken: list[Box] = [(x - r, y - r, x + r, y + r) for spot, x, y, r in drawn[:LABELLED] if spot.count]
    for spot, x, y, r in drawn[:LABELLED]:
        wide = LETTER * len(spot.words)
        for anchor, left, base in (("start", x + r + 4, y + 5), ("end", x - r - 4 - wide, y + 5),
                                   ("middle", x - wide / 2, y - r - 6), ("middle", x - wide / 2, y + r + 18)):
            box = (left, base - 16, left + wide, base + 5)
            if spot.count and left >= 0 and left + wide <= WIDTH and not any(_overlap(box, one) for one in taken):
                at = {"start": left, "end": left + wide, "middle": x}[anchor]
                labels.append(Label(f"{at:.1f}", f"{base:.1f}", anchor, spot.words))
                taken.append(box)
                break
    return labels


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
