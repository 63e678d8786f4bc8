"""Nobody writes about another commune's household by sending the entry to their own commune's stream."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.apps import apps

from tests.unit.care.village import GRAVE, asked, delivered, draft, enrolled, made_commune, plan, send, uuid, visited
from vatra.register.entries import receive

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
ELSEWHERE = 21105

ACTS = [
    asked("a", 2, {"c_gp": False}),
    draft("reassess_household", "a", 2, {"reason": "day"}),
    draft("agree_need", "a", 2, {"code": "VI01"}, person="a/copil"),
    draft("reject_finding", "a", 2, {"code": "VI01", "reason": "nu este așa"}, person="a/copil"),
    draft("add_need", "a", 2, {"code": "EC04", "reason": "am văzut"}),
    draft("open_case", "a", 2, {}),
    plan("a", 2, ("S04", 20)),
    visited("a", 2),
    delivered("a", 2, "S04"),
    draft("close_case", "a", 2, {"reason": "refused"}),
]


@pytest.fixture
def stranger(db: None) -> Any:
    """A worker of the next commune; a grave household lives in the first."""
    assert [r.outcome for r in send(made_commune(), enrolled("a"), asked("a", 0, GRAVE))] == ["received"] * 2
    apps.get_model("places.Commune").objects.create(
        siruta=ELSEWHERE, name="Ardeoani", searched="ardeoani", kind="commune", county_id="BC", urban=False
    )
    stranger = apps.get_model("access.Worker").objects.create_worker("ion", "Ion Popa", uuid=uuid("stranger"))
    apps.get_model("access.RoleHeld").objects.create(
        uuid=uuid("elsewhere"), worker=stranger, role="social_worker", commune_id=ELSEWHERE, since=date(2020, 1, 1)
    )
    return stranger


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.kind)
def test_an_act_on_another_communes_household_is_kept_and_changes_nothing(stranger: Any, act: Any) -> None:
    before = {label: _rows(label) for label in DERIVED}
    [receipt] = receive([replace(act, commune=ELSEWHERE)], by=stranger, at=act.at)
    assert (receipt.outcome, receipt.reason_code) == ("to_settle", "unknown_household")
    assert {label: _rows(label) for label in DERIVED} == before


DERIVED = [
    "assessment.SubjectFacts", "assessment.Finding", "assessment.Need", "assessment.Assessment",
    "care.Case", "care.Plan", "care.Visit", "care.Delivery", "care.Deadline",
]


def _rows(label: str) -> list[dict[str, Any]]:
    return list(apps.get_model(label).objects.order_by("id").values())
