"""Whatever happens to a few people, in whatever order: what always holds, and that runs do not matter."""

import re
from datetime import date, timedelta
from itertools import groupby, pairwise
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.people.village import AGAS, ASAU, ON, sealed
from vatra.people.models import Circumstance, HandOver, Household, LifeEvent, Membership, Person, PersonWord
from vatra.people.names import words_of
from vatra.register.kinds import CannotApply, Sealed, kind_named

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

HOMES = [UUID(int=100 + n) for n in range(3)]
PEOPLE = [UUID(int=n + 1) for n in range(5)]
homes, people = st.sampled_from(HOMES), st.sampled_from(PEOPLE)
days = st.integers(0, 12).map(lambda n: ON + timedelta(days=n))
maybe = st.one_of(st.none(), people.map(str))
communes = st.sampled_from([AGAS, AGAS, AGAS, AGAS, ASAU])
names = st.sampled_from(["Ana", "Ion", "Maria Ana", "Țîru"])
RELATIONS = ("head", "partner", "child", "other")
OF_FAMILIES = ("split_household", "join_households", "record_parent_gone", "record_parent_back", "place_child",
               "return_child", "record_union", "undo_life_event", "hand_over_household")
BEGUN = 2  # entries before those drawn


_UUID = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def stated(uuid: UUID, name: str, relation: str, born: str | None) -> dict:
    return {"uuid": str(uuid), "surname": "Pop", "given_name": name, "relation": relation, "born": born}


@st.composite
def acts(draw: st.DrawFn) -> tuple[str, dict, UUID, UUID | None, date, int]:
    home, person, on, commune = draw(homes), draw(people), draw(days), draw(communes)
    new = stated(person, draw(names), draw(st.sampled_from(RELATIONS)),
                 draw(st.sampled_from([None, "2001", "2026-03-04", "1990-01-01"])))
    kind = draw(st.sampled_from(["enrol_household", "enrol_person", "record_birth", "record_death",
                                 "move_out", "move_in", "name_head", "correct_person", *OF_FAMILIES]))
    payload: dict = {
        "enrol_household": lambda: {"members": [new | {"relation": "head"}] + [
            stated(other, "Ilie", "other", None) for other in draw(st.lists(people, max_size=2, unique=True))]},
        "enrol_person": lambda: new, "record_birth": lambda: new,
        "record_death": lambda: {"died_on": draw(days).isoformat(), "new_head": draw(maybe)},
        "move_out": lambda: {"to": "abroad", "new_head": draw(maybe)},
        "move_in": lambda: {"from_household": str(draw(homes)), "relation": draw(st.sampled_from(RELATIONS))},
        "name_head": lambda: {"relations": {str(draw(people)): "other"}},
        "correct_person": lambda: draw(st.sampled_from([
            {"field": "given_name", "base": "Ana", "value": "Anca"}, {"field": "born", "base": None, "value": "1999"},
            {"field": "died_on", "base": draw(days).isoformat(), "value": None}])),
        "split_household": lambda: {
            "from_household": str(draw(homes)), "new_head": draw(maybe),
            "goes": [{"person": str(one), "is_head": place == 0} for place, one in enumerate(
                draw(st.lists(people, min_size=1, max_size=2, unique=True)))]},
        "join_households": lambda: {"from_household": str(draw(homes)), "new_head": draw(maybe)},
        "record_parent_gone": lambda: {"parent": "mother", "children": [str(draw(people))], "to": "abroad",
                                       "new_head": draw(maybe)},
        "record_parent_back": lambda: {"parent": "mother", "children": [str(draw(people))],
                                       "is_head": draw(st.booleans()), "from_household": str(draw(homes))},
        "place_child": lambda: {"measure": "placement", "to": "kin",
                                "household": draw(st.one_of(st.none(), homes.map(str)))},
        "return_child": lambda: {"from_household": str(draw(homes))},
        "record_union": lambda: {"partner": str(draw(people))},
        "undo_life_event": lambda: {"entry": str(UUID(int=10_000 + BEGUN + draw(st.integers(0, 12)))), "reason": "nu",
                                    "other": draw(st.one_of(st.none(), homes.map(str)))},
        "hand_over_household": lambda: {"commune": draw(st.sampled_from([AGAS, ASAU]))},
    }[kind]()
    about_person = kind not in ("enrol_household", "enrol_person", "record_birth", "split_household",
                                "join_households", "undo_life_event", "hand_over_household")
    whole = kind in ("move_out", "move_in") and draw(st.booleans())
    return kind, payload, home, person if about_person and not whole else None, on, commune


