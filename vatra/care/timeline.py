"""What happened with a household, day by day, as far as its reader may know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from vatra.access import queries as access
from vatra.assessment import queries as assessment
from vatra.base.prepared import Prepared
from vatra.care import notes
from vatra.care.merged import every
from vatra.care.models import Case, Delivery, Plan, PlannedService, Referral, ReferralStep, Visit
from vatra.care.package import Package, package_on
from vatra.care.signalled import signals_of
from vatra.care.stepped import STEPS, departures_of, steps_of
from vatra.care.supervision import sessions_of

FIRST_STEPS = {"drafted": "referral_draft", "sent": "referral", "unmet": "unmet"}  # the others are replies


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing on a day.

    `kind`: interview, judgement, case_opened, case_closed, plan, visit, delivery, referral_draft, referral, reply,
    unmet, signal, triage, assessment, no_case, team, approval, review, closing_asked, closing_agreed, departure,
    supervision.

    `what` is a service or finding code with its name, `detail` a stable word of that kind (a visit's
    place, a delivery's outcome, a judgement's verdict, a closing reason, a referral's institution, a reply's step, a
    signal's source, the decision of a triage). `why` of a signal: the domains of the sheet in which something was
    seen, each with its words. Of a visit and a signal also the roles its
    author held on that day (`profession`): its note is for those who share them.
    """

    kind: str
    on: date
    by: str
    code: str = ""
    what: str = ""
    detail: str = ""
    why: tuple[tuple[str, str], ...] = ()
    note: str = ""
    person: UUID | None = None
    uuid: UUID | None = None
    profession: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Day:
    """A day and what happened on it."""

    on: date
    happened: tuple[Happened, ...]


def timeline(
    household: UUID, domains: Collection[str], *, on: date, roles: Collection[str] = ()
) -> list[Day]:
    """The days of a household, the latest first; what lies in other domains is left out without a gap.

    What one of the reader's `roles` leads is there, if need be without its reasons.
    """
    reader = _Reader(package_on(on), frozenset(domains), frozenset(roles))
    by_day: dict[date, list[Happened]] = defaultdict(list)
    every_part = (_asked, _casework, _done, _sent_on, _signals, _steps, _supervision)
    for one in (part for parts in every_part for part in parts(household, reader)):
        if one.on <= on:
            by_day[one.on].append(one)
    return [Day(day, tuple(by_day[day])) for day in sorted(by_day, reverse=True)]


@dataclass(frozen=True, slots=True)
class _Reader:
    package: Package
    domains: frozenset[str]
    roles: frozenset[str]

    def may_know(self, code: str) -> bool:
        return not code or self.package.may_know(code, self.domains)

    def may_know_act(self, service: str, codes: Collection[str]) -> bool:
        return self.package.may_know_act(service, codes, self.domains, self.roles)

    def why(self, codes: Collection[str]) -> tuple[tuple[str, str], ...]:
        return tuple((code, self.package.label(code)) for code in self.package.shown(codes, self.domains))


_CASES = Prepared(lambda homes: Case.objects.filter(household__uuid__in=homes).select_related("lead").order_by("id"))
_PLANS = Prepared(lambda homes: Plan.objects.filter(household__uuid__in=homes).select_related("by").order_by("id"))
_PROMISED = Prepared(lambda homes: PlannedService.objects.filter(plan__household__uuid__in=homes).order_by("id"))
_VISITS = Prepared(lambda homes: Visit.objects.filter(household__uuid__in=homes).select_related("by").order_by("id"))
_DELIVERIES = Prepared(
    lambda homes: Delivery.objects.filter(household__uuid__in=homes).select_related("by").order_by("id")
)
_REFERRALS = Prepared(lambda homes: Referral.objects.filter(household__uuid__in=homes).order_by("id"))
_REFERRAL_STEPS = Prepared(
    lambda homes: ReferralStep.objects.filter(referral__household__uuid__in=homes).select_related("by")
    .order_by("on", "id")
)


def _asked(household: UUID, reader: _Reader) -> Iterator[Happened]:
    interviews = assessment.interviews_of([household]).get(household, [])
    judged = assessment.judgements_of(household, domains=reader.domains)
    names = _names({row.by_id for row in interviews} | {one.by_id for one in judged})
    for row in interviews:
        yield Happened("interview", row.on, names[row.by_id], detail=row.round, uuid=row.uuid)
    for one in judged:
        yield Happened("judgement", one.on, names[one.by_id], code=one.code, what=reader.package.label(one.code),
                       detail=one.verdict, note=one.reason, person=one.person, uuid=one.uuid)


def _names(workers: Collection[int]) -> dict[int, str]:
    return {pk: worker.full_name for pk, worker in access.workers(workers).items()}


