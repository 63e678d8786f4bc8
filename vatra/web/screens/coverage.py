"""Acoperire: which dwellings to visit next, and how much of the commune or county the census has reached."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from vatra.access import policies
from vatra.base.ids import derived_uuid
from vatra.people import ledger as dwellings
from vatra.places import queries as places
from vatra.results import coverage as counted
from vatra.results import ledger as results
from vatra.results.policies import DOMAIN_OF, can_compare
from vatra.web.forms_of_coverage import DwellingsForm, OutcomeForm, RoundForm
from vatra.web.gate import page
from vatra.web.me import Me, me_of
from vatra.web.paging import Slice, page_number
from vatra.web.present import coverage as shown
from vatra.web.present.map import Map
from vatra.web.screens.acting import answer_form, posted
from vatra.web.screens.by_county import chosen
from vatra.web.screens.county import around
from vatra.web.screens.opening import opened
from vatra.web.screens.outside import answer_outside
from vatra.web.sealing import Act, read_seal
from vatra.web.seen import note_read, note_refused
from vatra.web.templatetags.page import number

FIRST_DAY = date(2000, 1, 1)
A_PAGE = 10


@page("numbers")
def coverage(request: HttpRequest) -> HttpResponse:
    """The worker's one commune, or all of them with the ones that have most left first."""
    me = me_of(request)
    if me.is_of_one_commune and me.sees_cases:
        return _commune(request, me, min(me.communes))
    wholes = results.wholes(me.communes_counted, on=me.on)
    found = wholes.communes
    choice = chosen(request, found)
    named, only = choice.shown, me.sees_only_numbers
    census = places.under_18_by_census(named)
    ordered = sorted(named, key=lambda code: (0 if only else -found[code].waiting, named[code].name))
    spots = [spot for code in ordered if (spot := shown.spot(named[code], found[code]))]
    alone = ordered[0] if len(ordered) == 1 else None
    return render(request, "web/screens/coverage.html", {
        "rows": [shown.row(found[code], named[code].name, only_numbers=only, census=number(round(census[code]))
                           if code in census else "–", address=_address(me, code)) for code in ordered],
        "map": shown.drawn(spots, around(named[ordered[0]].county_id), title=_("Dwellings still to visit, by commune"))
        if spots and not only else None,
        "ages": shown.ages(counted.age_groups(alone, on=me.on), only_numbers=only) if alone else [],
        "withheld": only, "of_communes": True, "counted_on": wholes.on,
        "counties": choice.counties,
    })


def _address(me: Me, commune: int) -> str:
    return reverse("web:coverage_commune", args=[commune]) if commune in me.communes else ""


@page("cases")
def commune(request: HttpRequest, commune: int) -> HttpResponse:
    """One commune: where to go next, its villages, the census."""
    me = me_of(request)
    check_reached(me, commune, purpose="coverage")
    return _commune(request, me, commune)


def check_reached(me: Me, commune: int, *, purpose: str) -> None:
    """404 for a commune whose households do not exist for this worker, the same as for one that never was."""
    if commune not in me.communes:
        note_refused(me, None, purpose=purpose, about="commune")
        raise Http404


def _commune(request: HttpRequest, me: Me, commune: int) -> HttpResponse:
    found = results.ledger(commune, on=me.on)
    waiting = found.waiting
    part = Slice(page_number(request), A_PAGE, len(waiting))
    lines = waiting[part.start : part.start + A_PAGE]
    note_read(me, [(home, commune) for line in lines for home in line.households], purpose="coverage")
    villages = {one.village: one.name for one in found.villages if one.village}

    def may(act: str) -> bool:
        return policies.can_act(me.worker, act, commune, on=me.on)

    drawing: Map | None = shown.map_of_villages(found.villages)
    return render(request, "web/screens/coverage.html", {
        "name": places.commune(commune).name, "commune": commune, "sentence": shown.sentence(found), "shown": part,
        "stops": [shown.stop(line, commune, villages, may=may("visit")) for line in lines], "waiting": len(waiting),
        "missing": shown.missing(counted.children_missing(found, on=me.on)), "map": drawing,
        "rows": [shown.row(one, one.name or _("no village")) for one in found.villages if one.dwellings],
        "ages": shown.ages(counted.age_groups(commune, on=me.on), only_numbers=False),
        "may_list": may("register_people"), "may_begin": may("case"),
        "may_compare": any(can_compare(me.worker, kind, commune, on=me.on) for kind in DOMAIN_OF),
        "back": not me.is_of_one_commune,
    })


