"""A team at work together in the last weeks: messages, visits planned for this week, supervision of open cases.

Told after the stories and by a chance of its own, so that nothing of the stories changes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from vatra.base.ids import derived_uuid
from vatra.demo.acts import Act
from vatra.demo.signals import LEAVE

SAID = (
    ("social_worker", "Câinele este dezlegat ziua. Sunați înainte, îl leagă bunicul.", True),
    ("community_nurse", "Mama lucrează în tura de noapte: mergeți după ora 14.", False),
    ("school_mediator", "Învățătoarea trimite caietele prin oricine merge acolo săptămâna aceasta.", False),
)
AGREED = (
    "Vizită în fiecare săptămână până la revizuire; asistentul medical merge împreună.",
    "Se cere răspunsul furnizorului până vineri; dacă nu există loc, se scrie „fără furnizor”.",
    "Planul se reface cu familia: două servicii nu mai sunt de folos.",
)
ROAD = ("plecăm de la primărie la 9", "", "după dispensar")
SUPERVISED_OF = 5  # of so many open cases one was supervised too long ago


def together(told: Sequence[list[Act]], *, seed: str, last: date, team: Mapping[str, Sequence[Any]]) -> list[list[Act]]:
    """Acts of their own, each a short story about a household that others tell of."""
    rng = Random(f"{seed}/together")
    here = [story for story in told if story and story[0].household
            and not any(act.kind in LEAVE or act.kind == "merge_households" for act in story)]
    chosen = rng.sample(here, min(8, len(here)))
    made = [_written(story[0], *said, last=last, team=team) for story, said in zip(chosen, SAID, strict=False)]
    made += [_planned(story[0], number, last=last, team=team) for number, story in enumerate(chosen[3:])]
    opened = [story for story in here if is_open(story)]
    made += [[_supervised(story, last - timedelta(days=0 if (place + 1) % SUPERVISED_OF else 33), rng)]
             for place, story in enumerate(opened)]
    if opened and team.get("community_nurse"):
        made.append([_for_two(opened[0], last)])
    return made


def _for_two(story: list[Act], last: date) -> Act:
    """A family agrees to what two professions will do this week: they could go together."""
    home, due = story[0].household, (last + timedelta(days=3)).isoformat()
    return Act(derived_uuid(home, "for two"), "agree_plan", home, last, payload={
        "agreed_with": "cu bunica", "instead_of": [], "services": [
            {"service": "W01", "due_on": due, "responsible": "social_worker"},
            {"service": "N08", "due_on": due, "responsible": "community_nurse"}],
    })


def _written(first: Act, role: str, text: str, read: bool, *, last: date, team: Mapping[str, Any]) -> list[Act]:
    home, author = first.household, role if role in team else "social_worker"
    on = max(last - timedelta(days=1), first.on)
    message = Act(derived_uuid(home, "message"), "write_message", home, on, author, payload={"text": text})
    if not read or "community_nurse" not in team:
        return [message]
    return [message, Act(derived_uuid(home, "read"), "read_messages", home, max(last, on), "community_nurse",
                         payload={"messages": [str(message.uuid)]})]


def _planned(first: Act, number: int, *, last: date, team: Mapping[str, Sequence[Any]]) -> list[Act]:
    """A visit on a day of this week or the next, every other one of two professions."""
    home, day = first.household, last + timedelta(days=number)
    nurse = [str(team["community_nurse"][0].uuid)] if number % 2 == 0 and team.get("community_nurse") else []
    payload = {"day": day.isoformat(), "companions": nurse, "note": ROAD[number % len(ROAD)]}
    return [Act(derived_uuid(home, "planned"), "plan_visit", home, max(last - timedelta(days=2), first.on),
                payload=payload)] if first.on <= day else []


def is_open(story: list[Act]) -> bool:
    """Whether the last that is told of a case is that it was opened."""
    kinds = [act.kind for act in story if act.kind in ("open_case", "close_case")]
    return kinds[-1:] == ["open_case"]


def _supervised(story: list[Act], last: date, rng: Random) -> Act:
    opened = max(act.on for act in story if act.kind == "open_case")
    on = max(opened, last - timedelta(days=rng.randrange(3, 24)))
    home = story[0].household
    return Act(derived_uuid(home, "supervision"), "hold_supervision", home, on, "head", payload={
        "agreed": AGREED[rng.randrange(len(AGREED))], "next_on": (on + timedelta(days=28)).isoformat(),
    })
