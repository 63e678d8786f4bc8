"""Signals of the last days, so that a newcomer meets them: of families the register knows and of some it does not.

They are told after the stories and by a chance of their own, so that nothing of the stories changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

from vatra.base.ids import derived_uuid
from vatra.demo.acts import Act

LEAVE = ("move_out", "move_in", "record_death")
SHEETS: tuple[tuple[str, dict[str, str]], ...] = (
    ("school_mediator", {"education": "Băiatul cel mare nu a mai venit la școală de trei săptămâni."}),
    ("community_nurse", {"health": "Sugarul nu este la niciun medic de familie.", "housing": "Casa nu are apă."}),
    ("social_worker", {"economic": "Nu aveau lemne de foc.", "social": "Mama este plecată la muncă în Italia."}),
)
UNKNOWN = (
    ("O familie venită de curând, în casa părăsită de lângă moară; trei copii mici.", "report", "visit"),
    ("Frații care cer la intrarea în magazin; locuiesc, se pare, la bunica lor.", "police", ""),
)


def signals(told: Sequence[list[Act]], *, seed: str, last: date, team: frozenset[str]) -> list[list[Act]]:
    """A few signals of one local authority: each a short story of its own, or the last pages of a household's."""
    rng = Random(f"{seed}/signals")
    known = [story for story in told if story and not any(act.kind in LEAVE for act in story)]
    chosen = rng.sample(known, min(len(SHEETS), len(known)))
    made = []
    for number, (story, (role, seen)) in enumerate(zip(chosen, SHEETS, strict=False)):
        on = max(last - timedelta(days=(0, 1, 9)[number]), max(act.on for act in story))
        sheet = _observed(story[0].household, on, role if role in team else "social_worker", seen)
        story += [sheet, *([_triage(sheet, "visit", on)] if number else [])]
    for number, (about, source, decision) in enumerate(UNKNOWN):
        on = last - timedelta(days=(2, 0)[number])
        act = Act(derived_uuid(f"{seed}/signal", number), "record_signal", None, on)
        act.payload = {"source": source, "noticed_at": act.at.isoformat(), "about": about}
        made.append([act, *([_triage(act, decision, on)] if decision else [])])
    return made


def _observed(household: UUID | None, on: date, role: str, seen: dict[str, str]) -> Act:
    """An observation sheet, filled in within half an hour."""
    act = Act(derived_uuid(household, "signal"), "record_signal", household, on, role)
    signs: list[dict[str, Any]] = [
        {"domain": domain, "seen": "yes" if domain in seen else "not_seen", "words": seen.get(domain, "")}
        for domain in ("economic", "social", "health", "education", "housing", "risk")
    ]
    begun = act.at - timedelta(minutes=30)
    act.payload = {
        "source": "observation", "noticed_at": act.at.isoformat(),
        "sheet": {"started_at": begun.isoformat(), "ended_at": act.at.isoformat(), "signs": signs},
    }
    return act


def _triage(signal: Act, decision: str, on: date) -> Act:
    return Act(derived_uuid(signal.uuid, "triage"), "triage_signal", signal.household, on, payload={
        "signal": str(signal.uuid), "decision": decision,
    })
