"""A trial speaks of findings as workers left them: what they rejected, what they added, and what then moves."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.apps import apps

from tests.unit.care.village import COMMUNE, asked, draft, enrolled, send, uuid
from tests.unit.releases.conftest import HOUSES
from tests.unit.releases.test_method_changes import FROM_NINE, TODAY, drafted, tried
from vatra.assessment.compared import households_compared
from vatra.assessment.rulebooks import rulebook_in_force
from vatra.method.editing import Edit
from vatra.releases import queries
from vatra.releases.posts import posts_moved

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
GRAVER = Edit("tables/ED03.csv", "1", "severity", "4")


def rejected(house: str, on: int = 2) -> Any:
    return draft("reject_finding", house, on, {"code": "ED03", "reason": "Merge la școală"}, person=f"{house}/copil")


def added(house: str, code: str, severity: int, on: int = 2) -> Any:
    return draft("add_need", house, on, {"code": code, "severity": severity, "reason": "Am văzut"},
                 person=f"{house}/copil", name=code)


def moved(editor: Any, *edits: Edit) -> Any:
    return queries.moved_by(tried(drafted(editor, *edits), editor))[COMMUNE]


def test_a_rejected_finding_that_the_change_would_take_away_moves_nobody(editor, families):
    send(families, rejected("casa0"), rejected("casa1"))
    found = moved(editor, FROM_NINE)
    assert found.outcomes == {"less": HOUSES - 2}
    assert found.codes["ED03"] == [0, HOUSES - 2, 0, 0, 0, 0]
    assert found.cases == [0, HOUSES - 2]
    assert found.weights == {"4>0": HOUSES - 2}


def test_a_rejected_finding_stays_rejected_under_a_change_that_rests_on_the_same_answers(editor, families):
    send(families, rejected("casa0"))
    found = moved(editor, GRAVER)
    assert found.outcomes == {"otherwise": HOUSES - 1}
    assert found.levels == {"high>immediate": HOUSES - 1}
    assert found.weights == {"4>8": HOUSES - 1}


def test_a_rejected_finding_comes_back_when_the_change_rests_on_other_answers(editor, families):
    send(families, rejected("casa0"))
    found = moved(editor, Edit("tables/ED03.csv", "1", "c_ever_enrolled", "-"))
    assert found.outcomes == {"more": 1}, "casa0; the others have it in both"
    assert found.weights == {"0>4": 1}
    assert found.examples["ED03"] == {"gained": [str(uuid("casa0"))]}


def test_what_a_worker_added_stays_whatever_the_rules_say(editor, families):
    send(families, enrolled("altfel"), asked("altfel", 1, {"c_ever_enrolled": True, "c_enrolled": True}),
         added("altfel", "ED03", 4))
    found = moved(editor, FROM_NINE)
    assert (found.children, found.outcomes) == (HOUSES + 1, {"less": HOUSES})
    assert found.groups["sex/m"] == [HOUSES + 1, 0, HOUSES]
    assert found.cases == [0, HOUSES]


def test_the_method_in_force_is_tried_as_the_register_has_it(editor, families):
    """Level by level the same as the assessments that the register keeps."""
    send(families, rejected("casa0"), added("casa1", "SA01", 2), added("casa2", "VI01", 4))
    program = rulebook_in_force(on=TODAY)
    rows = apps.get_model("assessment.Assessment").objects.all()
    kept = {row.person_id or row.household_id: row.level for row in rows}
    for one in households_compared([COMMUNE], program, program, on=TODAY):
        for said in (one.before.household, *one.before.subjects):
            assert said.level == kept[UUID(said.id)]


def test_posts_are_the_load_that_moves_over_what_one_carries_and_none_where_something_is_withheld(home):
    program = rulebook_in_force(on=TODAY)
    one = posts_moved({"0>4": 30, "4>8": 5, "8>0": 5}, program)
    assert one is not None
    load = 30 * 4 + 5 * 4 - 5 * 8
    assert (one.posts.low, one.posts.mid, one.posts.high) == pytest.approx((load / 90, load / 60, load / 45))
    assert one.lei.low == pytest.approx(one.posts.low * one.post.low)
    assert one.at(80_000).mid == pytest.approx(80_000 * load / 60)
    assert (one.year, one.confirmed) == (2025, False)
    assert posts_moved({"0>4": None, "4>8": 5}, program) is None
