"""What two descriptions say for and against being one child, as SQL over rows `l` of the list and `k` of the register.

Said twice: in full, with letters and words compared; and what it can be at the *most*, told from whole numbers alone.
Most of those who meet are not alike enough in the rest, and are left out before a letter is looked at.
"""

from __future__ import annotations

from collections.abc import Mapping

from vatra.results.linking.weights import CLOSE

Weights = Mapping[str, float]

_SAME_PARTS = "(l.year = k.year)::INT + (l.month = k.month)::INT + (l.day = k.day)::INT"


def birth(w: Weights) -> str:
    """The weight of two births."""
    return (
        f"CASE WHEN l.born_from IS NULL OR k.born_from IS NULL THEN {w['birth_unknown']} "
        f"WHEN l.born = k.born THEN {w['birth_same']} "
        f"WHEN l.exchanged = k.born THEN {w['birth_exchanged']} "
        f"WHEN {_SAME_PARTS} = 2 THEN {w['birth_near']} "
        "WHEN (l.born IS NULL OR k.born IS NULL) AND l.born_from <= k.born_until AND k.born_from <= l.born_until "
        f"THEN {w['birth_part']} ELSE {w['birth_other']} END"
    )


def number(w: Weights) -> str:
    """The weight of two numbers; one that is not written says nothing, here as in all that follows."""
    return _compared("number", w["cnp_same"], w["cnp_other"])


def sex(w: Weights) -> str:
    """The weight of two sexes."""
    return _compared("sex", w["sex_same"], w["sex_other"])


def most_of_names(w: Weights) -> str:
    """The most that names and home can weigh, were every name that differs a misspelt one."""
    words = (f"CASE WHEN bit_count(l.word_bits & k.word_bits) >= l.words_wanted THEN {_number(w['mother_same'])} "
             f"WHEN l.word_bits & k.word_bits IS NULL THEN 0e0 ELSE {_number(w['mother_other'])} END")
    shared = f"{words} + {village(w)}"

    def of(surname: str, given: str) -> str:
        """Whose surname stands where the register has the one, and whose given name where it has the other."""
        first, second = (
            f"CASE WHEN l.{one}_key = k.{other}_key THEN l.{one}_most ELSE {_number(w['name_close'])} END"
            for one, other in ((surname, "surname"), (given, "given"))
        )
        return f"least({first} + {shared}, {_number(w['home_most'])}) + {second}"

    return (f"greatest({of('surname', 'given')}, CASE WHEN l.given_key = k.surname_key OR l.surname_key = k.given_key "
            f"THEN {of('given', 'surname')} + {_number(w['exchanged'])} ELSE -1e3 END)")


def most_of_a_row(w: Weights) -> str:
    """The most that names and sex can weigh for a row of the list, whoever stands in the register."""
    return f"{w['home_most']} + greatest(given_most, surname_most + {w['exchanged']}) + {max(w['sex_same'], 0.0)}"


def most_from_afar(w: Weights) -> str:
    """The same against somebody of another surname, another mother and another village."""
    return f"{w['name_close']} + greatest(given_most, surname_most + {w['exchanged']}) + {max(w['sex_same'], 0.0)}"


NEAR_HOME = ("(l.surname_key = k.surname_key OR l.village = k.village OR (l.word_bits & k.word_bits) <> 0 "
             "OR l.given_key = k.surname_key OR l.surname_key = k.given_key)")


def mother(w: Weights) -> str:
    """The weight of the words of the mother's name, compared only where their bits say that enough may agree."""
    other = _number(w["mother_other"])
    return (
        "CASE WHEN l.words IS NULL OR k.words IS NULL THEN 0e0 "
        f"WHEN bit_count(l.word_bits & k.word_bits) < l.words_wanted THEN {other} "
        f"WHEN len(list_intersect(l.words, k.words)) >= least(2, len(l.words)) THEN {_number(w['mother_same'])} "
        f"ELSE {other} END"
    )


def village(w: Weights) -> str:
    """The weight of two villages."""
    return _compared("village", w["village_same"], w["village_other"])


def name(w: Weights, here: str, there: str, *, same: str = "") -> str:
    """The weight of a name of the list and one of the register: by how rare it is when the same, close when misspelt or
    one holds the other. `same`: what is said of the same name instead of how rare it is, which stands beside it.
    """
    close = (f"jaro_winkler_similarity({here}, {there}) >= {CLOSE} "
             f"OR (starts_with({here}, {there}) AND starts_with({here}, {there} || ' ')) "
             f"OR (starts_with({there}, {here}) AND starts_with({there}, {here} || ' '))")
    return (f"CASE WHEN {here} = '' OR {there} = '' THEN 0 WHEN {here} = {there} THEN {same or f'{here}_bits'} "
            f"WHEN {close} THEN {w['name_close']} ELSE {w['name_other']} END")


def _compared(one: str, same: float, other: float) -> str:
    return (f"CASE WHEN l.{one} = k.{one} THEN {_number(same)} "
            f"WHEN l.{one} <> k.{one} THEN {_number(other)} ELSE 0e0 END")


def _number(weight: float) -> str:
    """As a binary number: SQL takes what has a point for a decimal, which is slow to add up."""
    return f"{weight}e0"
