"""From pairs to what a worker is told of each child of a list: certain, to be looked at, or not found here.

A person of the register is one child of the list at most: the strongest pairs choose first, so that the second of two
twins is left the second. *Certain* wants strong evidence, a given name that agrees and no other candidate nearly as
good; nothing is certain of a sister. The rest of what could be is shown to a worker, at most three.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping
from typing import NamedTuple

from vatra.results.linking.pairs import Pair
from vatra.results.linking.weights import APART

CERTAIN = 7.0  # bits: less than one in a hundred is wrong
POSSIBLE = -3.0  # bits: less than one in ten is right
MOST_SHOWN = 3


class Found(NamedTuple):
    """What became of one row: a person for certain, or those it could be, the likeliest first, with their bits."""

    certain: int | None = None
    possible: tuple[tuple[int, float], ...] = ()


def groups(pairs: Iterable[Pair], *, said: Mapping[tuple[int, int], bool] | None = None) -> dict[int, Found]:
    """Of every listed place that has a pair, what was found. `said`: of pairs what a worker said, which stands."""
    told = said or {}
    of: dict[int, list[Pair]] = defaultdict(list)
    for pair in pairs:
        if pair.bits >= POSSIBLE and not (told and told.get((pair.listed, pair.known)) is False):
            of[pair.listed].append(pair)
    found = {listed: Found(certain=known) for (listed, known), same in sorted(told.items()) if same}
    taken = {one.certain for one in found.values()}
    wanted = Counter(pair.known for several in of.values() for pair in several)
    contested = []
    for listed, several in of.items():  # most rows have one candidate, whom nobody else wants: there is nothing to sort
        if len(several) > 1 or wanted[several[0].known] > 1:
            contested += [pair for pair in several if _is_strong(pair)]
        elif listed not in found and several[0].known not in taken and _is_strong(several[0]):
            found[listed] = Found(certain=several[0].known)
    for pair in sorted(contested, key=_strongest):
        if pair.listed not in found and pair.known not in taken and _is_alone(pair, of[pair.listed], taken):
            found[pair.listed] = Found(certain=pair.known)
            taken.add(pair.known)
    for listed, several in of.items():
        if listed in found:
            continue
        left = [pair for pair in sorted(several, key=_strongest) if pair.known not in taken or _is_strong(pair)]
        if left:
            found[listed] = Found(possible=tuple((pair.known, pair.bits) for pair in left[:MOST_SHOWN]))
    return found


def _strongest(pair: Pair) -> tuple[float, int, int]:
    return -pair.bits, pair.listed, pair.known


def _is_strong(pair: Pair) -> bool:
    """Whether it could be certain; of a person given to another row it says that the list may hold one child twice."""
    return pair.bits >= CERTAIN and pair.same_name


def _is_alone(pair: Pair, several: Iterable[Pair], taken: Container[int | None]) -> bool:
    """Whether no other candidate who is left comes near."""
    nearest = pair.bits - APART
    return not any(one.bits > nearest and one.known != pair.known and one.known not in taken for one in several)
