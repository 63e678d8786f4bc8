from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from tests.unit.people.village import ASAU, GRINDA, LUNCA, ON, enrolled, happens, head, member
from vatra.people.models import Household, Membership, Person, PersonWord
from vatra.people.queries import household_of, households, households_in, members_of, persons
from vatra.register.kinds import CannotApply

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def refused(*members: dict, **envelope) -> CannotApply:
    with pytest.raises(CannotApply) as refusal:
        enrolled(*members, **envelope)
    assert not Household.objects.exists() and not Person.objects.exists()
    return refusal.value


def test_a_household_is_enrolled_with_all_its_members(village) -> None:
    father, child = head(), member(given_name="Maria", born="2015-03", relation="child", ethnicity="română")
    home = enrolled(father, child, village=GRINDA)
    row = households([home])[home]
    assert (row.commune.name, row.village.name, row.enrolled_on) == ("Agăș", "Grinda", ON)
    first, second = members_of([home], on=ON)[home]
    assert (first.name, first.initials, first.is_head, first.relation) == ("Popescu Ion", "I. P.", True, "head")
    assert (second.born_on, second.born_precision, second.birth_date) == (date(2015, 3, 1), "month", None)
    assert second.ages(date(2026, 3, 15)) == (10, 11)


def test_members_of_many_households_come_in_one_question(village, django_assert_num_queries) -> None:
    homes = [enrolled() for _ in range(5)]
    with django_assert_num_queries(1):
        found = members_of([*homes, uuid4()], on=ON)
    assert [len(members) for members in found.values()] == [1, 1, 1, 1, 1, 0]


def test_enrolling_a_hundred_households_takes_a_handful_of_statements(village, django_assert_max_num_queries) -> None:
    from tests.unit.people.village import sealed
    from vatra.register.kinds import kind_named

    run = [sealed("enrol_household", {"members": [head(), member()]}, household=uuid4()) for _ in range(100)]
    with django_assert_max_num_queries(12):
        kind_named("enrol_household", 1).apply(run)


def test_nobody_is_a_member_before_the_enrolment(village) -> None:
    home = enrolled()
    assert members_of([home], on=ON - timedelta(days=1)) == {home: []}


def test_a_household_without_a_head_is_not_enrolled(village) -> None:
    assert refused(member(), member()).code == "head_missing"


def test_a_household_has_one_head(village) -> None:
    assert refused(head(), member(is_head=True)).code == "two_heads"


def test_a_household_is_enrolled_once(village) -> None:
    home = enrolled()
    with pytest.raises(CannotApply) as refusal:
        enrolled(household=home)
    assert refusal.value.code == "household_exists"


def test_a_person_is_registered_once(village) -> None:
    person = uuid4()
    enrolled(head(uuid=person))
    with pytest.raises(CannotApply) as refusal:
        enrolled(head(uuid=person))
    assert refusal.value.code == "person_exists"
    assert Household.objects.count() == 1


def test_the_same_person_twice_in_one_household_is_refused(village) -> None:
    person = uuid4()
    assert refused(head(uuid=person), member(uuid=person)).code == "person_exists"


def test_a_member_does_not_come_before_its_household(village) -> None:
    with pytest.raises(CannotApply) as refusal:
        happens("enrol_person", member(), household=uuid4())
    assert refusal.value.code == "unknown_household"
    assert "enrolment has not come" in refusal.value.message("en")


@pytest.mark.parametrize("born, code", [
    ("2026-02-30", "birth_not_a_date"), ("0000-00-00", "birth_not_a_date"), ("10000-01-01", "birth_not_a_date"),
    ("12.03.2015", "birth_not_a_date"), ("2015-13", "birth_not_a_date"), ("9999-12-31", "birth_in_the_future"),
    ("2026-03-03", "birth_in_the_future"), ("1890-01-01", "too_old"), ("1890", "too_old"),
])
def test_a_birth_that_cannot_be_is_refused_with_a_sentence(village, born: str, code: str) -> None:
    refusal = refused(head(born=born))
    assert refusal.code == code
    assert refusal.message("en").endswith(".")


