"""A county's children as a register knows them and as a list gives them, with the truth: who is whom.

Every name is drawn from the shipped list of names by its frequency, so that siblings, twins and namesakes are as
common as they are. The errors are those of real lists. A tenth of the families is *marked*: they stand for those whom
lists serve worst (no number, births to the year, moves, other spellings), so that recall can be told apart for them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from vatra.demo.names import names
from vatra.people.names import searched
from vatra.results.linking.pairs import Described

MISSING = 0.08  # of the list: children whom the register does not know
UNLISTED = 0.12  # of the register: children whom the list does not know
MARKED = 0.1
FIRST = date(2008, 1, 1)


@dataclass(frozen=True, slots=True)
class Lists:
    """`truth`: of each place of the list the place in the register, or None; `marked`: places of the list."""

    listed: list[Described]
    known: list[Described]
    truth: list[int | None]
    marked: frozenset[int]


def made(children: int, *, seed: int, villages: int) -> Lists:
    """About so many children of a register, in households of one to five, and a list of them with errors."""
    rng = Random(f"lists/{seed}/{children}")
    draw = names()
    known: list[Described] = []
    listed: list[tuple[Described, int | None, bool]] = []
    number = 0
    while len(known) < children:
        name, mum, maiden = draw.surname(rng), draw.given(rng, "f", young=False), draw.surname(rng)
        is_marked, village = rng.random() < MARKED, rng.randrange(villages)
        born = FIRST + timedelta(days=rng.randrange(18 * 365))
        for _child in range(rng.choices((1, 2, 3, 4, 5), (40, 35, 15, 7, 3))[0]):
            sex = rng.choice("fm")
            number += 1
            child = Described(searched(name), searched(draw.given(rng, sex, young=True)), born, born, sex,
                              f"{number:013d}", village, tuple(searched(f"{name} {mum}").split()))
            if rng.random() >= MISSING:
                known.append(_in_register(child, rng, is_marked))
                place: int | None = len(known) - 1
            else:
                place = None
            if place is None or rng.random() >= UNLISTED:
                listed.append((_in_list(child, rng, is_marked, searched(maiden), villages), place, is_marked))
            if rng.random() > 0.03:  # else twins
                born += timedelta(days=rng.randrange(330, 1400))
    rng.shuffle(listed)
    marked = frozenset(place for place, one in enumerate(listed) if one[2])
    return Lists([one[0] for one in listed], known, [one[1] for one in listed], marked)


def _in_register(child: Described, rng: Random, is_marked: bool) -> Described:
    """As a worker wrote it down."""
    if rng.random() < (0.5 if is_marked else 0.25):
        child = replace(child, cnp="")
    if rng.random() < (0.06 if is_marked else 0.02) and child.born_from:
        year = child.born_from.year
        child = replace(child, born_from=date(year, 1, 1), born_until=date(year, 12, 31))
    return replace(child, given_name=_typed(child.given_name, rng)) if rng.random() < 0.03 else child


def _in_list(child: Described, rng: Random, is_marked: bool, maiden: str, villages: int) -> Described:
    """As a school wrote it: most rows have some error."""
    worse = 1.6 if is_marked else 1.0
    if rng.random() < 0.5 * worse:
        child = replace(child, cnp="")
    if rng.random() < 0.06 * worse:
        child = replace(child, surname=_typed(child.surname, rng))
    if rng.random() < 0.06 * worse:
        child = replace(child, given_name=_typed(child.given_name, rng))
    if " " in child.given_name and rng.random() < 0.3:
        child = replace(child, given_name=rng.choice(child.given_name.split()))
    if rng.random() < 0.02:
        child = replace(child, surname=child.given_name, given_name=child.surname)
    if rng.random() < 0.05 * worse and child.born_from:
        wrong = _other_day(child.born_from, rng)
        child = replace(child, born_from=wrong, born_until=wrong)
    if rng.random() < 0.08:
        child = replace(child, words=(maiden, *child.words[1:]))
    if rng.random() < 0.3:
        child = replace(child, words=())
    if rng.random() < 0.08 * worse:
        child = replace(child, village=rng.randrange(villages))
    return child


def _typed(text: str, rng: Random) -> str:
    """One slip of the pen: a letter lost, doubled, exchanged with the next, or another."""
    place = rng.randrange(len(text))
    letter = rng.choice("aeioutrns")
    return rng.choice([text[:place] + text[place + 1 :], text[:place] + text[place] + text[place:],
                       text[:place] + text[place : place + 2][::-1] + text[place + 2 :],
                       text[:place] + letter + text[place + 1 :]]).strip() or text


def _other_day(born: date, rng: Random) -> date:
    """Day and month exchanged, or one part wrong."""
    if born.day <= 12 and rng.random() < 0.5:
        return born.replace(month=born.day, day=born.month)
    return rng.choice([born.replace(day=rng.randint(1, 28)),
                       born.replace(month=rng.randint(1, 12), day=min(born.day, 28)),
                       born.replace(year=born.year + rng.choice((-1, 1)), day=min(born.day, 28))])
