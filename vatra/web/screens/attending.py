"""School attendance of the children of a household, told between two interviews."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from vatra.assessment.attendance import SCHOOL
from vatra.web.forms_of_attendance import AttendanceForm, attendance_acts
from vatra.web.gate import page
from vatra.web.present.attendance import asked_as, pupils
from vatra.web.screens.acting import answer_form, posted
from vatra.web.screens.assessing import turned_away
from vatra.web.screens.opening import opened


@page("cases", takes_form=True)
def attendance(request: HttpRequest, household: UUID) -> HttpResponse:
    """So many hours each child missed, as the school or the family tells."""
    home = opened(request, household, purpose="record_attendance")
    if not home.may("visit") or SCHOOL not in home.domains_of_role:
        raise PermissionDenied
    children = pupils(home)
    if not children:
        return turned_away(request, home, _("Nobody of school age who is enrolled lives here."))
    form = AttendanceForm(posted(request), today=home.me.on, since=home.household.enrolled_on, pupils=children,
                          asked=asked_as(home))
    return answer_form(
        request, home, form, title=_("School attendance"), send=_("Keep the attendance"),
        done=_("The attendance is kept."),
        about=_("As the school's register or the family says. It counts as an answer of the questionnaire, and what it "
                "means is found at once."),
        acts=lambda said: attendance_acts(said, children),
    )
