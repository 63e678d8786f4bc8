"""Whatever workers say in whatever order: the rows do not depend on where the runs were cut."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.unit.assessment.story import ON, a_draft, a_worker, enrolment, interview, one
from tests.unit.people.village import communes
from vatra.assessment.entries import DERIVED
from vatra.assessment.evaluation import bring_up_to_date
from vatra.assessment.models import Finding
from vatra.register.admission import at_the_door
from vatra.register.drafts import Draft
from vatra.register.runs import apply_in_runs

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

HOMES = [UUID(int=100 + n) for n in range(3)]
HEADS = [UUID(int=200 + n) for n in range(3)]
CHILDREN = [UUID(int=300 + n) for n in range(3)]
PHASES = [Phase.explicit, Phase.reuse, Phase.generate]  # shrinking would take minutes
LATEST = datetime.combine(ON + timedelta(days=60), time(20), UTC)

homes, children = st.sampled_from(HOMES), st.sampled_from(CHILDREN)
days = st.integers(0, 12).map(lambda n: ON + timedelta(days=n))
house_facts = st.fixed_dictionaries({}, optional={
    "h_income": st.sampled_from([100, 9000, "?dk"]), "h_hazards": st.sampled_from([[], ["fire"], ["damp", "roof"]]),
})
child_facts = st.fixed_dictionaries({}, optional={
    "c_enrolled": st.booleans(), "c_phys": st.sampled_from(["none", "suspected", "confirmed", "?refused"]),
})
verdicts = st.sampled_from(["agree_need", "reject_finding", "add_need", "close_need"])


@st.composite
def acts(draw: st.DrawFn) -> dict[str, Any]:
    rare = ["reassess_household", "move_in", "move_out", "record_death"]
    kind = draw(st.sampled_from(["record_interview"] * 4 + ["judge"] * 4 + rare))
    home, on, by = draw(homes), draw(days), draw(st.integers(0, 1))
    if kind == "record_interview":
        draft = interview(home, draw(house_facts), on=on, members={draw(children): draw(child_facts)})
    elif kind == "judge":
        word, code = draw(verdicts), draw(st.sampled_from(["EC01", "LO02", "ED03", "VI01", "FA09"]))
        payload = {"code": code} | ({} if word == "agree_need" else {"reason": "de ce"})
        payload |= {"outcome": "met"} if word == "close_need" else {}
        person = None if code in ("EC01", "LO02") else draw(children)
        draft = a_draft(word, payload, household=home, person=person, on=on)
    elif kind == "move_in":
        draft = a_draft(kind, {"from_household": str(draw(homes)), "relation": "child"}, household=home,
                        person=draw(children), on=on)
    elif kind == "move_out":
        draft = a_draft(kind, {"to": "abroad"}, household=home, on=on)
    elif kind == "record_death":
        draft = a_draft(kind, {"died_on": on.isoformat()}, household=home, person=draw(children), on=on)
    else:
        draft = a_draft(kind, {"reason": "din nou"}, household=home, on=on)
    return {"draft": draft, "by": by}


def begun() -> list[dict[str, Any]]:
    return [
        {"by": 0, "draft": enrolment(home, one("Elena", "1990-05-01", uuid=head), one("Ana", "2017-06-01", uuid=child))}
        for home, head, child in zip(HOMES, HEADS, CHILDREN, strict=True)
    ]


def sealed_again(draft: Draft, number: int) -> Draft:
    """The same draft under a uuid that does not change from run to run."""
    return Draft(**{field: getattr(draft, field) for field in draft.__slots__} | {"uuid": UUID(int=10_000 + number)})


def rows() -> dict[str, list[tuple[Any, ...]]]:
    """Every derived row by its uuid, without internal ids."""
    told = {}
    for name in DERIVED:
        model = apps.get_model(name)
        fields = [field.attname for field in model._meta.concrete_fields if field.attname != "id"]
        told[name] = sorted(model.objects.values_list(*fields), key=lambda row: row[0])
    return told


def outcome(acts_told: list[dict[str, Any]], workers: list[int], longest: int) -> tuple[Any, ...]:
    """The rows and refusals when runs are at most so long; everything is undone afterwards."""
    with transaction.atomic():
        arrivals = [
            at_the_door(
                sealed_again(act["draft"], number), by_id=workers[act["by"]], received_at=LATEST, device_id=None
            )
            for number, act in enumerate([*begun(), *acts_told])
        ]
        assert not any(arrival.not_applied for arrival in arrivals)
        apply_in_runs(arrivals, longest=longest)
        told = rows(), [arrival.failed.code if arrival.failed else "" for arrival in arrivals]
        assert "could_not_apply" not in told[1]
        check_what_always_holds()
        transaction.set_rollback(True)
    return told


def check_what_always_holds() -> None:
    """Intervals of a finding never overlap; being brought up to date again changes nothing."""
    last: dict[tuple[Any, ...], Any] = {}
    for found in Finding.objects.order_by("since", "id"):
        key = (found.person_id or found.household_id, found.code)
        assert key not in last or (last[key] is not None and last[key] <= found.since)
        last[key] = found.until
        assert found.course[0][0] == found.since.isoformat()
        assert found.course[-1][1] == found.severity
    before = rows()
    bring_up_to_date(HOMES, ON)
    after = rows()
    assert after == before, [name for name in before if before[name] != after[name]]


@settings(max_examples=30, suppress_health_check=list(HealthCheck), phases=PHASES)
@given(told=st.lists(acts(), min_size=3, max_size=14))
def test_runs_of_any_length_give_the_same_rows(told: list[dict[str, Any]], small: Any, workers: list[int]) -> None:
    alone = outcome(told, workers, 1)
    assert outcome(told, workers, 3) == alone
    assert outcome(told, workers, 500) == alone


@pytest.fixture
def workers(db: None) -> list[int]:
    communes()
    return [a_worker("maria", "social_worker").pk, a_worker("ioana", "social_worker").pk]
