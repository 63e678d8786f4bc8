"""The council's page: what comes next, what was decided and is to be done, who sits in it; its founding and members."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from vatra.access import queries as access
from vatra.community import queries as community
from vatra.places import queries as places
from vatra.web.forms_of_council import EndForm, FoundForm, MemberForm
from vatra.web.gate import page
from vatra.web.method_words import language, words
from vatra.web.paging import Slice, page_number
from vatra.web.present.council import due_sentence, meeting_line, meeting_name, tasks_shown
from vatra.web.screens.acting import posted
from vatra.web.screens.at_council import Seat, answer, must, seated
from vatra.web.screens.signals import FIRST_DAY
from vatra.web.sealing import Act
from vatra.web.seen import note_refused

MOST_MEETINGS = 24
MOST_TASKS = 20
A_PAGE = 30


@page("council")
def council(request: HttpRequest) -> HttpResponse:
    """Everything that is not of one meeting."""
    seat = seated(request)
    meetings = community.meetings_of(seat.commune, most=MOST_MEETINGS) if seat.council else []
    coming = sorted((one for one in meetings if one.state == "called"), key=lambda one: one.day)
    due = community.meeting_due_of(seat.commune, on=seat.me.on)
    return render(request, "web/screens/council.html", {
        "seat": seat, "here": seat.place, "others": _other_councils(seat),
        "founded": _founded(seat), "coming": [_row(one) for one in coming],
        "held": [_row(one) for one in meetings if one.state != "called"],
        "due": due_sentence(due, on=seat.me.on) if not coming else "",
        "due_source": _due_source(seat, due), "late": bool(due and due.due_on < seat.me.on and not coming),
        "tasks": tasks_shown(seat.me, seat.keeps, community.open_tasks(seat.commune, most=MOST_TASKS)),
        "tasks_more": max(0, community.number_of_open_tasks(seat.commune) - MOST_TASKS),
        "members": seat.members, "today": seat.me.on, "year": str(seat.me.on.year),
        "query": "" if len(seat.me.councils) == 1 else f"?commune={seat.commune}",
    })


def _row(one: community.Sitting) -> dict[str, Any]:
    return {"name": meeting_name(one), "line": meeting_line(one), "state": one.state,
            "address": reverse("web:meeting", args=[one.uuid])}


def _other_councils(seat: Seat) -> list[tuple[str, str]]:
    """The councils of this worker's other communes: (name, address)."""
    others = places.communes(seat.me.councils - {seat.commune})
    base = reverse("web:council")
    return [(one.name, f"{base}?commune={one.siruta}") for one in sorted(others.values(), key=lambda one: one.searched)]


def _founded(seat: Seat) -> str:
    council = seat.council
    return f"{council.decision}, {council.get_decided_by_display()}" if council else ""


def _due_source(seat: Seat, due: community.Rhythm | None) -> str:
    """The article, and that the rhythm is to be confirmed."""
    if due is None:
        return ""
    article = due.article[language()] or words(on=seat.me.on).article(due.source)
    return article if due.confirmed else _("%(article)s; the rhythm is to be confirmed by the county") % {
        "article": article}


@page("council")
def council_plan(request: HttpRequest) -> HttpResponse:
    """What the council set out to do for the whole community this year."""
    seat = seated(request)
    tasks = community.plan_of_year(seat.commune, seat.me.on.year)
    return _listed(request, seat, tasks, title=_("The plan of %(place)s for %(year)s") % {
        "place": seat.place.name, "year": seat.me.on.year,
    }, lead=_("What the council set out to do for the whole community (service C02): from its decisions of the year, "
              "each with who does it and by when."),
        empty=_("Decisions of the council that are of no single case and have an owner and a day stand here by "
                "themselves."))


@page("council")
def council_decisions(request: HttpRequest) -> HttpResponse:
    """All that the council ever decided, and how it stands."""
    seat = seated(request)
    here = Slice(page_number(request), A_PAGE, community.number_of_decisions(seat.commune))
    return _listed(
        request, seat, community.every_decision(seat.commune, start=here.start, most=A_PAGE), shown=here,
        title=_("All decisions"), lead=_("Everything that was decided, the latest first, and how it stands."),
        empty=_("What a meeting decides stands here for good."),
    )


def _listed(
    request: HttpRequest, seat: Seat, tasks: list[community.Task], *, shown: Slice | None = None, **words: str
) -> HttpResponse:
    return render(request, "web/screens/council_decisions.html", {
        "seat": seat, "tasks": tasks_shown(seat.me, seat.keeps, tasks), "shown": shown,
        "query": "" if len(seat.me.councils) == 1 else f"commune={seat.commune}&", **words,
    })


@page("council", takes_form=True)
def council_found(request: HttpRequest) -> HttpResponse:
    """By which decision the council exists; said again, it mends what was said."""
    seat = seated(request)
    must(seat.keeps)
    known = seat.council
    initial = {"decision": known.decision, "decided_on": known.decided_on, "decided_by": known.decided_by,
               "rhythm": known.rhythm} if known else None
    form = FoundForm(posted(request), today=seat.me.on, since=FIRST_DAY, initial=initial)
    return answer(
        request, seat, form, lambda: [Act("found_council", form.payload())],
        title=_("The founding of the council"), send=_("Keep the founding"), done=_("The founding is written down."),
        about=_("The law lets the local council decide, or the mayor order, that a community consultative council "
                "exists (Law 272/2004, art. 114). Members: priest, teacher, doctor, policeman, local councillors, "
                "business people."),
        back=seat.address, back_words=_("The council"),
    )


@page("council", takes_form=True)
def council_member(request: HttpRequest) -> HttpResponse:
    """Who takes a seat."""
    seat = seated(request)
    must(seat.keeps)
    if seat.council is None:
        raise Http404
    taken = {one.worker for one in seat.members}
    accounts = [(str(one.worker.uuid), one.full_name) for one in access.team_of(seat.commune, on=seat.me.on)
                if "council_member" in one.roles and one.worker.pk not in taken]
    form = MemberForm(posted(request), today=seat.me.on, since=FIRST_DAY, accounts=accounts,
                      initial={"decision": seat.council.decision})
    return answer(
        request, seat, form, lambda: [Act("appoint_member", form.payload(seat.council.uuid))],
        title=_("A new member"), send=_("Keep the member"), done=_("The member is written down."),
        back=seat.address, back_words=_("The council"),
    )


@page("council", takes_form=True)
def council_member_end(request: HttpRequest, member: UUID) -> HttpResponse:
    """A member's term ends."""
    seat, found = _seat_of_member(request, member)
    must(seat.keeps)
    form = EndForm(posted(request), today=seat.me.on, since=found.since)
    return answer(
        request, seat, form,
        lambda: [Act("end_membership", {"member": str(member), "reason": form.cleaned_data["reason"]})],
        title=_("The end of a term"), send=_("End the term"), done=_("The term is ended."),
        about=f"{found.name}, {found.quality_words}", back=seat.address, back_words=_("The council"),
    )


def _seat_of_member(request: HttpRequest, member: UUID) -> tuple[Seat, community.Member]:
    """The member of one of this worker's councils; 404 alike for another's and for one that never was."""
    seat = seated(request)
    for commune in sorted(seat.me.councils):
        found = next((one for one in community.members_of(commune) if one.uuid == member), None)
        if found is not None:
            return Seat(seat.me, commune), found
    note_refused(seat.me, member, purpose="council_member_end", about="member")
    raise Http404
