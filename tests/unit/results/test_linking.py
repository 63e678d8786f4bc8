"""Which child of a list is whom: what counts as evidence, and what is never certain."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.lists import made
from bench.p10_linkage import ours, scored
from vatra.results.linking.blocks import Model
from vatra.results.linking.groups import POSSIBLE, Found, groups
from vatra.results.linking.pairs import Described, Linking

BORN = date(2015, 3, 4)
ANA = Described("munteanu", "ana maria", BORN, BORN, "f", "6150304040017", 1, ("munteanu", "elena"))
OTHERS = [Described(f"familia{chr(97 + n % 26)}{chr(97 + n // 26)}", f"copil{chr(97 + n % 20)}",
                    date(2008 + n % 15, 5, 9), date(2008 + n % 15, 5, 9), "m", "", n % 8) for n in range(400)]


def found(*listed: Described, known: tuple[Described, ...] = (ANA,), said: dict | None = None) -> dict[int, Found]:
    with Linking(listed, [*known, *OTHERS]) as linking:
        return groups(linking.pairs(0, len(listed), least=POSSIBLE), said=said)


def written(**otherwise: object) -> Described:
    """Ana as a school's list has her: no number, and one thing otherwise."""
    return replace(ANA, cnp="", **otherwise)


@pytest.mark.parametrize("otherwise", [
    {}, {"given_name": "ana"}, {"surname": "muntean"}, {"born_from": date(2015, 4, 3), "born_until": date(2015, 4, 3)},
    {"born_from": date(2015, 3, 14), "born_until": date(2015, 3, 14)}, {"village": 5}, {"words": ()},
    {"born_from": date(2015, 1, 1), "born_until": date(2015, 12, 31)},
    {"surname": "ana maria", "given_name": "munteanu"},
    {"words": ("popa", "elena")},
])
def test_one_error_of_a_list_hides_no_child(otherwise):
    [one] = found(written(**otherwise)).values()
    assert one.certain == 0


def test_the_same_number_finds_a_child_whatever_else_is_wrong():
    wrong = replace(ANA, surname="ianculescu", given_name="roxana", born_from=None, born_until=None, words=())
    assert found(wrong)[0].certain == 0


def test_a_day_and_month_exchanged_hide_no_child_whose_surname_is_another():
    april = date(2015, 4, 3)
    assert found(written(surname="ianculescu", born_from=april, born_until=april))[0].certain == 0


def test_two_valid_numbers_that_differ_nearly_forbid_it():
    weaker = replace(ANA, cnp="6150304040025", words=(), given_name="ana")
    with Linking([weaker, replace(weaker, cnp="")], [ANA, *OTHERS]) as linking:
        with_number, without = linking.pairs(0, 1), linking.pairs(1, 2)
    assert without[0].bits - (with_number[0].bits if with_number else 0.0) > 10


def test_a_twin_is_never_certain_and_is_not_found_once_the_sister_is():
    twin = written(given_name="daniela")
    assert found(twin)[0].certain is None
    assert [known for known, _bits in found(twin)[0].possible] == [0]
    both = found(written(), twin)
    assert both[0].certain == 0 and 1 not in both


def test_twins_of_one_list_find_each_their_own():
    dan = replace(ANA, given_name="daniel", sex="m", cnp="")
    both = found(replace(dan, given_name="danel"), written(given_name="ana"), known=(ANA, dan))
    assert (both[0].certain, both[1].certain) == (1, 0)


def test_a_namesake_of_another_year_and_home_is_not_the_child():
    assert found(replace(ANA, cnp="", born_from=date(2010, 8, 1), born_until=date(2010, 8, 1), village=4,
                         words=("popa", "ioana"))) == {}


def test_in_a_whole_county_the_mothers_name_tells_namesakes_of_one_day_apart_and_nothing_less_does():
    maria = Described("popa", "maria", BORN, BORN, "f", "", None, ("popa", "elena", "ion"))
    namesake = replace(maria, words=("popa", "ioana", "vasile"))
    many = [replace(one, given_name="maria", surname="popa") for one in OTHERS[:60]]
    for words, certain in ((("popa", "elena"), 0), ((), None), (("ionescu", "elena"), None)):
        with Linking([replace(maria, words=words)], [maria, namesake, *many, *OTHERS], among=110_000) as linking:
            assert groups(linking.pairs(0, 1, least=POSSIBLE))[0].certain == certain


def test_two_as_good_as_each_other_are_for_a_human():
    again = replace(ANA, cnp="")
    assert len(found(written(), known=(again, again))[0].possible) == 2


def test_the_same_child_twice_on_a_list_is_shown_and_not_called_missing():
    twice = found(written(), written(given_name="ana"))
    assert [one.certain for one in twice.values() if one.certain is not None] == [0]
    assert len(twice) == 2


def test_what_a_worker_said_stands():
    assert 0 not in found(written(), said={(0, 0): False})
    stranger = Described("altul", "cineva", date(2011, 1, 1), date(2011, 1, 1))
    said = found(stranger, written(), said={(0, 0): True})
    assert said[0].certain == 0 and said[1].certain is None


def test_parts_give_the_same_as_the_whole():
    lists = made(300, seed=7, villages=5)
    with Linking(lists.listed, lists.known) as linking:
        whole = linking.pairs(0, len(lists.listed), least=POSSIBLE)
        parts = [pair for since in range(0, len(lists.listed), 37) for pair in linking.pairs(since, since + 37,
                                                                                             least=POSSIBLE)]
    assert sorted(map(repr, whole)) == sorted(map(repr, parts))
    assert groups(whole) == groups(parts)


def test_a_name_that_is_not_written_says_nothing():
    nameless = written(given_name="")
    assert found(nameless, known=(replace(ANA, given_name=""),))[0].certain is None
    with Linking([nameless], [ANA, replace(ANA, given_name=""), *OTHERS]) as linking:
        weights = {pair.known: pair.bits for pair in linking.pairs(0, 1, least=-60)}
    assert weights[0] == weights[1]


def test_who_is_left_out_before_the_letters_are_compared_had_too_little_evidence():
    lists = made(1_500, seed=11, villages=9)
    with Linking(lists.listed, lists.known) as linking:
        every = linking.pairs(0, len(lists.listed), least=-200)
        strong = linking.pairs(0, len(lists.listed), least=POSSIBLE)
    assert len(every) > len(strong) + 100
    assert [one for one in strong if one.bits > POSSIBLE] == [one for one in every if one.bits > POSSIBLE]


@pytest.mark.parametrize("seed", [3, 4])
def test_who_is_found_beyond_rivalry_need_not_be_sought_again(seed):
    lists = made(2_000, seed=seed, villages=20)
    spared, everybody = ours(lists), ours(lists, Model(is_once=False))
    assert spared.certain == everybody.certain and len(spared.certain) > 1_500
    assert {place: several[0] for place, several in spared.possible.items()} == {
        place: several[0] for place, several in everybody.possible.items()}


def test_names_the_wrong_way_round_and_both_misspelt_hide_no_child():
    assert found(written(surname="ana mari", given_name="muntean"))[0].certain == 0


def test_an_empty_list_finds_nobody():
    assert found() == {}


@settings(max_examples=8)
@given(st.integers(0, 10_000))
def test_nobody_is_given_to_two_children_and_what_is_certain_is_right(seed):
    lists = made(250, seed=seed, villages=6)
    certain = {place: one.certain for place, one in ours(lists).items() if one.certain is not None}
    assert len(set(certain.values())) == len(certain)
    assert scored(lists, certain).precision >= 0.985
    assert scored(lists, certain).recall >= 0.85
