from datetime import date, timedelta
from time import process_time
from uuid import UUID, uuid4

import pytest

from tests.unit.people.village import AGAS, ASAU, ON, enrolled, happens, head, member
from vatra.people.born import NOT_KNOWN, Born
from vatra.people.likeness import Described
from vatra.people.names import cleaned, searched, words_of
from vatra.people.queries import likely_duplicates, persons_found
from vatra.people.search import likely_duplicates_of

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
SERBAN, ION, ANA, ELSEWHERE = (UUID(int=n) for n in range(1, 5))
LATER = ON + timedelta(days=20)


@pytest.fixture
def homes(village) -> list[UUID]:
    return [
        enrolled(head("Șerban-Țîru", "Vasile Mihăiță", uuid=SERBAN), member("Șerban", "Ana Maria", uuid=ANA,
                 relation="child", born="2015-03-12"), address="str. Școlii 7"),
        enrolled(head("Popescu", "Ion", uuid=ION), address="Valea Rece nr. 41"),
        enrolled(head("Popescu", "Ionel", uuid=ELSEWHERE), commune=ASAU),
    ]


def found(text: str, communes=(AGAS,), **rest) -> list[UUID]:
    return [one.person for one in persons_found(text, communes=communes, **rest)]


@pytest.mark.parametrize("typed", [
    "Șerban Vasile", "şerban vasile", "serban vasile", "VASILE SERBAN", "vasile  şerban", "S\u0327erban vasile",
    "Șer\u200bban vasile", "mihaita serban", "Mihăiţă Ţîru", "taru vasile", "țâru mihaita", "serb vas", "sreban vasile",
    "Serbann Vasilee", "vasle serban", "tiru vasile serban",
])
def test_a_person_is_found_however_the_name_is_typed(homes, typed: str) -> None:
    assert found(typed)[0] == SERBAN


def test_a_name_spelt_with_i_finds_the_same_as_with_a(homes) -> None:
    assert searched("Țîru") == searched("Ţâru") == searched("TÎRU") == "taru"
    assert words_of("Țîru-Popa", "Ana  Ana") == ["taru", "popa", "ana"]


def test_every_typed_word_must_be_of_the_person(homes) -> None:
    assert found("serban ion") == []
    assert found("popescu ion") == [ION]


def test_exact_words_come_before_beginnings(homes) -> None:
    assert found("popescu ion", communes=(AGAS, ASAU)) == [ION, ELSEWHERE]


def test_another_commune_s_people_do_not_exist(homes) -> None:
    assert ELSEWHERE not in found("popescu ionel")
    assert found("popescu", communes=()) == []
    assert found("popescu ionel", communes=(ASAU,)) == [ELSEWHERE]


def test_the_bearer_of_a_cnp_is_found_by_the_whole_number_only(homes) -> None:
    person = uuid4()
    enrolled(head("Rusu", "Dan", uuid=person, born="1963-06-15", cnp={"state": "present", "value": "1630615123457"}))
    assert found("1630615 123457\u200b") == [person]
    assert found("1630615123457", communes=(ASAU,)) == []
    assert found("16306151") == []


def test_who_lives_at_an_address_is_found_by_it(homes) -> None:
    assert found("scolii 7") == [SERBAN, ANA]
    assert found("valea rece") == [ION]


def test_somebody_who_left_is_found_after_those_who_are_here(homes) -> None:
    happens("move_out", {"to": "abroad"}, household=homes[1], person=ION, on=LATER)
    newcomer = uuid4()
    enrolled(head("Popescu", "Ion", uuid=newcomer), on=LATER)
    matches = persons_found("popescu ion", communes=(AGAS,))
    assert [(one.person, one.is_current) for one in matches] == [(newcomer, True), (ION, False)]


def test_a_household_that_moved_is_found_in_its_new_commune(homes) -> None:
    happens("move_out", {"to": "commune", "commune": ASAU}, household=homes[1], on=LATER)
    happens("move_in", {"address": "nr. 1"}, household=homes[1], on=LATER, commune=ASAU)
    assert ION not in found("popescu ion")
    assert found("popescu ion", communes=(ASAU,))[0] == ION


