"""Predă un fișier: what a tablet could not send itself, out of the encrypted file that it saved."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from vatra.access.queries import Device
from vatra.register import queries as register
from vatra.web.gate import page
from vatra.web.me import Me, me_of
from vatra.web.one_file import takes_file
from vatra.web.seen import note_handed_in, note_refused
from vatra.web.templatetags.page import number
from vatra.wire.body import MOST_BYTES
from vatra.wire.outbox_file import FileRefused, Opened, open_file, receive_file


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one entry, as its row shows it."""

    what: str
    on: date | None
    outcome: str
    number: str
    reason: str


@takes_file
@page("anyone", takes_form=True)
def hand_in(request: HttpRequest) -> HttpResponse:
    """The form; after it the receipts, one for each entry. Handed in again, all are duplicates."""
    me = me_of(request)
    if request.method != "POST":
        return _shown(request)
    try:
        opened = open_file(_file_of(request), may=lambda device, communes: _may(me, device, communes))
    except FileRefused as refusal:
        note_refused(me, None, about="tablet", purpose="hand_in")
        return _shown(request, status=422, refused=refusal.message())
    note_handed_in(me, opened.device.uuid)
    receipts = receive_file(opened, at=timezone.now())
    return _shown(request, receipts=_receipts(opened, receipts), sentence=_sentence(receipts))


def _file_of(request: HttpRequest) -> bytes:
    given = request.FILES.get("file")
    if given is None:
        raise FileRefused(_("Choose the file first."), code="no_file")
    raw: bytes = given.read()
    if len(raw) > MOST_BYTES:
        raise FileRefused(_("The file is larger than any that a tablet saves. Choose the one saved on the page “What "
                            "was sent”."), code="file_too_large")
    return raw


def _may(me: Me, device: Device, communes: Collection[Any]) -> bool:
    """The worker's own, or whoever settles wherever its entries belong."""
    settled = all(isinstance(commune, int) and commune in me.settles for commune in communes)
    return device.worker_id == me.worker.pk or settled


def _shown(request: HttpRequest, *, status: int = 200, **told: Any) -> HttpResponse:
    return render(request, "web/screens/hand_in.html", told, status=status)


def _receipts(opened: Opened, receipts: list[dict[str, Any]]) -> list[Receipt]:
    labels = {kind.name: str(kind.label) for kind in register.kinds()}
    said = {
        "received": pgettext("of an entry handed in", "received"),
        "duplicate": pgettext("of an entry handed in", "was already here"),
        "to_settle": pgettext("of an entry handed in", "to settle"),
        "refused": pgettext("of an entry handed in", "not taken"),
    }
    return [
        Receipt(labels.get(kind := _text(entry, "kind"), kind[:60]), _day(_text(entry, "on")), said[one["outcome"]],
                number(one["number"]), one["reason"] or "")
        for entry, one in zip(opened.entries, receipts, strict=True)
    ]


def _text(entry: Any, field: str) -> str:
    value = entry.get(field) if isinstance(entry, dict) else None
    return value if isinstance(value, str) else ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _sentence(receipts: list[dict[str, Any]]) -> str:
    count = len(receipts)
    if not count:
        return _("The file holds no entry: everything had been received when it was saved.")
    new = sum(one["outcome"] in ("received", "to_settle") for one in receipts)
    said = ngettext("%(count)s entry in the file; new: %(new)s.", "%(count)s entries in the file; new: %(new)s.", count)
    return said % {"count": number(count), "new": number(new)}