def _may(request: HttpRequest, commune: int, act: str, *, purpose: str) -> Me:
    """Who asks, once it is sure that the commune is in reach and the role does this there."""
    me = me_of(request)
    check_reached(me, commune, purpose=purpose)
    if not policies.can_act(me.worker, act, commune, on=me.on):
        raise PermissionDenied
    return me


@page("cases", takes_form=True)
def begin_round(request: HttpRequest, commune: int) -> HttpResponse:
    """A new round of the census begins."""
    me = _may(request, commune, "case", purpose="begin_round")
    form = RoundForm(posted(request), today=me.on, since=FIRST_DAY)
    return answer_outside(
        request, form, lambda said: Act("begin_round", {"name": said["name"]}), commune=commune,
        back=reverse("web:coverage_commune", args=[commune]), back_words=_("Coverage"),
        title=_("Begin a round of the census"), send=_("Begin the round"), done=_("The round has begun."),
        follows=[_("From that day every dwelling waits to be visited again."),
                 _("What came of the dwellings before stays with the round before.")],
    )


@page("cases", takes_form=True)
def list_dwellings(request: HttpRequest, commune: int) -> HttpResponse:
    """Dwellings are put on the list, whoever lives there."""
    me = _may(request, commune, "register_people", purpose="list_dwellings")
    villages = [(one.siruta, one.name) for one in places.villages_of(commune)]
    form = DwellingsForm(posted(request), today=me.on, since=FIRST_DAY, villages=villages)

    def act(said: dict[str, Any]) -> Act:
        seal = read_seal(request.POST.get("seal", ""), request.user)  # sent twice, they are the same dwellings
        return Act("list_dwellings", {
            "village": int(said["village"]) if said["village"] else None,
            "dwellings": [{"uuid": str(derived_uuid(seal and seal.uuid, place)), "address": address}
                          for place, address in enumerate(form.addresses())],
        })

    return answer_outside(
        request, form, act, commune=commune, back=reverse("web:coverage_commune", args=[commune]),
        back_words=_("Coverage"), title=_("Put dwellings on the list"), send=_("Put them on the list"),
        done=_("The dwellings are on the list."),
        about=_("Every house and flat where somebody could live. A dwelling is no household: where nobody is at home, "
                "nobody needs to be enrolled."),
    )


@page("cases", takes_form=True)
def dwelling_outcome(request: HttpRequest, commune: int, dwelling: UUID) -> HttpResponse:
    """What came of going to a dwelling of the list."""
    me = me_of(request)
    there = dwellings.dwelling(dwelling, commune=commune) if commune in me.communes else None
    if there is None:
        note_refused(me, dwelling, purpose="record_outcome", about="dwelling")
        raise Http404
    if not policies.can_act(me.worker, "visit", commune, on=me.on):
        raise PermissionDenied
    form = OutcomeForm(posted(request), today=me.on, since=FIRST_DAY)
    return answer_outside(
        request, form, lambda said: Act("record_outcome", {"dwelling": str(dwelling), **_outcome(said)}),
        commune=commune, back=reverse("web:coverage_commune", args=[commune]), back_words=_("Coverage"),
        title=_("What came of going there?"), about=there.address,
        send=_("Keep it"), done=_("It is kept."),
    )


@page("cases", takes_form=True)
def outcome(request: HttpRequest, household: UUID) -> HttpResponse:
    """What came of going to a household's home without meeting it."""
    home = opened(request, household, purpose="record_outcome")
    if not home.may("visit"):
        raise PermissionDenied
    form = OutcomeForm(posted(request), today=home.me.on, since=home.household.enrolled_on)
    return answer_form(
        request, home, form, title=_("What came of going there?"), send=_("Keep it"), done=_("It is kept."),
        about=_("For the census. An interview says by itself that the household was visited."),
        acts=lambda said: [Act("record_outcome", _outcome(said))],
    )


def _outcome(said: dict[str, Any]) -> dict[str, Any]:
    return {"outcome": said["outcome"], "children": said["children"], "note": said["note"]}
