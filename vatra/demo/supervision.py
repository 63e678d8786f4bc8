"""Supervision in the demo: a sample asked again, words on the method, one exceptional access to look at."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID
from zlib import crc32

from vatra.access import exceptional, policies
from vatra.base.ids import derived_uuid
from vatra.demo.acts import HERE, Act
from vatra.register import queries as register
from vatra.supervision import queries as supervision
from vatra.supervision.entries import drawn_uuid

HandIn = Callable[[Sequence[Act], Any], None]
OF_EACH, LATELY = 9, timedelta(days=200)
WAIT = 2  # of each worker's, for a newcomer to ask
DIFFERS = 0.07  # of the second answers
QUESTIONS = (
    ("missing", None, "Nu întrebăm dacă există apă caldă, deși de aici pornesc multe absențe de la școală."),
    ("wrong", "LO02", "O cameră mare despărțită cu dulapul se socotește o singură cameră; întrebați și suprafața."),
)
OPENED = "health_detail"  # the domain
WHY = "Copilul are convulsii și îl duc la urgențe: trebuie spus medicului ce boală este cunoscută."


def oversee(commune: int, team: Mapping[str, Sequence[Any]], *, seed: str, on: date, hand_in: HandIn) -> None:
    """What the head, the nurse and the social worker of a local authority do about the quality of their work."""
    rng = Random(f"{seed}/oversee")
    at = datetime.combine(on, time(8), HERE)
    if team.get("head") and team.get("community_nurse"):
        _sampled(commune, team, rng, on, hand_in)
    asking = team["social_worker"][0]
    hand_in([Act(derived_uuid(seed, "question", number), "question_rule", None, on, payload={
        "sort": sort, "words": words, **({"code": code} if code else {})})
        for number, (sort, code, words) in enumerate(QUESTIONS)], asking)
    _opened(commune, asking, at)


def _sampled(commune: int, team: Mapping[str, Sequence[Any]], rng: Random, on: date, hand_in: HandIn) -> None:
    """A sample of the last months, most of it asked again: the nurse's by the social worker, all else by the nurse."""
    head, nurse, other = team["head"][0], team["community_nurse"][0], team["social_worker"][0]
    since, until = on - LATELY, on - timedelta(days=10)
    frame = supervision.frame(commune, since=since, until=until, on=on)
    if not frame:
        return
    drawn = supervision.drawn(frame, seed=commune, of_each=OF_EACH)
    sample = Act(derived_uuid("demo sample", commune), "draw_sample", None, until, "head", payload={
        "seed": commune, "since": since.isoformat(), "until": until.isoformat(), "of_each": OF_EACH,
        "frame": len(frame), "frame_digest": supervision.digest_of(frame),
        "drawn": [{"interview": str(one.interview), "household": str(one.household), "worker": str(one.worker),
                   "on": one.on.isoformat()} for one in drawn]})
    hand_in([sample], head)
    for second, mine in ((nurse, [one for one in drawn if one.worker != nurse.uuid]),
                         (other, [one for one in drawn if one.worker == nurse.uuid])):
        seen = policies.domains_seen(second, commune, on=on)
        facts = {fact.code: fact for sort in ("household", "child", "adult")
                 for fact in supervision.questions(sort, seen, on=on)}
        again = [_again(sample.uuid, one, facts, rng, on) for one in mine[:-WAIT]]
        if any(again):
            hand_in([act for act in again if act], second)


def _again(sample: UUID, one: supervision.Framed, facts: Mapping[str, Any], rng: Random, on: date) -> Act | None:
    """The first answers as another worker hears them: now and then something else."""
    entry = register.entry(one.interview)
    said = entry.payload if entry and entry.payload else {}
    household = _heard(said.get("household", {}), facts, rng)
    members = [{"person": member["person"], "facts": heard} for member in said.get("members", ())
               if (heard := _heard(member.get("facts", {}), facts, rng))]
    if not household and not members:
        return None
    return Act(derived_uuid(sample, one.household), "record_second_interview", one.household,
               on - timedelta(days=1 + crc32(one.household.bytes) % 7), "community_nurse",
               payload={"drawn": str(drawn_uuid(sample, one.interview)), "household": household, "members": members})


def _heard(answers: Mapping[str, Any], facts: Mapping[str, Any], rng: Random) -> dict[str, Any]:
    heard: dict[str, Any] = {}
    for code, value in sorted(answers.items()):
        fact = facts.get(code)
        if fact is not None and isinstance(value, bool):
            heard[code] = (not value) if rng.random() < DIFFERS else value
        elif fact is not None and value in fact.choices:
            heard[code] = rng.choice(fact.choices) if rng.random() < DIFFERS else value
    return heard


def _opened(commune: int, worker: Any, at: datetime) -> None:
    """One exceptional access that waits for a supervisor's word; none when a demo that was cut short has it already."""
    asked = supervision.frame(commune, since=at.date() - timedelta(days=400), until=at.date(), on=at.date())
    if not asked or OPENED not in exceptional.domains_to_open(worker, commune, on=at.date()):
        return
    household, then = asked[0].household, at + timedelta(hours=1)
    if OPENED not in exceptional.opened_domains(worker, household, commune, at=then):
        exceptional.open_exceptionally(worker, household, OPENED, WHY, commune=commune, lasts=timedelta(hours=8),
                                       at=then)
