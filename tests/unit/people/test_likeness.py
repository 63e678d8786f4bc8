"""How much evidence two descriptions are that they are of one person; the tablet weighs the same way."""

from __future__ import annotations

from datetime import date

import pytest

from vatra.people.born import NOT_KNOWN, Born
from vatra.people.likeness import LEAST_LIKELY, WEIGHTS, Described, birth, likely, weight

DAY = Born(date(2015, 3, 12), "day")
ANA = Described("Șerban", "Ana Maria", DAY, "f", 7)


def of(surname: str, given_name: str, born: Born = DAY, sex: str = "f", village: int = 7) -> float:
    return likely(weight(ANA, Described(surname, given_name, born, sex, village)))


@pytest.mark.parametrize(("surname", "given_name", "born"), [
    ("Serban", "Ana-Maria", DAY), ("Şerban", "Maria Ana", DAY), ("Ana Maria", "Șerban", DAY), ("Șerban", "Ana", DAY),
    ("Șerban", "Ana Maria", Born(date(2015, 12, 3), "day")), ("Șerban", "Ana Maria", Born(date(2015, 1, 1), "year")),
])
def test_slips_of_the_pen_are_still_one_person(surname, given_name, born):
    assert of(surname, given_name, born) > 0.8


def test_a_twin_a_sister_and_a_namesake_are_less_likely_than_not():
    assert of("Șerban", "Ioana") < 0.9 and of("Șerban", "Ioana", sex="m") < 0.3
    assert of("Șerban", "Ioana", Born(date(2011, 7, 25), "day")) < LEAST_LIKELY
    assert of("Șerban", "Ana Maria", Born(date(1981, 7, 25), "day")) < 0.1
    assert of("Vlad", "Petru") < LEAST_LIKELY


def test_a_name_alone_is_shown_and_proves_nothing():
    assert LEAST_LIKELY < likely(weight(Described("Șerban", "Ana Maria", NOT_KNOWN),
                                        Described("Serban", "Ana Maria", DAY))) == 0.5


def test_every_word_for_a_birth_has_its_weight():
    others = [DAY, NOT_KNOWN, Born(date(2015, 3, 13), "day"), Born(date(2015, 3, 1), "month"),
              Born(date(1980, 1, 1), "year")]
    assert {birth(DAY, other) for other in others} == {one for one in WEIGHTS if one.startswith("birth_")}
