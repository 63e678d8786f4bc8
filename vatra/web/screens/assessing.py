"""The beginning of a case: the initial assessment, an emergency told, and whether a case is opened."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from vatra.access import queries as access
from vatra.care import queries as care
from vatra.web.forms_of_the_process import EmergencyForm, InitialAssessmentForm, NoCaseForm, OpenCaseForm
from vatra.web.gate import page
from vatra.web.present.stepping import CLOSINGS
from vatra.web.screens.acting import answer_form, household_address, posted
from vatra.web.screens.casework import HOUSEHOLD, household_chosen, members_of
from vatra.web.screens.opening import Opened, opened
from vatra.web.screens.papers import RISKS, paper_of
from vatra.web.sealing import Act
from vatra.web.templatetags.page import day_in_words


def stage_of(home: Opened) -> care.StageSeen | None:
    """The state of the household today."""
    return care.stage(home.uuid, home.domains, on=home.me.on)


def turned_away(request: HttpRequest, home: Opened, why: str) -> HttpResponse:
    """Back to the household, with why this is not the moment for the act."""
    messages.info(request, why)
    return redirect(household_address(home))


@page("cases", takes_form=True)
def assess(request: HttpRequest, household: UUID) -> HttpResponse:
    """The visit within 72 hours and the risk identification sheet."""
    home = opened(request, household, purpose="record_initial_assessment")
    if not home.may("case"):
        raise PermissionDenied
    form = InitialAssessmentForm(
        posted(request), today=home.me.on, since=home.household.enrolled_on, members=members_of(home),
    )
    return answer_form(
        request, home, form, title=_("Initial assessment"), send=_("Keep the assessment"),
        done=_("The initial assessment is kept."),
        about=_("The home visit within 72 hours, with the risk identification sheet (HG 691/2015, annex 2)."),
        paper=paper_of(home, RISKS),
        acts=lambda said: [Act("record_initial_assessment", form.payload())],
    )


@page("cases", takes_form=True)
def emergency(request: HttpRequest, household: UUID) -> HttpResponse:
    """An emergency was told to who can act at once."""
    home = opened(request, household, purpose="record_delivery")
    if not home.may("deliver"):
        raise PermissionDenied
    form = EmergencyForm(
        posted(request), today=home.me.on, since=home.household.enrolled_on, persons=household_chosen(home),
    )
    return answer_form(
        request, home, form, title=_("An emergency was told"), send=_("Keep the report"),
        done=_("The report is kept."),
        about=_("DGASPC, 119, 112 or the police are told at once, by telephone; DGASPC also in writing within 24 "
                "hours. Do that first; write it down here afterwards."),
        acts=lambda said: [_reported(home, said["persons"], form.report())],
    )


def _reported(home: Opened, chosen: str, report: dict[str, Any]) -> Act:
    person = None if chosen == HOUSEHOLD else UUID(chosen)
    payload = {"service": "W12", "outcome": "done", "codes": _gravest(home, person), "report": report}
    return Act("record_delivery", payload | ({"person": str(person)} if person else {}), person)


def _gravest(home: Opened, person: UUID | None) -> list[str]:
    """The findings of severity 3 and 4 that the report is about, as far as its author may know them."""
    subjects = home.assessment.subjects if home.assessment else ()
    return list(dict.fromkeys(
        one.code for subject in subjects if subject.person == person for one in subject.findings
        if one.severity >= 3 and one.judged != "rejected"
    ))


@page("cases", takes_form=True)
def no_case(request: HttpRequest, household: UUID) -> HttpResponse:
    """After the initial assessment: no case is opened, or the family is passed on; and why."""
    home = opened(request, household, purpose="decide_no_case")
    if not home.may("case"):
        raise PermissionDenied
    stage = stage_of(home)
    if stage is None or not stage.may_do("decide_no_case", "no_case"):
        return turned_away(request, home, _("Record the initial assessment first; then it can be decided."))
    form = NoCaseForm(posted(request), today=home.me.on, since=stage.since)
    return answer_form(
        request, home, form, title=_("No case is opened"), send=_("Keep the decision"),
        done=_("The decision is kept."),
        acts=lambda said: [Act("decide_no_case", {key: said[key] for key in ("decision", "reason", "to")})],
    )


@page("cases", takes_form=True)
def open_case(request: HttpRequest, household: UUID) -> HttpResponse:
    """A case is opened, with who leads it; it may go on from an earlier one."""
    home = opened(request, household, purpose="open_case")
    if not home.may("case"):
        raise PermissionDenied
    if home.case is not None:
        return turned_away(request, home, _("A case is open here already."))
    form = OpenCaseForm(
        posted(request), today=home.me.on, since=home.household.enrolled_on, leads=leads_here(home),
        earlier=[(str(one.uuid), _earlier(one)) for one in care.closed_cases(home.uuid)],
        initial={"lead": str(home.me.worker.uuid)},
    )
    return answer_form(
        request, home, form, title=_("Open a case"), send=_("Open the case"), done=_("The case is open."),
        acts=lambda said: [Act("open_case", {
            "lead": said["lead"], "reopens": said.get("reopens") or None, "why": said["why"],
        })],
    )


def _earlier(case: Any) -> str:
    return _("the case from %(since)s to %(until)s: %(reason)s") % {
        "since": day_in_words(case.opened_on), "until": day_in_words(case.closed_on),
        "reason": CLOSINGS.get(case.reason, case.reason),
    }


def leads_here(home: Opened) -> list[tuple[str, str]]:
    """The workers of the commune who may lead a case, and who is at the screen."""
    book = access.roles_book()
    named = {
        str(one.worker.uuid): one.worker.full_name
        for one in access.team_of(home.household.commune_id, on=home.me.on)
        if any("case" in book[code].acts for code in one.roles if code in book)
    }
    return sorted((named | {str(home.me.worker.uuid): home.me.worker.full_name}).items(), key=lambda one: one[1])


def colleagues_here(home: Opened) -> list[tuple[str, str]]:
    """The workers of the commune who see cases, each with their roles."""
    book = access.roles_book()
    return [
        (str(one.worker.uuid), f"{one.worker.full_name}, {', '.join(home.words.role(code) for code in one.roles)}")
        for one in access.team_of(home.household.commune_id, on=home.me.on)
        if any(book[code].sees_cases for code in one.roles if code in book)
    ]
