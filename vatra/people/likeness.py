"""How much evidence each thing two descriptions agree or differ on is, that they are of one person.

The weights are bits (Fellegi and Sunter 1969): log2 of how often this is seen of one person described twice over
how often of two persons of one commune. `prior`: one in two thousand is who is just being registered. Names are
*same* by their words, *close* when one holds all words of the other or three fifths of their trigrams are shared.
A birth is *near* when day and month are exchanged or one part differs, *part* when only a month or year is known
and agrees. Siblings share surname, village and often the house: so a surname weighs less than a given name says
against, and a birth or a CNP decides. Set by hand from the shares of Romania's census names and from what slips of
the pen look like in the demo county; a register of its own learns better ones, and puts them here.
"""

from __future__ import annotations

from dataclasses import dataclass

from vatra.people.born import Born
from vatra.people.names import searched

WEIGHTS: dict[str, float] = {
    "prior": -11.0,
    "surname_same": 6.0, "surname_close": 4.0, "surname_other": -3.0,
    "given_same": 5.0, "given_close": 3.5, "given_other": -7.0,
    "birth_same": 11.0, "birth_near": 5.0, "birth_part": 2.0, "birth_unknown": 0.0, "birth_other": -6.0,
    "sex_same": 0.9, "sex_other": -5.0,
    "cnp_same": 24.0, "cnp_other": -14.0,
    "village_same": 1.5,
}
LEAST_ALIKE = 0.3  # of trigrams shared (Dice): less is not looked at
CLOSE = 0.6
LEAST_LIKELY = 0.05  # of 1: less is not shown


@dataclass(frozen=True, slots=True)
class Described:
    """A person as one description gives them."""

    surname: str
    given_name: str
    born: Born
    sex: str = ""
    village: int | None = None


def weight(one: Described, other: Described) -> float:
    """The bits of evidence, above 0 for and below 0 against, that two descriptions are of one person."""
    mine, theirs = _names(one), _names(other)
    straight = _named("surname", mine[0], theirs[0]) + _named("given", mine[1], theirs[1])
    exchanged = _named("surname", mine[0], theirs[1]) + _named("given", mine[1], theirs[0]) - 1
    bits = WEIGHTS["prior"] + max(straight, exchanged) + WEIGHTS[birth(one.born, other.born)]
    if one.sex and other.sex:
        bits += WEIGHTS["sex_same" if one.sex == other.sex else "sex_other"]
    if one.village and one.village == other.village:
        bits += WEIGHTS["village_same"]
    return bits


def _names(one: Described) -> tuple[str, str]:
    return searched(one.surname), searched(one.given_name)


def _named(which: str, one: str, other: str) -> float:
    return WEIGHTS[f"{which}_{_alike(one, other)}"]


def _alike(one: str, other: str) -> str:
    if one == other:
        return "same"
    few, many = sorted((set(one.split()), set(other.split())), key=len)
    if few and few <= many:
        return "same" if len(few) == len(many) else "close"
    return "close" if one and other and _dice(one, other) >= CLOSE else "other"


def _dice(one: str, other: str) -> float:
    mine, theirs = _trigrams(one), _trigrams(other)
    return 2 * len(mine & theirs) / (len(mine) + len(theirs))


def _trigrams(text: str) -> set[str]:
    padded = f" {text} "
    return {padded[place : place + 3] for place in range(len(padded) - 2)}


def birth(one: Born, other: Born) -> str:
    """How two births compare, as a word of the weights."""
    if one.earliest is None or other.earliest is None or one.latest is None or other.latest is None:
        return "birth_unknown"
    if not (one.day and other.day):
        return "birth_part" if one.earliest <= other.latest and other.earliest <= one.latest else "birth_other"
    if one.day == other.day:
        return "birth_same"
    exchanged = (one.day.year, one.day.day, one.day.month) == (other.day.year, other.day.month, other.day.day)
    same_parts = sum(getattr(one.day, part) == getattr(other.day, part) for part in ("year", "month", "day"))
    return "birth_near" if exchanged or same_parts == 2 else "birth_other"


def likely(weight: float) -> float:
    """The probability (0 to 1) that stands behind a sum of bits."""
    return float(1 / (1 + 2.0**-weight))


def exported() -> dict[str, object]:
    """The weights as the tablet takes them."""
    return {"weights": WEIGHTS, "least_alike": LEAST_ALIKE, "close": CLOSE, "least_likely": LEAST_LIKELY}
