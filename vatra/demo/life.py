"""Life events of the last weeks, so that a newcomer meets them: families part and join, parents leave, some move away.

They are told after the stories and by a chance of their own; as many households begin by them as end, and nothing
grave is found by them, so that the figures that were published stay true.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

from vatra.base.days import age_on
from vatra.base.ids import derived_uuid
from vatra.demo.acts import Act

LEAVE = ("move_out", "move_in", "record_death", "record_signal")
Story = list[Act]
Members = list[dict[str, Any]]


def life_events(told: Sequence[Story], *, seed: str, last: date, neighbour: int) -> list[Story]:
    """A few life events of one local authority, at the end of its households' stories, or as stories of their own.

    `neighbour`: the commune to which a family moves, and from which another one has come unannounced.
    """
    rng = Random(f"{seed}/life")
    calm = [story for story in told if story and story[0].kind == "enrol_household" and story[0].on.year < last.year
            and not any(act.kind in LEAVE for act in story)]
    alone = _some(rng, calm, lambda members: len(members) == 1, 1)
    cared_for = [story for story in calm if any(act.kind == "agree_need" for act in story)]
    single = _some(rng, cared_for, _is_of_one_parent, 1)
    families = _some(rng, calm, _is_family, 4)
    if len(families) < 4 or not alone or not single:
        return []
    parted, left, wed, moved = families
    _parted(parted, last)
    _joined(single[0], alone[0], last)
    _left_and_mistaken(left, last)
    _wed(wed, last)
    moved.append(_act(moved[0].household, "hand_over_household", last - timedelta(days=4), {
        "commune": neighbour, "note": "S-au mutat la părinții ei, lângă biserică."}))
    asked = Act(derived_uuid(f"{seed}/asked"), "ask_for_household", None, last - timedelta(days=2))
    asked.payload = {"commune": neighbour, "surname": "Munteanu", "given_name": "Vasile", "born": "1984",
                     "note": "Locuiesc de o săptămână în casa de lângă gară, cu doi copii."}
    return [[asked]]


def _some(rng: Random, stories: Iterable[Story], fits: Callable[[Members], bool], many: int) -> list[Story]:
    found = [story for story in stories if fits(story[0].payload["members"])]
    return rng.sample(found, min(many, len(found)))


def _is_family(members: Members) -> bool:
    relations = [member["relation"] for member in members]
    return "partner" in relations and "child" in relations


def _is_of_one_parent(members: Members) -> bool:
    return {member["relation"] for member in members} == {"head", "child"}


def _act(household: UUID | None, kind: str, on: date, payload: dict[str, Any], person: str | None = None) -> Act:
    return Act(derived_uuid(household, kind, on.isoformat()), kind, household, on,
               person=UUID(person) if person else None, payload=payload)


def _of(story: Story, relation: str) -> str:
    return next(str(one["uuid"]) for one in story[0].payload["members"]
                if one["relation"] == relation or (relation == "head" and one.get("is_head")))


def _parted(story: Story, last: date) -> None:
    """The partner goes to live alone; the children stay."""
    new = derived_uuid(story[0].household, "parted")
    story.append(_act(new, "split_household", last - timedelta(days=9), {
        "from_household": str(story[0].household), "address": "nr. 214, la mama ei",
        "goes": [{"person": _of(story, "partner"), "is_head": True}],
    }))


def _joined(story: Story, other: Story, last: date) -> None:
    """Somebody who lived alone comes to live with a parent and the children; what was found of them is known."""
    story.append(_act(story[0].household, "join_households", last - timedelta(days=12), {
        "from_household": str(other[0].household), "relations": {_of(other, "head"): "partner"},
    }))


def _left_and_mistaken(story: Story, last: date) -> None:
    """A father leaves to work in the country; that the mother left too was told of the wrong family and taken back."""
    home, on = story[0].household, last - timedelta(days=20)
    children = [str(one["uuid"]) for one in story[0].payload["members"]
                if one["relation"] == "child" and _is_minor(one, on)]
    if not children:
        return
    story.append(_act(home, "record_parent_gone", on, {
        "parent": "father", "children": children, "to": "away_country", "where": "Constanța, pe un șantier"}))
    wrong = _act(home, "record_parent_gone", on + timedelta(days=3), {
        "parent": "mother", "children": children, "to": "away_country"})
    story += [wrong, _act(home, "undo_life_event", on + timedelta(days=5), {
        "entry": str(wrong.uuid), "reason": "Era vorba despre altă familie cu același nume."})]


def _is_minor(member: dict[str, Any], on: date) -> bool:
    born_on = date.fromisoformat(member["born"]) if len(member.get("born") or "") == 10 else None
    return born_on is not None and born_on <= on and age_on(born_on, on=on).years < 18


def _wed(story: Story, last: date) -> None:
    """The couple marries."""
    story.append(_act(story[0].household, "record_union", last - timedelta(days=6), {
        "partner": _of(story, "partner"), "married": True}, _of(story, "head")))