def begun() -> list[tuple]:
    """Two households, so that most acts find what they speak of."""
    members = [[stated(PEOPLE[0], "Ana", "head", None), stated(PEOPLE[1], "Ion", "partner", "2001")],
               [stated(PEOPLE[2], "Ana", "head", None)]]
    return [("enrol_household", {"members": those}, home, None, ON, AGAS)
            for home, those in zip(HOMES, members, strict=False)]


def entries_of(told: list) -> list[Sealed]:
    return [
        sealed(kind, payload, household=home, person=person, on=on, commune=commune, uuid=UUID(int=10_000 + n))
        for n, (kind, payload, home, person, on, commune) in enumerate([*begun(), *told])
    ]


def apply_alone(entry: Sealed) -> None:
    try:
        with transaction.atomic():
            kind_named(entry.kind, 1).apply([entry])
    except CannotApply:
        pass


def cut_into_runs(entries: list[Sealed]) -> list[list[Sealed]]:
    """As the register does: one kind, nothing twice that is named in it."""
    runs: list[list[Sealed]] = []
    for _, same_kind in groupby(entries, key=lambda entry: entry.kind):
        seen: set[str] = set()
        runs.append([])
        for entry in same_kind:
            about = {str(entry.household), str(entry.person), *_UUID.findall(entry.payload.model_dump_json())}
            if about & seen:
                runs.append([])
                seen = set()
            seen |= about
            runs[-1].append(entry)
    return runs


def apply_in_runs(entries: list[Sealed]) -> None:
    for run in cut_into_runs(entries):
        try:
            with transaction.atomic():
                kind_named(run[0].kind, 1).apply(run)
        except CannotApply:
            for entry in run:
                apply_alone(entry)


def rows() -> list[tuple]:
    return [
        tuple(sorted(map(str, model.objects.values_list(*[f.attname for f in model._meta.fields if f.name != "id"]))))
        for model in (Household, Person, Membership, PersonWord, LifeEvent, Circumstance, HandOver)
    ]


def check_what_always_holds() -> None:
    for person in Person.objects.all():
        lived = list(Membership.objects.filter(person=person).order_by("since"))
        assert sum(one.until is None for one in lived) <= 1
        assert all(one.until and one.until <= after.since for one, after in pairwise(lived))
        assert person.died_on is None or all(one.until for one in lived)
        assert lived, "a person was lost"
        words = PersonWord.objects.filter(person=person)
        assert set(words.values_list("word", flat=True)) == set(words_of(person.surname, person.given_name))
        if lived:
            assert set(words.values_list("commune_id", flat=True)) <= {lived[-1].household.commune_id, AGAS, ASAU}
    for home in Household.objects.all():
        here = Membership.objects.filter(household=home, until__isnull=True)
        assert here.filter(is_head=True).count() <= 1
        assert here.exists() or home.ended_on is not None
    undone = set(LifeEvent.objects.filter(undone_on__isnull=False).values_list("uuid", flat=True))
    assert not Circumstance.objects.filter(entry__in=undone).exists()


@given(st.lists(acts(), min_size=1, max_size=14))
@settings(max_examples=120)
def test_whatever_happens_one_home_one_head_and_the_same_rows_in_runs_of_any_length(village, told: list) -> None:
    entries = entries_of(told)
    with transaction.atomic():
        for entry in entries:
            apply_alone(entry)
            check_what_always_holds()
        alone = rows()
        transaction.set_rollback(True)
    with transaction.atomic():
        apply_in_runs(entries)
        together = rows()
        transaction.set_rollback(True)
    assert alone == together
