"""The household's page: what to do, what was found and why, what to ask, who lives there, the plan, what happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vatra.assessment import queries as assessment
from vatra.care import queries as care
from vatra.web.gate import page
from vatra.web.present.families import merges_shown
from vatra.web.present.findings import asks, by_person, findings_shown
from vatra.web.present.persons import children_in_words, household_name, is_child, members_in_words, residents, where
from vatra.web.present.plans import needs_shown, plan_shown
from vatra.web.present.tasks import tasks
from vatra.web.present.timeline import moments
from vatra.web.screens.casework import referral_in_words, waiting_referrals
from vatra.web.screens.opening import Opened, opened
from vatra.web.screens.papers import papers_of
from vatra.web.screens.planning import can_plan
from vatra.web.sealing import new_seal
from vatra.web.templatetags.page import day_in_words, number

ASKS_FIRST = 5
MOMENTS_FIRST = 8


@dataclass(frozen=True, slots=True)
class Way:
    """An act that may be done here."""

    address: str
    drawing: str
    word: str


@page("cases")
def household_page(request: HttpRequest, household: UUID) -> HttpResponse:
    """All that this worker may know of one household."""
    home = opened(request, household, purpose="household")
    findings = findings_shown(home)
    for one in findings:
        one.seal = new_seal(request.user, at=timezone.now()) if one.can_judge and one.may_agree else ""
    unknown = asks(home)
    happened = moments(home)
    asked = care.of_household(home.uuid, home.domains, on=home.me.on, roles=home.roles)
    return render(request, "web/screens/household.html", {
        "home": _head(home), "acts": _acts(home), "more_acts": _more_acts(home), "referrals": _referrals(home),
        "tasks": tasks(asked, {home.uuid: home.members}, home.words, on=home.me.on),
        "findings": [one for one in findings if not one.rejected],
        "rejected": [one for one in findings if one.rejected],
        "unknown": unknown[:ASKS_FIRST], "unknown_more": [
            (_more(name, len(several)), several) for name, several in by_person(unknown[ASKS_FIRST:])
        ],
        "members": residents(home.members, _levels(home), on=home.me.on),
        "needs": needs_shown(home), "plan": plan_shown(home), "no_plan_words": _no_plan(findings),
        "merges": merges_shown(home), "papers": papers_of(home),
        "timeline": happened[:MOMENTS_FIRST], "timeline_more": happened[MOMENTS_FIRST:],
    })


def _head(home: Opened) -> dict[str, Any]:
    children = sum(is_child(one, on=home.me.on) for one in home.members)
    assessed_on = _assessed_on(home)
    parts = [
        where(home.household) if where(home.household) == home.household.commune.name
        else f"{where(home.household)}, {home.household.commune.name}",
        members_in_words(len(home.members)), children_in_words(children),
        _("last asked on %(day)s") % {"day": day_in_words(assessed_on)} if assessed_on else _("not asked yet"),
    ]
    return {
        "title": household_name(home.members), "sentence": " · ".join(parts), "assessed_on": assessed_on,
        "level": home.assessment.level if home.assessment else None, "address": home.household.address,
        "ended": "" if home.household.left_to == "merged" else _ended(home.household.ended_on, home.me.on),
    }


def _assessed_on(home: Opened) -> date | None:
    days = assessment.interview_days([home.uuid]).get(home.uuid, [])
    return days[-1] if days else None


def _ended(ended_on: date | None, on: date) -> str:
    if ended_on is None or ended_on > on:
        return ""
    return _("This household is no longer here since %(day)s. Its history stays.") % {"day": day_in_words(ended_on)}


def _levels(home: Opened) -> dict[UUID, str]:
    """The level of each child, from what this worker may know."""
    subjects = home.assessment.subjects if home.assessment else ()
    return {one.person: one.level for one in subjects if one.person and one.subject == "child"}


def _acts(home: Opened) -> list[Way]:
    if home.household.left_to == "merged":
        return []  # everything is recorded about the one that was kept
    offered = (
        ("visit", "web:visit", "footprints", _("Record a visit")),
        ("deliver", "web:delivery", "hand-heart", _("Record a service")),
        ("plan", "web:plan", "clipboard-list", _("Agree a plan")),
    )
    return [Way(reverse(name, args=[home.uuid]), drawing, word)
            for act, name, drawing, word in offered
            if home.may(act) and (act != "plan" or can_plan(home))]


def _more_acts(home: Opened) -> list[Way]:
    """What is done more rarely, one tap away."""
    if home.household.left_to == "merged":
        return []
    offered = (
        ("visit", "web:household_signal", "triangle-alert", _("Write down a signal")),
        ("judge_finding", "web:need", "circle-plus", _("Add a need")),
        ("refer", "web:referral", "send", _("Send on to a service")),
        ("register_people", "web:join", "user-plus", _("Add a person")),
        ("register_people", "web:birth", "baby", _("Record a birth")),
        ("register_people", "web:move", "footprints", _("Record who moves away")),
        ("register_people", "web:death", "flower", _("Record a death")),
        ("case", "web:close", "archive", _("Close the case")),
    )
    return [Way(reverse(name, args=[home.uuid]), drawing, word) for act, name, drawing, word in offered
            if home.may(act) and (act != "case" or home.case is not None)]


def _referrals(home: Opened) -> list[dict[str, str]]:
    """Who was sent on and waits for a reply."""
    may = home.may("refer")
    return [
        {"what": home.words.service(one.service), "about": referral_in_words(home, one),
         "address": reverse("web:reply", args=[home.uuid, one.uuid]) if may else "",
         "letter": reverse("web:referral_paper", args=[home.uuid, one.uuid]) if may else ""}
        for one in waiting_referrals(home)
    ]


def _more(name: str, count: int) -> str:
    counted = ngettext("%(count)s more question", "%(count)s more questions", count) % {"count": number(count)}
    return f"{name or _('the whole household')}: {counted}"


def _no_plan(findings: list[Any]) -> str:
    if findings:
        return _("None yet. The method already proposes services for what was found; agree them with the family.")
    return _("None yet. A plan begins with something found.")
