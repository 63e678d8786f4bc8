"""The steps of a case, and departures of parents, as their reader may know them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from vatra.base.prepared import Prepared
from vatra.care import notes
from vatra.care.merged import every
from vatra.care.models import Departure, Step
from vatra.care.signals import signs_shown

# the word of the timeline for each kind
# What tells that something severe was found is for those who may know all that a lead worker may; to others the
# household stands as if it were not.
SEVERE_STEPS = frozenset({"record_initial_assessment", "decide_no_case", "ask_to_close", "agree_to_close"})
SEVERE_STATES = {
    "initial_assessment": "surveyed", "emergency": "surveyed", "to_decide": "surveyed", "no_case": "surveyed",
    "transferred": "surveyed", "closing_asked": "monitoring",
}
STEPS = {
    "record_initial_assessment": "assessment", "decide_no_case": "no_case", "name_team": "team",
    "approve_plan": "approval", "review_case": "review", "ask_to_close": "closing_asked",
    "agree_to_close": "closing_agreed",
}


@dataclass(frozen=True, slots=True)
class StepSeen:
    """A step as its reader may know it. `said` holds what the entry said, without what is not for this reader."""

    uuid: UUID
    household: UUID
    kind: str
    word: str
    on: date
    by: str
    by_id: int
    about: UUID | None
    said: Mapping[str, Any]


def leads(domains: Collection[str]) -> bool:
    """Whether a reader of these domains may know all that a lead worker may."""
    return notes.of_casework() <= frozenset(domains)


def state_shown(state: str, domains: Collection[str]) -> str:
    """The state of a household as a reader of these domains may know it."""
    return state if leads(domains) else SEVERE_STATES.get(state, state)


def states_behind(state: str, domains: Collection[str]) -> list[str]:
    """The states that a reader of these domains sees as this one."""
    if leads(domains):
        return [state]
    behind = [one for one, shown in SEVERE_STATES.items() if shown == state]
    return [*behind, state] if state not in SEVERE_STATES else []


def steps_of(household: UUID, domains: Collection[str]) -> list[StepSeen]:
    """The steps of a household, the oldest first; the free words only of those whose notes are for the reader."""
    if "general" not in domains:
        return []
    whole = leads(domains)
    rows = [row for row in _STEPS(every(household)) if whole or row.kind not in SEVERE_STEPS]
    authors = notes.Authors({row.by_id for row in rows})
    return [seen(row, authors, domains) for row in rows]


_STEPS = Prepared(
    lambda homes: Step.objects.filter(household__uuid__in=homes).select_related("by").order_by("on", "id")
)
WORDS = frozenset({"words", "note", "reason", "results", "after", "child_opinion", "family_opinion"})


def seen(row: Any, authors: notes.Authors, domains: Collection[str]) -> StepSeen:
    """A step as a reader of these domains may know it."""
    shared = authors.share(row.by_id, row.on, "", domains)
    said = {key: value for key, value in row.said.items() if shared or key not in WORDS}
    if "signs" in said:
        listed = [(sign["domain"], sign["seen"], sign["words"]) for sign in said["signs"]]
        said["signs"] = signs_shown(listed, domains)
    return StepSeen(
        row.uuid, row.household_id, row.kind, row.word, row.on, row.by.full_name, row.by_id, row.about, said
    )


def departures_of(household: UUID, domains: Collection[str]) -> list[Departure]:
    """The departures announced in a household, the oldest first (read only)."""
    if "family" not in domains:
        return []
    return _DEPARTURES(every(household))


_DEPARTURES = Prepared(
    lambda homes: Departure.objects.filter(household__uuid__in=homes).select_related("by").order_by("leaves_on", "id")
)
