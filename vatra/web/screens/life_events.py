"""Life events, each with what follows from it said beforehand: choose the event, fill a short form."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from vatra.people import queries as people
from vatra.web import forms_of_life as of_life
from vatra.web.forms_of_families import ReasonForm
from vatra.web.gate import page
from vatra.web.present import following
from vatra.web.present.life_events import may_know
from vatra.web.present.persons import is_child
from vatra.web.screens.acting import answer_form, household_address, posted
from vatra.web.screens.casework import members_of
from vatra.web.screens.opening import Opened, opened
from vatra.web.sealing import Act

REGISTER, FAMILY = "register_people", "family"


@dataclass(frozen=True, slots=True)
class Choice:
    """One sort of event, as the page of choices offers it."""

    address: str
    drawing: str
    word: str
    about: str


def may_record(home: Opened, *, of_family: bool = True) -> Opened:
    """The household, or PermissionDenied for who may not record this here."""
    if not home.may(REGISTER) or (of_family and FAMILY not in home.domains):
        raise PermissionDenied
    return home


@page("cases")
def life_events(request: HttpRequest, household: UUID) -> HttpResponse:
    """Which event?"""
    home = may_record(opened(request, household, purpose="life_events"), of_family=False)
    offered = (
        (False, "birth", "baby", _("A birth"), _("A child is born into this household.")),
        (False, "death", "flower", _("A death"), _("Somebody of the household has died.")),
        (False, "join", "user-plus", _("Somebody comes to live here"), _("New to the register, or from another "
                                                                         "household.")),
        (False, "move", "footprints", _("Somebody moves away"), _("To another household, another place, abroad.")),
        (False, "split", "split", _("The household becomes two"), _("Some go and live on their own budget.")),
        (False, "join_households", "merge", _("Two households become one"), _("They live together from now on.")),
        (True, "union", "heart-handshake", _("A marriage or union"), _("Also when one of them is under 18.")),
        (True, "parent_gone", "plane-takeoff", _("A parent has left"), _("Abroad, for work, or otherwise.")),
        (True, "parent_back", "plane-landing", _("A parent has come back"), _("And lives with the children again.")),
        (True, "place", "house-plus", _("A child is placed"), _("By a measure of protection, also with kin.")),
        (True, "return", "house", _("A child returns to the family"), _("A measure of protection has ended.")),
        (False, "hand_over", "send", _("All move to another commune"), _("Its team is asked to take the household "
                                                                         "over.")),
    )
    return render(request, "web/screens/life_events.html", {"back": household_address(home), "choices": [
        Choice(reverse(f"web:{name}", args=[home.uuid]), drawing, word, about)
        for of_family, name, drawing, word, about in offered if not of_family or FAMILY in home.domains
    ]})


def _children(home: Opened) -> list[tuple[str, Any]]:
    known = {str(one.uuid) for one in home.members if is_child(one, on=home.me.on) or one.relation == "child"}
    return [choice for choice in members_of(home) if choice[0] in known]


def _adults(home: Opened) -> list[tuple[str, Any]]:
    children = {uuid for uuid, _word in _children(home)}
    return [choice for choice in members_of(home) if choice[0] not in children]


def _gone(home: Opened) -> list[Any]:
    """Those who lived here, are alive and do not live here now."""
    here = {one.uuid for one in home.members}
    lived = people.homes_ever([home.uuid])[home.uuid].ever
    return list({one.uuid: one for one in lived if one.uuid not in here and one.died_on is None}.values())


def _named(several: Iterable[Any]) -> list[tuple[str, str]]:
    return [(str(one.uuid), one.name) for one in several]


def _with_none(several: Iterable[tuple[str, Any]], word: str) -> list[tuple[str, Any]]:
    return [(of_life.NOBODY, word), *several]


def _form(request: HttpRequest, home: Opened, form: Callable[..., Any], **choices: Any) -> Any:
    return form(posted(request), today=home.me.on, since=home.household.enrolled_on, choices=choices)


@page("cases", takes_form=True)
def union(request: HttpRequest, household: UUID) -> HttpResponse:
    """A marriage or a union, early ones as what they are."""
    home = may_record(opened(request, household, purpose="record_union"))
    form = _form(request, home, of_life.UnionForm, person=members_of(home),
                 partner=_with_none(members_of(home), _("nobody of this household")))

    def said(what: dict[str, Any]) -> list[Act]:
        payload = {"married": what["married"], "ended": what["ended"], "partner_name": what["partner_name"],
                   "partner": what["partner"] or None}
        return [Act("record_union", payload, UUID(what["person"]))]

    return answer_form(request, home, form, title=_("Record a marriage or union"), send=_("Keep it"), acts=said,
                       done=_("It is recorded."), follows=following.of_union(home))


@page("cases", takes_form=True)
def parent_gone(request: HttpRequest, household: UUID) -> HttpResponse:
    """A parent has left."""
    home = may_record(opened(request, household, purpose="record_parent_gone"))
    nobody = _("nobody of this household")
    form = _form(request, home, of_life.ParentGoneForm, children=_children(home),
                 person=_with_none(_adults(home), _("not a member of this household")),
                 carer=_with_none(_adults(home), nobody), new_head=_with_none(_adults(home), _("nobody new")))
    return answer_form(request, home, form, title=_("A parent has left"), send=_("Keep it"), acts=_left,
                       done=_("It is recorded."), follows=following.of_gone(home))


def _left(what: dict[str, Any]) -> list[Act]:
    notified = {"yes": True, "no": False}.get(what["notified"])
    payload = {name: what[name] for name in ("parent", "children", "to", "where", "carer_elsewhere")}
    payload |= {"notified": notified, "carer": what["carer"] or None, "new_head": what["new_head"] or None}
    return [Act("record_parent_gone", payload, UUID(what["person"]) if what["person"] else None)]


@page("cases", takes_form=True)
def parent_back(request: HttpRequest, household: UUID) -> HttpResponse:
    """A parent has come back."""
    home = may_record(opened(request, household, purpose="record_parent_back"))
    form = _form(request, home, of_life.ParentBackForm, children=_children(home),
                 person=_with_none([*_named(_gone(home)), *_adults(home)], _("not in the register")))
    return answer_form(request, home, form, title=_("A parent has come back"), send=_("Keep it"), acts=_came_back,
                       done=_("It is recorded."), follows=following.of_back(home))


def _came_back(what: dict[str, Any]) -> list[Act]:
    payload = {"parent": what["parent"], "children": what["children"], "relation": what["relation"]}
    return [Act("record_parent_back", payload, UUID(what["person"]) if what["person"] else None)]


@page("cases", takes_form=True)
def place(request: HttpRequest, household: UUID) -> HttpResponse:
    """A child is placed by a measure of protection."""
    home = may_record(opened(request, household, purpose="place_child"))
    form = _form(request, home, of_life.PlaceForm, person=_children(home))
    return answer_form(request, home, form, title=_("A child is placed"), send=_("Keep it"), acts=_placed,
                       done=_("It is recorded."), follows=following.of_placing(home))


def _placed(what: dict[str, Any]) -> list[Act]:
    to, measure = {"kin": ("kin", "placement"), "guardian": ("kin", "guardianship"), "foster": ("foster", "foster"),
                   "residential": ("residential", "residential")}[what["to"]]
    return [Act("place_child", {"to": to, "measure": measure, "where": what["where"]}, UUID(what["person"]))]


@page("cases", takes_form=True)
def return_(request: HttpRequest, household: UUID) -> HttpResponse:
    """A child is back with the family."""
    home = may_record(opened(request, household, purpose="return_child"))
    away = [one for one in _gone(home) if is_child(one, on=home.me.on)]
    form = _form(request, home, of_life.ReturnForm, person=_named(away))
    return answer_form(
        request, home, form, title=_("A child returns to the family"), send=_("Keep it"),
        done=_("It is recorded."), follows=following.of_return(home),
        acts=lambda what: [Act("return_child", {"from_household": _lives(what["person"], home)}, UUID(what["person"]))],
    )


def _lives(person: str, home: Opened) -> str | None:
    now = people.household_of(UUID(person), on=home.me.on)
    return str(now.uuid) if now is not None else None


@page("cases", takes_form=True)
def undo(request: HttpRequest, household: UUID, entry: UUID) -> HttpResponse:
    """A life event did not happen, or not so."""
    home = opened(request, household, purpose="undo_life_event")
    event = next((one for one in people.life_events_of(household) if one.entry == entry), None)
    if event is None or event.undone_on is not None or not may_know(event.kind, home.domains):
        raise Http404
    if event.household != household:
        return redirect("web:undo_event", household=event.household, entry=entry)
    may_record(home, of_family=False)
    form = ReasonForm(posted(request), today=home.me.on)
    form.fields["reason"].label = _("What was wrong?")
    return answer_form(
        request, home, form, title=_("This did not happen"), send=_("Take it back"), done=_("It is taken back."),
        follows=[_("Who lives where and what was said of the children is again as it was before the event."),
                 _("A wrong day or a wrong person: take it back, then record it as it was."),
                 _("If something later stands on it, the register says so and changes nothing.")],
        acts=lambda what: [Act("undo_life_event", {
            "entry": str(entry), "other": str(event.other) if event.other else None, "reason": what["reason"]})],
    )
