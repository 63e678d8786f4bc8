"""Households of the land in which each form that has its moment is at its moment: a step to take, a choice to make."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from tests.attacks.land import HERE, draft, findings, handed_in, house, model, uuid

Ids = dict[str, object]
Told = dict[str, Any]


def valid_cnp() -> str:
    """A CNP of a woman born on 1 January 1990 in Bacău, with its check digit."""
    digits = "290010104001"
    control = sum(int(a) * int(b) for a, b in zip(digits, "279146358279", strict=True)) % 11
    return digits + str(1 if control == 10 else control)


def _happens(home: UUID, kind: str, said: Told, *, by: str = "social_worker", person: UUID | None = None,
             days: int = 0) -> UUID:
    """An entry about a household, some days ago; it must be taken."""
    made = draft(kind, home, said, timezone.localdate() - timedelta(days=days), person=person, mark=by)
    [receipt] = handed_in([made], by)
    assert receipt.outcome == "received", receipt
    return made.uuid


def _family(name: str, today: date) -> tuple[UUID, UUID]:
    """A mother and a child who was never at school and is perhaps beaten; the household, the child."""
    made = house(f"waiting/{name}", HERE, today)
    child = made.member((today - timedelta(days=9 * 366)).isoformat(), facts={
        "c_enrolled": False, "c_ever_enrolled": True, "c_phys": "suspected"})
    handed_in(made.drafts(today - timedelta(days=40), today - timedelta(days=10)), "social_worker")
    return made.uuid, child


def _plan(home: UUID, *, by: str = "social_worker", service: str = "W10", **said: Any) -> UUID:
    return _happens(home, "agree_plan", {"agreed_with": "mama", **said, "services": [
        {"service": service, "codes": ["VI01"], "due_on": str(timezone.localdate()), "responsible": "social_worker"}]},
        by=by)


STEPS: tuple[tuple[str, Callable[[UUID], object]], ...] = (
    ("assessed", lambda home: _happens(home, "record_initial_assessment", {"risk": "high", "child_seen": "yes"})),
    ("opened", lambda home: _happens(home, "open_case", {"lead": str(uuid("social_worker"))})),
    ("planned", _plan),
    ("approved", lambda home: _happens(home, "approve_plan", {"number": "14", "signed_on": str(timezone.localdate())})),
    ("closing asked", lambda home: _happens(home, "ask_to_close", {"reason": "moved", "results": "S-au mutat."})),
)
MOMENTS = {"no_case": "assessed", "open_case": "assessed", "approval": "planned", "monitoring": "planned",
           "review": "approved", "agree_to_close": "closing asked"}


def _at_step(name: str, today: date) -> Ids:
    home, _child = _family(name, today)
    for step, happens in STEPS:
        happens(home)
        if step == MOMENTS[name]:
            break
    return {"household": home}


def _two_answers(name: str, today: date) -> Ids:
    home, child = _family(name, today)
    for by, told in (("social_worker", True), ("community_nurse", False)):
        _happens(home, "record_interview", {"questionnaire": "household", "household": {}, "members": [
            {"person": str(child), "facts": {"c_gp": told}}]}, by=by)
    return {"household": home, "subject": child, "fact": "c_gp"}


def _met_after_death(name: str, today: date) -> Ids:
    home, child = _family(name, today)
    met = _happens(home, "record_visit", {"kind": "home", "persons": [str(child)]}, by="community_nurse", days=1)
    _happens(home, "record_death", {}, person=child, days=5)
    return {"household": home, "act": met, "person": child}


def _two_plans(name: str, today: date) -> Ids:
    home, _child = _family(name, today)
    _happens(home, "open_case", {})
    first = _plan(home, service="C01", instead_of=[])
    second = _plan(home, by="community_nurse", service="C02", instead_of=[])
    return {"household": home, "first": first, "second": second}


def _one_number_twice(name: str, today: date) -> Ids:
    first, second = (house(f"waiting/{name}{number}", HERE, today) for number in (1, 2))
    for made in (first, second):
        made.members[0] |= {"born": "1990-01-01", "cnp": {"state": "present", "value": valid_cnp()}}
        handed_in(made.drafts(today, today), "social_worker")
    kept, gone = (UUID(made.members[0]["uuid"]) for made in (first, second))
    return {"household": first.uuid, "kept": kept, "gone": gone}


def _left(name: str, today: date) -> Ids:
    home, _child = _family(name, today)
    _happens(home, "move_out", {"to": "abroad"}, days=5)
    return {"household": home}


def _a_pupil(name: str, today: date) -> Ids:
    home, child = _family(name, today)
    _happens(home, "record_interview", {"questionnaire": "household", "household": {}, "members": [
        {"person": str(child), "facts": {"c_enrolled": True}}]})
    return {"household": home}


def _an_agreed_need(name: str, today: date) -> Ids:
    home, child = _family(name, today)
    _happens(home, "agree_need", {"code": "ED03"}, person=child)
    return {"household": home, "finding": next(one.uuid for one in findings(home) if one.code == "ED03")}


def _a_school(_name: str, _today: date) -> Ids:
    model("places.Institution").objects.get_or_create(code="4061100001", defaults={
        "kind": "school", "name": "Școala Gimnazială", "commune_id": HERE})
    return {}


QUESTIONS = {"settle_answer": _two_answers, "settle_death": _met_after_death, "settle_plans": _two_plans,
             "settle_person": _one_number_twice, "schools": _a_school, "come_back": _left,
             "close_need": _an_agreed_need, "attendance": _a_pupil}


def ids_at_the_moment(name: str) -> Ids:
    """The ids of a household in which the form of this address may be filled in now, made when asked for."""
    if name in MOMENTS:
        return _at_step(name, timezone.localdate())
    return QUESTIONS[name](name, timezone.localdate()) if name in QUESTIONS else {}
