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
    height = round((north - south) * scale + 2 * MARGIN)
    most = max((s.count or 0 for s in spots), default=0) or 1
    width = round((east - west) * narrow * scale + 2 * MARGIN)
    dots, labels = [], []
    for rank, spot in enumerate(sorted(spots, key=lambda s: -(s.count or 0))):
        x, y = MARGIN + (spot.lon - west) * narrow * scale, MARGIN + (north - spot.lat) * scale
        radius = max(SMALLEST, LARGEST * sqrt((spot.count or 0) / most))
        dots.append(Dot(f"{x:.1f}", f"{y:.1f}", f"{radius:.1f}", "dot" if spot.count else "dot-none", spot.words))
        if rank < LABELLED and spot.count:
            left = x > width * 0.7
            beside = x - radius - 4 if left else x + radius + 4
            labels.append(Label(f"{beside:.1f}", f"{y + 5:.1f}", "end" if left else "start", spot.words))
    return Map(str(width), str(height), title, sentence, dots, labels)
