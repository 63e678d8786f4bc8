"""Households that part and join, parents who leave, children who are placed; and each taken back."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from tests.unit.people.village import AGAS, ASAU, ON, enrolled, happens, head, member
from vatra.people.models import AskedFor, Circumstance, HandOver, Household, LifeEvent, Membership, Person, PersonWord
from vatra.people.queries import life_events_of, said_of
from vatra.register.kinds import CannotApply

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

LATER, MUCH_LATER = ON + timedelta(days=10), ON + timedelta(days=20)
ION, ANA, MATEI, OLGA = (UUID(int=n + 1) for n in range(4))


def family() -> UUID:
    """Ion heads; Ana is his partner, Matei their son of eight."""
    return enrolled(
        head(uuid=ION), member(uuid=ANA, relation="partner"),
        member("Popescu", "Matei", uuid=MATEI, born="2018-01-05", relation="child", sex="m"),
    )


def lives(person: UUID) -> UUID | None:
    """The household where a person lives now."""
    current = Membership.objects.filter(person=person, until__isnull=True)
    return current.values_list("household__uuid", flat=True).first()


def everything() -> list[tuple]:
    """The rows of who lives where, but for those that say what was undone."""
    return [
        tuple(sorted(map(str, model.objects.values_list(*[f.attname for f in model._meta.fields if f.name != "id"]))))
        for model in (Household, Person, Membership, PersonWord, Circumstance)
    ]


def test_ana_and_matei_go_and_both_homes_have_a_head(village) -> None:
    home, new = family(), uuid4()
    happens("split_household", {
        "from_household": str(home), "address": "str. Morii 4",
        "goes": [{"person": str(ANA), "is_head": True}, {"person": str(MATEI), "relation": "child"}],
    }, household=new, on=LATER)
    assert (lives(ION), lives(ANA), lives(MATEI)) == (home, new, new)
    assert Household.objects.get(uuid=new).enrolled_on == LATER
    assert Membership.objects.get(person=ANA, until__isnull=True).is_head


@pytest.mark.parametrize(("goes", "code"), [
    ([ION, ANA, MATEI], "nobody_stays"), ([OLGA], "not_a_member"), ([ANA, ANA], "not_a_member"),
])
def test_a_split_that_cannot_be_is_refused(village, goes: list[UUID], code: str) -> None:
    home = family()
    with pytest.raises(CannotApply) as refused:
        happens("split_household", {"from_household": str(home), "goes": [
            {"person": str(one), "is_head": place == 0} for place, one in enumerate(goes)
        ]}, household=uuid4(), on=LATER)
    assert refused.value.code == code


def test_when_the_head_goes_the_adults_who_stay_name_another(village) -> None:
    home = family()
    split = {"from_household": str(home), "goes": [{"person": str(ION), "is_head": True}]}
    with pytest.raises(CannotApply) as refused:
        happens("split_household", split, household=uuid4(), on=LATER)
    assert refused.value.code == "head_missing"
    happens("split_household", split | {"new_head": str(ANA)}, household=uuid4(), on=LATER)
    assert Membership.objects.get(person=ANA, until__isnull=True).is_head


def test_two_homes_become_one_and_nobody_is_left_behind(village) -> None:
    home = family()
    other = enrolled(head("Rusu", "Olga", uuid=OLGA, sex="f"))
    happens("join_households", {"from_household": str(other), "relations": {str(OLGA): "partner"}},
            household=home, on=LATER)
    ended = Household.objects.get(uuid=other)
    assert lives(OLGA) == home and (ended.ended_on, ended.left_to) == (LATER, "household")
    assert Membership.objects.filter(household=home, until__isnull=True, is_head=True).count() == 1


def test_a_household_of_another_commune_is_not_joined(village) -> None:
    home = family()
    other = enrolled(head("Rusu", "Olga", uuid=OLGA), commune=ASAU)
    with pytest.raises(CannotApply) as refused:
        happens("join_households", {"from_household": str(other)}, household=home, on=LATER)
    assert refused.value.code == "unknown_household"


def gone(**more: object) -> dict:
    return {"parent": "mother", "children": [str(MATEI)], "to": "abroad"} | more


def test_a_mother_who_left_is_no_member_and_it_is_said_of_the_child(village) -> None:
    home = family()
    happens("record_parent_gone", gone(notified=False, carer=str(ION)), household=home, person=ANA, on=LATER)
    assert lives(ANA) is None
    assert {(one.aspect, one.value, one.on) for one in said_of([MATEI])[MATEI]} == {
        ("mother", "abroad", LATER), ("notified", "no", LATER), ("carer", "yes", LATER),
    }
    happens("record_parent_back", {"parent": "mother", "children": [str(MATEI)], "relation": "partner"},
            household=home, person=ANA, on=MUCH_LATER)
    assert lives(ANA) == home
    assert [one.value for one in said_of([MATEI])[MATEI] if one.aspect == "mother"] == ["abroad", "present"]


def test_who_comes_back_is_who_was_said_to_have_left(village) -> None:
    home = family()
    happens("record_parent_gone", gone(), household=home, person=ANA, on=LATER)
    happens("record_parent_back", {"parent": "mother", "children": [str(MATEI)]}, household=home, on=MUCH_LATER)
    assert lives(ANA) == home


def test_when_the_last_adult_leaves_no_adult_cares_for_the_child(village) -> None:
    child = member("Popescu", "Matei", uuid=MATEI, born="2018-01-05")
    home = enrolled(head("Popescu", "Ana", uuid=ANA, sex="f"), child)
    happens("record_parent_gone", gone(carer_elsewhere="bunica din Asău"), household=home, person=ANA, on=LATER)
    assert ("carer", "no") in {(one.aspect, one.value) for one in said_of([MATEI])[MATEI]}


def test_who_has_come_back_is_not_sent_away_by_a_late_entry_about_the_day_of_leaving(village) -> None:
    home = family()
    happens("record_parent_back", {"parent": "mother", "children": [str(MATEI)]}, household=home, person=ANA,
            on=MUCH_LATER)
    happens("record_parent_gone", gone(), household=home, person=ANA, on=LATER)
    assert lives(ANA) == home
    assert [one.value for one in said_of([MATEI])[MATEI] if one.aspect == "mother"] == ["abroad", "present"]


def test_an_adult_is_no_child_of_an_absent_parent(village) -> None:
    home = family()
    with pytest.raises(CannotApply) as refused:
        happens("record_parent_gone", gone(children=[str(ANA)]), household=home, on=LATER)
    assert refused.value.code == "not_a_child"


def test_a_child_is_placed_with_kin_and_returns(village) -> None:
    home = family()
    kin = enrolled(head("Rusu", "Olga", uuid=OLGA, sex="f"))
    happens("place_child", {"measure": "placement", "to": "kin", "household": str(kin)}, household=home, person=MATEI,
            on=LATER)
    assert lives(MATEI) == kin
    happens("return_child", {"from_household": str(kin)}, household=home, person=MATEI, on=MUCH_LATER)
    assert lives(MATEI) == home
    assert [(one.aspect, one.value) for one in said_of([MATEI])[MATEI]] == [
        ("measure", "placement"), ("measure", "none"), ("ended", MUCH_LATER.isoformat()),
    ]


def test_a_child_in_a_centre_lives_in_no_household_here(village) -> None:
    home = family()
    happens("place_child", {"measure": "residential", "to": "residential", "where": "Centrul Henri Coandă"},
            household=home, person=MATEI, on=LATER)
    assert lives(MATEI) is None
    assert Membership.objects.get(person=MATEI).left_to == "placed"


def test_an_early_union_is_said_of_both(village) -> None:
    home = family()
    happens("record_union", {"partner": str(MATEI)}, household=home, person=ION, on=LATER)
    assert said_of([ION, MATEI])[MATEI][0].aspect == "union"
    assert Membership.objects.get(person=MATEI, until__isnull=True).relation == "partner"


EVENTS = {
    "split": ("split_household", lambda home, kin: {
        "from_household": str(home), "goes": [{"person": str(ANA), "is_head": True}]}, "new", None),
    "joined": ("join_households", lambda home, kin: {"from_household": str(kin)}, "home", None),
    "left": ("record_parent_gone", lambda home, kin: gone(), "home", ANA),
    "placed": ("place_child", lambda home, kin: {"measure": "placement", "to": "kin", "household": str(kin)}, "home",
               MATEI),
    "moved": ("move_out", lambda home, kin: {"to": "commune"}, "home", None),
    "one moved": ("move_in", lambda home, kin: {"from_household": str(kin)}, "home", OLGA),
    "headed": ("name_head", lambda home, kin: {}, "home", ANA),
    "married": ("record_union", lambda home, kin: {"partner": str(ANA)}, "home", ION),
}


@pytest.mark.parametrize("name", EVENTS)
def test_what_did_not_happen_is_taken_back_whole(village, name: str) -> None:
    home, new = family(), uuid4()
    kin = enrolled(head("Rusu", "Olga", uuid=OLGA, sex="f"))
    before = everything()
    kind, payload, about, person = EVENTS[name]
    event = happens(kind, payload(home, kin), household={"home": home, "new": new}[about], person=person, on=LATER)
    assert everything() != before
    row = LifeEvent.objects.get(uuid=event.uuid)
    happens("undo_life_event", {"entry": str(event.uuid), "other": str(row.other) if row.other else None,
                                "reason": "altă familie"}, household=event.household, on=MUCH_LATER)
    if name == "split":
        began = Household.objects.get(uuid=new)
        assert began.ended_on == LATER and not Membership.objects.filter(household=new).exists()
        began.delete()
    assert everything() == before
    assert life_events_of(event.household)[0].undone_on == MUCH_LATER


def test_a_return_that_did_not_happen_leaves_the_parent_away_as_before(village) -> None:
    home = family()
    happens("record_parent_gone", gone(), household=home, person=ANA, on=LATER)
    before = everything()
    back = happens("record_parent_back", {"parent": "mother", "children": [str(MATEI)]}, household=home,
                   on=MUCH_LATER)
    assert lives(ANA) == home
    happens("undo_life_event", {"entry": str(back.uuid), "reason": "era sora ei"}, household=home, on=MUCH_LATER)
    assert everything() == before


def test_what_something_later_stands_on_is_not_taken_back(village) -> None:
    home = family()
    left = happens("move_out", {"to": "abroad"}, household=home, person=ANA, on=LATER)
    happens("move_in", {}, household=home, person=ANA, on=MUCH_LATER)
    happens("move_out", {"to": "abroad"}, household=home, person=MATEI, on=MUCH_LATER)
    happens("correct_person", {"field": "given_name", "base": "Ana", "value": "Anca"}, household=home, person=ANA,
            on=MUCH_LATER)
    with pytest.raises(CannotApply) as refused:
        happens("undo_life_event", {"entry": str(left.uuid), "reason": "nu"}, household=home, on=MUCH_LATER)
    assert refused.value.code == "later_event"


def handed(home: UUID) -> UUID:
    return happens("hand_over_household", {"commune": ASAU}, household=home, on=LATER).uuid


def test_a_household_handed_over_stays_until_it_is_taken(village) -> None:
    home = family()
    over = handed(home)
    assert Household.objects.get(uuid=home).commune_id == AGAS and Household.objects.get(uuid=home).ended_on is None
    happens("move_in", {"address": "str. Nouă 1"}, household=home, commune=ASAU, on=MUCH_LATER)
    assert Household.objects.get(uuid=home).commune_id == ASAU
    assert HandOver.objects.get(uuid=over).state == "taken"
    words = PersonWord.objects.filter(person__memberships__household=home)
    assert set(words.values_list("commune_id", flat=True)) == {ASAU}


def test_only_the_commune_it_was_handed_to_takes_it(village) -> None:
    home = family()
    happens("hand_over_household", {"commune": ASAU}, household=home, on=LATER)
    with pytest.raises(CannotApply) as refused:
        happens("move_in", {}, household=home, commune=21061, on=MUCH_LATER)
    assert refused.value.code == "unknown_household"


def test_a_household_that_has_not_come_stays_with_the_old_commune(village) -> None:
    home = family()
    over = handed(home)
    happens("answer_hand_over", {"hand_over": str(over), "reason": "nu i-am găsit"}, commune=ASAU, on=MUCH_LATER)
    assert HandOver.objects.get(uuid=over).state == "not_come"
    with pytest.raises(CannotApply):
        happens("move_in", {}, household=home, commune=ASAU, on=MUCH_LATER)


def test_a_third_commune_cannot_answer_a_hand_over(village) -> None:
    over = handed(family())
    with pytest.raises(CannotApply) as refused:
        happens("answer_hand_over", {"hand_over": str(over), "reason": "nu"}, commune=21061, on=MUCH_LATER)
    assert refused.value.code == "unknown_household"


def test_a_family_found_by_the_new_commune_is_asked_for_and_handed_over(village) -> None:
    home = family()
    asked = happens("ask_for_household", {"commune": AGAS, "surname": "Popescu", "given_name": "Ion"}, commune=ASAU,
                    on=LATER)
    assert AskedFor.objects.get(uuid=asked.uuid).state == "open"
    happens("hand_over_household", {"commune": ASAU, "asked": str(asked.uuid)}, household=home, on=MUCH_LATER)
    assert AskedFor.objects.get(uuid=asked.uuid).state == "handed"


def test_a_hand_over_that_was_answered_is_not_taken_back(village) -> None:
    home = family()
    over = handed(home)
    happens("answer_hand_over", {"hand_over": str(over), "reason": "nu i-am găsit"}, commune=ASAU, on=MUCH_LATER)
    with pytest.raises(CannotApply) as refused:
        happens("undo_life_event", {"entry": str(over), "reason": "nu"}, household=home, on=MUCH_LATER)
    assert refused.value.code == "two_communes"


