"""Deadlines after one act: what a tablet reckons offline is held to what the register makes of the same act.

`VATRA_RENEW_CASES=1` writes protocol/cases/deadlines.json anew; field/src/records/reckoned.test.ts reads it too.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.unit.care.village import asked, day, delivered, draft, enrolled, made_commune, plan, send, uuid, visited
from tests.unit.sync.world import sent
from vatra.assessment.queries import rulebook_in_force
from vatra.care import clocks
from vatra.sync.documents import as_json, made_anew
from vatra.sync.views import scope_of

FILE = Path(__file__).resolve().parents[3] / "protocol" / "cases" / "deadlines.json"
RENEW = "VATRA_RENEW_CASES"
LATER = day(900)
TOLD = ("code", "person", "starts_on", "due_on", "urgency", "why")
GRAVE, EMERGENCY, MILD = ("VI02", 3), ("VI03", 4), ("FA02", 1)


def seen(h: str, code: str, severity: int, on: int = 1):
    return draft("add_need", h, on, {"code": code, "reason": "văzut", "severity": severity},
                 person=f"{h}/copil", name=code)


def opened(h: str, on: int = 2):
    return draft("open_case", h, on, {})


def signal(h: str, on: int):
    at = f"{day(on)}T09:00:00Z"
    return draft("record_signal", h, on, {"source": "report", "noticed_at": at, "words": "plânge", "told_by": "vecina"})


def assessed(h: str, on: int):
    return draft("record_initial_assessment", h, on, {"risk": "medium", "child_seen": "yes"})


def referred(h: str, on: int, *codes: str):
    payload = {"service": "W15", "codes": list(codes), "institution": "", "sharing": {"basis": "legal_duty"}}
    return draft("send_referral", h, on, payload)


def reply(h: str, on: int, outcome: str, *, sent_on: int = 4):
    about = str(uuid(f"send_referral/{h}/{sent_on}/"))
    return draft("record_referral_outcome", h, on, {"referral": about, "outcome": outcome}, name=outcome)


def leaving(h: str, on: int, leaves: int, *, notified: bool):
    payload = {"parent": str(uuid(f"{h}/mama")), "leaves_on": day(leaves).isoformat(), "notified": notified}
    return draft("announce_departure", h, on, payload, name=str(notified))


def closed(h: str, on: int, reason: str = "objectives_met"):
    return draft("close_case", h, on, {"reason": reason})


def cases(h: str) -> dict[str, tuple[tuple[Any, ...], Any]]:
    """What stood in the household before, and the act."""
    family = (enrolled(h),)
    severe = (*family, seen(h, *GRAVE))
    case = (*severe, opened(h))
    planned = (*case, plan(h, 5, ("W15", 20)))
    mild = (*family, seen(h, *MILD), opened(h), plan(h, 5, ("W15", 20)))
    abroad = (*family, seen(h, "FA01", 3))
    return {
        "a family is enrolled": ((), enrolled(h)),
        "the first interview": (family, asked(h, 3, {})),
        "an interview a year later": ((*family, asked(h, 3, {})), asked(h, 380, {}, name="again")),
        "a signal": (family, signal(h, 4)),
        "a visit after a signal": ((*family, signal(h, 4)), visited(h, 5)),
        "a meeting at the office after a signal": ((*family, signal(h, 4)), visited(h, 5, "office")),
        "a visit where something is grave": (severe, visited(h, 3)),
        "a visit of the same day": (severe, visited(h, 1)),
        "the initial assessment": (severe, assessed(h, 3)),
        "a case is opened where something is grave": (severe, opened(h)),
        "a case is opened where nothing is": ((*family, seen(h, *MILD)), opened(h)),
        "the integrated assessment by an interview": (case, asked(h, 9, {})),
        "the integrated assessment by its service": (case, delivered(h, 9, "S04")),
        "a plan": (case, plan(h, 5, ("W15", 20))),
        "a plan that promises monitoring sooner": (case, plan(h, 5, ("W15", 20), ("W20", 12))),
        "a plan in an emergency": ((*family, seen(h, *EMERGENCY), opened(h)), plan(h, 5, ("W15", 20))),
        "another plan": (planned, plan(h, 40, ("W15", 60))),
        "a visit of the day of the plan": (planned, visited(h, 5)),
        "a monitoring visit": (planned, visited(h, 30)),
        "monitoring told by its service": (planned, delivered(h, 30, "W20")),
        "an interview under a plan": (planned, asked(h, 90, {})),
        "a promised service": (planned, delivered(h, 15, "W15")),
        "a service that was not given": (planned, delivered(h, 15, "W15", "not_done", reason="închis")),
        "a service that the family refused": (planned, delivered(h, 15, "W15", "refused", reason="nu vrea")),
        "an emergency is told by telephone": ((*family, seen(h, *EMERGENCY)), delivered(h, 1, "W12", report={
            "told": "dgaspc", "told_at": f"{day(1)}T09:00:00Z", "in_writing": False, "number": "0234 000 000"})),
        "an emergency is told in writing": ((*family, seen(h, *EMERGENCY)), delivered(h, 2, "W12")),
        "a referral": (case, referred(h, 4, "VI02")),
        "a referral in an emergency": ((*family, seen(h, *EMERGENCY), opened(h)), referred(h, 4, "VI03")),
        "a referral is acknowledged": ((*case, referred(h, 4, "VI02")), reply(h, 6, "acknowledged")),
        "a referral is begun": ((*case, referred(h, 4, "VI02")), reply(h, 6, "started")),
        "a referral has helped": ((*case, referred(h, 4, "VI02"), reply(h, 6, "acknowledged")), reply(h, 20, "helped")),
        "a referral is withdrawn": ((*case, referred(h, 4, "VI02")), reply(h, 6, "withdrawn")),
        "a case is closed": (mild, closed(h, 50)),
        "a case is closed since they moved": (mild, closed(h, 50, "moved")),
        "a parent leaves, and has not told": (family, leaving(h, 5, 60, notified=False)),
        "a parent leaves at once": (family, leaving(h, 5, 10, notified=False)),
        "a parent has told": ((*family, leaving(h, 5, 60, notified=False)), leaving(h, 8, 60, notified=True)),
        "a visit to a child with parents abroad": (abroad, visited(h, 50)),
        "such a visit after half a year": (abroad, visited(h, 200)),
    }


@pytest.fixture(autouse=True)
def places(db: None) -> Any:
    """The village's commune and its worker, whose uuids are always the same."""
    return made_commune()


