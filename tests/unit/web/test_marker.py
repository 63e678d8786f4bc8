"""The way-marker and the order of the worklist, by the cases that the tablet must satisfy too."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from django.apps import apps

from tests.unit.care.village import COMMUNE, enrolled, made_commune, send, uuid
from vatra.base.ids import derived_uuid
from vatra.care.domains import seen_bits
from vatra.care.process import NEXT, State
from vatra.care.queries import worklist
from vatra.web.present.progress import ASKED, FIRST_OF_ALL, comes_first

TOLD = json.loads((Path(__file__).resolve().parents[3] / "protocol" / "cases" / "marker.json").read_text())


@pytest.mark.parametrize("case", TOLD["cases"], ids=lambda case: f"{case['state']}-{case['first']}")
def test_an_emergency_comes_before_whatever_the_state_asks_for(case):
    _act, rules = NEXT.get(State(case["state"]), ("", ()))
    first, due = comes_first(rules, [(rule, date.fromisoformat(day)) for rule, day in case["deadlines"]])
    assert (first, due and due.isoformat()) == (case["first"], case["due_on"])


def test_the_cases_speak_of_every_state_and_of_all_that_comes_first():
    assert {case["state"] for case in TOLD["cases"]} == {str(state) for state in State if state != State.UNKNOWN}
    assert {case["first"] for case in TOLD["cases"]} == {"", *FIRST_OF_ALL}
    assert set(ASKED) == {str(state) for state in NEXT}


@pytest.mark.django_db
def test_the_worklist_stands_in_the_order_of_the_cases():
    send(made_commune(), enrolled("a"))
    deadline = apps.get_model("care.Deadline")
    deadline.objects.all().delete()
    on = date.fromisoformat(TOLD["order"]["on"])
    for rule, due, urgency in TOLD["order"]["asked"]:
        deadline.objects.create(
            uuid=derived_uuid(rule), household_id=uuid("a"), commune_id=COMMUNE, rule=rule, cause="asked", causes=[],
            starts_on=date(2026, 1, 1), due_on=due, urgency=urgency, domains=seen_bits(["general"]), article="",
            confirmed=True)
    assert [one.code for one in worklist([COMMUNE], {"general"}, on=on)] == TOLD["order"]["first"]
