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
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from vatra.access import exceptional
from vatra.assessment import queries as assessment
from vatra.care import queries as care
from vatra.care.moves import OPEN
from vatra.web.gate import page
from vatra.web.present.attendance import asked_as, pupils
from vatra.web.present.council import tasks_of_case
from vatra.web.present.exceptional import openings_shown
from vatra.web.present.families import merges_shown
from vatra.web.present.findings import asks, by_person, findings_shown
from vatra.web.present.life_events import events_shown
from vatra.web.present.messages import messages_shown
from vatra.web.present.persons import children_in_words, household_name, is_child, members_in_words, residents, where
from vatra.web.present.plans import needs_shown, plan_shown
from vatra.web.present.progress import marker
from vatra.web.present.referrals import in_short, state_in_words
from vatra.web.present.tasks import Task, tasks
from vatra.web.present.timeline import moments
from vatra.web.present.visits import visits_of_household
from vatra.web.screens.coming_back import may_come_back
from vatra.web.screens.opening import Opened, opened
from vatra.web.screens.papers import papers_of
from vatra.web.screens.planning import can_plan
from vatra.web.sealing import new_seal
from vatra.web.templatetags.page import day_in_words, number

ASKS_FIRST = 5
TASKS_FIRST, MOST_TASKS = 2, 5  # shown at once: those late or due within a week, two at least, five at most
MOMENTS_FIRST, MOMENTS = 8, 40


@dataclass(frozen=True, slots=True)
class Way:
    """An act that may be done here."""

    address: str
    drawing: str
    word: str


@page("cases")
def household_page(request: HttpRequest, household: UUID) -> HttpResponse:
    """All that this worker may know of one household."""
    home = opened(request, household, purpose="household", exceptionally=True)
    findings = findings_shown(home)
    for one in findings:
        one.can_judge = one.can_judge and home.words.may_know(one.code, home.domains_of_role)
        one.seal = new_seal(request.user, at=timezone.now()) if one.can_judge and one.may_agree else ""
    unknown = asks(home)
    everything = request.GET.get("history") == "all"
    happened, left = moments(home, most=None if everything else MOMENTS)
    asked = care.of_household(home.uuid, home.domains, on=home.me.on, roles=home.roles)
    papers_next, papers_more = papers_of(home)
    children, listed = pupils(home), tasks(asked, {home.uuid: home.members}, home.words, on=home.me.on)
    first = near(listed)
    standing, rejected = [one for one in findings if not one.rejected], [one for one in findings if one.rejected]
    return render(request, "web/screens/household.html", {
        "home": _head(home), "marker": marker(home, asked), "acts": _acts(home),
        "more_acts": _more_acts(home, attend=bool(children)), "referrals": _referrals(home),
        "tasks": first, "tasks_later": [one for one in listed if one not in first],
        "findings": standing, "found_count": _found(standing), "rejected": rejected,
        "unknown_count": number(len(unknown)), "unknown": unknown[:ASKS_FIRST], "unknown_more": [
            (_more(name, len(several)), several) for name, several in by_person(unknown[ASKS_FIRST:])
        ],
        "members": residents(home.members, _levels(home), {
            one.uuid: (asked_as(home), one.told) for one in children if one.told}, on=home.me.on),
        "needs": needs_shown(home), "plan": plan_shown(home), "no_plan_words": _no_plan(findings),
        "merges": merges_shown(home), "events": events_shown(home), "council_tasks": tasks_of_case(home),
        "openings": openings_shown(home.openings), "papers": papers_next, "papers_more": papers_more,
        "planned": visits_of_household(home), **_messages(request, home),
        "timeline_count": number(len(happened) + left), "papers_count": number(len(papers_next) + len(papers_more)),
        "timeline": happened[:MOMENTS_FIRST], "timeline_more": happened[MOMENTS_FIRST:],
        "timeline_left": left, "timeline_all": everything,
    })


def near(listed: list[Task]) -> list[Task]:
    """What is late or due within a week, else what comes first: that is to be done next."""
    pressing = [one for one in listed if one.late or one.soon]
    return (pressing if len(pressing) >= TASKS_FIRST else listed[:TASKS_FIRST])[:MOST_TASKS]


def _found(findings: list[Any]) -> str:
    """How many findings stand, and how many of them wait for a word."""
    waiting = sum(one.can_judge and one.may_agree for one in findings)
    if not waiting:
        return number(len(findings))
    return ngettext("%(all)s, %(count)s waits for your word", "%(all)s, %(count)s wait for your word", waiting) % {
        "all": number(len(findings)), "count": number(waiting)}


