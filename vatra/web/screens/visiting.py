"""Recording a visit, and a service given."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from vatra.care import queries as care
from vatra.web.forms import DeliveryForm, VisitForm
from vatra.web.gate import page
from vatra.web.present.persons import who
from vatra.web.screens.acting import answer_form, posted
from vatra.web.screens.opening import Opened, opened
from vatra.web.sealing import Act
from vatra.web.templatetags.page import day_in_words

VERBS_OF_A_VISIT = ("identify", "assess", "monitor")


@page("cases", takes_form=True)
def visit(request: HttpRequest, household: UUID) -> HttpResponse:
    """A meeting with the household on a day."""
    home = opened(request, household, purpose="record_visit")
    if not home.may("visit"):
        raise PermissionDenied
    form = VisitForm(
        posted(request), today=home.me.on, since=home.household.enrolled_on, purposes=purposes(home),
        members=[(str(one.uuid), who(one, on=home.me.on).short) for one in home.members],
    )
    return answer_form(
        request, home, form, title=_("Record a visit"), send=_("Keep the visit"),
        done=_("The visit is recorded."), acts=lambda said: [Act("record_visit", _visit_said(said))],
    )


def _visit_said(said: dict[str, Any]) -> dict[str, Any]:
    return {"kind": said["kind"], "purpose": said["purpose"] or None, "persons": said["persons"],
            "note": said["note"], "note_for": said["note_for"], "minutes": said["minutes"]}


def purposes(home: Opened) -> list[tuple[str, str]]:
    """The services that are visits and that one of the worker's roles leads or supports."""
    return [
        (one.code, home.words.service(one.code)) for one in home.words.book.services
        if one.verb in VERBS_OF_A_VISIT and gives(home, one)
    ]


def gives(home: Opened, one: Any) -> bool:
    """Whether one of the worker's roles here leads a service, or supports one of a domain that it sees."""
    return bool(home.roles & {*one.lead}) or (
        bool(home.roles & {*one.support}) and (one.domain or "general") in home.domains
    )


@page("cases", takes_form=True)
def delivery(request: HttpRequest, household: UUID) -> HttpResponse:
    """A service of the plan, or another of the package, given on a day or not; `serviciu` has one of these chosen."""
    home = opened(request, household, purpose="record_delivery")
    if not home.may("deliver"):
        raise PermissionDenied
    plan = care.plan_of(home.uuid, home.domains, on=home.me.on, roles=home.roles)
    planned = {str(one.uuid): one for one in (plan.services if plan else ()) if one.state == "planned"}
    package, wanted = _package(home), request.GET.get("serviciu", "")
    chosen = {"what": "other", "other": wanted} if wanted in dict(package) else {}
    form = DeliveryForm(
        posted(request), today=home.me.on, since=home.household.enrolled_on, initial=chosen, services=package,
        planned=[(key, _in_words(home, one)) for key, one in planned.items()],
    )
    return answer_form(
        request, home, form, title=_("Record a service"), send=_("Keep the service"),
        done=_("The service is recorded."),
        acts=lambda said: [_delivered(said, planned.get(said["what"]))],
    )


def _delivered(said: dict[str, Any], planned: Any | None) -> Act:
    rest = {"outcome": said["outcome"], "reason": said["reason"], "minutes": said["minutes"]}
    if planned is None:
        return Act("record_delivery", {"service": said["other"], **rest})
    payload = {"service": planned.service, "codes": list(planned.codes), "planned": str(planned.uuid), **rest}
    if planned.person:
        payload["person"] = str(planned.person)
    return Act("record_delivery", payload, planned.person)


def _in_words(home: Opened, one: Any) -> str:
    member = home.member(one.person)
    parts = [one.what, who(member, on=home.me.on).short if member else "",
             _("by %(day)s") % {"day": day_in_words(one.due_on)}]
    return " · ".join(part for part in parts if part)


def _package(home: Opened) -> list[tuple[str, str]]:
    """The services that one of the worker's roles leads or supports."""
    return sorted(
        ((one.code, home.words.service(one.code)) for one in home.words.book.services if gives(home, one)),
        key=lambda pair: pair[1],
    )
