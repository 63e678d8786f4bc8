"""LO02: the rooms a household needs after Eurostat, exactly and within bounds when something is not known."""

from __future__ import annotations

from datetime import date
from math import ceil
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.spec.shipped_rows import ROOT
from vatra.method import compile_rulebook, read_rulebook

ON = date(2026, 11, 2)
PROGRAM = compile_rulebook(read_rulebook(ROOT))
Person = tuple[int, str]  # age in years, sex

people = st.lists(st.tuples(st.integers(0, 80), st.sampled_from("fm")), min_size=1, max_size=9)


def rooms(persons: list[Person], couples: int) -> int:
    """Eurostat's definition, written down a second time."""
    adults = sum(age >= 18 for age, _ in persons)
    girls = sum(12 <= age < 18 and sex == "f" for age, sex in persons)
    boys = sum(12 <= age < 18 and sex == "m" for age, sex in persons)
    small = sum(age < 12 for age, _ in persons)
    return 1 + couples + (adults - 2 * couples) + ceil(girls / 2) + ceil(boys / 2) + ceil(small / 2)


def finding(household: dict[str, Any], persons: list[Person]) -> tuple[str, int | None]:
    """State and severity of LO02."""
    members = [
        {"id": str(place), "kind": "child" if age < 18 else "adult", "birth_date": f"{2026 - age}-01-01", "sex": sex}
        for place, (age, sex) in enumerate(persons)
    ]
    result = PROGRAM.assess(household, members, on=ON)
    return next((each.state, each.severity) for each in result.household.findings if each.code == "LO02")


def counted(persons: list[Person], rooms_had: int) -> dict[str, Any]:
    adults = sum(age >= 18 for age, _ in persons)
    return {"h_adults": adults, "h_children": len(persons) - adults, "h_members": len(persons), "h_rooms": rooms_had}


@given(people, st.integers(0, 4), st.integers(0, 12))
@settings(max_examples=150)
def test_the_finding_is_that_of_the_definition(persons: list[Person], couples: int, rooms_had: int) -> None:
    couples = min(couples, sum(age >= 18 for age, _ in persons) // 2)
    state, severity = finding(counted(persons, rooms_had) | {"h_couples": couples}, persons)
    lacking = rooms_had < rooms(persons, couples)
    assert state == ("present" if lacking else "absent")
    assert severity == ((3 if len(persons) >= 4 * rooms_had else 2) if lacking else None)


@given(people, st.integers(0, 12), st.booleans(), st.booleans())
@settings(max_examples=150)
def test_what_is_decided_without_all_answers_holds_with_them(
    persons: list[Person], rooms_had: int, ages_known: bool, counts_known: bool
) -> None:
    household = counted(persons, rooms_had)
    if not counts_known:
        del household["h_adults"], household["h_children"]
    state, _ = finding(household, persons if ages_known else [])
    most = sum(age >= 18 for age, _ in persons) // 2
    truths = {rooms_had < rooms(persons, couples) for couples in range(most + 1)}
    if state != "unknown":
        assert truths == {state == "present"}


def test_a_number_of_persons_alone_can_decide() -> None:
    assert finding({"h_members": 6, "h_rooms": 1}, []) == ("present", 3)
    assert finding({"h_members": 3, "h_rooms": 4}, []) == ("absent", None)


def test_unlisted_children_are_asked_for_and_not_guessed() -> None:
    household = {"h_adults": 1, "h_children": 4, "h_members": 5, "h_rooms": 4, "h_couples": 0}
    result = PROGRAM.assess(household, [{"id": "a", "kind": "child", "birth_date": "2020-01-01", "sex": "f"}], on=ON)
    found = next(each for each in result.household.findings if each.code == "LO02")
    assert found.state == "unknown"
    assert {"h_under_12", "h_girls_12_17", "h_boys_12_17"} <= set(found.ask)