def test_the_thirtieth_of_february_is_named_as_it_is_said(village) -> None:
    assert "30.02.2026" in refused(head(born="2026-02-30")).message("en")


def test_a_birth_that_nobody_knows_is_not_guessed(village) -> None:
    home = enrolled(head(born=None))
    (only,) = members_of([home], on=ON)[home]
    assert (only.born_on, only.born_precision, only.ages(ON), only.birth_date) == (None, "unknown", None, None)


def test_somebody_without_any_name_is_not_enrolled(village) -> None:
    assert refused(head(surname=" \u200b ", given_name="")).code == "no_name"


def test_a_name_is_kept_as_written_without_what_cannot_be_seen(village) -> None:
    person = uuid4()
    enrolled(head(surname="  Şerban\u202e\u200b-Ţone\u0000 ", given_name="A" + "\u0301" * 200, uuid=person))
    kept = persons([person])[person]
    assert kept.surname == "Șerban-Țone"
    assert len(kept.given_name) <= 3


def test_a_name_of_a_thousand_letters_is_refused(village) -> None:
    assert refused(head(surname="a" * 999)).code == "name_too_long"


def test_a_village_of_another_commune_is_refused(village) -> None:
    assert refused(head(), village=LUNCA).code == "unknown_village"
    assert refused(head(), village=1).code == "unknown_village"


def test_an_entry_about_tomorrow_is_refused(village) -> None:
    from tests.unit.people.village import sealed
    from vatra.register.kinds import kind_named

    entry = sealed("enrol_household", {"members": [head()]}, household=uuid4(), on=ON)
    late = type(entry)(**{name: getattr(entry, name) for name in entry.__slots__} | {"on": ON + timedelta(days=5)})
    with pytest.raises(CannotApply) as refusal:
        kind_named("enrol_household", 1).apply([late])
    assert refusal.value.code == "in_the_future"


def test_households_of_a_commune_are_those_that_are_here(village) -> None:
    here, gone = enrolled(), enrolled()
    enrolled(commune=ASAU)
    happens("move_out", {"to": "abroad"}, household=gone, on=ON + timedelta(days=9))
    assert {row.uuid for row in households_in([20625])} == {here, gone}
    assert [row.uuid for row in households_in([20625], on=ON + timedelta(days=9))] == [here]
    assert {row.uuid for row in households_in([20625], on=ON + timedelta(days=8))} == {here, gone}


def test_a_person_s_household_is_the_one_of_that_day(village) -> None:
    person = uuid4()
    home = enrolled(head(uuid=person))
    assert household_of(person, on=ON).uuid == home
    assert household_of(person, on=ON - timedelta(days=1)) is None


def test_the_database_itself_holds_one_household_per_person_and_one_head(village) -> None:
    first, second = uuid4(), uuid4()
    home, other = enrolled(head(uuid=first)), enrolled(head(uuid=second))
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(uuid=uuid4(), person_id=first, household_id=other, since=ON, relation="other")
    Membership.objects.filter(person=second).update(until=ON + timedelta(days=1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(uuid=uuid4(), person_id=second, household_id=home, since=ON, relation="head",
                                  is_head=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.filter(person=first).update(until=ON)
    for field, value in [("born_precision", "unknown"), ("cnp_state", "present"), ("died_on", date(1900, 1, 1)),
                         ("sex", "x")]:
        with pytest.raises(IntegrityError), transaction.atomic():
            Person.objects.filter(uuid=first).update(**{field: value})


def test_the_words_of_a_name_are_kept_for_searching(village) -> None:
    enrolled(head(surname="Ţăranu-Şerban", given_name="Îoana Maria"))
    assert set(PersonWord.objects.values_list("word", flat=True)) == {"taranu", "serban", "aoana", "maria"}
