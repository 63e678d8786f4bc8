"""Liste: a list of somebody's compared with the commune; what could be the same child, who is missing on which side."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from vatra.access import policies
from vatra.access.policies import NotPermitted
from vatra.places import queries as places
from vatra.results import comparing as results
from vatra.results.lists.sheet import ListRefused
from vatra.results.policies import DOMAIN_OF, can_compare, can_know_where, check_can_compare
from vatra.web.forms_of_coverage import LISTS, ListForm
from vatra.web.gate import page
from vatra.web.me import Me, me_of
from vatra.web.one_file import takes_file
from vatra.web.present import comparing as shown
from vatra.web.screens.acting import Error, errors_of
from vatra.web.screens.coverage import check_reached
from vatra.web.screens.outside import Whose, keep_outside
from vatra.web.sealing import Act, new_seal, read_seal
from vatra.web.seen import note_read, note_refused
from vatra.wire.body import MOST_BYTES

MOST_SHOWN = 100
SOURCES = {"school": "school_list", "births": "other", "vaccinations": "health", "benefits": "referral_in"}


@takes_file
@page("cases", takes_form=True)
def lists(request: HttpRequest, commune: int) -> HttpResponse:
    """The lists compared so far, and the form for another."""
    me = me_of(request)
    check_reached(me, commune, purpose="compare_list")
    kinds = [kind for kind in DOMAIN_OF if can_compare(me.worker, kind, commune, on=me.on)]
    if not kinds:
        raise PermissionDenied
    form = ListForm(request.POST if request.method == "POST" else None, kinds=kinds)
    errors: list[Error] = []
    if request.method == "POST":
        errors = errors_of(form)
        if not errors:
            try:
                begun = results.begin(_file_of(request), kind=form.cleaned_data["kind"], commune=commune, by=me.worker,
                                      on=me.on)
            except ListRefused as refusal:
                errors = [{"sentence": refusal.message(), "field": "id_file"}]
            else:
                return redirect("web:comparison", comparison=begun.uuid)
    return render(request, "web/screens/lists.html", {
        "form": form, "errors": errors, "name": places.commune(commune).name, "days": results.KEPT,
        "back": reverse("web:coverage_commune", args=[commune]),
        "lists": [shown.row(one, LISTS[one.kind]) for one in results.comparisons_of(commune, kinds)],
    }, status=422 if errors else 200)


def _file_of(request: HttpRequest) -> bytes:
    given = request.FILES.get("file")
    if given is None:
        raise ListRefused(_("Choose the file with the list first."), code="no_file")
    raw: bytes = given.read()
    if len(raw) > MOST_BYTES:
        raise ListRefused(_("The file is larger than %(most)s MB. Save only the sheet with the list and try again."),
                          code="too_large", most=MOST_BYTES // 1_000_000)
    return raw


def _opened(request: HttpRequest, uuid: UUID) -> tuple[Me, Any]:
    """A comparison that this worker may see; 404 for one of elsewhere, as for one that never was."""
    me = me_of(request)
    try:
        found = results.comparison(uuid)
    except results.NoSuchComparison:
        found = None
    if found is None or found.commune_id not in me.communes:
        note_refused(me, uuid, purpose="compare_list", about="comparison")
        raise Http404
    try:
        check_can_compare(me.worker, found.kind, found.commune_id, on=me.on)
    except NotPermitted:
        raise PermissionDenied from None
    return me, found


@page("cases", takes_form=True)
def comparison(request: HttpRequest, comparison: UUID) -> HttpResponse:
    """How far it has come, and what it found; sent, it goes on with the next part."""
    me, found = _opened(request, comparison)
    if request.method == "POST":
        results.go_on(found, on=me.on)
        if not getattr(request, "htmx", False):
            return redirect("web:comparison", comparison=found.uuid)
        found = results.comparison(comparison)
    if not found.finished:
        template = "web/parts/comparing.html" if getattr(request, "htmx", False) else "web/screens/comparing.html"
        return render(request, template, {"found": found, "what": LISTS[found.kind]})
    if getattr(request, "htmx", False):
        return HttpResponse(headers={"HX-Refresh": "true"})
    return _finished(request, me, found)


def _finished(request: HttpRequest, me: Me, found: Any) -> HttpResponse:
    look = results.rows_left(found, "look")
    missing = results.rows_left(found, "missing")
    moved = results.rows_left(found, "next_door")
    next_door = shown.next_door(list(moved[:MOST_SHOWN]), partial(can_know_where, me.worker, on=me.on), on=me.on)
    pairs = shown.pairs(list(look[:MOST_SHOWN]), on=me.on)
    unlisted = results.unlisted(found)
    children = shown.unlisted(unlisted[:MOST_SHOWN], on=me.on)
    homes = [home for one in pairs for home in one.homes] + [home for _person, home in unlisted[:MOST_SHOWN]]
    note_read(me, [*((home, found.commune_id) for home in homes), *(one.home for one in next_door)],
              purpose="compare_list")
    at = timezone.now()
    return render(request, "web/screens/comparison.html", {
        "found": found, "what": LISTS[found.kind], "back": reverse("web:lists", args=[found.commune_id]),
        "name": found.commune.name, "sentence": shown.sentence(found),
        "look": [(one, new_seal(request.user, at=at)) for one in pairs], "look_all": look.count(),
        "missing": [(shown.listed(one), new_seal(request.user, at=at)) for one in missing[:MOST_SHOWN]],
        "missing_all": missing.count(), "next_door": [(one, new_seal(request.user, at=at)) for one in next_door],
        "next_door_all": moved.count(), "unlisted": children, "unlisted_all": len(unlisted),
        "may_signal": policies.can_act(me.worker, "visit", found.commune_id, on=me.on),
        "most": MOST_SHOWN,
    })


@page("cases", takes_form=True)
def listed_row(request: HttpRequest, comparison: UUID) -> HttpResponse:
    """A worker's word on one row: it is this child, it is not, or it becomes a signal."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    me, found = _opened(request, comparison)
    place, seal = request.POST.get("place", ""), read_seal(request.POST.get("seal", ""), request.user)
    row = results.row_at(found, int(place)) if place.isascii() and place.isdigit() and len(place) < 7 else None
    if row is None or seal is None:
        raise Http404
    if request.POST.get("say") == "signal":
        _signal(request, me, found, row, seal.uuid)
    else:
        _recognise(request, me, found, row)
    return redirect("web:comparison", comparison=found.uuid)


