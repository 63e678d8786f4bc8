"""A worker's word on a finding: it is a need, the need is met, or it is not so."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vatra.web.forms import RejectForm
from vatra.web.forms_of_care import CloseNeedForm
from vatra.web.gate import page
from vatra.web.present.findings import Shown, finding_shown
from vatra.web.screens.acting import answer_form, household_address, keep, posted
from vatra.web.screens.opening import Opened, opened
from vatra.web.sealing import Act


def _finding(request: HttpRequest, household: UUID, finding: UUID) -> tuple[Opened, Shown]:
    home = opened(request, household, purpose="judge_finding")
    if not home.may("judge_finding"):
        raise PermissionDenied
    found = finding_shown(home, finding)
    if found is None:
        raise Http404
    return home, found


@page("cases", takes_form=True)
@require_POST
def agree(request: HttpRequest, household: UUID, finding: UUID) -> HttpResponse:
    """The worker has looked and agrees: the finding is a need."""
    home, found = _finding(request, household, finding)
    act = Act("agree_need", {"code": found.code}, found.person)
    why = keep(request, home, [act], on=home.me.on, done=_("Agreed as a need: %(name)s.") % {"name": found.name})
    if why:
        messages.error(request, why)
    return redirect(household_address(home) + "#needs")


@page("cases", takes_form=True)
def reject(request: HttpRequest, household: UUID, finding: UUID) -> HttpResponse:
    """The worker has looked and disagrees, with a reason."""
    home, found = _finding(request, household, finding)
    form = RejectForm(posted(request), today=home.me.on, since=home.household.enrolled_on)
    return answer_form(
        request, home, form, title=_("It is not so: %(name)s") % {"name": found.name},
        about=found.reason, send=_("Keep that it is not so"), done=_("Kept that it is not so: %(name)s.")
        % {"name": found.name},
        acts=lambda said: [Act("reject_finding", {"code": found.code, "reason": said["reason"]}, found.person)],
    )


@page("cases", takes_form=True)
def close_need(request: HttpRequest, household: UUID, finding: UUID) -> HttpResponse:
    """The need that was agreed is met, or was none; with what shows it."""
    home, found = _finding(request, household, finding)
    if not found.close_address:
        messages.info(request, _("No need is open for this: agree with what was found first."))
        return redirect(household_address(home))
    form = CloseNeedForm(posted(request), today=home.me.on, since=home.household.enrolled_on)
    return answer_form(
        request, home, form, title=_("The need is met: %(name)s") % {"name": found.name},
        about=_("What the rules found from the answers stays in sight until the family is asked again."),
        send=_("Close the need"), done=_("The need is closed: %(name)s.") % {"name": found.name},
        acts=lambda said: [Act("close_need", {"code": found.code, "outcome": said["outcome"],
                                              "reason": said["reason"]}, found.person)],
    )
