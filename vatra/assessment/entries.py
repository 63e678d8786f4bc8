"""The kinds of entry of this room; applying them is the only thing that writes its tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vatra.assessment import attendance, interviews, judgement, payloads, settling
from vatra.assessment.evaluation import bring_up_to_date
from vatra.assessment.policies import JUDGE, need_to_know
from vatra.assessment.rulebooks import rulebook_in_force, vulnerabilities
from vatra.register.kinds import Follower, Kind, Payload, Sealed, declare, declare_derived, every_kind, follow

ROOM = "assessment"
INTERVIEW = "interview"
DERIVED = [
    "assessment.Interview", "assessment.SubjectFacts", "assessment.Assessment", "assessment.Finding",
    "assessment.Judgement", "assessment.Need", "assessment.BeforeMerge",
]


def _interview_shown(payload: dict[str, Any], domains: frozenset[str]) -> dict[str, Any]:
    """An interview without the facts of domains that are not seen."""
    seen = _facts_seen(domains)

    def kept(facts: dict[str, Any]) -> dict[str, Any]:
        return {code: value for code, value in facts.items() if code in seen}

    members = [{**member, "facts": kept(member.get("facts", {}))} for member in payload.get("members", ())]
    return {**payload, "household": kept(payload.get("household", {})), "members": members}


def _settled_shown(payload: dict[str, Any], domains: frozenset[str]) -> dict[str, Any] | None:
    """Which answer holds, when the domain of the question is seen."""
    return payload if payload.get("fact") in _facts_seen(domains) else None


def _facts_seen(domains: frozenset[str]) -> set[str]:
    facts = rulebook_in_force(on=date.max).rulebook.facts
    return {code for code, fact in facts.items() if fact.domain in domains}


def _judgement_shown(payload: dict[str, Any], domains: frozenset[str]) -> dict[str, Any] | None:
    """A judgement, when the vulnerability's domain is seen."""
    known = vulnerabilities(rulebook_in_force(on=date.max)).get(payload.get("code", ""))
    return payload if known is not None and known.need_to_know in domains else None


def _domain_judged(payload: payloads.AgreeNeed, on: date) -> str:
    """Whoever judges a vulnerability must need to know of it."""
    return need_to_know(payload.code, on=on)


def _judging(
    name: str, payload: type[Payload], apply: Callable[[Sequence[Sealed]], None], label: Promise
) -> Kind:
    # Several judgements of one household may stand in one run: they are taken in turn in memory.
    return Kind(name=name, version=1, payload=payload, apply=apply, act=JUDGE, label=label, room=ROOM,
                shapes_household=False, shown=_judgement_shown, domain=_domain_judged)


declare(
    Kind(name="record_interview", version=1, payload=payloads.RecordInterview, apply=interviews.record_interviews,
         act=INTERVIEW, label=_("Interview"), room=ROOM, shown=_interview_shown),
    Kind(name="reassess_household", version=1, payload=payloads.ReassessHousehold,
         apply=interviews.reassess_households, act=INTERVIEW, label=_("Assessment made again"), room=ROOM,
         shown=lambda payload, domains: payload),
    Kind(name="record_attendance", version=1, payload=payloads.RecordAttendance, apply=attendance.record_attendance,
         act="visit", label=_("School attendance"), room=ROOM, domain=attendance.domain_of_school,
         shown=attendance.shown),
    Kind(name="settle_answer", version=1, payload=payloads.SettleAnswer, apply=settling.settle_answers, act="settle",
         label=_("Contradicting answers settled"), room=ROOM, shown=_settled_shown, domain=settling.domain_of_fact),
    _judging("agree_need", payloads.AgreeNeed, judgement.agree_needs, _("Need agreed")),
    _judging("reject_finding", payloads.RejectFinding, judgement.reject_findings, _("Vulnerability rejected")),
    _judging("add_need", payloads.AddNeed, judgement.add_needs, _("Need added")),
    _judging("close_need", payloads.CloseNeed, judgement.close_needs, _("Need closed")),
)
declare_derived(ROOM, DERIVED)


def _is_of_people(kind: str) -> bool:
    return any(known.name == kind and known.room == "people" for known in every_kind())


follow(Follower(room=ROOM, rank=20, bring_up_to_date=bring_up_to_date, kinds=_is_of_people))
