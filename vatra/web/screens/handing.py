"""Households that move from one commune to another: handed over, taken, not come, asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from vatra.access import policies
from vatra.access import queries as access
from vatra.base.days import add_months
from vatra.care import queries as care
from vatra.people import handed
from vatra.places import queries as places
from vatra.web import forms_of_life as of_life
from vatra.web.gate import page
from vatra.web.me import Me, me_of
from vatra.web.method_words import words
from vatra.web.present import following
from vatra.web.present.handing import Coming, coming_shown, handed_words, registering_communes
from vatra.web.screens.acting import answer_form, errors_of, posted, seal_again
from vatra.web.screens.life_events import may_record
from vatra.web.screens.opening import Opened, opened
from vatra.web.sealing import Act, grown_old, hand_in, read_seal, tell
from vatra.web.seen import note_read, note_refused


@dataclass(frozen=True, slots=True)
class Place:
    """A household as an entry names it, without being opened: where the entry goes, and which household."""

    uuid: UUID | None
    commune_id: int


@page("cases")
def hand_overs(request: HttpRequest) -> HttpResponse:
    """What comes, what goes, what is asked."""
    me = me_of(request)
    mine = registering_communes(me)
    going, of_us, by_us = handed.going(mine), handed.asked_of(mine), handed.asked_by(mine)
    note_read(me, [(one.household, one.of_commune) for one in going], purpose="hand_overs")
    note_read(me, [(one.uuid, one.of_commune) for one in (*of_us, *by_us)], purpose="hand_overs", about="hand_over")
    return render(request, "web/screens/hand_overs.html", {
        "coming": coming_shown(me), "may": bool(mine), "going": [handed_words(one, me) for one in going],
        "asked": [(one, _name(one.by_commune), reverse("web:not_known", args=[one.uuid])) for one in of_us],
        "asking": [(one, _name(one.of_commune)) for one in by_us],
    })


def _name(commune: int) -> str:
    found = places.commune(commune)
    return found.name if found else ""


@page("cases", takes_form=True)
def hand_over(request: HttpRequest, household: UUID) -> HttpResponse:
    """The household moves: the team of the other commune is asked to take it over."""
    home = may_record(opened(request, household, purpose="hand_over_household"), of_family=False)
    asked = handed.asked_of([home.household.commune_id])
    form = _hand_form(request, home, asked)

    def said(what: dict[str, Any]) -> list[Act]:
        answers = next((one for one in asked if str(one.uuid) == what.get("asked")), None)
        answered = str(answers.uuid) if answers is not None and answers.by_commune == what["commune"] else None
        return [Act("hand_over_household", {"commune": what["commune"], "note": what["note"], "asked": answered})]

    return answer_form(request, home, form, title=_("All move to another commune"), send=_("Hand over"), acts=said,
                       done=_("The team there is asked to take the household over."),
                       follows=following.of_handing(home))


def _hand_form(request: HttpRequest, home: Opened, asked: list[Any]) -> of_life.HandOverForm:
    """The form, with the requests that it may answer."""
    own = home.household.commune
    communes = [(one.siruta, one.name) for one in places.communes_of_county(own.county_id) if one.siruta != own.siruta]
    return of_life.HandOverForm(posted(request), today=home.me.on, since=home.household.enrolled_on, choices={
        "commune": communes,
        "asked": [("", _("none")), *((str(one.uuid), f"{one.surname} {one.given_name} ({_name(one.by_commune)})")
                                     for one in asked)],
    })


def _waiting(request: HttpRequest, hand_over: UUID, purpose: str) -> tuple[Me, Coming]:
    """A hand-over to one's own commune that waits, or 404."""
    me = me_of(request)
    found = next((one for one in coming_shown(me) if one.uuid == hand_over), None)
    if found is None:
        note_refused(me, hand_over, purpose=purpose, about="hand_over")
        raise Http404
    return me, found


@page("cases", takes_form=True)
def take(request: HttpRequest, hand_over: UUID) -> HttpResponse:
    """The household has come: it lives here from that day, with its case and plan."""
    me, one = _waiting(request, hand_over, "take_over")
    team = access.workers_in(one.to_commune, act="case", on=me.on)
    form = of_life.TakeForm(posted(request), today=me.on, since=one.on, choices={
        "lead": [(str(worker.uuid), worker.full_name) for worker in team],
        "village": [("", _("choose a village")),
                    *((place.siruta, place.name) for place in places.villages_of(one.to_commune))],
    })
    form.fields["lead"].initial = str(me.worker.uuid)
    if care.open_case(one.household) is None or not policies.can_act(me.worker, "case", one.to_commune, on=me.on):
        del form.fields["lead"]
    errors: list[dict[str, str]] = []
    if request.method == "POST":
        errors = errors_of(form) or _sent(request, me, Place(one.household, one.to_commune), _acts(form.cleaned_data),
                                          on=form.cleaned_data.get("on", me.on), done=_("The household is yours now."))
        if not errors:
            return redirect("web:household", household=one.household)
    return _shown(request, form, errors, title=_("Take the household over"), send=_("Take it over"), about=one.words,
                  follows=[_("The household, its open case, plan and deadlines go on here; no clock begins anew."),
                           _("You see what your role may see of its history; the old team no longer does."),
                           _("Late work of the old team comes to you.")])


