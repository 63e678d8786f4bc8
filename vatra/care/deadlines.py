"""By when the law and the plan ask for something: a pure function of a household's history.

No clock and no database here. `deadlines(history, clocks)` gives every deadline that ever ran for
the household: open, met, or lapsed because what asked for it ended first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from vatra.base.days import add_months
from vatra.care.clocks import Clock
from vatra.care.delegation import delegations
from vatra.care.domains import GENERAL, bits_of
from vatra.care.history import Found, History, within
from vatra.care.moments import AFTER, moments

ABROAD = frozenset({"FA01", "FA02", "FA03"})
ABROAD_WORDS = frozenset({"abroad", "delegation_granted"})
OF_THE_CASE = frozenset({"case_opened", "assessed", "plan_agreed", "monitored", "reviewed", "closed"})
OF_EVERYBODY = frozenset({"registered", "surveyed", "signalled", "departure", "delegation_expires"})
DENSE_MONTHS = 6  # HG 691/2015: every 2 months in the first 6 months, then every 6 months
SHOWN_CAUSES = 8
MONITORING = "W20"  # the service that the plan promises for what the clock of monitoring asks


@dataclass(frozen=True, slots=True)
class Due:
    """One deadline. Exactly one of open (`met_on` and `lapsed_on` None), met, lapsed."""

    rule: str
    cause: str
    starts_on: date
    due_on: date
    urgency: int
    domains: int
    article: str
    confirmed: bool
    person: UUID | None = None
    causes: tuple[tuple[str, str, int, UUID | None], ...] = ()
    met_on: date | None = None
    lapsed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Start:
    """What set a clock going: on which day, until when it asks, because of which findings."""

    on: date
    until: date | None = None
    found: tuple[Found, ...] = ()
    answers: bool = False  # a referral answers for itself: `met` is then all that meets it
    met: date | None = None


def deadlines(
    history: History, clocks: Sequence[Clock], articles: dict[str, tuple[str, bool]] | None = None,
    need_to_know: dict[str, str] | None = None,
) -> list[Due]:
    """Every deadline of the household, in the order of the rulebook's clocks, then of its plans.

    `articles` gives, for the code of a service, the source it comes from and whether it is confirmed;
    `need_to_know`, for the code of a vulnerability, the domain of those who may know of it.
    """
    known = moments(history)
    if not (history.found or history.cases or history.sent):
        clocks = [clock for clock in clocks if clock.starts_with in OF_EVERYBODY]
    dues = [due for clock in clocks for due in _of_clock(history, clock, clocks, known)]
    monitored = {clock.code for clock in clocks if (clock.starts_with, clock.meets) == ("plan_agreed", "monitored")}
    dues = _visited_once(dues, list(_of_plans(history, articles or {}, need_to_know or {})), monitored)
    return list(_one_each(dues))


def _visited_once(dues: list[Due], promised: list[Due], monitored: set[str]) -> list[Due]:
    """A monitoring visit that a plan promises is the one its clock asks for: it stands once, with both reasons."""
    clocks = {due.starts_on: place for place, due in enumerate(dues) if due.rule in monitored}
    apart = []
    for due in promised:
        place = clocks.get(due.starts_on) if due.rule == MONITORING else None
        if place is None:
            apart.append(due)
        else:
            dues[place] = _both(dues[place], due)
    return dues + apart


def _both(asked: Due, promised: Due) -> Due:
    """One deadline of two: the earlier day, all who may know either, every reason."""
    causes = sorted({*asked.causes, *promised.causes}, key=lambda c: (-c[2], c[0], str(c[3])))[:SHOWN_CAUSES]
    return replace(
        asked, due_on=min(asked.due_on, promised.due_on), urgency=max(asked.urgency, promised.urgency),
        domains=asked.domains | promised.domains, causes=tuple(causes),
    )


def _one_each(dues: Iterable[Due]) -> Iterator[Due]:
    """Two plans of one day may promise the same: the later one counts."""
    yield from {(due.rule, due.person, due.starts_on): due for due in dues}.values()


def _of_clock(history: History, clock: Clock, clocks: Sequence[Clock], known: dict[str, list[date]]) -> Iterator[Due]:
    if clock.starts_with in ABROAD_WORDS:
        if clock.amount < DENSE_MONTHS:  # the sparse clock goes on where the dense one ends
            yield from _abroad(history, clock, clocks, known)
        return
    if clock.starts_with == "departure":
        yield from _departures_told(history, clock)
        return
    if clock.starts_with == "delegation_expires" and any(one.delegated_on for one in history.departures):
        yield from _delegations_told(history, clock)
        return
    for start in _starts(history, clock, known):
        if clock.meets == "case_opened" and within(start.on, history.cases) and start.on not in known["case_opened"]:
            continue  # the case is open already
        yield from _chain(history, clock, start, known)


def _departures_told(history: History, clock: Clock) -> Iterator[Due]:
    """The notice that a parent owes before leaving: of one who has left already, or leaves sooner, at once.

    It is asked for until the parent has told SPAS, however late.
    """
    for one in history.departures:
        yield replace(
            _due(history, clock, Start(one.heard_on), one.heard_on, one.notified_on, None),
            due_on=max(clock.due(one.leaves_on), one.heard_on), person=one.parent, domains=bits_of(["family"]),
            lapsed_on=None if one.notified_on else history.ended_on,
        )


def _delegations_told(history: History, clock: Clock) -> Iterator[Due]:
    """When a delegation ends whose first day the court's decision gives: asked for until the parent is back.

    A later decision is a later first day, so nothing else meets it.
    """
    for one in history.departures:
        if one.delegated_on is None:
            continue
        found = tuple(f for f in history.found if f.code in ABROAD and (f.until is None or f.until >= one.delegated_on))
        ends = [f.until for f in found]
        back_on = max(end for end in ends if end) if ends and None not in ends else None
        until = _earlier(_earlier(one.back_on, back_on), history.ended_on)
        due = _due(history, clock, Start(one.delegated_on, found=found), one.delegated_on, None, until)
        yield replace(due, domains=due.domains | bits_of(["family"]) if found else bits_of(["family"]))


def _starts(history: History, clock: Clock, known: dict[str, list[date]]) -> Iterator[Start]:
    word = clock.starts_with
    if word in ("severity_3", "severity_4"):
        yield from _severe(history, int(word[-1]), clock)
    elif word == "abroad_without_delegation":
        yield from (Start(f.since, found=(f,), answers=True, met=f.until) for f in history.found if f.code == "FA03")
    elif word == "delegation_expires":
        yield from (Start(d.seen_on, d.until, (d.why,), answers=True, met=d.renewed_on) for d in delegations(history))
    elif word == "registered":
        yield Start(history.enrolled_on)
    elif word == "signalled" and clock.meets == "triaged":
        yield from (_to_triage(history, day) for day in known[word])
    elif word in ("surveyed", "signalled", "assessed"):
        yield from (Start(day) for day in known[word])
    elif word == "closed":
        yield from (Start(c.until) for c in history.cases if c.until and c.reason == "objectives_met")
    elif word in ("case_opened", "plan_agreed"):
        for span in history.cases if word == "case_opened" else history.plans:
            severe = _while_severe(history, clock, span.since, span.until)
            supervised = clock.meets == "supervised"
            yield from (_because_of(history, clock, start) for start in severe) if supervised else severe
    elif word in ("monitored", "reviewed"):
        yield from (Start(day, _plan_end(history, day)) for day in known[word])
    else:
        yield from _referrals(history, clock)


def _to_triage(history: History, day: date) -> Start:
    """A signal waits for its own triage: that of the last one of a day. One told by a visit was seen to there."""
    triaged = [signal.triaged_on for signal in history.signals if signal.on == day]
    if not triaged:
        return Start(day)
    waits = None in triaged
    return Start(day, answers=True, met=None if waits else max(on for on in triaged if on))


def _plan_end(history: History, day: date) -> date | None:
    running = [p for p in history.plans if p.since <= day and (p.until is None or day <= p.until)]
    return running[-1].until if running else day


def _referrals(history: History, clock: Clock) -> Iterator[Start]:
    for sent in history.sent:
        on = sent.sent_on if clock.starts_with == "referral_sent" else sent.acknowledged_on
        found = tuple(f for f in history.found if f.code in sent.codes)
        if on is not None and clock.applies_at(max((f.severity(on) for f in found), default=0)):
            acknowledged = sent.acknowledged_on or sent.answered_on
            # What the case manager is told after the acknowledgement is the end, not the day of an appointment.
            told = sent.answered_on if clock.starts_with == "referral_sent" else sent.ended_on
            met = acknowledged if clock.meets == "referral_acknowledged" else told
            until = _earlier(sent.withdrawn_on, _case_end(history, on))
            yield Start(on, until, found, answers=True, met=met)


def _case_end(history: History, day: date) -> date | None:
    """When the case that ran on a day ended: nobody waits for a reply longer than that."""
    return next((c.until for c in history.cases if c.since <= day and (c.until is None or day <= c.until)), None)


def _severe(history: History, severity: int, clock: Clock) -> Iterator[Start]:
    """One start for each day on which findings became this severe, until the last of them ends."""
    by_day: dict[date, list[Found]] = {}
    for found in history.found:
        day = found.reached(severity)
        if day is not None and (found.until is None or day < found.until):
            by_day.setdefault(day, []).append(found)
    for day, found_then in sorted(by_day.items()):
        if clock.applies_at(max(f.severity(day) for f in found_then)):
            ends = [f.until for f in found_then]
            yield Start(day, None if None in ends else max(e for e in ends if e), tuple(found_then))


def _while_severe(history: History, clock: Clock, since: date, until: date | None) -> Iterator[Start]:
    """The parts of a span in which the household's severity is in the range of the clock."""
    if clock.severity_min == 0 and clock.severity_max >= 4:
        yield Start(since, until)
        return
    turns = {day for f in history.found for day, _ in f.course} | {f.until for f in history.found if f.until}
    days = [since, *sorted(day for day in turns if day > since and (until is None or day < until))]
    started: date | None = None
    for day in days:
        applies = clock.applies_at(history.severity(day))
        if applies and started is None:
            started = day
        elif not applies and started is not None:
            yield Start(started, day)
            started = None
    if started is not None:
        yield Start(started, until)