def _messages(request: HttpRequest, home: Opened) -> dict[str, Any]:
    """The team's messages; the seal of saying that they were read, when some were not."""
    shown = messages_shown(home)
    waits = home.may("visit") and any(one.unread for one in shown)
    return {"team_messages": shown, "messages_count": number(len(shown)), "may_write": home.may("visit"),
            "read_seal": new_seal(request.user, at=timezone.now()) if waits else ""}


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
        "uuid": home.uuid, "title": household_name(home.members), "sentence": " · ".join(parts),
        "assessed_on": assessed_on,
        "level": home.assessment.level if home.assessment else None, "address": home.household.address,
        "back": home.may("register_people") and may_come_back(home),
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


STEPS = (
    ("record_initial_assessment", "", "case", "web:assess", "house", lazy("Record the initial assessment")),
    ("", "", "deliver", "web:emergency", "siren", lazy("Write down that an emergency was told")),
    ("open_case", "", "case", "web:open_case", "folder-open", lazy("Open a case")),
    ("decide_no_case", "no_case", "case", "web:no_case", "folder-x", lazy("Decide that no case is opened")),
    ("name_team", "", "case", "web:team", "users", lazy("Name the team")),
    ("approve_plan", "", "case", "web:approval", "stamp", lazy("Note the mayor's order")),
    ("review_case", "go_on", "case", "web:review", "list-checks", lazy("Review the case")),
)


def _steps(home: Opened) -> list[Way]:
    """The steps of the process that belong to the state of the household."""
    stage = home.stage
    found = [Way(reverse(name, args=[home.uuid]), drawing, str(word)) for kind, said, act, name, drawing, word in STEPS
             if home.may(act) and stage is not None and (not kind or stage.may_do(kind, said))]
    if home.plan is not None and home.may("visit"):
        address = reverse("web:monitoring", args=[home.uuid])
        found.append(Way(address, "clipboard-check", _("Fill in a monitoring sheet")))
    return found


def _more_acts(home: Opened, *, attend: bool) -> list[Way]:
    """What is done more rarely, one tap away."""
    if home.household.left_to == "merged":
        return []
    offered = (
        ("visit", "web:plan_visit", "calendar", _("Plan a visit")),
        ("visit", "web:outcome", "map-pin-off", _("I went there and met nobody")),
        *([("visit", "web:attendance", "school", _("Write down absences from school"))] if attend else []),
        ("visit", "web:household_signal", "triangle-alert", _("Write down a signal")),
        ("judge_finding", "web:need", "circle-plus", _("Add a need")),
        ("refer", "web:referral", "send", _("Send on to a service")),
        ("refer", "web:unmet_need", "circle-off", _("Write down an unmet need")),
        ("register_people", "web:life_events", "house", _("Record a life event")),
        ("register_people", "web:join", "user-plus", _("Add a person")),
        ("register_people", "web:birth", "baby", _("Record a birth")),
        ("register_people", "web:move", "footprints", _("Record who moves away")),
        ("register_people", "web:death", "flower", _("Record a death")),
        ("visit", "web:departure", "plane", _("A parent leaves to work abroad")),
        ("supervise", "web:case_session", "messages-square", _("Record a supervision session")),
        ("case", "web:close", "archive", _("Close the case")),
    )
    ways = [Way(reverse(name, args=[home.uuid]), drawing, word) for act, name, drawing, word in offered
            if home.may(act) and (act != "case" or home.case is not None)]
    if exceptional.domains_to_open(home.me.worker, home.household.commune_id, on=home.me.on):
        ways.append(Way(reverse("web:open_exceptionally", args=[home.uuid]), "lock-keyhole-open",
                        _("See what my role does not show")))
    return _steps(home) + ways


def _referrals(home: Opened) -> list[dict[str, str]]:
    """Who is to be sent on, or was and waits for what comes of it."""
    found = care.referrals_of_household(care.every(home.uuid), home.domains, on=home.me.on, roles=home.roles)
    return [
        {"what": one.what, "about": f"{in_short(home, one)} · {state_in_words(one)}",
         "address": reverse("web:referral_page", args=[home.uuid, one.uuid]),
         "letter": reverse("web:referral_paper", args=[home.uuid, one.uuid])
         if one.state != "draft" and home.may("refer") else ""}
        for one in found if one.state in ("draft", *OPEN)
    ]


def _more(name: str, count: int) -> str:
    counted = ngettext("%(count)s more question", "%(count)s more questions", count) % {"count": number(count)}
    return f"{name or _('the whole household')}: {counted}"


def _no_plan(findings: list[Any]) -> str:
    if findings:
        return _("None yet. The method already proposes services for what was found; agree them with the family.")
    return _("None yet. A plan begins with something found.")
