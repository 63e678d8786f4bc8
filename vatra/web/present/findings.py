"""What was found, as a page shows it: name, reason, answers, rule and law; only what the reader may know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from vatra.assessment import queries as assessment
from vatra.web.method_words import cited, lowered
from vatra.web.present.persons import Who, who

if TYPE_CHECKING:
    from vatra.web.screens.opening import Opened

MOST_REASONS = 4
NAMED = 2  # vulnerabilities named beside a question; the others are counted
UNTOLD = frozenset({"age_d", "age_m"})  # in the sentence; they stand among the answers


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer behind a finding."""

    label: str
    value: str
    on: date | None


@dataclass(frozen=True, slots=True)
class Judged:
    """What a worker said of it."""

    word: str
    drawing: str
    on: date | None
    reason: str


@dataclass(slots=True)
class Shown:
    """A finding on the page."""

    uuid: UUID
    code: str
    person: UUID | None
    severity: int
    name: str
    who: Who | None
    reason: str
    stale: bool
    since: date
    rulebook: str
    judged: Judged | None
    rejected: bool
    meaning: str = ""
    withheld: bool = False
    answers: list[Answer] = field(default_factory=list)
    rule: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    can_judge: bool = False
    may_agree: bool = False
    agree_address: str = ""
    reject_address: str = ""
    close_address: str = ""  # where it is an open need
    seal: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """A question still open, of whom, and which vulnerabilities wait for it."""

    question: str
    who: str
    about: str
    waiting: int


def findings_shown(home: Opened) -> list[Shown]:
    """The open findings of a household that this worker may know, the most severe first."""
    found = home.assessment
    if found is None:
        return []
    facts = assessment.current_facts(home.uuid, on=home.me.on)
    said = {one.finding: one for one in assessment.judgements_of(home.uuid, domains=home.domains)}
    may_judge = home.may("judge_finding")
    shown = [
        _shown(home, subject.person, one, facts.get(subject.person or home.uuid, {}), said.get(one.uuid), may_judge)
        for subject in found.subjects for one in subject.findings
    ]
    return sorted(shown, key=lambda one: (-one.severity, one.person is not None, one.code))


def finding_shown(home: Opened, uuid: UUID) -> Shown | None:
    """One open finding of the household, if this worker may know it."""
    return next((one for one in findings_shown(home) if one.uuid == uuid), None)


def _shown(
    home: Opened, person: UUID | None, one: Any, facts: Mapping[str, Any], said: Any | None, may_judge: bool
) -> Shown:
    member = home.member(person)
    sources = [cited(law.title, law.article) for law in one.laws]
    return Shown(
        uuid=one.uuid, code=one.code, person=person, severity=one.severity, name=one.name, meaning=one.meaning,
        who=who(member, on=home.me.on) if member else None, stale=one.stale, since=one.since,
        rulebook=home.assessment.rulebook if home.assessment else "",
        reason=_sentence(one.reasons, home.words.laws_of(one.code)),
        judged=_judged(one.judged, said), rejected=one.judged == "rejected", withheld=one.withheld,
        answers=[Answer(reason.label, reason.value, _seen_on(facts.get(reason.fact))) for reason in one.reasons],
        rule=home.words.rule(one.code) if not one.withheld else [], sources=sources, can_judge=may_judge,
        may_agree=not one.needed, agree_address=reverse("web:agree", args=[home.uuid, one.uuid]),
        reject_address=reverse("web:reject", args=[home.uuid, one.uuid]),
        close_address=reverse("web:close_need", args=[home.uuid, one.uuid]) if one.needed else "",
    )


def _sentence(reasons: tuple[Any, ...], sources: list[str]) -> str:
    """“Este înscris la școală: nu; vârsta în ani: 9 (Legea 198/2023).”"""
    told = [reason for reason in reasons if reason.fact not in UNTOLD and reason.value not in ("absentă", "absent")]
    said = "; ".join(f"{lowered(reason.label)}: {lowered(reason.value)}" for reason in told[:MOST_REASONS])
    if not said:
        return ""
    law = f" ({sources[0]})" if sources else ""
    return f"{said[:1].upper()}{said[1:]}{law}."


def _seen_on(stored: Any) -> date | None:
    return date.fromisoformat(stored[1]) if stored else None


def _judged(judged: str, said: Any | None) -> Judged | None:
    reason, on = (said.reason or "", said.on) if said else ("", None)
    match judged:
        case "agreed":
            return Judged(_("A worker agreed: it is a need"), "circle-check", on, reason)
        case "added":
            return Judged(_("Added by a worker"), "circle-plus", on, reason)
        case "rejected":
            return Judged(_("A worker said it is not so"), "circle-x", on, reason)
    return None


def asks(home: Opened) -> list[Ask]:
    """What to ask next: each missing answer once for each person, those that decide most first."""
    return sorted(_asks(home), key=lambda one: -one.waiting)


def by_person(several: list[Ask]) -> list[tuple[str, list[Ask]]]:
    """The questions of each person together, the household's own first."""
    grouped: dict[str, list[Ask]] = {}
    for one in sorted(several, key=lambda one: one.who != ""):
        grouped.setdefault(one.who, []).append(one)
    return list(grouped.items())


def _asks(home: Opened) -> Iterator[Ask]:
    for subject in home.assessment.subjects if home.assessment else ():
        member = home.member(subject.person)
        for one in subject.to_ask:
            names = [home.words.vulnerability(code) for code in one.waiting]
            about = ", ".join(names[:NAMED]) + (_(" and %(count)s more") % {"count": len(names) - NAMED}
                                                if len(names) > NAMED else "")
            yield Ask(one.question, who(member, on=home.me.on).short if member else "", about, len(names))
