"""Studii: what was asked and compared, what it showed, and the pack with which anybody works it out again."""

from __future__ import annotations

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
from vatra.releases import studies
from vatra.releases.study_results import Outcome
from vatra.web.gate import page
from vatra.web.me import Me, me_of
from vatra.web.method_words import words
from vatra.web.seen import note_refused
from vatra.web.templatetags.page import number


@page("numbers")
def study_list(request: HttpRequest) -> HttpResponse:
    """Every study, the newest first."""
    return render(request, "web/screens/studies.html", {
        "studies": [{"title": one.title, "question": studies.plan_in_force(one).question, "on": one.at,
                     "by": one.by.full_name, "address": reverse("web:study", args=[one.uuid])}
                    for one in studies.studies()],
        "empty": {"title": _("No study is registered yet"),
                  "words": _("A study names its communes, rounds and outcomes before its second round: "
                             "“vatra study register” writes it down.")},
    })


@page("numbers")
def study_page(request: HttpRequest, study: UUID) -> HttpResponse:
    """One study: its plan with what was changed, and each outcome."""
    me, found = me_of(request), _the_study(request, study)
    plan, book = studies.plan_in_force(found), words(on=me.on)
    named = places.communes(list(plan.communes))
    rows = {row["code"]: row for row in book.book.indicators}
    counted = sorted(set(found.cells.values_list("month", flat=True)))
    return render(request, "web/screens/study.html", {
        "study": found, "plan": plan, "treated": ", ".join(named[code].name for code in plan.treated),
        "comparison": ", ".join(named[code].name for code in plan.comparison),
        "rounds": [(packs.month_in_words(month), month in counted) for month in plan.rounds],
        "begun": packs.month_in_words(plan.begun), "changes": list(found.changes.select_related("by").order_by("at")),
        "outcomes": [_outcome(one, book.named(rows[one.code]) if one.code in rows else one.code)
                     for one in packs.outcomes(found)],
        "may_count": _due(found, plan, me, counted), "counted": bool(counted),
    })


def _the_study(request: HttpRequest, uuid: UUID) -> Any:
    found = studies.study(uuid)
    if found is None:
        note_refused(me_of(request), uuid, purpose="study", about="study")
        raise Http404
    return found


def _due(found: Any, plan: studies.Plan, me: Me, counted: list[int]) -> bool:
    """Whether a round is over and not counted, and this worker may have it counted."""
    over = any(month not in counted and studies.last_day(month) < me.on for month in plan.rounds)
    return over and studies.can_register_study(me.worker, on=me.on)


def _outcome(one: Outcome, name: str) -> dict[str, Any]:
    rounds = sorted({month for _arm, month in one.means})
    return {
        "name": name, "refused": one.refused,
        "means": [(packs.month_in_words(month), _shown(one.means.get((True, month))),
                   _shown(one.means.get((False, month)))) for month in rounds],
        "effects": packs.effects_in_words(one), "notes": packs.notes_of(one),
    }


def _shown(value: float | None) -> str:
    return "–" if value is None else number(round(value, 1))


@page("numbers", takes_form=True)
@require_POST
def study_count(request: HttpRequest, study: UUID) -> HttpResponse:
    """Count the rounds that are over."""
    me, found = me_of(request), _the_study(request, study)
    if not studies.can_register_study(me.worker, on=me.on):
        raise PermissionDenied
    try:
        studies.count_rounds(found, on=me.on)
    except Refusal as refusal:
        messages.warning(request, refusal.message())
    return redirect("web:study", study)


@page("numbers")
def study_pack(request: HttpRequest, study: UUID) -> HttpResponse:
    """The evidence pack, as a zip; noted in the audit as an export."""
    me, found = me_of(request), _the_study(request, study)
    try:
        made = packs.pack_of(found, by=me.worker, on=me.on)
    except Refusal as refusal:
        messages.warning(request, refusal.message())
        return redirect("web:study", study)
    record([Noted("export", "study", found.uuid, by=me.worker.uuid, purpose="study_pack")], at=timezone.now())
    answer = HttpResponse(made, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="studiu-{found.uuid}.zip"'
    return answer
