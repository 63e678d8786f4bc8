"""Tablete: the tablets one looks after; a one-time code for a new one; locking and wiping what was lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from vatra.access import entries as access
from vatra.access.tablets import tablets_managed, workers_managed
from vatra.base.refusal import Refusal
from vatra.papers import queries as papers
from vatra.web.gate import page
from vatra.web.me import Me, me_of
from vatra.web.seen import note_refused
from vatra.web.templatetags.page import day_in_words, number

FIELD_APP = "/teren/"


@dataclass(frozen=True, slots=True)
class Tablet:
    """One tablet in the list."""

    uuid: UUID
    name: str
    worker: str
    contact: str
    pending: str
    lease: str
    state: str
    can_lock: bool
    can_allow: bool
    can_wipe: bool


@page("anyone")
def tablets(request: HttpRequest) -> HttpResponse:
    """The list, by worker, and the form for a new code."""
    me = me_of(request)
    listed = [_shown(device, me) for device in tablets_managed(me.worker, on=me.on)]
    return render(request, "web/screens/tablets.html", {
        "sentence": _sentence(len(listed)), "tablets": listed,
        "workers": [(one.uuid, one.full_name) for one in workers_managed(me.worker, on=me.on)],
        "empty": {"title": _("No tablet yet"),
                  "words": _("Make a code, open the field app on the tablet and type it there, or scan it.")},
    })


@page("anyone", takes_form=True)
@require_POST
def tablet_code(request: HttpRequest) -> HttpResponse:
    """A one-time code, as text and to be scanned; shown once."""
    me = me_of(request)
    asked = request.POST.get("worker", "")
    whom = next((one for one in workers_managed(me.worker, on=me.on) if str(one.uuid) == asked), None)
    if whom is None:
        raise Http404
    try:
        made, code = access.make_device_code(whom, by=me.worker, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal.message())
        return redirect("web:tablets")
    address = request.build_absolute_uri(FIELD_APP)
    return render(request, "web/screens/tablet_code.html", {
        "code": code, "address": address, "drawing": papers.scanned(f"{address}#cod={code}"), "whose": whom.full_name,
        "own": whom.pk == me.worker.pk, "until": formats.date_format(timezone.localtime(made.expires_at), "H:i"),
    })


@page("anyone", takes_form=True)
@require_POST
def lock_tablet(request: HttpRequest, tablet: UUID) -> HttpResponse:
    """It opens nothing more from now on; what it keeps stays sealed on it."""
    device, me = _mine(request, tablet)
    return _done(request, _("The tablet is locked. What is on it stays sealed, and is not lost."),
                 lambda: access.revoke_device(device, by=me.worker, at=timezone.now()))


@page("anyone", takes_form=True)
@require_POST
def allow_tablet(request: HttpRequest, tablet: UUID) -> HttpResponse:
    """A locked one may speak again."""
    device, me = _mine(request, tablet)
    return _done(request, _("The tablet may be used again: its worker opens it by password and chooses a new PIN."),
                 lambda: access.allow_tablet(device, by=me.worker, at=timezone.now()))


@page("anyone", takes_form=True)
def wipe_tablet(request: HttpRequest, tablet: UUID) -> HttpResponse:
    """First what would be lost; then, when that is meant, it forgets everything at its next contact."""
    device, me = _mine(request, tablet)
    if request.method == "POST":
        return _done(request, _("The tablet forgets everything at its next contact, and nothing opens it any more."),
                     lambda: access.wipe_tablet(device, by=me.worker, at=timezone.now()))
    return render(request, "web/screens/tablet_wipe.html", {
        "one": _shown(device, me), "pending": device.pending or 0, "warning": _lost(device),
    })


def _mine(request: HttpRequest, tablet: UUID) -> tuple[Any, Me]:
    """The tablet of an address; one that is somebody else's to look after does not exist."""
    me = me_of(request)
    for device in tablets_managed(me.worker, on=me.on):
        if device.uuid == tablet:
            return device, me
    note_refused(me, tablet, about="tablet", purpose="tablets")
    raise Http404


def _done(request: HttpRequest, sentence: str, act: Any) -> HttpResponse:
    try:
        act()
        messages.success(request, sentence)
    except Refusal as refusal:
        messages.error(request, refusal.message())
    return redirect("web:tablets")


def _shown(device: Any, me: Me) -> Tablet:
    locked, wiped = device.revoked_at is not None, device.wiped_at is not None
    state = _("to be wiped at its next contact") if wiped else _("locked") if locked else _("in use")
    if not device.worker.is_active:
        state = _("account closed")
    return Tablet(
        uuid=device.uuid, name=device.name, worker=device.worker.full_name, contact=_moment(device.last_contact_at),
        pending=number(device.pending), lease="–" if locked else _moment(device.lease_until), state=state,
        can_lock=not locked, can_wipe=not wiped,
        can_allow=locked and not wiped and device.worker.is_active and device.worker_id != me.worker.pk,
    )


def _moment(at: datetime | None) -> str:
    if at is None:
        return "–"
    here = timezone.localtime(at)
    return f"{day_in_words(here.date())}, {formats.date_format(here, 'H:i')}"


def _lost(device: Any) -> str:
    """What it last said was not yet sent: that would be gone for good."""
    if not device.pending:
        return _("It last said that everything was sent. What was written on it since then would be lost.")
    said = ngettext("It last said that %(count)s entry was not yet sent: it would be lost for good.",
                    "It last said that %(count)s entries were not yet sent: they would be lost for good.",
                    device.pending)
    return said % {"count": number(device.pending)}


def _sentence(count: int) -> str:
    if not count:
        return _("You look after no tablet.")
    return ngettext("%(count)s tablet.", "%(count)s tablets.", count) % {"count": number(count)}
