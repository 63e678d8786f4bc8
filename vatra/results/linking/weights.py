"""What each agreement and disagreement weighs, in bits: log2 of m over u (Fellegi and Sunter 1969).

m: how often this is seen of one child described twice, by a list and by the register; u: of two children of one
commune. For a name that agrees u is the share of that very name among all compared (term frequency), so that Munteanu
says less than Azoiței. The day of birth is spread over eighteen years. Siblings, twins above all, share surname,
mother and village: what says *this home* is therefore ONE comparison with the surname, the gravest evidence against
counting a sister twice; what is left to tell them apart is the given name, the birth and the number. Two valid and
different numbers (CNP) nearly forbid. The shares were set by hand and checked by the benchmark P10, whose errors are
those of real lists: no diacritics, letters lost, day and month exchanged, names the wrong way round, a given name too
few, a mother under her maiden name.
"""

from __future__ import annotations

from math import log2

DAYS = 18 * 365.25
CLOSE = 0.88  # Jaro-Winkler of two names that are one misspelt
RAREST = 1e-4  # a name rarer than this says no more: it may be a slip of the pen itself
OF_A_NAME = {"same": 0.84, "close": 0.12, "other": 0.04}  # m of both names
APART = 4.0  # bits between the best and the next, for the best to be certain
CLOSE_BY_CHANCE = 0.02  # u of two different names being close


def bits(m: float, u: float) -> float:
    """The weight of one level."""
    return round(log2(m / u), 2)


WEIGHTS: dict[str, float] = {
    "name_same": log2(OF_A_NAME["same"]),  # and as much as the very name is rare
    "name_close": bits(OF_A_NAME["close"], CLOSE_BY_CHANCE),
    "name_other": bits(OF_A_NAME["other"], 0.97),
    "exchanged": -2.0,  # surname and given name the wrong way round: one list in some hundred does it
    "birth_same": bits(0.92, 1 / DAYS),
    "birth_exchanged": bits(0.015, 0.4 / DAYS),
    "birth_near": bits(0.045, 0.009),
    "birth_part": bits(0.9, 1 / 18 / 6),
    "birth_unknown": 0.0,
    "birth_other": bits(0.02, 0.98),
    "sex_same": bits(0.99, 0.5),
    "sex_other": bits(0.01, 0.5),
    "cnp_same": 24.0,
    "cnp_other": -14.0,
    "mother_same": bits(0.8, 0.005),
    "mother_other": bits(0.2, 0.995),
    "village_same": bits(0.9, 0.25),
    "village_other": bits(0.1, 0.75),
    "home_most": 10.0,  # the most that surname, mother and village, which siblings share, may say together
}


def prior(known: int) -> float:
    """The weight before anything is compared: one of so many is meant."""
    return -log2(max(known, 2))
