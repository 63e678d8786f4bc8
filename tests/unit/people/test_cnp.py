import csv
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest

from tests.unit.people.village import ON, enrolled, head
from vatra.people.born import NOT_KNOWN, Born, read_born
from vatra.people.cnp import check_agrees, cleaned_cnp, days_said_by, is_cnp, read_cnp, sex_said_by
from vatra.people.models import Person
from vatra.register.kinds import CannotApply

CASES = list(csv.DictReader(Path(__file__).with_name("cnp_cases.csv").read_text(encoding="utf-8").splitlines()))
MAN_1963, GIRL_2000, FOREIGNER, WRONG_DIGIT = "1630615123457", "6000722407864", "7030520010012", "1630615123458"


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['number']} {case['wrong'] or 'valid'}")
def test_a_number_is_a_cnp_when_the_sources_say_so(case: dict[str, str]) -> None:
    assert is_cnp(case["number"]) is (case["is_cnp"] == "yes")


def test_all_seventy_one_numbers_of_the_sources_are_tried() -> None:
    assert len(CASES) == 71


def test_sources_disagree_only_about_people_born_in_the_1800s() -> None:
    disputed = [case["number"] for case in CASES if case["sources_agree"] == "no"]
    assert len(disputed) == 2
    assert all(days_said_by(number)[0].year < 1900 and is_cnp(number) for number in disputed)


@pytest.mark.parametrize("number", [case["number"] for case in CASES if case["is_cnp"] == "yes"])
def test_every_valid_number_agrees_with_its_own_person_and_with_no_other(number: str) -> None:
    for day in days_said_by(number):
        sex = sex_said_by(number)
        check_agrees(number, sex=sex, born=Born(day, "day"))
        with pytest.raises(CannotApply) as refusal:
            check_agrees(number, sex="f" if sex == "m" else "m", born=Born(day, "day"))
        assert refusal.value.code == "cnp_sex"
        with pytest.raises(CannotApply) as refusal:
            check_agrees(number, sex=sex, born=Born(day.replace(year=day.year + 1, day=1), "day"))
        assert refusal.value.code == "cnp_birth"


def test_the_first_digit_tells_the_century_or_leaves_two() -> None:
    assert days_said_by("1630615123457") == (date(1963, 6, 15),)
    assert days_said_by("3991212152713") == (date(1899, 12, 12),)
    assert days_said_by("6000722407864") == (date(2000, 7, 22),)
    assert days_said_by("7030520010012") == (date(1903, 5, 20), date(2003, 5, 20))
    assert days_said_by("9981211204489") == (date(1998, 12, 11), date(2098, 12, 11))


def test_a_foreigner_born_on_the_leap_day_of_2000_has_a_cnp() -> None:
    from stdnum.ro import cnp

    body = "700022904001"
    number = body + cnp.calc_check_digit(body)
    assert days_said_by(number) == (date(2000, 2, 29),)
    assert is_cnp(number)
    assert not is_cnp(body + str((int(number[-1]) + 1) % 10))


@pytest.mark.parametrize("typed", [
    "1630615\u200b123457", " 1630615 123457 ", "16306-15123457", "\ufeff1630615123457\u202c",
    "１６３０６１５１２３４５７",
])
def test_spaces_and_unseen_characters_in_a_cnp_do_not_matter(typed: str) -> None:
    assert cleaned_cnp(typed) == MAN_1963
    assert is_cnp(typed)


def test_the_reason_names_both_births_and_never_the_number() -> None:
    with pytest.raises(CannotApply) as refusal:
        check_agrees(MAN_1963, sex="m", born=read_born("2015-03-12"))
    sentence = refusal.value.message("en")
    assert sentence == "The CNP says born 15.06.1963, the form says 12.03.2015: one of them is wrong."
    assert MAN_1963 not in repr(refusal.value) + str(refusal.value.params)


@pytest.mark.parametrize("born, agrees", [("1963", True), ("1963-06", True), ("1963-07", False), ("1964", False),
                                          (None, True)])
def test_a_birth_known_in_part_agrees_when_it_can_be_that_day(born: str | None, agrees: bool) -> None:
    if agrees:
        check_agrees(MAN_1963, sex="", born=read_born(born))
        return
    with pytest.raises(CannotApply):
        check_agrees(MAN_1963, sex="", born=read_born(born))


@pytest.mark.parametrize("state, value, code", [
    ("present", "", "cnp_missing"), ("present", "12345", "cnp_malformed"), ("present", WRONG_DIGIT, "cnp_checksum"),
    ("present", "19812112044891", "cnp_malformed"), ("none", MAN_1963, "cnp_unexpected"),
    ("refused", MAN_1963, "cnp_unexpected"), ("non_standard", "", "cnp_missing"),
    ("non_standard", "1" * 21, "cnp_malformed"),
    ("present", "6240416707534", "cnp_birth_in_the_future"),
])
def test_a_state_and_a_value_that_contradict_each_other_are_refused(state: str, value: str, code: str) -> None:
    with pytest.raises(CannotApply) as refusal:
        read_cnp(state, value, sex="", born=NOT_KNOWN, on=date(2020, 1, 1))
    assert refusal.value.code == code
    assert not value or value not in refusal.value.message("en")


def test_a_non_standard_number_is_kept_as_typed_because_the_worker_says_so() -> None:
    assert read_cnp("non_standard", "1630615123458", sex="f", born=NOT_KNOWN, on=ON) == WRONG_DIGIT
    assert read_cnp("refused", "", sex="", born=NOT_KNOWN, on=ON) == ""


@pytest.mark.django_db
def test_a_household_with_a_disagreeing_cnp_is_not_enrolled_in_part(village) -> None:
    with pytest.raises(CannotApply) as refusal:
        enrolled(head(), head("Popescu", "Ilie", relation="child", cnp={"state": "present", "value": WRONG_DIGIT}))
    assert refusal.value.code == "cnp_checksum"
    assert not Person.objects.exists()


@pytest.mark.django_db
def test_the_cnp_fills_in_what_the_form_leaves_empty(village) -> None:
    girl, foreigner = uuid4(), uuid4()
    enrolled(
        head(uuid=girl, born=None, sex="", cnp={"state": "present", "value": GIRL_2000}),
        head(uuid=foreigner, relation="other", born=None, sex="", cnp={"state": "present", "value": FOREIGNER}),
    )
    kept = Person.objects.get(uuid=girl)
    assert (kept.born_on, kept.born_precision, kept.sex) == (date(2000, 7, 22), "day", "f")
    assert Person.objects.get(uuid=foreigner).born_on is None


@pytest.mark.django_db
def test_nobody_living_was_born_in_the_1800s(village) -> None:
    with pytest.raises(CannotApply) as refusal:
        enrolled(head(born=None, sex="", cnp={"state": "present", "value": "3800119010016"}))
    assert refusal.value.code == "too_old"


@pytest.mark.django_db
def test_two_members_of_a_household_do_not_share_a_cnp(village) -> None:
    same = {"born": "1963-06-15", "sex": "m"}
    with pytest.raises(CannotApply) as refusal:
        enrolled(head(**same, cnp={"state": "present", "value": MAN_1963}),
                 head(**same, relation="sibling", cnp={"state": "present", "value": " 1630615 123457"}))
    assert refusal.value.code == "same_cnp_twice"
