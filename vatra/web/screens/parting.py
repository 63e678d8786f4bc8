"""One household becomes two, and two become one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from vatra.base.ids import derived_uuid
from vatra.people import queries as people
from vatra.places import queries as places
from vatra.web import forms_of_life as of_life
from vatra.web.gate import page
from vatra.web.present import following
from vatra.web.present.families import sides
from vatra.web.screens.acting import answer_form, errors_of, household_address, posted, seal_again
from vatra.web.screens.casework import members_of
from vatra.web.screens.life_events import may_record
from vatra.web.screens.opening import Opened, opened
from vatra.web.sealing import Act, grown_old, hand_in, read_seal, tell
from vatra.web.seen import note_search

MOST_FOUND = 20


@dataclass(frozen=True, slots=True)
class Place:
    """A household that begins with the entry: where, and under which uuid."""

    uuid: UUID
    commune_id: int


@page("cases", takes_form=True)
def split(request: HttpRequest, household: UUID) -> HttpResponse:
    """Some go and live on their own."""
    home = may_record(opened(request, household, purpose="split_household"), of_family=False)
    form = of_life.SplitForm(
        posted(request), today=home.me.on, since=home.household.enrolled_on, has_case=home.case is not None,
        choices={"goes": members_of(home), "head": members_of(home),
                 "new_head": [(of_life.NOBODY, _("nobody new")), *members_of(home)],
                 "village": [("", _("choose a village")), *_villages(home)]},
    )
    form.fields["village"].initial = home.household.village_id
    errors: list[dict[str, str]] = []
    if request.method == "POST":
        errors = errors_of(form) or _kept(request, home, form.cleaned_data)
        if not errors:
            return redirect(household_address(home))
    return render(request, "web/screens/act.html", {
        "form": form, "title": _("The household becomes two"), "send": _("Keep it"), "errors": errors,
        "back": household_address(home), "seal": seal_again(request), "follows": following.of_split(home),
    }, status=422 if errors else 200)


def _villages(home: Opened) -> list[tuple[int, str]]:
    return [(one.siruta, one.name) for one in places.villages_of(home.household.commune_id)]


def _kept(request: HttpRequest, home: Opened, said: dict[str, Any]) -> list[dict[str, str]]:
    seal = read_seal(request.POST.get("seal", ""), request.user)
    if seal is None:
        return [{"sentence": grown_old(), "field": ""}]
    relations = {str(one.uuid): one.relation for one in home.members}
    acts = [Act("split_household", {
        "from_household": str(home.uuid), "new_head": said["new_head"] or None, "village": said["village"],
        "address": said["address"],
        "goes": [{"person": one, "is_head": one == said["head"],
                  "relation": relations.get(one) if relations.get(one) == "child" else "other"}
                 for one in said["goes"]],
    })]
    if said.get("carry"):
        acts.append(Act("carry_case", {"from_household": str(home.uuid)}))
    new = Place(derived_uuid(seal.uuid, "household"), home.household.commune_id)
    receipts = hand_in(request, seal, acts, household=new, on=said["on"], rulebook=home.words.version)
    why = tell(request, receipts, _("The household is two now."))
    return [{"sentence": why, "field": ""}] if why else []


@page("cases", takes_form=True)
def join_households(request: HttpRequest, household: UUID) -> HttpResponse:
    """Which is the other household? By the name of somebody who lives in it; nothing of it stands in the address."""
    home = may_record(opened(request, household, purpose="join_households"), of_family=False)
    form = of_life.OtherHouseholdForm(posted(request))
    found: list[Any] = []
    if request.method == "POST" and form.is_valid():
        note_search(home.me)
        persons = people.persons_found(form.cleaned_data["who"], communes=[home.household.commune_id], limit=MOST_FOUND)
        homes = people.households({one.household for one in persons
                                   if one.is_current and one.household and one.household != home.uuid})
        found = [(side, reverse("web:join_with", args=[home.uuid, side.uuid]))
                 for side in sides([one for one in homes.values() if one.ended_on is None], home.me).values()]
    return render(request, "web/screens/other_household.html", {
        "form": form, "errors": errors_of(form) if request.method == "POST" else [], "found": found,
        "asked": request.method == "POST" and form.is_valid(), "back": household_address(home),
    })


@page("cases", takes_form=True)
def join_with(request: HttpRequest, household: UUID, other: UUID) -> HttpResponse:
    """Everybody of the other household lives here from now on."""
    home = may_record(opened(request, household, purpose="join_households"), of_family=False)
    comes = may_record(opened(request, other, purpose="join_households"), of_family=False)
    everybody = [*members_of(home), *members_of(comes)]
    form = of_life.JoinHouseholdsForm(
        posted(request), today=home.me.on, has_case=comes.case is not None,
        since=max(home.household.enrolled_on, comes.household.enrolled_on),
        choices={"head": everybody, "partner": [(of_life.NOBODY, _("nobody")), *members_of(comes)]},
    )
    form.fields["head"].initial = next((str(one.uuid) for one in home.members if one.is_head), "")

    def said(what: dict[str, Any]) -> list[Act]:
        relations = {str(one.uuid): one.relation for one in comes.members if one.relation == "child"}
        if what["partner"] and what["partner"] != what["head"]:
            relations[what["partner"]] = "partner"
        joined = {"from_household": str(other), "relations": relations, "new_head": what["head"]}
        acts = [Act("join_households", joined)]
        return [*acts, *([Act("carry_case", {"from_household": str(other), "whole": True})]
                         if what.get("carry") else [])]

    return answer_form(request, home, form, title=_("Two households become one"), send=_("Keep it"), acts=said,
                       done=_("They are one household now."), follows=following.of_join(home, comes))
