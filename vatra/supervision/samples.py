"""Samples read back: what is still to be asked again, the blind questions, and how far the answers agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from vatra.access import queries as access
from vatra.assessment import queries as assessment
from vatra.assessment.answers import OF_HOUSEHOLD, OF_MEMBERS, written
from vatra.assessment.facts import SPECIAL
from vatra.audit import queries as audit
from vatra.base.prepared import Prepared
from vatra.base.refusal import Refusal
from vatra.people import queries as people
from vatra.register import queries as register
from vatra.supervision.agreement import Agreement, Pair, agreement, together
from vatra.supervision.drawing import Framed
from vatra.supervision.models import Drawn, Sample, SecondInterview

HOUSEHOLD, CHILD, ADULT = "household", "child", "adult"
CATEGORIES = frozenset({"boolean", "choice"})  # what kappa is for; numbers and days are not asked again
OPENED = "household"  # the purpose under which the audit notes the page that shows what was found


@dataclass(frozen=True, slots=True)
class SampleTold:
    """A sample and how far it has come."""

    uuid: UUID
    commune: int
    on: date
    by: str
    seed: int
    since: date
    until: date
    of_each: int
    frame: int
    frame_digest: str
    drawn: int
    done: int


@dataclass(frozen=True, slots=True)
class ToAsk:
    """A household to be asked again by somebody else than its first interviewer."""

    uuid: UUID
    household: UUID
    commune: int
    drawn_on: date


@dataclass(frozen=True, slots=True)
class Results:
    """What came of a sample: agreement by fact and by first worker, and how many second workers had seen the file."""

    sample: SampleTold
    items: list[tuple[str, Agreement]]
    workers: list[tuple[str, int, Agreement]]
    whole: Agreement
    seen_before: int


def frame(commune: int, *, since: date, until: date, on: date) -> list[Framed]:
    """The interviews of a commune from a day to before another whose household lives there today."""
    rows = assessment.interviews_between([commune], since=since, until=until)
    here = set(people.households_in([commune], on=on).values_list("uuid", flat=True))
    workers = access.workers({by for _, _, by, _ in rows})
    return [Framed(uuid, household, workers[by].uuid, day) for uuid, household, by, day in rows if household in here]


def samples(communes: Collection[int], *, most: int = 50) -> list[SampleTold]:
    """The samples of some communes, the latest first."""
    rows = Sample.objects.filter(commune__in=list(communes)).select_related("by").prefetch_related("drawn__second")
    return [_told(row) for row in rows.order_by("-on", "-id")[:most]]


def _told(row: Sample) -> SampleTold:
    drawn = list(row.drawn.all())
    return SampleTold(
        row.uuid, row.commune_id, row.on, row.by.full_name, row.seed, row.since, row.until, row.of_each, row.frame,
        row.frame_digest, len(drawn), sum(hasattr(one, "second") for one in drawn),
    )


def to_ask_again(worker: Any, communes: Collection[int]) -> list[ToAsk]:
    """What was drawn, nobody has asked again, and this worker did not ask first; the oldest draw first."""
    return [_to_ask(row) for row in _TO_ASK(communes, worker.pk)] if communes else []


_TO_ASK = Prepared(
    lambda communes, worker: Drawn.objects.filter(sample__commune__in=communes, second=None).exclude(first_by=worker)
    .select_related("sample").order_by("sample__on", "id")
)


def _to_ask(row: Any) -> ToAsk:
    return ToAsk(row.uuid, row.household_id, row.sample.commune_id, row.sample.on)


def drawn(uuid: UUID) -> ToAsk | None:
    """One household that was drawn, while nobody has asked it again."""
    row = Drawn.objects.filter(uuid=uuid, second=None).select_related("sample").first()
    return _to_ask(row) if row else None


def first_worker(uuid: UUID) -> int | None:
    """The internal id of who asked first what was drawn."""
    return Drawn.objects.filter(uuid=uuid).values_list("first_by_id", flat=True).first()


def questions(subject: str, domains: Collection[str], *, on: date) -> list[Any]:
    """The facts of a sort of subject that are asked again: those with a yes or no or a choice, in the method's order.

    The same for every household: which were asked the first time would tell what was answered.
    """
    facts = assessment.rulebook_in_force(on=on).rulebook.facts.values()
    return [fact for fact in facts if fact.subject == subject and fact.type in CATEGORIES and fact.domain in domains]


def results(uuid: UUID, domains: Collection[str], *, on: date, least: int) -> Results | None:
    """What came of a sample, of the facts that a reader of these domains may know."""
    row = Sample.objects.filter(uuid=uuid).select_related("by").prefetch_related("drawn__second").first()
    if row is None:
        return None
    asked = {one.code for subject in (HOUSEHOLD, CHILD, ADULT) for one in questions(subject, domains, on=on)}
    by_item: dict[str, list[Pair]] = defaultdict(list)
    by_worker: dict[int, dict[str, list[Pair]]] = defaultdict(lambda: defaultdict(list))
    seen_before = 0
    done = [(one, one.second) for one in row.drawn.all() if hasattr(one, "second")]
    for one, second in done:
        seen_before += _had_seen(one, second)
        for code, pair in _pairs(one, second, asked):
            by_item[code].append(pair)
            by_worker[one.first_by_id][code].append(pair)
    names = access.workers(by_worker)
    asked_again = {worker: sum(one.first_by_id == worker for one, _ in done) for worker in by_worker}
    return Results(
        _told(row),
        sorted(((code, agreement(pairs, least=least)) for code, pairs in by_item.items()),
               key=lambda item: (item[1].word == "too_few", item[1].observed, item[0])),
        sorted(((names[worker].full_name, asked_again[worker], together(items.values(), least=least))
                for worker, items in by_worker.items()), key=lambda line: (line[2].observed, line[0])),
        together(by_item.values(), least=least), seen_before,
    )


def _had_seen(one: Drawn, second: SecondInterview) -> bool:
    """Whether the second worker had opened the household's page between the draw and the day of asking."""
    by = access.workers([second.by_id])[second.by_id].uuid
    return any(read.by == by and read.purpose == OPENED and one.sample.on <= read.at.date() <= second.on
               for read in audit.reads_of(one.household_id))


def _pairs(one: Drawn, second: SecondInterview, asked: Collection[str]) -> Iterable[tuple[str, Pair]]:
    """(fact, (first, second)) of what both asked; nothing of an interview that was redacted or is not read any more."""
    entry = register.entry(one.interview)
    if entry is None or entry.payload is None:
        return
    program = assessment.rulebook_in_force(on=entry.on)
    answered = {HOUSEHOLD: (entry.payload.get("household", {}), OF_HOUSEHOLD)}
    answered |= {said["person"]: (said.get("facts", {}), OF_MEMBERS) for said in entry.payload.get("members", ())}
    for subject, answers in second.answers.items():
        given, of = answered.get(subject, ({}, OF_HOUSEHOLD))
        first = _read(program, given, of)
        then = _read(program, answers, OF_HOUSEHOLD if subject == HOUSEHOLD else OF_MEMBERS)
        for code in sorted(asked & first.keys() & then.keys()):
            if first[code] not in SPECIAL and then[code] not in SPECIAL:  # who could not tell, does not disagree
                yield code, (first[code], then[code])


def _read(program: Any, given: Mapping[str, Any], of: Any) -> dict[str, Any]:
    try:
        return dict(written(program, "", dict(given), of))
    except Refusal:
        return {}