def _because_of(history: History, clock: Clock, start: Start) -> Start:
    """That a case is grave enough for supervision is known to those who may know what makes it so."""
    grave = tuple(f for f in history.holding(start.on) if f.severity(start.on) >= clock.severity_min)
    return replace(start, found=grave)


def _chain(history: History, clock: Clock, start: Start, known: dict[str, list[date]]) -> Iterator[Due]:
    """A deadline, and when the clock repeats, the one that follows what met it, while it is asked for."""
    until = _earlier(start.until, history.ended_on)
    on, later = start.on, clock.meets in AFTER or clock.meets == clock.starts_with
    while True:
        met = start.met if start.answers else _first(known[clock.meets], on, later=later)
        if met is not None and until is not None and met > until:
            met = None
        yield _due(history, clock, start, on, met, None if met else until)
        if met is None or not clock.repeat or clock.meets == clock.starts_with:
            return  # where each act starts the clock anew, its own start makes the next deadline
        on, later = met, True


def _first(days: list[date], on: date, *, later: bool) -> date | None:
    """The first of these days that meets a clock: the day of the start counts, unless it must be later."""
    return next((day for day in days if day > on or (day == on and not later)), None)


def _abroad(history: History, clock: Clock, clocks: Sequence[Clock], known: dict[str, list[date]]) -> Iterator[Due]:
    """Visits to children with parents abroad: often in the first 6 months, then rarely."""
    sparse = next((c for c in clocks if c.starts_with in ABROAD_WORDS and c.amount >= DENSE_MONTHS and c.months), clock)
    for first, start in _departures(history):
        until, on = _earlier(start.until, history.ended_on), first
        while True:
            running = clock if on < add_months(first, DENSE_MONTHS) else sparse
            met = _first(known["visited_abroad"], on, later=True)
            if met is not None and until is not None and met > until:
                met = None
            yield _due(history, running, start, on, met, None if met else until)
            if met is None:
                break
            on = met