def documents(worker: Any, homes: dict[str, str]) -> dict[str, Any]:
    """The household of each case as its social worker's tablet has it, without what deadlines do not follow from."""
    [view] = scope_of(worker, on=LATER).views.values()
    made = made_anew([uuid(home) for home in homes.values()], view, on=LATER)
    return {name: _bare(made[uuid(home)]) if uuid(home) in made else None for name, home in homes.items()}


def _bare(document: dict[str, Any]) -> Any:
    kept = {name: value for name, value in document.items() if name not in ("stages", "messages", "visits")}
    return json.loads(as_json(kept | {"facts": {}, "members": []}))


def told(of: dict[str, Any]) -> list[dict[str, Any]]:
    rows = [{name: one[name] for name in TOLD} | {"why": sorted(one["why"])} for one in of["deadlines"]]
    return sorted(rows, key=lambda one: (one["code"], str(one["person"]), one["starts_on"]))


def reckoned(worker: Any) -> list[dict[str, Any]]:
    """Every case as the register answers it."""
    homes = {name: f"h{place}" for place, name in enumerate(cases("h"))}
    every = {name: cases(home)[name] for name, home in homes.items()}
    assert not _not_received(worker, [one for before, _act in every.values() for one in before])
    stood = documents(worker, homes)
    assert not _not_received(worker, [act for _before, act in every.values()])
    after = documents(worker, homes)
    return [{"name": name, "document": stood[name], "entry": json.loads(as_json(sent(act))),
             "deadlines": told(after[name])} for name, (_before, act) in every.items()]


def _not_received(worker: Any, drafts: list[Any]) -> list[tuple[str, str | None]]:
    receipts = zip(drafts, send(worker, *drafts), strict=True)
    return [(draft.kind, receipt.reason_code) for draft, receipt in receipts if receipt.outcome != "received"]


def _written(told: dict[str, Any]) -> str:
    """A line for each clock and each case."""
    parts = (f' "{name}": [\n  ' + ",\n  ".join(json.dumps(row, ensure_ascii=False) for row in told[name]) + "\n ]"
             for name in ("clocks", "cases"))
    return "{\n" + ",\n".join(parts) + "\n}\n"


def test_the_register_reckons_as_the_cases_say(places):
    answered = reckoned(places)
    if os.environ.get(RENEW):
        clocks_now = clocks.exported(rulebook_in_force(on=LATER).rulebook.deadlines)
        FILE.write_text(_written({"clocks": clocks_now, "cases": answered}), "utf-8")
    committed = json.loads(FILE.read_text("utf-8"))
    assert committed["clocks"] == clocks.exported(rulebook_in_force(on=LATER).rulebook.deadlines)
    wrong = [one["name"] for one, other in zip(answered, committed["cases"], strict=True) if one != other]
    assert not wrong, f"`{RENEW}=1` writes them anew"
