"""A household that had left together is back: it stays the same one, with its history."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from vatra.places import queries as places
from vatra.web.forms_of_life import BackForm
from vatra.web.gate import page
from vatra.web.screens.acting import answer_form, posted
from vatra.web.screens.life_events import may_record
from vatra.web.screens.opening import Opened, opened
from vatra.web.sealing import Act
from vatra.web.templatetags.page import day_in_words


def may_come_back(home: Opened) -> bool:
    """Whether the household has left together, so that it can be back."""
    return home.household.ended_on is not None and home.household.left_to != "merged" and bool(home.members)


@page("cases", takes_form=True)
def come_back(request: HttpRequest, household: UUID) -> HttpResponse:
    """The family lives here again; 404 for one that has not left, or of which nobody could come back."""
    home = may_record(opened(request, household, purpose="come_back"), of_family=False)
    left_on = home.household.ended_on
    if left_on is None or not may_come_back(home):
        raise Http404
    form = BackForm(
        posted(request), today=home.me.on, since=left_on, initial={"address": home.household.address},
        choices={"village": [("", _("choose a village")), *((one.siruta, one.name) for one in places.villages_of(
            home.household.commune_id))]},
    )
    form.fields["village"].initial = home.household.village_id
    return answer_form(
        request, home, form, title=_("The family is back"), send=_("Keep the return"),
        done=_("The household is here again."), acts=_back,
        follows=[_("They left on %(day)s; from their return on the household is this commune's again.")
                 % {"day": day_in_words(left_on)},
                 _("Its history, findings and case are where they were: nothing is written down twice.")],
    )


def _back(said: dict[str, Any]) -> list[Act]:
    return [Act("move_in", {"village": said["village"], "address": said["address"]})]
