"""The same household from every tool becomes the same entries."""

from __future__ import annotations

import json
from uuid import UUID

import pytest
from django.apps import apps

from tests.unit.exchange import shapes
from tests.unit.exchange.shapes import family
from tests.unit.people.village import ASAU, GRINDA, ON
from vatra.base.ids import derived_uuid
from vatra.people.queries import household, members_of

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
HOME = derived_uuid(shapes.INSTANCE, "household")
EVERY_SHAPE = {
    "xml": lambda *told: tuple(map(shapes.xml, told)), "kobo_json": lambda *told: (shapes.kobo_json(*told),),
    "central_json": lambda *told: (shapes.central_json(*told),), "kobo_csv": lambda *told: (shapes.kobo_csv(*told),),
    "central_csv": shapes.central_csv, "kobo_pair": shapes.kobo_pair,
}


def entries() -> list[tuple]:
    fields = ("uuid", "kind", "household", "on", "at", "payload", "state")
    return list(apps.get_model("register.Entry").objects.order_by("kind").values_list(*fields))


@pytest.mark.parametrize("shape", EVERY_SHAPE)
def test_a_household_comes_in_with_its_members_and_answers(bring, shape: str) -> None:
    imported = bring(*EVERY_SHAPE[shape](family()))
    assert imported.refused == []
    assert (imported.new, imported.members, dict(imported.left_out)) == (1, 3, {"remarks": 1})
    home = household(HOME)
    assert (home.village_id, home.address, home.enrolled_on) == (GRINDA, "nr. 12, lângă „școală”", ON)
    found = members_of([HOME], on=ON)[HOME]
    assert [(one.name, one.relation, one.born_precision) for one in found] == [
        ("Țăranu Ion", "head", "day"), ("Țăranu Ana", "partner", "year"), ("Țăranu Maria", "child", "day"),
    ]


def test_every_shape_gives_the_very_same_entries(bring) -> None:
    first = bring(shapes.xml(family()))
    before = entries()
    assert (first.new, first.duplicate) == (1, 0)
    for shape in EVERY_SHAPE.values():
        again = bring(*shape(family()))
        assert (again.new, again.duplicate, again.refused) == (0, 1, [])
    assert entries() == before


def test_answers_come_with_their_types(bring) -> None:
    bring(shapes.xml(family()))
    (payload,) = [json.loads(row[5]) for row in entries() if row[1] == "record_interview"]
    assert payload["household"] == {
        "h_adults": 2, "h_children": 1, "h_electricity": False, "h_hazards": payload["household"]["h_hazards"],
        "h_income": 1250.5, "h_rooms": "?dk", "h_water": "?dk",
    }
    assert sorted(payload["household"]["h_hazards"]) == ["fire", "structural"]
    assert [one["facts"] for one in payload["members"]] == [
        {"a_gp": False, "a_literate": True}, {"a_literate": "?refused"}, {"c_birth_cert": True, "c_enrolled": False},
    ]
    assert payload["questionnaire"] == "vatra_household"


def test_a_choice_that_was_only_ticked_in_columns_is_an_answer_too(bring) -> None:
    text = shapes.kobo_csv(family())
    header, row = text.splitlines()
    cells = row.split(";")
    place = next(n for n, name in enumerate(header.split(";")) if name.endswith("/h_hazards"))
    assert cells[place] == "structural fire"
    bring("\r\n".join([header, ";".join([*cells[:place], "", *cells[place + 1:]])]))
    (payload,) = [json.loads(row[5]) for row in entries() if row[1] == "record_interview"]
    assert sorted(payload["household"]["h_hazards"]) == ["fire", "structural"]


def test_a_trial_tells_the_same_and_keeps_nothing(bring) -> None:
    good, bad = family(), family(instanceID=f"uuid:{UUID(int=78)}", h_adults="a lot")
    trial = bring(shapes.kobo_json(good, bad), dry_run=True)
    assert entries() == [] and household(HOME) is None
    real = bring(shapes.kobo_json(good, bad))
    told = [(one.new, one.duplicate, one.members, [(row.row, row.column) for row in one.refused])
            for one in (trial, real)]
    assert told[0] == told[1] == (1, 0, 3, [(2, "household/h_adults")])


