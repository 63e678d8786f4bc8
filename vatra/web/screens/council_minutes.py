"""Minutes written while the meeting is held; what came of a task between two meetings."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from vatra.access import queries as access
from vatra.community import queries as community
from vatra.web.forms_of_council import ReportForm
from vatra.web.forms_of_minutes import GENERAL, MinutesForm
from vatra.web.gate import page
from vatra.web.me import me_of
from vatra.web.present.council import meeting_name, task_shown, tasks_shown
from vatra.web.screens.acting import errors_of, posted, seal_again
from vatra.web.screens.at_council import Seat, answer, keep, must, seated_at
from vatra.web.screens.council_meeting import besides
from vatra.web.screens.signals import FIRST_DAY
from vatra.web.sealing import Act
from vatra.web.seen import note_refused


@page("council", takes_form=True)
def minutes_write(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """Everything of the meeting on one page; what is kept stands there, what is new is typed beside it."""
    seat, found = seated_at(request, meeting, purpose="minutes_write")
    must(seat.keeps)
    if found.state == "called_off":
        raise Http404
    items, tasks = community.items_of(meeting), community.tasks_at(found)
    form = _form(request, seat, found, items, [one for one in tasks if one.state == "open"])
    errors = []
    if request.method == "POST":
        if form.is_valid():
            acts = form.acts(found)
            if not acts:
                messages.info(request, _("Nothing new was written."))
                return redirect(request.path)
            why = keep(request, seat, acts, on=form.cleaned_data["on"], done=_("The minutes are kept."))
            if why is None:
                return redirect(request.path)
            errors = [{"sentence": why, "field": ""}]
        else:
            errors = errors_of(form)
    return render(request, "web/screens/minutes_write.html", {
        "form": form, "errors": errors, "seal": seal_again(request), "title": meeting_name(found), "meeting": found,
        "back": reverse("web:meeting", args=[meeting]), **_parts(seat, form, items, tasks, found),
    }, status=422 if errors else 200)


DECIDING = ("decision", "owner", "institution", "due")
TELLING = ("outcome", "note", "until")


def _form(
    request: HttpRequest, seat: Seat, found: community.Sitting, items: list[community.Item],
    tasks: list[community.Task],
) -> MinutesForm:
    team = [(f"w:{one.worker.uuid}", one.full_name) for one in access.team_of(seat.commune, on=seat.me.on)
            if not {"council_member"} >= set(one.roles)]
    about = {one.uuid for one in items if one.sort == "case"} | {one.item for one in tasks if one.code and one.item}
    cases = community.cases_of(about)
    return MinutesForm(
        posted(request), today=seat.me.on, since=FIRST_DAY, items=items, tasks=tasks,
        members=community.members_of(seat.commune, on=found.held_on or seat.me.on), team=team, cases=cases,
        commune=seat.commune, besides=besides(seat), initial={
            "on": found.held_on or min(found.day, seat.me.on), "begun": found.begun or found.hour,
            "ended": found.ended, "others": found.others, "chair": str(found.chair or ""),
            "present": [str(uuid) for uuid in found.present],
        },
    )


def _parts(
    seat: Seat, form: MinutesForm, items: list[community.Item], tasks: list[community.Task], found: community.Sitting
) -> dict[str, Any]:
    """The fields beside what they are about, and what is kept already."""
    decided: dict[UUID | None, list[community.Task]] = {}
    for one in community.decisions_of(found.uuid):
        decided.setdefault(one.item, []).append(one)
    on = seat.me.on
    return {
        "items": [{"item": one, "words": form[f"words_{one.uuid}"],
                   "fields": form.fields_of(str(one.uuid), DECIDING),
                   "decided": [task_shown(task, on=on) for task in decided.get(one.uuid, [])]} for one in items],
        "general": {"fields": form.fields_of(GENERAL, DECIDING),
                    "decided": [task_shown(task, on=on) for task in decided.get(None, [])]},
        "tasks": [{"task": task_shown(one, on=on), "fields": form.fields_of(str(one.uuid), TELLING)}
                  for one in form.tasks],
        "told": tasks_shown(seat.me, False, [one for one in tasks if one.state != "open"]),
    }


@page("council", takes_form=True)
def council_task(request: HttpRequest, task: UUID) -> HttpResponse:
    """What came of a task, by who keeps the council or owns it."""
    me = me_of(request)
    found = community.task(task)
    if found is None or not found.state or found.commune not in me.councils:
        note_refused(me, task, purpose="council_task", about="task")
        raise Http404
    seat = Seat(me, found.commune)
    must(seat.keeps or found.owned_by == me.worker.pk)
    household = community.case_of(found.item) if seat.keeps and found.code and found.item else None
    form = ReportForm(posted(request), today=me.on, since=found.decided_on, household=household, commune=found.commune,
                      besides=besides(seat), checked=seat.keeps)
    back = reverse("web:today") if me.sees_cases and not seat.keeps else seat.address
    return answer(
        request, seat, form,
        lambda: [Act("report_task" if seat.keeps else "report_own_task", form.payload(task, household))],
        title=_("What came of a task"), send=_("Keep what came of it"), done=_("What came of it is written down."),
        about=f"{found.words} ({found.owner})", back=back,
        back_words=_("The council") if back == seat.address else _("Today"),
    )