def _departures(history: History) -> Iterator[tuple[date, Start]]:
    """One start a household: from the first finding of a parent abroad until the last of them ends."""
    found = sorted((f for f in history.found if f.code in ABROAD), key=lambda f: (f.since, f.code, str(f.person)))
    spell: list[Found] = []
    for one in found:
        ends = [f.until for f in spell]
        if spell and None not in ends and one.since > max(e for e in ends if e):
            yield _spell(spell)
            spell = []
        spell.append(one)
    if spell:
        yield _spell(spell)


def _spell(found: list[Found]) -> tuple[date, Start]:
    ends = [f.until for f in found]
    until = None if None in ends else max(e for e in ends if e)
    return found[0].since, Start(found[0].since, until, tuple(found))


def _due(history: History, clock: Clock, start: Start, on: date, met: date | None, lapsed: date | None) -> Due:
    """Put a deadline that runs from a day together: why, how urgent, and who may know of it."""
    found = start.found or (tuple(history.holding(on)) if clock.starts_with in OF_THE_CASE else ())
    causes = _causes(found, on)
    bits = bits_of(domain for _, domain, _, _ in causes)
    persons = {person for _, _, _, person in causes}
    return Due(
        rule=clock.code, cause=clock.starts_with, starts_on=on, due_on=clock.due(on),
        urgency=max((severity for _, _, severity, _ in causes), default=1),
        # What a finding asks for is known to those who may know the finding; the casework itself to the team.
        domains=bits if start.found else bits | GENERAL,
        article=clock.article, confirmed=clock.confirmed,
        person=next(iter(persons)) if start.found and len(persons) == 1 else None,
        causes=causes, met_on=met, lapsed_on=lapsed,
    )


