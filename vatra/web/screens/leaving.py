"""Parents who leave to work abroad: a departure announced, and the lists asked of the schools each year."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vatra.access import queries as access
from vatra.care import queries as care
from vatra.people import queries as people
from vatra.places import queries as places
from vatra.web.forms_of_the_process import DepartureForm, SchoolForm
from vatra.web.gate import page
from vatra.web.me import Me, me_of
from vatra.web.method_words import words
from vatra.web.present.persons import is_child, who
from vatra.web.screens.acting import answer_form, errors_of, posted
from vatra.web.screens.opening import Opened, opened
from vatra.web.screens.signals import Whose
from vatra.web.sealing import Act, grown_old, hand_in, new_seal, read_seal, tell
from vatra.web.templatetags.page import number


@page("cases", takes_form=True)
def departure(request: HttpRequest, household: UUID) -> HttpResponse:
    """A parent will leave, or has left, to work abroad."""
    home = opened(request, household, purpose="announce_departure")
    if not home.may("visit"):
        raise PermissionDenied
    known = care.departures_of(home.uuid, home.domains)
    adults = [(str(one.uuid), who(one, on=home.me.on).short) for one in home.members
              if not is_child(one, on=home.me.on)]
    form = DepartureForm(
        posted(request), today=home.me.on, since=home.household.enrolled_on, carers=adults,
        parents=dict([*adults, *_gone(home, known)]).items(), initial=_written(known),
    )
    return answer_form(
        request, home, form, title=_("A parent leaves to work abroad"), send=_("Keep the departure"),
        done=_("The departure is kept."),
        about=_("The parent tells the social service at least 40 days before, and names who cares for the children "
                "(Law 272/2004, art. 104)."),
        acts=lambda said: [_departure(home, said)],
    )


def _gone(home: Opened, known: Sequence[Any]) -> list[tuple[str, str]]:
    """The parents of departures written down who are no members any more: a court's new decision is about them."""
    away = people.persons({one.parent_id for one in known} - {one.uuid for one in home.members})
    return [(str(uuid), people.initials(one.surname, one.given_name)) for uuid, one in away.items()]


def _written(known: Sequence[Any]) -> dict[str, Any]:
    """The last departure of a household, so that what comes to be known of it is added to it."""
    if not known:
        return {}
    last = known[-1]
    return {"parent": str(last.parent_id), "leaves_on": last.leaves_on, "country": last.country,
            "notified": "yes" if last.notified_on else "no", "carer": str(last.carer_id or ""),
            "carer_words": last.carer_words, "delegated_on": last.delegated_on}


def _departure(home: Opened, said: dict[str, Any]) -> Act:
    return Act("announce_departure", {
        "parent": said["parent"], "leaves_on": str(said["leaves_on"]), "country": said["country"],
        "notified": said["notified"] == "yes", "carer": said["carer"] or None, "carer_words": said["carer_words"],
        "delegated_on": said["delegated_on"] and str(said["delegated_on"]),
    })


def lists_waiting(me: Me) -> list[dict[str, Any]]:
    """The lists of schools that this worker's communes still wait for, in words; only for who leads cases there."""
    asked = care.school_lists(_communes(me), on=me.on) if len(_communes(me)) == 1 else []
    return [{"sentence": _sentence(one), "due_on": one.due_on, "days_late": (me.on - one.due_on).days,
             "days_left": (one.due_on - me.on).days, "article": words(on=me.on).article(one.article)}
            for one in asked if one.waits]


def _communes(me: Me) -> list[int]:
    book = access.roles_book()
    return sorted(code for scope in me.scopes if any("case" in book[role].acts for role in scope.roles)
                  for code in scope.communes)


def _sentence(lists: care.Lists) -> str:
    whole = len(lists.schools)
    return ngettext("%(asked)s of %(count)s school asked, %(answered)s answered",
                    "%(asked)s of %(count)s schools asked, %(answered)s answered", whole) % {
        "count": number(whole), "asked": number(lists.asked), "answered": number(lists.answered)}


@page("cases", takes_form=True)
def schools(request: HttpRequest) -> HttpResponse:
    """Each school of the communes: whether it was asked for its list, and what it answered."""
    me = me_of(request)
    communes = _communes(me)
    if not communes:
        raise PermissionDenied
    if request.method == "POST":
        return _kept(request, me, communes)
    return _lists(request, me, communes)


def _lists(request: HttpRequest, me: Me, communes: list[int], *, wrong: str = "") -> HttpResponse:
    """The page of the lists; `wrong`: what was not kept of an answer, and why."""
    lists = care.school_lists(communes, on=me.on)
    named = places.communes(communes)
    return render(request, "web/screens/schools.html", {
        "wrong": wrong,
        "lists": [{"name": named[one.commune].name, "sentence": _sentence(one), "due_on": one.due_on, "year": one.year,
                   "days_late": (me.on - one.due_on).days, "days_left": (one.due_on - me.on).days, "waits": one.waits,
                   "article": words(on=me.on).article(one.article), "confirmed": one.confirmed,
                   "schools": [(school, new_seal(request.user, at=timezone.now())) for school in one.schools]}
                  for one in lists],
    }, status=422 if wrong else 200)


def _kept(request: HttpRequest, me: Me, communes: list[int]) -> HttpResponse:
    form = SchoolForm(request.POST)
    seal = read_seal(request.POST.get("seal", ""), request.user)
    lists = care.school_lists(communes, on=me.on)
    there = {school.code: one for one in lists for school in one.schools}
    code = request.POST.get("school", "")
    if code not in there:
        raise Http404
    if seal is None:
        return _lists(request, me, communes, wrong=grown_old())
    if not form.is_valid():
        return _lists(request, me, communes, wrong=errors_of(form)[0]["sentence"])
    said, year = form.cleaned_data, there[code].year
    answered = said["children"] is not None
    act = Act("record_school_list", {"school": code, "year": year, "children": said["children"]}) if answered else Act(
        "ask_school", {"school": code, "year": year})
    tell(request, hand_in(request, seal, [act], household=Whose(None, there[code].commune), on=me.on,
                          rulebook=words(on=me.on).version),
         _("The answer is kept.") if answered else _("The school was asked."))
    return redirect("web:schools")
