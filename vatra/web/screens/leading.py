"""The middle of a case: its team, the approval of its plan, monitoring, review."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from vatra.care import queries as care
from vatra.web.forms_of_attendance import attendance_acts, hours_fields
from vatra.web.forms_of_the_process import ApprovalForm, MonitoringForm, ReviewForm, TeamForm
from vatra.web.gate import page
from vatra.web.present.attendance import asked_as, pupils
from vatra.web.present.plans import short_of
from vatra.web.screens.acting import answer_form, posted
from vatra.web.screens.assessing import colleagues_here, leads_here, stage_of, turned_away
from vatra.web.screens.opening import Opened, opened
from vatra.web.screens.papers import MONITORING, PLAN, REVIEW, paper_of
from vatra.web.sealing import Act
from vatra.web.templatetags.page import day_in_words


@page("cases", takes_form=True)
def team(request: HttpRequest, household: UUID) -> HttpResponse:
    """Who leads the open case, and who is in its team."""
    home = opened(request, household, purpose="name_team")
    if not home.may("case"):
        raise PermissionDenied
    case = home.case
    if case is None:
        return turned_away(request, home, _("No case is open here."))
    form = TeamForm(
        posted(request), today=home.me.on, since=case.opened_on, leads=leads_here(home) or [(str(case.lead.uuid), "")],
        colleagues=colleagues_here(home), initial={"lead": str(case.lead.uuid), "members": case.team},
    )
    return answer_form(
        request, home, form, title=_("The team of the case"), send=_("Keep the team"), done=_("The team is named."),
        about=_("Now led by %(lead)s.") % {"lead": case.lead.full_name},
        acts=lambda said: [Act("name_team", {
            "lead": said["lead"], "note": said["note"],
            "members": [one for one in said["members"] if one != said["lead"]],
        })],
    )


@page("cases", takes_form=True)
def approval(request: HttpRequest, household: UUID) -> HttpResponse:
    """The mayor's order that approves the plan."""
    home = opened(request, household, purpose="approve_plan")
    if not home.may("case"):
        raise PermissionDenied
    stage, plan = stage_of(home), care.plan_of(home.uuid, home.domains, on=home.me.on, roles=home.roles)
    if plan is None or stage is None or not stage.may_do("approve_plan"):
        return turned_away(request, home, _("No plan waits for its approval here."))
    form = ApprovalForm(posted(request), today=home.me.on, since=plan.agreed_on, initial={"signed_on": home.me.on})
    return answer_form(
        request, home, form, title=_("The plan is approved"), send=_("Keep the approval"),
        done=_("The approval is kept."),
        about=_("The plan of %(day)s, by the mayor's order.") % {"day": day_in_words(plan.agreed_on)},
        paper=paper_of(home, PLAN),
        acts=lambda said: [Act("approve_plan", {
            "plan": str(plan.uuid), "number": said["number"], "signed_on": str(said["signed_on"]),
        })],
    )


@page("cases", takes_form=True)
def monitoring(request: HttpRequest, household: UUID) -> HttpResponse:
    """A monitoring visit with its sheet, begun as the last one was."""
    home = opened(request, household, purpose="record_visit")
    if not home.may("visit"):
        raise PermissionDenied
    plan = care.plan_of(home.uuid, home.domains, on=home.me.on, roles=home.roles)
    if plan is None:
        return turned_away(request, home, _("No plan runs here yet: record a visit instead."))
    last, children = care.last_monitoring(home.uuid, home.domains), pupils(home)
    form = MonitoringForm(
        posted(request), today=home.me.on, since=plan.agreed_on, last=last.sheet if last else None,
        services=[(str(one.uuid), _named(home, one)) for one in plan.services if one.state == "planned"],
        hours=hours_fields(children, asked_as(home)),
    )
    return answer_form(
        request, home, form, title=_("Monitoring visit"), send=_("Keep the monitoring sheet"),
        done=_("The monitoring sheet is kept."), about=_copied(last), paper=paper_of(home, MONITORING),
        acts=lambda said: [*attendance_acts(said, children), Act("record_visit", {
            "kind": said["kind"], "purpose": "W20", "note": said["note"], "minutes": said["minutes"],
            "monitoring": form.sheet(),
        })],
    )


def _named(home: Opened, one: Any) -> str:
    return " · ".join(part for part in (one.what, short_of(home, one.person)) if part)


def _copied(last: care.Monitored | None) -> str:
    if last is None:
        return _("Of each service of the plan how it goes, what has changed, how the child is.")
    return _("It begins as the last sheet was, of %(day)s by %(by)s: change what has changed.") % {
        "day": day_in_words(last.on), "by": last.by}


@page("cases", takes_form=True)
def review(request: HttpRequest, household: UUID) -> HttpResponse:
    """The case looked at again: what was found then and what is found now, and what follows."""
    home = opened(request, household, purpose="review_case")
    if not home.may("case"):
        raise PermissionDenied
    stage, since = stage_of(home), care.looked_on(home.uuid)
    if stage is None or since is None or not stage.may_do("review_case", "go_on"):
        return turned_away(request, home, _("No plan runs here that could be reviewed."))
    form = ReviewForm(posted(request), today=home.me.on, since=since)
    return answer_form(
        request, home, form, title=_("Review of the case"), send=_("Keep the review"), done=_("The review is kept."),
        about=_("What the rules find today, beside what they found on %(day)s.") % {"day": day_in_words(since)},
        compared=_compared(home, since), paper=paper_of(home, REVIEW),
        acts=lambda _said: [Act("review_case", form.payload())],
    )


def _compared(home: Opened, since: Any) -> list[dict[str, Any]]:
    known = {one.code: one.need_to_know for one in home.words.book.vulnerabilities}
    changes = {"new": _("new"), "graver": _("graver"), "same": _("as it was"), "milder": _("milder"),
               "gone": _("no longer found")}
    drawings = {"new": "circle-plus", "graver": "trending-up", "same": "equal", "milder": "trending-down",
                "gone": "circle-check"}
    return [
        {"name": home.words.vulnerability(one.code), "who": short_of(home, one.person), "change": changes[one.change],
         "drawing": drawings[one.change], "severity": one.now}
        for one in care.compared(home.uuid, home.domains, since=since, on=home.me.on, known=known)
    ]