def _causes(found: Iterable[Found], on: date) -> tuple[tuple[str, str, int, UUID | None], ...]:
    causes = {(f.code, f.domain, max(f.severity(on), f.course[0][1]), f.person) for f in found}
    if len(causes) < 2:
        return tuple(causes)
    return tuple(sorted(causes, key=lambda c: (-c[2], c[0], str(c[3])))[:SHOWN_CAUSES])


def _of_plans(
    history: History, articles: dict[str, tuple[str, bool]], need_to_know: dict[str, str]
) -> Iterator[Due]:
    """What the plans promise, each service by its day; known to those who may know one of its reasons."""
    domains = {f.code: f.domain for f in history.found} | need_to_know
    for one in sorted(history.promised, key=lambda p: (p.agreed_on, p.state == "planned", p.service, str(p.person))):
        found = [f for f in history.found if f.code in one.codes and one.person in (None, f.person)]
        causes = _causes(found, one.agreed_on)
        done = one.done_on if one.state == "done" else None
        ended = _earlier(one.done_on, _earlier(one.ended_on, history.ended_on))
        article, confirmed = articles.get(one.service, ("", False))
        yield Due(
            rule=one.service, cause="plan_agreed", starts_on=one.agreed_on, due_on=one.due_on,
            urgency=max((severity for _, _, severity, _ in causes), default=1),
            domains=bits_of(domains.get(code, "") for code in one.codes) or GENERAL,
            article=article, confirmed=confirmed, person=one.person, causes=causes,
            met_on=done, lapsed_on=None if done else ended,
        )


def _earlier(one: date | None, other: date | None) -> date | None:
    return min((day for day in (one, other) if day), default=None)