def test_a_corrected_name_is_found_and_the_old_one_no_longer(homes) -> None:
    happens("correct_person", {"field": "surname", "base": "Popescu", "value": "Zăvoianu"}, household=homes[1],
            person=ION, on=LATER)
    assert found("zavoianu") == [ION]
    assert ION not in found("popescu")


@pytest.mark.parametrize("typed", ["%", "_", "\\", "%%%%", "a", "   ", "", "\u200b", "' OR 1=1 --", "*", "🙂", "\x00",
                                   "x" * 10_000, "a b " * 2_500, "ş" * 10_000, "\u0301" * 5_000, "ăîâșț", "1" * 13])
def test_whatever_is_typed_the_answer_is_quick_and_nothing_matches_everything(homes, typed: str) -> None:
    began = process_time()
    matches = found(typed)
    assert process_time() - began < 2  # of the processor: nothing typed makes it search for ever
    assert len(matches) <= 2
    if typed in ("%", "_", "\\", "%%%%", "   ", "*"):
        assert matches == []


def test_no_more_are_found_than_asked_for(homes) -> None:
    assert len(found("popescu", communes=(AGAS, ASAU), limit=1)) == 1
    assert found("popescu", limit=0) == []


def test_a_likely_duplicate_is_told_before_a_person_is_registered_twice(homes) -> None:
    (best, *_) = likely_duplicates("Serban", "Ana-Maria", date(2015, 3, 12), AGAS)
    assert (best.found.person, best.same_birth) == (ANA, True)
    assert best.likeness > 90


@pytest.mark.parametrize("surname, given_name, born", [
    ("Şerban", "Maria Ana", date(2015, 3, 12)), ("Serbn", "Ana Maria", date(2015, 3, 12)),
    ("Șerban", "Ana Maria", date(2015, 12, 3)), ("Șerban", "Ana Maria", date(2015, 3, 13)), ("Șerban", "Ana", None),
])
def test_slips_of_the_pen_still_look_like_the_same_child(homes, surname, given_name, born) -> None:
    assert likely_duplicates(surname, given_name, born, AGAS)[0].found.person == ANA


def test_a_sister_is_less_like_than_the_child_herself(homes) -> None:
    same = likely_duplicates("Șerban", "Ana Maria", date(2015, 3, 12), AGAS)[0].likeness
    sister = likely_duplicates("Șerban", "Ioana Maria", date(2011, 7, 25), AGAS)
    assert not sister or sister[0].likeness < same - 20
    assert likely_duplicates("Vlad", "Petru", date(2015, 3, 12), AGAS) == []
    assert likely_duplicates("", "", None, AGAS) == []


@pytest.mark.parametrize("communes", [(AGAS,), (AGAS, ASAU, 1, 2)])
def test_many_are_looked_for_together_as_each_alone(homes, communes, django_assert_max_num_queries) -> None:
    described = {uuid4(): Described(surname, given_name, Born(born, "day") if born else NOT_KNOWN)
                 for surname, given_name, born in (
                     ("Şerban", "Maria Ana", date(2015, 3, 12)), ("Serbn", "Ana", None), ("Popescu", "Ion", None),
                     ("Popesc", "Ione", date(1985, 1, 31)), ("Vlad", "Petru", None), ("", "", None))}
    with django_assert_max_num_queries(6):
        together = likely_duplicates_of(described, communes)
    for uuid, one in described.items():
        alone = likely_duplicates(one.surname, one.given_name, one.born.day, communes)
        assert [(each.found.person, each.likeness, each.same_birth) for each in together.get(uuid, [])] == [
            (each.found.person, each.likeness, each.same_birth) for each in alone], one
    assert any(together.values())


def test_cleaning_a_long_or_strange_text_keeps_to_its_length() -> None:
    assert len(cleaned("ă" * 500, longest=100)) == 100
    assert cleaned("Ana\u2028Maria\ud800", longest=50) == "Ana Maria"
    assert len(cleaned("a" + "\u0300" * 300, longest=50)) <= 3
