"""How much evidence each thing two descriptions agree or differ on is, that they are of one person.

The weights are bits (Fellegi and Sunter 1969): log2 of how often this is seen of one person described twice over
how often of two persons of one commune. `prior`: one in two thousand is who is just being registered. Names are
*same* by their words, *close* when one holds all words of the other or two thirds of their trigrams are shared.
A birth is *near* when day and month are exchanged or one part differs, *part* when only a month or year is known
and agrees. Siblings share surname, village and often the house: so a surname weighs less than a given name says
against, and a birth or a CNP decides. Set by hand from the shares of Romania's census names and from what slips of
the pen look like in the demo county; a register of its own learns better ones, and puts them here.
"""

from __future__ import annotations

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


def likely(weight: float) -> float:
    """The probability (0 to 1) that stands behind a sum of bits."""
    return float(1 / (1 + 2.0**-weight))


def exported() -> dict[str, object]:
    """The weights as the tablet takes them."""
    return {"weights": WEIGHTS, "least_alike": LEAST_ALIKE, "close": CLOSE, "least_likely": LEAST_LIKELY}
