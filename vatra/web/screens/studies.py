"""Studii: what was asked and compared, what it showed, and the pack with which anybody works it out again."""

from __future__ import annotations

from time import monotonic
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vatra.audit.entries import Act as Noted
from vatra.audit.entries import record
from vatra.base.refusal import Refusal
from vatra.places import queries as places
from vatra.releases import pack as packs
from vatra.releases import studies, study_rounds
from vatra.web.gate import page
from vatra.web.me import Me, me_of
from vatra.web.method_words import words
from vatra.web.present import studies as present
from vatra.web.present.indicators import month_in_words
from vatra.web.seen import note_refused

A_WHILE = 2.0  # seconds of counting in one request; the page asks for the next by itself


@page("numbers")
def study_list(request: HttpRequest) -> HttpResponse:
    """Every study, the newest first."""
    me = me_of(request)
    return render(request, "web/screens/studies.html", {
        "studies": [{"title": one.title, "question": studies.plan_in_force(one).question, "on": one.at,
                     "by": one.by.full_name, "address": reverse("web:study", args=[one.uuid]),
                     "state": present.state(studies.plan_in_force(one), study_rounds.counted_rounds(one), on=me.on)}
                    for one in studies.studies()],
        "may_register": studies.can_register_study(me.worker, on=me.on),
        "empty": {"title": _("No study is registered yet"),
                  "words": _("A study names its communes, rounds and outcomes before its second round, so that what "
                             "comes out cannot choose them.")},
    })


@page("numbers")
def study_page(request: HttpRequest, study: UUID) -> HttpResponse:
    """One study: what is next, its plan with what was changed, and each outcome."""
    me, found = me_of(request), the_study(request, study)
    plan, book = studies.plan_in_force(found), words(on=me.on)
    named = places.communes(list(plan.communes))
    rows = {row["code"]: row for row in book.book.indicators}
    counted = study_rounds.counted_rounds(found)
    results = study_rounds.found_so_far(found)
    return render(request, "web/screens/study.html", {
        "study": found, "plan": plan, "treated": [named[code].name for code in plan.treated],
        "comparison": [named[code].name for code in plan.comparison],
        "rounds": [(month_in_words(month), month in counted) for month in plan.rounds],
        "begun": month_in_words(plan.begun),
        "changes": list(found.changes.select_related("by").order_by("at")),
        "state": present.state(plan, counted, on=me.on),
        "may_register": studies.can_register_study(me.worker, on=me.on),
        "outcomes": [present.shown(one, plan, book.named(rows[code]) if code in rows else code,
                                   rows[code]["unit"] if code in rows else "",
                                   study_rounds.missing_by_arm(found, code, counted), decides=not place)
                     for place, (code, one) in enumerate(results.items()) if one is not None],
        **_next(request, me, found), "whole": bool(counted) and None not in results.values(),
    })


def _next(request: HttpRequest, me: Me, found: Any) -> dict[str, Any]:
    """Whether there is something to count or to work out, how far it is, and whether this worker may go on with it."""
    done, of = study_rounds.left_to_do(found, on=me.on)
    return {"waits": done < of, "going_on": "stop" not in request.GET and done > 0, "done": done, "of": of,
            "progress": present.counted(done, of), **_work(found)}


def _work(found: Any) -> dict[str, str]:
    """Where it is gone on with, and where it is stopped."""
    return {"go_on_at": reverse("web:study_count", args=[found.uuid]),
            "stop_at": f"{reverse('web:study', args=[found.uuid])}?stop"}


def the_study(request: HttpRequest, uuid: UUID) -> Any:
    """A study by its uuid; none of it where there is none."""
    found = studies.study(uuid)
    if found is None:
        note_refused(me_of(request), uuid, purpose="study", about="study")
        raise Http404
    return found


@page("numbers", takes_form=True)
@require_POST
def study_count(request: HttpRequest, study: UUID) -> HttpResponse:
    """Count the rounds that are over and work out what follows, for a while; the page asks again until it is done."""
    me, found, began = me_of(request), the_study(request, study), monotonic()
    if not studies.can_register_study(me.worker, on=me.on):
        raise PermissionDenied
    try:
        finished = study_rounds.go_on(found, on=me.on, enough=lambda: monotonic() - began > A_WHILE)
    except Refusal as refusal:
        messages.warning(request, refusal.message())
        finished = True
    if not getattr(request, "htmx", False):
        return redirect("web:study", study)
    if finished:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "web/parts/going_on.html", {**_next(request, me, found), "going_on": True})


@page("numbers")
def study_pack(request: HttpRequest, study: UUID) -> HttpResponse:
    """The evidence pack, as a zip; noted in the audit as an export."""
    me, found = me_of(request), the_study(request, study)
    try:
        made = packs.pack_of(found, by=me.worker, on=me.on)
    except Refusal as refusal:
        messages.warning(request, refusal.message())
        return redirect("web:study", study)
    record([Noted("export", "study", found.uuid, by=me.worker.uuid, purpose="study_pack")], at=timezone.now())
    answer = HttpResponse(made, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="studiu-{found.uuid}.zip"'
    return answer
