"""Enrolling a household with its members; who may be in the register already is shown before anything is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from vatra.access import queries as access
from vatra.base.ids import derived_uuid
from vatra.places import queries as places
from vatra.web.forms_of_people import EnrolForm, PersonForm
from vatra.web.gate import page
from vatra.web.me import Me, me_of
from vatra.web.method_words import words
from vatra.web.present.likely import Candidate, candidates
from vatra.web.screens.acting import Error, errors_of, posted, seal_again
from vatra.web.sealing import Act, Seal, grown_old, hand_in, read_seal, tell

MOST_MEMBERS = 20
FIRST_DAY = date(2000, 1, 1)
ACT = "register_people"


@dataclass(frozen=True, slots=True)
class Place:
    """The household that is about to be: where it lives, and the uuid that follows from the form's seal."""

    uuid: UUID
    commune_id: int


@dataclass(slots=True)
class Row:
    """One member on the form, with who may already be registered."""

    title: str
    form: PersonForm
    likely: list[Candidate]


@page("cases", takes_form=True)
def enrol(request: HttpRequest) -> HttpResponse:
    """A household met for the first time, with everybody who lives in it."""
    me = me_of(request)
    communes = enrolling_communes(me)
    if not communes:
        raise PermissionDenied
    commune = _chosen(request, communes)
    filled = posted(request)
    form = EnrolForm(filled, today=me.on, since=FIRST_DAY, villages=_villages(commune))
    rows = _rows(filled, me)
    errors: list[Error] = []
    if request.method == "POST" and "more" not in request.POST and "there" not in request.POST:
        errors, answer = _kept(request, form, rows, commune, me)
        if answer is not None:
            return answer
    shown = {
        "form": form, "rows": rows, "errors": errors, "seal": seal_again(request), "back": reverse("web:households"),
        "likely": any(row.likely for row in rows), "looked": bool(filled and filled.get("looked")),
        "can_add": len(rows) < MOST_MEMBERS, "people": len(rows), "commune": commune,
        "communes": sorted(places.communes(communes).values(), key=lambda one: one.searched),
        "commune_name": places.commune(commune).name,
    }
    return render(request, "web/screens/enrol.html", shown, status=422 if errors else 200)


def enrolling_communes(me: Me) -> list[int]:
    """Where this worker may register people."""
    book = access.roles_book()
    return sorted(code for scope in me.scopes if any(ACT in book[role].acts for role in scope.roles)
                  for code in scope.communes)


def _chosen(request: HttpRequest, communes: list[int]) -> int:
    typed = request.POST.get("commune", "")
    wanted = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 0
    return wanted if wanted in communes else communes[0]


def _villages(commune: int) -> list[tuple[int, str]]:
    return [(one.siruta, one.name) for one in places.villages_of(commune)]


def _rows(filled: Any, me: Me) -> list[Row]:
    """The head, then as many members as the form had, and one more when that was asked for."""
    typed = filled.get("people", "1") if filled else "1"
    many = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 1
    many = max(1, min(many, MOST_MEMBERS))
    added = 1 if filled and "more" in filled and many < MOST_MEMBERS else 0
    rows = []
    for place in range(many + added):
        new = filled is None or place >= many
        form = PersonForm(None if new else filled, prefix=f"p{place}", on=_day(filled, me), heads=place == 0,
                          empty_permitted=place > 0, use_required_attribute=False)
        title = _("Head of the household") if place == 0 else _("Member %(number)s") % {"number": place + 1}
        rows.append(Row(title, form, []))
    return rows


def _day(filled: Any, me: Me) -> date:
    """The day of enrolment as typed; today while it is none."""
    try:
        return min(date.fromisoformat(filled.get("on", "")), me.on) if filled else me.on
    except ValueError:
        return me.on


def _kept(
    request: HttpRequest, form: EnrolForm, rows: list[Row], commune: int, me: Me
) -> tuple[list[Error], HttpResponse | None]:
    """Keep the household when all is well and nobody in it seems to be known, or the worker has looked."""
    valid = [form.is_valid(), *(row.form.is_valid() for row in rows)]
    if not all(valid):
        return [*errors_of(form), *(error for row in rows for error in errors_of(row.form))], None
    seal = read_seal(request.POST.get("seal", ""), request.user)
    if seal is None:
        return [{"sentence": grown_old(), "field": ""}], None
    members = [row.form.stated(derived_uuid(seal.uuid, "member", place)) for place, row in enumerate(rows)
               if place == 0 or row.form.has_changed()]
    home = Place(derived_uuid(seal.uuid, "household"), commune)
    own = {UUID(one["uuid"]) for one in members}
    for row in rows:
        if row.form.has_changed():
            row.likely = candidates(row.form.stated(seal.uuid), me, leaving_out=own)
    if any(row.likely for row in rows) and not request.POST.get("looked"):
        return [{"sentence": _("Somebody of this name or number may be in the register already. Look at whom is shown "
                               "below."), "field": "looked"}], None
    return _handed_in(request, seal, form, members, home)


def _handed_in(
    request: HttpRequest, seal: Seal, form: EnrolForm, members: list[dict[str, Any]], home: Place
) -> tuple[list[Error], HttpResponse | None]:
    said = form.cleaned_data
    act = Act("enrol_household", {"village": said["village"], "address": said["address"], "members": members})
    receipts = hand_in(request, seal, [act], household=home, on=said["on"],
                       rulebook=words(on=me_of(request).on).version)
    why = tell(request, receipts, _("The household is enrolled."))
    if why:
        return [{"sentence": why, "field": ""}], None
    if receipts[-1].outcome == "to_settle":
        return [], redirect("web:settle")
    return [], redirect("web:household", home.uuid)