def test_a_household_is_taken_whole_or_not_at_all(bring) -> None:
    others = [family(instanceID=f"uuid:{UUID(int=100 + n)}") for n in range(4)]
    others[1]["members"][2]["birth_date"] = "2026-02-30"
    others[2]["members"][0]["relation"] = "child"
    imported = bring(*shapes.central_csv(*others))
    assert imported.new == 2
    assert [(row.row, row.column.rpartition("-")[2], row.refusal.code) for row in imported.refused] == [
        (7, "birth_date", "birth_not_a_date"), (4, "relation", "head_missing"),
    ]
    assert len(entries()) == 4


def test_another_commune_s_household_is_refused_by_the_register_and_not_kept(bring) -> None:
    imported = bring(shapes.xml(family()), commune=ASAU)
    assert [row.refusal.code for row in imported.refused] == ["not_permitted"]
    assert entries() == []


def test_a_village_that_is_not_known_stays_in_the_address(bring) -> None:
    bring(shapes.xml(family(village="Cătunul de Sus", address="nr. 3")))
    assert household(HOME).address == "Cătunul de Sus, nr. 3"


@pytest.mark.parametrize("changes, column, code", [
    ({"h_adults": "=1+1"}, "h_adults", "not_an_answer"), ({"h_adults": "31"}, "h_adults", "not_an_answer"),
    ({"h_adults": "1e400"}, "h_adults", "not_an_answer"), ({"h_adults": "NaN"}, "h_adults", "not_an_answer"),
    ({"h_water": "river"}, "h_water", "not_an_answer"), ({"h_hazards": "fire ghosts"}, "h_hazards", "not_an_answer"),
    ({"address": "=cmd|'/c calc'!A1"}, "address", "formula"),
    ({"interview_on": "02.03.2026"}, "interview_on", "not_a_day"),
    ({"interview_on": ""}, "interview_on", None), ({"instanceID": ""}, "", "no_instance"),
    ({"start": "yesterday"}, "start", "not_a_moment"), ({"interview_on": "2026-05-01"}, "", "future_day"),
])
def test_an_answer_that_cannot_be_is_refused_with_its_place(bring, changes: dict, column: str, code) -> None:
    imported = bring(shapes.xml(family(**changes)))
    if code is None:
        assert imported.new == 1  # the day is then the one on which the form was begun
        return
    (row,) = imported.refused
    assert (row.refusal.code, row.column.rpartition("/")[2]) == (code, column)
    assert row.refusal.message("ro") and row.refusal.message("en")
    assert entries() == []


def test_the_same_cnp_in_two_households_is_refused_at_its_second_place(bring) -> None:
    men = []
    for n in range(2):
        man = {"surname": "Rusu", "given_name": "Dan", "relation": "head", "sex": "m", "birth_known": "day",
               "birth_date": "1963-06-15", "cnp": "1630615 123457"}
        men.append({"_uuid": str(UUID(int=200 + n)), "interview_on": "2026-03-02", "member": [man]})
    imported = bring(json.dumps(men))
    assert imported.new == 1
    (row,) = imported.refused
    assert (row.row, row.column, row.refusal.code) == (2, "member[1]/cnp", "same_cnp_twice")
    assert bring(json.dumps(men)).duplicate == 1


def test_a_cnp_that_disagrees_is_refused_without_being_told(bring) -> None:
    told = family()
    told["members"][0] |= {"cnp": "1630615123457"}
    imported = bring(json.dumps([{"_uuid": "u1", "interview_on": "2026-03-02", "member": told["members"]}]))
    (row,) = imported.refused
    assert (row.column, row.refusal.code) == ("member[1]/cnp", "cnp_birth")
    assert "1630615123457" not in row.refusal.message("en")
