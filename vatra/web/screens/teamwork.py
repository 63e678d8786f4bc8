"""Acts of a team together: messages written and read; visits planned, joined, called off."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vatra.access import queries as access
from vatra.care import queries as care
from vatra.care.team import is_of_team, teams_named
from vatra.web.forms_of_teamwork import MessageForm, PlanVisitForm
from vatra.web.gate import page
from vatra.web.present.messages import messages_shown
from vatra.web.screens.acting import answer_form, household_address, keep, posted
from vatra.web.screens.opening import Opened, opened
from vatra.web.screens.visiting import purposes
from vatra.web.sealing import Act

ACT = "visit"


def _opened(request: HttpRequest, household: UUID, purpose: str) -> Opened:
    home = opened(request, household, purpose=purpose)
    if not home.may(ACT):
        raise PermissionDenied
    return home


@page("cases", takes_form=True)
def message(request: HttpRequest, household: UUID) -> HttpResponse:
    """Write to the team of this household."""
    home = _opened(request, household, "write_message")
    form = MessageForm(posted(request), today=home.me.on, since=home.household.enrolled_on)
    return answer_form(
        request, home, form, title=_("Write to the team"), send=_("Send to the team"), done=_("The message is sent."),
        acts=lambda said: [Act("write_message", {"text": said["text"], "note_for": said["note_for"]})],
    )


@page("cases", takes_form=True)
@require_POST
def read(request: HttpRequest, household: UUID) -> HttpResponse:
    """This worker has read what waited here."""
    home = _opened(request, household, "read_messages")
    waiting = [str(one.uuid) for one in messages_shown(home) if one.unread]
    if waiting:
        why = keep(request, home, [Act("read_messages", {"messages": waiting})], on=home.me.on,
                   done=_("Marked as read."))
        if why:
            messages.error(request, why)
    return redirect(household_address(home) + "#team-messages")


@page("cases", takes_form=True)
def plan_visit(request: HttpRequest, household: UUID) -> HttpResponse:
    """Plan a visit for a day, alone or with colleagues."""
    home = _opened(request, household, "plan_visit")
    form = PlanVisitForm(
        posted(request), today=home.me.on, since=home.household.enrolled_on, purposes=purposes(home),
        team=[(str(one.worker.uuid), f"{one.full_name}, {', '.join(home.words.role(code) for code in one.roles)}")
              for one in colleagues(home)],
        initial={"day": _day(request.GET.get("zi", "")) or home.me.on},
    )
    return answer_form(request, home, form, title=_("Plan a visit"), send=_("Plan it"), done=_("The visit is planned."),
                       acts=lambda said: [Act("plan_visit", _planned(said))])


def colleagues(home: Opened) -> list[access.Colleague]:
    """The others of the commune who make visits, first those of the team of the case."""
    book, commune, on = access.roles_book(), home.household.commune_id, home.me.on
    teams = teams_named([home.uuid])
    visiting = [one for one in access.team_of(commune, on=on) if one.worker.pk != home.me.worker.pk
                and any(code in book and ACT in book[code].acts for code in one.roles)]
    return sorted(visiting, key=lambda one: not is_of_team(one.worker.uuid, home.uuid, teams))


def _planned(said: dict[str, Any]) -> dict[str, Any]:
    payload = {"day": said["day"].isoformat(), "companions": said.get("companions", []), "note": said["note"]}
    return payload | ({"purpose": said["purpose"]} if said["purpose"] else {})


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@page("cases", takes_form=True)
@require_POST
def together(request: HttpRequest, household: UUID) -> HttpResponse:
    """Go together with the profession that has something due here in the same week, on the day offered."""
    home = _opened(request, household, "plan_visit")
    week = monday(home.me.on)
    found = next((one for one in proposals(home, week) if one.household == home.uuid), None)
    other = next((one for one in colleagues(home) if found and found.other_role in one.roles), None)
    if found is None or other is None:
        messages.error(request, _("This visit is no longer to be made together: look at the week again."))
        return redirect("web:week")
    payload = {"day": day_offered(found, home.me.on).isoformat(), "companions": [str(other.worker.uuid)],
               "purpose": found.mine[0]}
    why = keep(request, home, [Act("plan_visit", payload)], on=home.me.on,
               done=_("You go together: %(name)s finds it in the week too.") % {"name": other.full_name})
    if why:
        messages.error(request, why)
    return redirect("web:week")


def proposals(home: Opened, week: date) -> list[care.Together]:
    """What could be done together in the household's commune."""
    commune = home.household.commune_id
    return care.visits_to_make_together(
        [commune], home.domains_of_role, home.roles, week=week, on=home.me.on,
        team={code for one in access.team_of(commune, on=home.me.on) for code in one.roles},
    )


def day_offered(one: care.Together, on: date) -> date:
    """The day it is due, or today when that has passed; a weekday."""
    day = max(one.due_on, on)
    return day if day.weekday() < 5 else max(on, day - timedelta(days=day.weekday() - 4))


def monday(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


@page("cases", takes_form=True)
@require_POST
def cancel_visit(request: HttpRequest, household: UUID, planned: UUID) -> HttpResponse:
    """A planned visit is called off."""
    home = _opened(request, household, "cancel_planned_visit")
    why = keep(request, home, [Act("cancel_planned_visit", {"planned": str(planned)})], on=home.me.on,
               done=_("The visit is called off."))
    if why:
        messages.error(request, why)
    return redirect(f"{reverse('web:week')}")
