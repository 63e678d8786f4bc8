from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from tests.unit.people.village import AGAS, ASAU, GRINDA, LUNCA, ON, enrolled, happens, head, member
from vatra.people.models import Household, Membership, Person, PersonWord
from vatra.people.queries import household, household_of, last_days, members_of, memberships_of
from vatra.register.kinds import CannotApply

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

LATER, LATER_STILL = ON + timedelta(days=30), ON + timedelta(days=60)
FATHER, MOTHER, CHILD = UUID(int=1), UUID(int=2), UUID(int=3)


@pytest.fixture
def home(village) -> UUID:
    return enrolled(
        head(uuid=FATHER), member(uuid=MOTHER, relation="partner"),
        member("Popescu", "Maria", uuid=CHILD, relation="child", born="2015-03-12"),
    )


def refused(kind: str, payload: dict, **envelope) -> CannotApply:
    before = sorted(Membership.objects.values_list()), sorted(Person.objects.values_list()), sorted(
        map(str, Household.objects.values_list()))
    with pytest.raises(CannotApply) as refusal:
        happens(kind, payload, **envelope)
    assert before == (sorted(Membership.objects.values_list()), sorted(Person.objects.values_list()), sorted(
        map(str, Household.objects.values_list())))
    assert refusal.value.message("en")
    return refusal.value


def names(home: UUID, on: date) -> set[str]:
    return {one.given_name for one in members_of([home], on=on)[home]}


def test_a_newborn_belongs_to_the_household_since_birth(home) -> None:
    happens("record_birth", member(given_name="Ilie", born="2026-03-20", uuid=uuid4()), household=home, on=LATER)
    assert "Ilie" not in names(home, date(2026, 3, 19))
    assert "Ilie" in names(home, date(2026, 3, 20))


def test_a_birth_without_a_date_is_of_the_day_of_the_entry(home) -> None:
    child = member(born=None)
    happens("record_birth", child, household=home, on=LATER)
    assert Person.objects.get(uuid=child["uuid"]).born_on == LATER


@pytest.mark.parametrize("born, code", [("2026-03", "birth_not_a_date"), ("2026-04-02", "birth_in_the_future"),
                                        ("2026-03-01", "before_enrolment")])
def test_a_birth_that_cannot_be_is_not_recorded(home, born: str, code: str) -> None:
    assert refused("record_birth", member(born=born), household=home, on=LATER).code == code


def test_the_dead_are_members_until_the_day_they_die(home) -> None:
    happens("record_death", {"died_on": "2026-03-15", "new_head": str(MOTHER)}, household=home, person=FATHER, on=LATER)
    assert "Ion" in names(home, date(2026, 3, 14))
    assert "Ion" not in names(home, date(2026, 3, 15))
    first, *_ = members_of([home], on=LATER)[home]
    assert (first.uuid, first.is_head, first.relation) == (MOTHER, True, "head")


def test_a_death_is_not_before_the_birth_nor_after_its_entry(home) -> None:
    assert refused("record_death", {"died_on": "2015-03-11"}, household=home, person=CHILD, on=LATER).code == (
        "death_before_birth")
    assert refused("record_death", {"died_on": "2026-04-30"}, household=home, person=CHILD, on=LATER).code == (
        "in_the_future")
    assert refused("record_death", {"died_on": "2026-03-01"}, household=home, person=CHILD, on=LATER).code == (
        "lived_later")


def test_the_same_death_told_by_two_workers_is_one_death(home) -> None:
    for _ in range(2):
        happens("record_death", {"died_on": "2026-03-15"}, household=home, person=CHILD, on=LATER)
    again = refused("record_death", {"died_on": "2026-03-16"}, household=home, person=CHILD, on=LATER)
    assert again.code == "already_dead"


def test_the_dead_neither_move_nor_join(home) -> None:
    other = enrolled()
    happens("record_death", {}, household=home, person=CHILD, on=LATER)
    assert refused("move_out", {"to": "abroad"}, household=home, person=CHILD, on=LATER_STILL).code == "already_dead"
    assert refused("move_in", {}, household=other, person=CHILD, on=LATER_STILL).code == "already_dead"


def test_somebody_who_leaves_is_a_member_until_that_day_and_remembered(home) -> None:
    happens("move_out", {"to": "abroad"}, household=home, person=FATHER, on=LATER)
    assert "Ion" in names(home, LATER - timedelta(days=1))
    assert "Ion" not in names(home, LATER)
    (was,) = memberships_of([FATHER])[FATHER]
    assert (was.until, household_of(FATHER, on=LATER)) == (LATER, None)