def _signal(request: HttpRequest, me: Me, found: Any, row: Any, uuid: UUID) -> None:
    """The child that nobody here knows is told of to who triages; once."""
    if row.signal is not None or row.group not in (row.Group.MISSING, row.Group.NEXT_DOOR):
        raise Http404
    if not policies.can_act(me.worker, "visit", found.commune_id, on=me.on):
        raise PermissionDenied
    act = Act("record_signal", {
        "source": SOURCES[found.kind], "noticed_at": timezone.now().isoformat(),
        "about": shown.about(row, str(LISTS[found.kind])),
    })
    why = keep_outside(request, Whose(found.commune_id), act, on=me.on, done=_("The signal is written down."))
    if why is None:
        results.signalled(row, uuid)


def _recognise(request: HttpRequest, me: Me, found: Any, row: Any) -> None:
    """One of those it could be, and no other, is said to be or not to be the child."""
    person, same = shown.chosen(row, request.POST.get("person", "")), request.POST.get("say") == "same"
    home = shown.home_of(person, found.commune_id) if person else None
    if row.group != row.Group.LOOK or request.POST.get("say") not in ("same", "other"):
        raise Http404
    if person is None or home is None:
        raise Http404
    act = Act("recognise_listed", {"key": row.key, "same": same}, person)
    why = keep_outside(request, Whose(found.commune_id, home), act, on=me.on, done=_("Your word is kept."))
    if why is None:
        results.recognised(row, person, home, same=same)


@page("cases", takes_form=True)
def forget_comparison(request: HttpRequest, comparison: UUID) -> HttpResponse:
    """The comparison goes away with all rows that are left."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    _me, found = _opened(request, comparison)
    commune = found.commune_id
    results.forget(found)
    return redirect("web:lists", commune=commune)
