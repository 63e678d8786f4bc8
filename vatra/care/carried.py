"""What a tablet carries of this room: the open case, its plan, open deadlines, and what happened lately.

The same rules as on the office's pages (`timeline`, `plan_of`, the worklist), for many households at once and
in short words: notes are cut, names of services and findings stay codes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model

from vatra.assessment import carried as assessment
from vatra.care import carried_departures, carried_messages
from vatra.care.domains import seen_bits
from vatra.care.endings import severe_since
from vatra.care.models import (
    Case,
    Deadline,
    Delivery,
    Plan,
    PlannedService,
    ReferralStep,
    Signal,
    Stage,
    Step,
    Visit,
)
from vatra.care.notes import Authors
from vatra.care.package import Package, package_on
from vatra.care.signals import signs_shown
from vatra.care.stepped import SEVERE_STEPS, STEPS, leads, state_shown
from vatra.care.team import team_of_case
from vatra.care.timeline import FIRST_STEPS, detail_of
from vatra.care.week import visits_planned
from vatra.people.queries import read_as

MOST_HAPPENED = 60
NOTED = 5  # of how many latest things the note is carried
# A tablet tells its own latest entries from these; of what is older only what can be answered keeps its name.
NAMED, UNANSWERED = 10, frozenset({"interview", "judgement", "visit", "delivery"})
LONGEST_NOTE = 280
PLANNED_BACK = timedelta(days=7)


@dataclass(slots=True)
class Carried:
    """Of one household: `case` and `plan` are None when there is none; `sheet` the last monitoring sheet.

    `stages`: the state of the process since a day, then those that the calendar alone brings about.
    """

    case: dict[str, Any] | None = None
    plan: dict[str, Any] | None = None
    deadlines: list[dict[str, Any]] = field(default_factory=list)
    visits: list[dict[str, Any]] = field(default_factory=list)
    messages: list[dict[str, Any]] = field(default_factory=list)
    departures: list[dict[str, Any]] = field(default_factory=list)
    timeline: list[dict[str, Any]] = field(default_factory=list)
    stages: list[dict[str, Any]] = field(default_factory=list)
    sheet: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class _Reader:
    package: Package
    domains: frozenset[str]
    roles: frozenset[str]

    def may_know_act(self, service: str, codes: Collection[str]) -> bool:
        return self.package.may_know_act(service, codes, self.domains, self.roles)

    def shown(self, codes: Collection[str]) -> list[str]:
        return self.package.shown(codes, self.domains)


def carried(
    households: Collection[UUID], *, domains: Collection[str], roles: Collection[str], on: date
) -> dict[UUID, Carried]:
    """For each household, what a reader of these domains who holds these roles may carry. A dozen queries."""
    own = {household: Carried() for household in households}
    read = read_as(households)  # a family written down twice and merged: what was done for either
    found = {household: own[whose] for household, whose in read.items()}
    reader = _Reader(package_on(on), frozenset(domains), frozenset(roles))
    _add_cases(found, reader)
    _add_deadlines(found, reader)
    _add_stages(own, reader)
    _add_visits(found, reader, on)
    for household, departure in carried_departures.carried(found, reader.domains):
        found[household].departures.append(departure)
    happened: dict[UUID, list[tuple[date, int, dict[str, Any], int | None]]] = defaultdict(list)
    for part in (_asked, _casework, _signals, _messages, _visits, _acts, _sent_on, _steps):
        for household, day, what, by in part(found, reader):
            several = happened[read[household]]  # of a day in this order, whichever households are asked for together
            several.append((day, len(several), what, by))
    names = _names({by for several in happened.values() for *_rest, by in several if by is not None})
    for household, several in happened.items():
        several.sort(key=lambda one: one[:2], reverse=True)
        own[household].timeline = [
            _short(day, what, names.get(by, "") if by is not None else "", place)
            for place, (day, _, what, by) in enumerate(several[:MOST_HAPPENED])
        ]
    return own


def _names(workers: Collection[int]) -> dict[int, str]:
    return dict(get_user_model().objects.filter(pk__in=workers).values_list("pk", "full_name"))


def _short(day: date, what: dict[str, Any], by: str, place: int) -> dict[str, Any]:
    """One thing without what is empty; the notes of the latest few, cut."""
    note = what.pop("note", "") if place < NOTED else what.pop("note", "") and ""
    cut = note if len(note) <= LONGEST_NOTE else note[: LONGEST_NOTE - 1] + "…"
    said = {"on": day, "by": by, **what, "note": cut}
    if place >= NAMED and what["kind"] in UNANSWERED:
        said.pop("uuid", None)
    return {key: value for key, value in said.items() if value or key in ("on", "kind", "by")}


def _add_cases(found: dict[UUID, Carried], reader: _Reader) -> None:
    cases = Case.objects.filter(household__in=list(found), state="open")
    opened = list(cases.values_list("uuid", "household__uuid", "opened_on", "lead__uuid", "team"))
    days = {household: day for _uuid, household, day, *_team in opened}
    severe = severe_since(days) if leads(reader.domains) else set()
    for uuid, household, opened_on, lead, team in opened:
        found[household].case = found[household].case or {
            "uuid": uuid, "opened_on": opened_on, "state": "open", "by_two": household in severe,
            "team": team_of_case(lead, team)}
    plans: dict[UUID, dict[str, Any]] = {}
    running = Plan.objects.filter(household__in=list(found), ended_on=None)
    for uuid, household, agreed_on in running.values_list("uuid", "household__uuid", "agreed_on"):
        plans[uuid] = found[household].plan = {
            "uuid": uuid, "agreed_on": agreed_on, "services": [], "others": []}
    promised = PlannedService.objects.filter(plan__in=list(plans)).order_by("due_on", "service", "uuid")
    for plan, uuid, service, person, codes, due_on, role, state, done_on in promised.values_list(
        "plan__uuid", "uuid", "service", "person__uuid", "codes", "due_on", "responsible", "state", "done_on"
    ):
        if role in reader.roles or reader.may_know_act(service, codes):
            plans[plan]["services"].append({
                "uuid": uuid, "code": service, "subject": person or "household", "codes": reader.shown(codes),
                "due_on": due_on, "role": role, "state": state, "done_on": done_on,
            })
        elif state == "planned" and "general" in reader.domains:  # the team must know that somebody else comes too
            plans[plan]["others"].append({"role": role, "due_on": due_on})


def _add_stages(own: dict[UUID, Carried], reader: _Reader) -> None:
    rows = Stage.objects.filter(household__in=list(own)).order_by("since", "id")
    for household, state, since in rows.values_list("household__uuid", "state", "since"):
        own[household].stages.append({"state": state_shown(state, reader.domains), "since": since})


def _add_deadlines(found: dict[UUID, Carried], reader: _Reader) -> None:
    """Open ones that the reader may know; how urgent, and because of whom, only by the causes that are seen."""
    rows = Deadline.objects.filter(household__in=list(found), met_on=None, lapsed_on=None).order_by("due_on", "id")
    bits, hidden = seen_bits(reader.domains), frozenset(reader.package.not_for(reader.domains, reader.roles))
    led = frozenset(reader.package.led_by(reader.roles))
    for household, person, rule, cause, causes, domains, starts_on, due_on, urgency, article in rows.values_list(
        "household__uuid", "person__uuid", "rule", "cause", "causes", "domains", "starts_on", "due_on", "urgency",
        "article",
    ):
        if rule in led or (domains & bits and rule not in hidden):
            seen = [severity for _code, domain, severity, _person in causes if domain in reader.domains]
            found[household].deadlines.append({
                "code": rule, "cause": cause, "person": person, "starts_on": starts_on, "due_on": due_on,
                "urgency": max(seen, default=1) if causes else urgency, "article": article,
                "why": list(dict.fromkeys(code for code, domain, *_ in causes if domain in reader.domains)),
            })


def _add_visits(found: dict[UUID, Carried], reader: _Reader, on: date) -> None:
    """What is planned; of the past days nothing is taken along, but for a tablet that looks back a few."""
    planned = visits_planned(reader.domains, on=on, since=on - PLANNED_BACK, households=list(found), roles=reader.roles)
    for one in planned:
        found[one.household].visits.append({
            "uuid": one.uuid, "day": one.day, "goers": [one.by, *one.companions], "names": [one.by_name, *one.names],
            "code": one.purpose, "note": one.note,
        })


def _messages(found: dict[UUID, Carried], reader: _Reader) -> Iterator[Told]:
    """The team's messages, as far as the reader may read them; whole, and as what happened."""
    rows = carried_messages.readable(found, reader.domains)
    for household, one in carried_messages.carried(rows):
        found[household].messages.append(one)
    for row in rows:
        yield row.household_id, row.on, {"kind": "message", "uuid": row.uuid, "note": row.text}, row.by_id


