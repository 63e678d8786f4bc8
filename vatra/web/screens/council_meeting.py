"""A meeting: called and moved, its agenda built from what is proposed, read by its members, printed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from vatra.community import queries as community
from vatra.people import queries as people
from vatra.web.forms_of_council import CallForm, CallOffForm, ItemForm
from vatra.web.gate import page
from vatra.web.present.council import meeting_name, presence, tasks_shown
from vatra.web.present.persons import household_name
from vatra.web.screens.acting import posted
from vatra.web.screens.at_council import Seat, answer, keep, must, seated, seated_at
from vatra.web.screens.signals import FIRST_DAY
from vatra.web.sealing import Act, new_seal
from vatra.web.seen import note_read

EVENING = "17:00"


@page("council", takes_form=True)
def meeting_call(request: HttpRequest) -> HttpResponse:
    """A meeting is called."""
    seat = seated(request)
    must(seat.calls)
    if seat.council is None:
        raise Http404
    form = CallForm(posted(request), today=seat.me.on, since=FIRST_DAY, initial={
        "hour": EVENING, "place": next((one.place for one in community.meetings_of(seat.commune, most=1)), "")})
    return answer(
        request, seat, form, lambda: [Act("call_meeting", form.payload(seat.council.uuid))],
        title=_("Call a meeting"), send=_("Call the meeting"), done=_("The meeting is called."),
        back=seat.address, back_words=_("The council"),
    )


@page("council", takes_form=True)
def meeting_move(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """A meeting goes to another day, hour or place."""
    seat, found = seated_at(request, meeting, purpose="meeting_move")
    must(seat.calls)
    form = CallForm(posted(request), today=seat.me.on, since=FIRST_DAY, initial={
        "day": found.day, "hour": found.hour, "place": found.place})
    return answer(
        request, seat, form, lambda: [Act("call_meeting", form.payload(found.council, meeting))],
        title=_("Move the meeting"), send=_("Keep the new day"), done=_("The meeting is moved."),
        back=_address(meeting), back_words=meeting_name(found),
    )


@page("council", takes_form=True)
def meeting_call_off(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """A meeting will not be held."""
    seat, found = seated_at(request, meeting, purpose="meeting_call_off")
    must(seat.calls)
    form = CallOffForm(posted(request), today=seat.me.on, since=FIRST_DAY)
    return answer(
        request, seat, form,
        lambda: [Act("call_off_meeting", {"meeting": str(meeting), "reason": form.cleaned_data["reason"]})],
        title=_("Call the meeting off"), send=_("Call it off"), done=_("The meeting is called off."),
        back=_address(meeting), back_words=meeting_name(found),
    )


@page("council")
def meeting(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """The agenda, for everybody; for who keeps the council also what is proposed, and whose cases they are."""
    seat, found = seated_at(request, meeting, purpose="meeting")
    building = seat.keeps and found.state == "called"
    items, proposals = community.items_of(meeting), []
    whose: dict[UUID, tuple[str, str]] = {}
    if seat.keeps:
        proposals = community.proposals(meeting, seat.commune, on=seat.me.on) if building else []
        whose = _whose(seat, items, proposals)
    return render(request, "web/screens/meeting.html", {
        "seat": seat, "meeting": found, "title": meeting_name(found), "here": seat.place, "building": building,
        "presence": presence(found) if found.state == "held" else "", "arrange": reverse("web:agenda", args=[meeting]),
        "items": [{"item": one, "whose": whose.get(one.uuid), "seal": _seal(request) if building else "",
                   "first": place == 0, "last": place == len(items) - 1} for place, one in enumerate(items)],
        "proposals": [{"item": one, "whose": whose.get(one.uuid), "seal": _seal(request)} for one in proposals],
        "tasks": tasks_shown(seat.me, seat.keeps, community.tasks_at(found)),
    })


def _address(meeting: UUID) -> str:
    return reverse("web:meeting", args=[meeting])


def _seal(request: HttpRequest) -> str:
    return new_seal(request.user, at=timezone.now())


def _whose(
    seat: Seat, items: list[community.Item], proposals: list[community.Proposal]
) -> dict[UUID, tuple[str, str]]:
    """Whose case each item and proposal is, behind initials: (name, address). Looking leaves an audit row."""
    homes: dict[UUID, UUID] = {one.uuid: one.household for one in proposals if one.household}
    homes |= community.cases_of([one.uuid for one in items if one.sort == "case"])
    note_read(seat.me, [(home, seat.commune) for home in homes.values()], purpose="council_agenda")
    members = people.members_of(set(homes.values()), on=seat.me.on)
    return {uuid: (household_name(members.get(home, [])), reverse("web:household", args=[home]))
            for uuid, home in homes.items()}


@page("council", takes_form=True)
def agenda(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """Take, pass over, drop, put one higher or lower: each one button of the meeting's page."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    seat, found = seated_at(request, meeting, purpose="agenda")
    must(seat.keeps)
    do, asked = request.POST.get("do", ""), request.POST.get("about", "")
    items = community.items_of(found.uuid)
    act, done = _arrangement(seat, found, do, asked, items)
    if act is None:
        raise Http404
    why = keep(request, seat, [act], on=seat.me.on, done=done)
    if why is not None:
        messages.error(request, why)
    return redirect(f"{_address(found.uuid)}#{'agenda' if do in ('up', 'down', 'drop') else 'proposed'}")


