"""From pairs to what a worker is told of each child of a list: certain, to be looked at, or not found here.

A person of the register is one child of the list at most: the strongest pairs choose first, so that the second of two
twins is left the second. *Certain* wants strong evidence, a given name that agrees and no other candidate nearly as
good; nothing is certain of a sister. The rest of what could be is shown to a worker, at most three.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import itemgetter
from typing import NamedTuple

from vatra.results.linking.pairs import Pair, Plain
from vatra.results.linking.weights import APART

CERTAIN = 7.0  # bits: less than one in a hundred is wrong
POSSIBLE = -3.0  # bits: less than one in ten is right
MOST_SHOWN = 3


class Found(NamedTuple):
    """What became of one row: a person for certain, or those it could be, the likeliest first, with their bits."""

    certain: int | None = None
    possible: tuple[tuple[int, float], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Groups(Mapping[int, Found]):
    """Of every listed place that has a pair, what was found; kept as numbers, because a nation has a million."""

    certain: dict[int, int]
    possible: dict[int, tuple[tuple[int, float], ...]]

    def __getitem__(self, listed: int) -> Found:
        return Found(self.certain[listed]) if listed in self.certain else Found(possible=self.possible[listed])

    def __iter__(self) -> Iterator[int]:
        return chain(self.certain, self.possible)

    def __len__(self) -> int:
        return len(self.certain) + len(self.possible)


def groups(pairs: Iterable[Plain], *, said: Mapping[tuple[int, int], bool] | None = None) -> Groups:
    """What the pairs say of each listed place. `said`: of pairs what a worker said, which stands."""
    told = said or {}
    left = [pair for pair in pairs if pair[2] >= POSSIBLE and not (told and told.get(pair[:2]) is False)]
    found = Groups({listed: known for (listed, known), same in sorted(told.items()) if same}, {})
    taken = {*found.certain.values()}
    candidates, wanted = Counter(map(itemgetter(0), left)), Counter(map(itemgetter(1), left))
    of: dict[int, list[Pair]] = defaultdict(list)
    for plain in left:  # most rows have one candidate, whom nobody else wants: there is nothing to sort
        listed, known, bits, same_name = plain
        if told or candidates[listed] > 1 or wanted[known] > 1:
            of[listed].append(Pair(*plain))
        elif bits >= CERTAIN and same_name:
            found.certain[listed] = known
        else:
            found.possible[listed] = ((known, bits),)
    _add_contested(of, found, taken)
    return found


def _add_contested(of: Mapping[int, Sequence[Pair]], found: Groups, taken: set[int]) -> None:
    """Add those of whom several candidates are there, or whose candidate is wanted by several."""
    strong = [pair for several in of.values() for pair in several if _is_strong(pair)]
    for pair in sorted(strong, key=_strongest):
        if pair.listed not in found.certain and pair.known not in taken and _is_alone(pair, of[pair.listed], taken):
            found.certain[pair.listed] = pair.known
            taken.add(pair.known)
    for listed, several in of.items():
        if listed in found.certain:
            continue
        left = [pair for pair in sorted(several, key=_strongest) if pair.known not in taken or _is_strong(pair)]
        if left:
            found.possible[listed] = tuple((pair.known, pair.bits) for pair in left[:MOST_SHOWN])


def _strongest(pair: Pair) -> tuple[float, int, int]:
    return -pair.bits, pair.listed, pair.known


def _is_strong(pair: Pair) -> bool:
    """Whether it could be certain; of a person given to another row it says that the list may hold one child twice."""
    return pair.bits >= CERTAIN and pair.same_name


def _is_alone(pair: Pair, several: Iterable[Pair], taken: Container[int]) -> bool:
    """Whether no other candidate who is left comes near."""
    nearest = pair.bits - APART
    return not any(one.bits > nearest and one.known != pair.known and one.known not in taken for one in several)