def test_somebody_can_leave_on_the_day_they_were_enrolled(home) -> None:
    happens("move_out", {"to": "abroad"}, household=home, person=FATHER, on=ON)
    assert "Ion" not in names(home, ON + timedelta(days=1))
    happens("move_in", {}, household=home, person=FATHER, on=ON)
    assert len(memberships_of([FATHER])[FATHER]) == 1


def test_a_person_who_comes_back_has_two_memberships(home) -> None:
    happens("move_out", {"to": "abroad"}, household=home, person=FATHER, on=LATER)
    happens("move_in", {"relation": "head"}, household=home, person=FATHER, on=LATER_STILL)
    assert [one.since for one in memberships_of([FATHER])[FATHER]] == [ON, LATER_STILL]
    assert Membership.objects.get(household=home, until=None, is_head=True).person_id == FATHER


def test_a_person_does_not_join_while_still_a_member_elsewhere(home) -> None:
    other = enrolled()
    assert refused("move_in", {}, household=other, person=CHILD, on=LATER).code == "still_a_member"
    assert refused("move_in", {"from_household": str(other)}, household=other, person=CHILD, on=LATER).code == (
        "still_a_member")
    happens("move_in", {"from_household": str(home), "relation": "child"}, household=other, person=CHILD, on=LATER)
    assert household_of(CHILD, on=LATER).uuid == other
    assert household_of(CHILD, on=LATER - timedelta(days=1)).uuid == home


def test_a_person_is_not_a_member_twice(home) -> None:
    assert refused("move_in", {}, household=home, person=CHILD, on=LATER).code == "already_a_member"


def test_a_move_dated_before_a_later_one_is_for_a_human_to_settle(home) -> None:
    other = enrolled()
    happens("move_in", {"from_household": str(home)}, household=other, person=CHILD, on=LATER_STILL)
    assert refused("move_out", {"to": "abroad"}, household=other, person=CHILD, on=LATER).code == "came_later"
    assert refused("move_out", {"to": "abroad"}, household=home, person=CHILD, on=LATER).code == "not_of_household"


def test_a_head_is_not_replaced_by_a_stranger(home) -> None:
    stranger = refused("move_out", {"to": "abroad", "new_head": str(uuid4())}, household=home, person=FATHER, on=LATER)
    assert stranger.code == "not_a_member"


@pytest.mark.parametrize(("kind", "payload"), [("record_death", {}), ("move_out", {"to": "abroad"})])
def test_whoever_leaves_without_being_the_head_takes_the_heads_place_from_nobody(home, kind, payload) -> None:
    happens(kind, {**payload, "new_head": str(MOTHER)}, household=home, person=CHILD, on=LATER)
    assert {one.uuid: one.relation for one in members_of([home], on=LATER_STILL)[home]} == {
        FATHER: "head", MOTHER: "partner"}


def test_a_second_head_does_not_join(home) -> None:
    assert refused("enrol_person", head(), household=home, on=LATER).code == "two_heads"


def test_a_new_head_is_named_and_the_days_before_keep_the_old_one(home) -> None:
    payload = {"relations": {str(FATHER): "partner", str(CHILD): "child"}}
    happens("name_head", payload, household=home, person=MOTHER, on=LATER)
    before = {one.uuid: one.relation for one in members_of([home], on=ON)[home]}
    after = {one.uuid: one.relation for one in members_of([home], on=LATER)[home]}
    assert before == {FATHER: "head", MOTHER: "partner", CHILD: "child"}
    assert after == {FATHER: "partner", MOTHER: "head", CHILD: "child"}


def test_a_household_that_moves_keeps_its_members_and_changes_its_commune(home) -> None:
    happens("move_out", {"to": "commune", "commune": ASAU}, household=home, on=LATER)
    assert (household(home).ended_on, household(home).left_to) == (LATER, "commune")
    happens("move_in", {"address": "nr. 7", "village": LUNCA}, household=home, on=LATER_STILL, commune=ASAU)
    row = household(home)
    assert (row.commune_id, row.village_id, row.address, row.ended_on) == (ASAU, LUNCA, "nr. 7", None)
    assert names(home, LATER_STILL) == {"Ion", "Ana", "Maria"}
    assert set(PersonWord.objects.values_list("commune_id", flat=True)) == {ASAU}


