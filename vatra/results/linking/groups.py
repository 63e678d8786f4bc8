"""From pairs to what a worker is told of each child of a list: certain, to be looked at, or not found here.

A person of the register is one child of the list at most: the strongest pairs choose first, so that the second of two
twins is left the second. *Certain* wants strong evidence, a given name that agrees and no other candidate nearly as
good; nothing is certain of a sister. The rest of what could be is shown to a worker, at most three.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from vatra.results.linking.pairs import Pair

CERTAIN = 7.0  # bits: less than one in a hundred is wrong
POSSIBLE = -3.0  # bits: less than one in ten is right
APART = 4.0  # bits between the best and the next
MOST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Found:
    """What became of one row: a person for certain, or those it could be, the likeliest first, with their bits."""

    certain: int | None = None
    possible: tuple[tuple[int, float], ...] = ()


def groups(pairs: Iterable[Pair], *, said: Mapping[tuple[int, int], bool] | None = None) -> dict[int, Found]:
    """Of every listed place that has a pair, what was found. `said`: of pairs what a worker said, which stands."""
    told = said or {}
    of: dict[int, list[Pair]] = defaultdict(list)
    for pair in pairs:
        if told.get((pair.listed, pair.known)) is not False and pair.bits >= POSSIBLE:
            of[pair.listed].append(pair)
    found = {listed: Found(certain=known) for (listed, known), same in sorted(told.items()) if same}
    taken = {one.certain for one in found.values()}
    for pair in sorted((one for several in of.values() for one in several), key=_strongest):
        if pair.listed not in found and pair.known not in taken and _is_certain(pair, of[pair.listed], taken):
            found[pair.listed] = Found(certain=pair.known)
            taken.add(pair.known)
    for listed, several in of.items():
        left = [pair for pair in sorted(several, key=_strongest) if pair.known not in taken or _is_twice(pair)]
        if listed not in found and left:
            found[listed] = Found(possible=tuple((pair.known, pair.bits) for pair in left[:MOST_SHOWN]))
    return found


def _strongest(pair: Pair) -> tuple[float, int, int]:
    return -pair.bits, pair.listed, pair.known


def _is_twice(pair: Pair) -> bool:
    """Whether a row is so like a person who was given to another row that the list may hold one child twice."""
    return pair.bits >= CERTAIN and pair.same_name


def _is_certain(pair: Pair, several: Iterable[Pair], taken: Iterable[int | None]) -> bool:
    others = [one.bits for one in several if one.known != pair.known and one.known not in taken]
    return pair.bits >= CERTAIN and pair.same_name and pair.bits - max(others, default=float("-inf")) >= APART