def _acts(said: dict[str, Any]) -> list[Act]:
    where = {"village": said["village"], "address": said["address"]} if said["address"] or said["village"] else {}
    acts = [Act("move_in", where)]
    return [*acts, Act("take_over_case", {"lead": said["lead"]})] if said.get("lead") else acts


@page("cases", takes_form=True)
def not_come(request: HttpRequest, hand_over: UUID) -> HttpResponse:
    """The household has not come: it stays with the old team."""
    me, one = _waiting(request, hand_over, "not_come")
    form = of_life.NotComeForm(posted(request))
    return _answered(request, me, form, Place(None, one.to_commune), title=_("They have not come"), about=one.words,
                     send=_("Say that they have not come"), done=_("The other team is told."),
                     acts=lambda said: [Act("answer_hand_over", {"hand_over": str(one.uuid), **said})],
                     follows=[_("The household stays with the team that handed it over, which is told your words.")])


@page("cases", takes_form=True)
def ask_for(request: HttpRequest) -> HttpResponse:
    """A family lives here that another commune must know."""
    me = me_of(request)
    mine = registering_communes(me)
    if not mine:
        raise PermissionDenied
    here = places.commune(mine[0])
    others = [(one.siruta, one.name) for one in places.communes_of_county(here.county_id) if one.siruta != mine[0]] \
        if here else []
    form = of_life.AskForm(posted(request), today=me.on, since=add_months(me.on, -24),
                           choices={"commune": others})
    return _answered(
        request, me, form, Place(None, mine[0]), title=_("Ask another commune for a family"), send=_("Ask"), about="",
        done=_("The team there is asked."), acts=lambda said: [Act("ask_for_household", said)],
        follows=[_("The team there sees the name and what you write, and answers: hands the household over, or does "
                   "not know it."), _("Until then nothing of that family is shown to you. In danger act at once and "
                                      "write a signal: that needs no answer.")],
    )


@page("cases", takes_form=True)
def not_known(request: HttpRequest, asked: UUID) -> HttpResponse:
    """The family that is asked for is not known here."""
    me = me_of(request)
    one = next((one for one in handed.asked_of(registering_communes(me)) if one.uuid == asked), None)
    if one is None:
        note_refused(me, asked, purpose="not_known", about="hand_over")
        raise Http404
    note_read(me, [(one.uuid, one.of_commune)], purpose="not_known", about="hand_over")
    return _answered(request, me, of_life.NotComeForm(posted(request)), Place(None, one.of_commune),
                     title=_("We do not know this family"), send=_("Answer"), about=f"{one.surname} {one.given_name}",
                     done=_("The other team is told."), follows=[],
                     acts=lambda said: [Act("answer_request", {"asked": str(one.uuid), **said})])


def _answered(
    request: HttpRequest, me: Me, form: Any, place: Place, *, title: str, send: str, done: str, about: str,
    acts: Any, follows: list[str],
) -> HttpResponse:
    errors: list[dict[str, str]] = []
    if request.method == "POST":
        errors = errors_of(form)
        if not errors:
            said = {name: value for name, value in form.cleaned_data.items() if name != "on"}
            errors = _sent(request, me, place, acts(said), on=form.cleaned_data.get("on", me.on), done=done)
        if not errors:
            return redirect("web:hand_overs")
    return _shown(request, form, errors, title=title, send=send, about=about, follows=follows)


def _shown(request: HttpRequest, form: Any, errors: list[dict[str, str]], **more: Any) -> HttpResponse:
    return render(request, "web/screens/act.html", {
        "form": form, "errors": errors, "seal": seal_again(request), "back": reverse("web:hand_overs"),
        "back_words": _("Between communes"), **more,
    }, status=422 if errors else 200)


def _sent(request: HttpRequest, me: Me, place: Place, acts: list[Act], *, on: Any, done: str) -> list[dict[str, str]]:
    seal = read_seal(request.POST.get("seal", ""), request.user)
    if seal is None:
        return [{"sentence": grown_old(), "field": ""}]
    receipts = hand_in(request, seal, acts, household=place, on=on, rulebook=words(on=me.on).version)
    why = tell(request, receipts, done)
    return [{"sentence": why, "field": ""}] if why else []