def test_the_old_commune_no_longer_writes_about_a_household_that_moved(home) -> None:
    happens("move_out", {"to": "commune", "commune": ASAU}, household=home, on=LATER)
    happens("move_in", {"village": None, "address": ""}, household=home, on=LATER, commune=ASAU)
    late = refused("record_death", {}, household=home, person=CHILD, on=LATER, commune=AGAS)
    never = refused("record_death", {}, household=uuid4(), person=CHILD, on=LATER, commune=AGAS)
    assert (late.code, late.message()) == (never.code, never.message()) == ("unknown_household", never.message())


def test_nobody_fetches_a_household_that_has_not_left_its_commune(home) -> None:
    """Whoever learned its uuid would else have it, with all that is known of it."""
    taken = refused("move_in", {}, household=home, on=LATER, commune=ASAU)
    never = refused("move_in", {}, household=uuid4(), on=LATER, commune=ASAU)
    assert (taken.code, taken.message()) == (never.code, never.message()) == ("unknown_household", never.message())
    assert household(home).commune_id == AGAS


def test_nobody_fetches_a_person_out_of_another_communes_household(home) -> None:
    theirs = enrolled(member(uuid=uuid4(), relation="head"), commune=ASAU)
    for payload in ({}, {"from_household": str(home)}):
        taken = refused("move_in", payload, household=theirs, person=CHILD, on=LATER, commune=ASAU)
        never = refused("move_in", payload, household=theirs, person=uuid4(), on=LATER, commune=ASAU)
        assert (taken.code, taken.message()) == (never.code, never.message())
    assert (taken.code, taken.message()) == (never.code, never.message()) == ("unknown_person", never.message())


def test_nobody_joins_a_household_that_left(home) -> None:
    happens("move_out", {"to": "abroad"}, household=home, on=LATER)
    assert refused("enrol_person", member(), household=home, on=LATER_STILL).code == "household_left"
    assert refused("move_out", {"to": "abroad"}, household=home, on=LATER_STILL).code == "household_left"


def test_a_household_ends_when_its_last_member_leaves_and_begins_again_when_one_returns(home) -> None:
    for person in (FATHER, MOTHER, CHILD):
        happens("move_out", {"to": "abroad"}, household=home, person=person, on=LATER)
    assert (household(home).ended_on, household(home).left_to) == (LATER, "abroad")
    happens("move_in", {"is_head": True}, household=home, person=MOTHER, on=LATER_STILL)
    assert household(home).ended_on is None


@pytest.mark.parametrize("kind, payload", [
    ("record_death", {}), ("move_out", {"to": "abroad"}), ("move_in", {}), ("name_head", {}),
    ("correct_person", {"field": "sex", "base": "f", "value": "m"}),
])
def test_an_unknown_person_or_household_is_said_to_be_unknown(home, kind: str, payload: dict) -> None:
    assert refused(kind, payload, household=uuid4(), person=CHILD).code in ("unknown_household",)
    assert refused(kind, payload, household=home, person=uuid4()).code == "unknown_person"
    if kind != "move_in":
        other = enrolled(member(uuid=uuid4(), relation="head"))
        assert refused(kind, payload, household=other, person=CHILD).code == "unknown_person"


def test_nothing_happens_before_the_enrolment(home) -> None:
    early = refused("move_out", {"to": "abroad"}, household=home, on=ON - timedelta(days=1))
    assert early.code == "before_enrolment"


def test_the_last_day_known_of_a_household_is_of_its_own_life(home) -> None:
    other = enrolled()
    assert last_days([home, other, uuid4()]) == {home: ON, other: ON}
    happens("move_in", {"from_household": str(home)}, household=other, person=CHILD, on=LATER)
    happens("record_death", {}, household=other, person=CHILD, on=LATER_STILL)
    assert last_days([home, other]) == {home: LATER, other: LATER_STILL}


def test_a_household_that_died_out_does_not_move(village) -> None:
    home = enrolled(head(uuid=FATHER))
    happens("record_death", {}, household=home, person=FATHER, on=LATER)
    assert refused("move_in", {}, household=home, on=LATER_STILL, commune=ASAU).code == "nobody_left"


def test_a_village_of_the_new_commune_is_asked_for(home) -> None:
    assert refused("move_in", {"village": GRINDA}, household=home, on=LATER, commune=ASAU).code == "unknown_village"