Told = tuple[UUID, date, dict[str, Any], int | None]


def _asked(found: dict[UUID, Carried], reader: _Reader) -> Iterator[Told]:
    for household, uuid, on, by, round_ in assessment.interviews_in(list(found)):
        yield household, on, {"kind": "interview", "detail": round_, "uuid": uuid}, by
    for one in assessment.judgements_in(list(found), domains=reader.domains):
        yield one.household, one.on, {
            "kind": "judgement", "code": one.code, "detail": one.verdict, "person": one.person, "uuid": one.uuid,
            "note": one.reason,
        }, one.by_id


def _casework(found: dict[UUID, Carried], reader: _Reader) -> Iterator[Told]:
    cases = Case.objects.filter(household__in=list(found)).order_by("opened_on", "id")
    for uuid, household, opened_on, lead, closed_on, reason in cases.values_list(
        "uuid", "household__uuid", "opened_on", "lead_id", "closed_on", "reason"
    ):
        yield household, opened_on, {"kind": "case_opened", "uuid": uuid}, lead
        if closed_on:
            yield household, closed_on, {"kind": "case_closed", "detail": reason, "uuid": uuid}, None
    plans = Plan.objects.filter(household__in=list(found)).order_by("agreed_on", "id")
    for uuid, household, agreed_on, by in plans.values_list("uuid", "household__uuid", "agreed_on", "by_id"):
        yield household, agreed_on, {"kind": "plan", "uuid": uuid}, by