def _arrangement(
    seat: Seat, found: community.Sitting, do: str, asked: str, items: list[community.Item]
) -> tuple[Act | None, str]:
    if do in ("take", "pass"):
        for one in community.proposals(found.uuid, seat.commune, on=seat.me.on):
            if str(one.uuid) == asked:
                return (Act("put_on_agenda", taken(one, found.uuid)), _("It is on the agenda.")) if do == "take" else (
                    Act("pass_over", {"meeting": str(found.uuid), "proposal": asked}), _("It is passed over."))
        return None, ""
    place = next((place for place, one in enumerate(items) if str(one.uuid) == asked), None)
    if place is None:
        return None, ""
    if do == "drop":
        return Act("drop_from_agenda", {"item": asked}), _("It is off the agenda.")
    order = [str(one.uuid) for one in items]
    other = {"up": place - 1, "down": place + 1}.get(do, -1)
    if not 0 <= other < len(order):
        return None, ""
    order[place], order[other] = order[other], order[place]
    return Act("order_agenda", {"meeting": str(found.uuid), "items": order}), _("The agenda is in order.")


def taken(one: community.Proposal, meeting: UUID) -> dict[str, Any]:
    """What an entry says of a proposal that is taken as it is."""
    payload: dict[str, Any] = {
        "meeting": str(meeting), "sort": one.sort, "title": one.title, "about": one.about, "need": one.need,
        "why": one.why, "proposal": str(one.uuid),
    }
    return payload | ({"household": str(one.household)} if one.household else {})


@page("council", takes_form=True)
def agenda_item(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """An item in the secretary's own words, or a proposal looked through first."""
    seat, found = seated_at(request, meeting, purpose="agenda_item")
    must(seat.keeps)
    proposal = _proposal(request, seat, found)
    household = proposal.household if proposal else None
    form = ItemForm(
        posted(request), today=seat.me.on, since=FIRST_DAY, household=household, commune=seat.commune,
        besides=besides(seat), initial={
            "sort": proposal.sort, "title": proposal.title, "about": proposal.about, "need": proposal.need,
            "why": proposal.why} if proposal else None,
    )
    return answer(
        request, seat, form,
        lambda: [Act("put_on_agenda", form.payload(meeting, proposal.uuid if proposal else None))],
        title=_("An item for the agenda"), send=_("Put it on the agenda"), done=_("It is on the agenda."),
        back=_address(meeting), back_words=meeting_name(found),
    )


def _proposal(request: HttpRequest, seat: Seat, found: community.Sitting) -> community.Proposal | None:
    asked = request.GET.get("propunere", "")
    if not asked:
        return None
    every = community.proposals(found.uuid, seat.commune, on=seat.me.on)
    one = next((one for one in every if str(one.uuid) == asked), None)
    if one is None:
        raise Http404
    if one.household:
        note_read(seat.me, [(one.household, seat.commune)], purpose="council_agenda")
    return one


def besides(seat: Seat) -> list[str]:
    """Names that may stand in words of the council: its members' and the worker's."""
    return [*(one.name for one in seat.members), seat.me.worker.full_name]
