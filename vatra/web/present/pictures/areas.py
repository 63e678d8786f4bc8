"""A choropleth: communes on boundaries that a user loaded, in classes that differ in lightness; with their words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil, floor, log10

from vatra.places.queries import Outline
from vatra.web.present.map import Frame, Label

MOST_CLASSES = 5
NICE = (1, 2, 2.5, 5, 10)
LABELLED = 12  # communes counted, up to which every one is named on the drawing
Shown = Callable[[float], str]


@dataclass(frozen=True, slots=True)
class Area:
    """One commune: the path of its rings, its class, and what a tap on it says."""

    path: str
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Class:
    """What a class stands for, and how many communes are in it."""

    kind: str
    words: str
    count: int


@dataclass(frozen=True, slots=True)
class Areas:
    """The drawing in its own units, and its classes in words. `credits`: whose the boundaries are, and the licence."""

    width: str
    height: str
    title: str
    areas: list[Area] = field(default_factory=list)
    classes: list[Class] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    credits: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Place:
    """A commune to draw: `value` None where nothing is counted, or nothing may be told."""

    commune: int
    name: str
    value: float | None
    words: str
    withheld: bool = False


def areas_of(
    places: Sequence[Place], outlines: Mapping[int, Outline], *, title: str, shown: Shown, withheld: str, unknown: str
) -> Areas | None:
    """The communes that have a boundary; None when fewer than two have. `shown`: the end of a class in words."""
    there = [place for place in places if place.commune in outlines]
    if len(there) < 2:
        return None
    points = [point for place in there for ring in outlines[place.commune].rings for point in ring]
    lons, lats = [point[0] for point in points], [point[1] for point in points]
    frame = Frame(min(lats), max(lats), min(lons), max(lons))
    ends = class_ends([place.value for place in there if place.value is not None])
    kinds = [_kind(place, ends) for place in there]
    words = {f"step-{at}": f"{shown(low)} – {shown(high)}" for at, (low, high) in enumerate(ends, start=1)}
    words |= {"area-withheld": withheld, "area-unknown": unknown}
    width, height = frame.size
    return Areas(
        str(width), str(height), title,
        [Area(_path(outlines[place.commune], frame), kind, place.words)
         for place, kind in zip(there, kinds, strict=True)],
        [Class(kind, said, kinds.count(kind)) for kind, said in words.items() if kind in kinds],
        _labels([place for place in there if place.value is not None or place.withheld], outlines, frame),
        sorted({f"{outlines[place.commune].source} ({outlines[place.commune].licence})" for place in there}),
    )


def class_ends(values: Sequence[float]) -> list[tuple[float, float]]:
    """Classes of equal, round width that hold all values, at most five; one when all values are the same."""
    if not values:
        return []
    low, high = min(values), max(values)
    if low == high:
        return [(low, high)]
    step = _nice((high - low) / (MOST_CLASSES - 1))
    first = floor(low / step) * step
    number = max(1, ceil((high - first) / step))
    return [(first + step * at, first + step * (at + 1)) for at in range(number)]


def _nice(step: float) -> float:
    """The next round number that is not smaller."""
    size = 10.0 ** floor(log10(step))
    return next(size * one for one in NICE if size * one >= step * (1 - 1e-9))


def _kind(place: Place, ends: Sequence[tuple[float, float]]) -> str:
    if place.withheld:
        return "area-withheld"
    if place.value is None:
        return "area-unknown"
    return f"step-{next((at for at, (_low, high) in enumerate(ends, 1) if place.value < high), len(ends))}"


def _path(outline: Outline, frame: Frame) -> str:
    rings = ([frame.at(lat, lon) for lon, lat in ring] for ring in outline.rings)
    return " ".join("M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in ring) + " Z" for ring in rings)


def _labels(places: Sequence[Place], outlines: Mapping[int, Outline], frame: Frame) -> list[Label]:
    """Each name in the middle of its largest ring, where there are few."""
    labels: list[Label] = []
    if len(places) > LABELLED:
        return labels
    for place in places:
        ring = max(outlines[place.commune].rings, key=_size)
        x, y = frame.at(sum(point[1] for point in ring) / len(ring), sum(point[0] for point in ring) / len(ring))
        labels.append(Label(f"{x:.1f}", f"{y:.1f}", "middle", place.name, "wide"))
    return labels


def _size(ring: Sequence[Sequence[float]]) -> float:
    """The area within a ring (shoelace), in square degrees."""
    following = [*ring[1:], ring[0]]
    return abs(sum(x * v - u * y for (x, y), (u, v) in zip(ring, following, strict=True))) / 2