def _casework(household: UUID, reader: _Reader) -> Iterator[Happened]:
    homes = every(household)
    for case in _CASES(homes):
        yield Happened("case_opened", case.opened_on, case.lead.full_name, uuid=case.uuid)
        if case.closed_on:
            note = case.note if reader.domains >= notes.of_casework() else ""
            yield Happened("case_closed", case.closed_on, "", detail=case.reason, note=note, uuid=case.uuid)
    promises: dict[UUID, list[PlannedService]] = defaultdict(list)
    for one in _PROMISED(homes):
        promises[one.plan_id].append(one)
    for plan in _PLANS(homes):
        promised = tuple(
            (one.service, reader.package.label(one.service)) for one in promises[plan.uuid]
            if one.responsible in reader.roles or reader.may_know_act(one.service, one.codes)
        )
        yield Happened("plan", plan.agreed_on, plan.by.full_name, detail=plan.agreed_with, why=promised, uuid=plan.uuid)


def _done(household: UUID, reader: _Reader) -> Iterator[Happened]:
    visits, deliveries = _VISITS(every(household)), _DELIVERIES(every(household))
    acts: list[Any] = [*visits, *deliveries]
    authors = notes.Authors({row.by_id for row in acts})
    for visit in visits:
        known = reader.may_know(visit.purpose)
        shared = known and authors.share(visit.by_id, visit.on, visit.note_for, reader.domains)
        yield Happened("visit", visit.on, visit.by.full_name, code=visit.purpose if known else "",
                       what=reader.package.label(visit.purpose) if known and visit.purpose else "",
                       detail=visit.kind, note=visit.note if shared else "", uuid=visit.uuid,
                       profession=authors.roles(visit.by_id, visit.on))
    for row in deliveries:
        if reader.may_know_act(row.service, row.codes):
            shared = authors.share(row.by_id, row.on, "", reader.domains)
            yield _act("delivery", row.on, row, reader, row.outcome, row.reason if shared else "")


def _sent_on(household: UUID, reader: _Reader) -> Iterator[Happened]:
    """Referrals, and every step that followed; what a partner or a colleague wrote is for those who share its author's
    profession, and a partner's words for whoever may know the referral: they were written for the team.
    """
    referrals = [one for one in _REFERRALS(every(household)) if reader.may_know_act(one.service, one.codes)]
    steps: dict[UUID, list[ReferralStep]] = {one.uuid: [] for one in referrals}
    for step in _REFERRAL_STEPS(every(household)):
        if step.referral_id in steps:
            steps[step.referral_id].append(step)
    authors = notes.Authors({step.by_id for several in steps.values() for step in several})
    for one in referrals:
        for step in steps[one.uuid]:
            kind = FIRST_STEPS.get(step.what, "reply")
            shared = step.partner or authors.share(step.by_id, step.on, "", reader.domains)
            yield Happened(
                kind, step.on, step.by.full_name, code=one.service, what=reader.package.label(one.service),
                detail=detail_of(one.institution, one.outcome, step.what), why=reader.why(one.codes),
                note=step.note if shared else "", person=one.person_id, uuid=one.uuid,
            )


def detail_of(institution: str, outcome: str, what: str) -> str:
    """The stable word of a step: of sending the institution, of an unmet need why it is one, else the step."""
    return outcome if what == "unmet" else institution if what in FIRST_STEPS else what


def _signals(household: UUID, reader: _Reader) -> Iterator[Happened]:
    for one in signals_of(household, reader.domains):
        yield Happened("signal", one.noticed_on, one.by, detail=one.source, note=one.words, uuid=one.uuid,
                       why=tuple((sign.domain, sign.words) for sign in one.signs if sign.seen == "yes"),
                       profession=one.profession)
        if one.triaged_on:
            yield Happened("triage", one.triaged_on, one.triaged_by, detail=one.decision, note=one.note, uuid=one.uuid)


def _steps(household: UUID, reader: _Reader) -> Iterator[Happened]:
    for one in steps_of(household, reader.domains):
        said = one.said
        note = said.get("reason") or said.get("words") or said.get("note") or said.get("number") or ""
        yield Happened(STEPS[one.kind], one.on, one.by, detail=one.word, note=note, uuid=one.uuid)
    for leaving in departures_of(household, reader.domains):
        yield Happened("departure", leaving.heard_on, leaving.by.full_name, detail=leaving.leaves_on.isoformat(),
                       note=leaving.country, person=leaving.parent_id, uuid=leaving.uuid)


def _act(kind: str, on: date, row: Any, reader: _Reader, detail: str, note: str) -> Happened:
    return Happened(
        kind, on, row.by.full_name, code=row.service, what=reader.package.label(row.service), detail=detail,
        why=reader.why(row.codes), note=note, person=row.person_id, uuid=row.uuid,
    )


def _supervision(household: UUID, reader: _Reader) -> Iterator[Happened]:
    """Sessions, for those who may know what was agreed there."""
    for one in sessions_of(reader.domains, households=every(household)):
        if one.agreed:
            yield Happened("supervision", one.on, one.by, note=one.agreed, uuid=one.uuid)
