from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from tests.unit.people.test_life_events import refused
from tests.unit.people.village import AGAS, GRINDA, ON, enrolled, happens, head, member
from vatra.people.models import Membership, Person, PersonWord
from vatra.people.queries import household, members_of

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

LATER = ON + timedelta(days=30)
MOTHER, CHILD = UUID(int=2), UUID(int=3)
BOY_2010 = "5100615010012"


@pytest.fixture
def home(village) -> UUID:
    return enrolled(head(uuid=MOTHER, sex="f"), member("Popescu", "Maria", uuid=CHILD, relation="child",
                                                       born="2010-06", sex="m"))


def correction(home: UUID, field: str, base: object, value: object, **envelope) -> None:
    happens("correct_person", {"field": field, "base": base, "value": value}, household=home, person=CHILD,
            **({"on": LATER} | envelope))


def not_corrected(home: UUID, field: str, base: object, value: object) -> str:
    return refused("correct_person", {"field": field, "base": base, "value": value}, household=home, person=CHILD,
                   on=LATER).code


@pytest.mark.parametrize("field, base, value, kept", [
    ("surname", "Popescu", "Popesc\u0075-Ţurcan", "Popescu-Țurcan"), ("given_name", " Maria ", "Mărioara", "Mărioara"),
    ("sex", "m", "f", "f"), ("ethnicity", "", "romă", "romă"), ("ethnicity", None, "maghiară", "maghiară"),
])
def test_what_was_wrong_is_corrected(home, field: str, base: str, value: str, kept: str) -> None:
    correction(home, field, base, value)
    assert getattr(Person.objects.get(uuid=CHILD), field) == kept


def test_a_birth_is_corrected_to_another_precision(home) -> None:
    correction(home, "born", "2010-06", "2010-06-15")
    child = Person.objects.get(uuid=CHILD)
    assert (child.born_on, child.born_precision) == (date(2010, 6, 15), "day")


def test_a_cnp_is_corrected_with_its_state(home) -> None:
    correction(home, "cnp", None, {"state": "present", "value": BOY_2010})
    correction(home, "cnp", {"state": "present", "value": "5100615 010012"}, {"state": "refused"})
    assert Person.objects.get(uuid=CHILD).cnp == ""


@pytest.mark.parametrize("field, base, value", [
    ("surname", "Popesku", "Ionescu"), ("sex", "f", "m"), ("born", "2010-07", "2011"),
    ("cnp", {"state": "refused"}, {"state": "none"}), ("died_on", "2026-03-03", None), ("ethnicity", "romă", ""),
])
def test_a_correction_of_what_meanwhile_reads_otherwise_is_for_a_human(home, field: str, base, value) -> None:
    assert not_corrected(home, field, base, value) == "base_changed"


def test_two_workers_who_correct_the_same_field_leave_one_question(home) -> None:
    correction(home, "surname", "Popescu", "Ionescu")
    assert not_corrected(home, "surname", "Popescu", "Georgescu") == "base_changed"
    assert Person.objects.get(uuid=CHILD).surname == "Ionescu"


@pytest.mark.parametrize("field, base, value", [
    ("surname", {"state": "none"}, "x"), ("cnp", "1", "2"), ("sex", "m", "male"), ("died_on", None, "yesterday"),
])
def test_a_value_that_does_not_fit_its_field_is_refused(home, field: str, base, value) -> None:
    assert not_corrected(home, field, base, value) in ("misfit", "base_changed")


def test_after_a_correction_the_cnp_must_still_agree(home) -> None:
    correction(home, "cnp", None, {"state": "present", "value": BOY_2010})
    assert not_corrected(home, "sex", "m", "f") == "cnp_sex"
    assert not_corrected(home, "born", "2010-06", "2010-07") == "cnp_birth"
    assert not_corrected(home, "born", "2010-06", "2027-01-01") == "birth_in_the_future"


def test_a_person_keeps_one_name(home) -> None:
    correction(home, "surname", "Popescu", "")
    assert not_corrected(home, "given_name", "Maria", "") == "no_name"


def test_a_renamed_person_is_searched_by_the_new_name(home) -> None:
    correction(home, "surname", "Popescu", "Ionescu")
    words = PersonWord.objects.filter(person=CHILD)
    assert set(words.values_list("word", "commune_id")) == {("ionescu", AGAS), ("maria", AGAS)}


def test_a_newborn_whose_birthday_was_wrong_belongs_since_the_right_one(home) -> None:
    child = uuid4()
    happens("record_birth", member(uuid=child, born="2026-03-10"), household=home, on=LATER)
    happens("correct_person", {"field": "born", "base": "2026-03-10", "value": "2026-03-12"}, household=home,
            person=child, on=LATER)
    assert Membership.objects.get(person=child).since == date(2026, 3, 12)


def test_nobody_is_born_after_they_were_enrolled(home) -> None:
    assert not_corrected(home, "born", "2010-06", "2026-03-05") == "birth_in_the_future"


def test_a_death_recorded_by_mistake_is_undone(home) -> None:
    happens("record_death", {"died_on": "2026-03-10"}, household=home, person=CHILD, on=LATER)
    correction(home, "died_on", "2026-03-10", None)
    child = Person.objects.get(uuid=CHILD)
    assert child.died_on is None
    assert CHILD in {one.uuid for one in members_of([home], on=LATER)[home]}


def test_another_day_of_death_ends_the_membership_that_day(home) -> None:
    happens("record_death", {"died_on": "2026-03-10"}, household=home, person=CHILD, on=LATER)
    correction(home, "died_on", "2026-03-10", "2026-03-20")
    assert Membership.objects.get(person=CHILD).until == date(2026, 3, 21)
    assert not_corrected(home, "died_on", "2026-03-20", "2010-05-01") == "death_before_birth"


def test_a_household_that_a_mistaken_death_emptied_lives_again(village) -> None:
    home = enrolled(head(uuid=CHILD))
    happens("record_death", {}, household=home, person=CHILD, on=LATER)
    assert household(home).left_to == "died"
    correction(home, "died_on", LATER.isoformat(), None)
    assert household(home).ended_on is None
    assert members_of([home], on=LATER)[home][0].is_head


def test_an_old_head_does_not_come_back_to_life_over_the_new_one(home) -> None:
    happens("record_death", {"new_head": str(CHILD)}, household=home, person=MOTHER, on=LATER)
    happens("correct_person", {"field": "died_on", "base": LATER.isoformat(), "value": None}, household=home,
            person=MOTHER, on=LATER)
    assert [one.uuid for one in members_of([home], on=LATER)[home] if one.is_head] == [CHILD]


def test_an_address_and_a_village_are_corrected(home) -> None:
    happens("correct_household", {"field": "address", "base": "str. Principală 12", "value": "str. Școlii 3"},
            household=home, on=LATER)
    happens("correct_household", {"field": "village", "base": None, "value": GRINDA}, household=home, on=LATER)
    assert (household(home).address, household(home).village_id) == ("str. Școlii 3", GRINDA)
    wrong = {"field": "village", "base": None, "value": GRINDA}
    assert refused("correct_household", wrong, household=home, on=LATER).code == "base_changed"
    wrong = {"field": "village", "base": GRINDA, "value": "Grinda"}
    assert refused("correct_household", wrong, household=home, on=LATER).code == "misfit"