def _signals(found: dict[UUID, Carried], reader: _Reader) -> Iterator[Told]:
    """Signals with the domains of the sheet in which something was seen, as far as the reader may know them."""
    rows = list(Signal.objects.filter(household__in=list(found)).order_by("noticed_at", "id"))
    authors = Authors({row.by_id for row in rows})
    for row in rows:
        assert row.household_id is not None
        shared = authors.share(row.by_id, row.noticed_on, "", reader.domains)
        yield row.household_id, row.noticed_on, {
            "kind": "signal", "detail": row.source, "uuid": row.uuid,
            "codes": [domain for domain, seen, _words in signs_shown(row.signs, reader.domains) if seen == "yes"],
            "note": row.words if shared else "",
        }, row.by_id
        if row.triaged_on:
            yield row.household_id, row.triaged_on, {
                "kind": "triage", "detail": row.decision, "uuid": row.uuid
            }, row.triaged_by_id


def _visits(found: dict[UUID, Carried], reader: _Reader) -> Iterator[Told]:
    rows = list(Visit.objects.filter(household__in=list(found)).order_by("on", "id").values_list(
        "uuid", "household__uuid", "on", "by_id", "kind", "purpose", "note", "note_for", "monitoring"
    ))
    authors = Authors({row[3] for row in rows})
    for uuid, household, on, by, kind, purpose, note, note_for, sheet in rows:
        known = not purpose or reader.package.may_know(purpose, reader.domains)
        shared = bool(note or sheet) and known and authors.share(by, on, note_for, reader.domains)
        if sheet and shared:
            found[household].sheet = {"on": on, **sheet}
        yield household, on, {
            "kind": "visit", "code": purpose if known else "", "detail": kind, "uuid": uuid,
            "note": note if shared else "",
        }, by


def _acts(found: dict[UUID, Carried], reader: _Reader) -> Iterator[Told]:
    """Deliveries, without their notes: an outcome is a word, and a reason may say more."""
    deliveries = Delivery.objects.filter(household__in=list(found)).order_by("on", "id")
    for uuid, household, person, service, codes, on, by, outcome in deliveries.values_list(
        "uuid", "household__uuid", "person__uuid", "service", "codes", "on", "by_id", "outcome"
    ):
        if reader.may_know_act(service, codes):
            yield household, on, {
                "kind": "delivery", "code": service, "detail": outcome, "person": person, "uuid": uuid,
                "codes": reader.shown(codes),
            }, by


def _sent_on(found: dict[UUID, Carried], reader: _Reader) -> Iterator[Told]:
    """Referrals and what followed, with the day of an appointment in the place of notes; no draft that was sent."""
    steps = ReferralStep.objects.filter(referral__household__in=list(found)).order_by("on", "id")
    for (
        household, uuid, person, service, codes, institution, state, outcome, what, on, by, appointment_on
    ) in steps.values_list(
        "referral__household__uuid", "referral__uuid", "referral__person__uuid", "referral__service", "referral__codes",
        "referral__institution", "referral__state", "referral__outcome", "what", "on", "by_id", "appointment_on",
    ):
        if reader.may_know_act(service, codes) and not (what == "drafted" and state != "draft"):
            kind = FIRST_STEPS.get(what, "reply")
            yield household, on, {
                "kind": kind, "detail": detail_of(institution, outcome, what), "code": service, "person": person,
                "uuid": uuid, "codes": reader.shown(codes),
                "note": f"{appointment_on:%d.%m.%Y}" if appointment_on else "",
            }, by


def _steps(found: dict[UUID, Carried], reader: _Reader) -> Iterator[Told]:
    """The steps of the process, without their words: those are read at the office."""
    rows = Step.objects.filter(household__in=list(found)).order_by("on", "id")
    if not leads(reader.domains):
        rows = rows.exclude(kind__in=SEVERE_STEPS)
    for uuid, household, kind, word, on, by in rows.values_list(
        "uuid", "household__uuid", "kind", "word", "on", "by_id"
    ):
        yield household, on, {"kind": STEPS[kind], "detail": word, "uuid": uuid}, by
