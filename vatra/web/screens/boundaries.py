"""Hărți: the administrator brings in boundaries of communes, with whose they are and by what right they are used."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from vatra.places.boundaries import CannotLoad, boundary_sets, load_boundaries
from vatra.web.gate import page
from vatra.web.me import me_of
from vatra.web.one_file import takes_file
from vatra.web.screens.acting import errors_of
from vatra.web.seen import note_boundaries
from vatra.wire.body import MOST_BYTES


class BoundariesForm(forms.Form):
    """Whose the boundaries are; the file itself is read apart."""

    source = forms.CharField(label=lazy("Whose boundaries these are"), max_length=200,
                             help_text=lazy("The name of who made them, as it shall stand beside every map."),
                             error_messages={"required": lazy("Say whose the boundaries are.")})
    licence = forms.CharField(label=lazy("Licence"), max_length=200,
                              help_text=lazy("By what right they are used, such as CC BY 4.0 or a contract."),
                              error_messages={"required": lazy("Say under which licence they may be used.")})
    address = forms.CharField(label=lazy("Where the file was found"), max_length=500, required=False,
                              help_text=lazy("An address, for who wants to look it up."))


@takes_file
@page("accounts", takes_form=True)
def boundaries(request: HttpRequest) -> HttpResponse:
    """What is loaded, and the form for a new file; what cannot be taken says why and leaves everything as it was."""
    form = BoundariesForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _shown(request, form)
    if not form.is_valid():
        return _shown(request, form, status=422)
    me = me_of(request)
    try:
        loaded = load_boundaries(_file_of(request), **form.cleaned_data, on=me.on)
    except CannotLoad as refusal:
        return _shown(request, form, status=422, refused=refusal.message())
    note_boundaries(me)
    messages.success(request, _("%(kept)s boundaries are kept; %(unknown)s outlines belong to no known commune.") % {
        "kept": loaded.kept, "unknown": loaded.unknown})
    return redirect("web:boundaries")


def _file_of(request: HttpRequest) -> bytes:
    given = request.FILES.get("file")
    if given is None:
        raise CannotLoad(_("Choose the file first."))
    raw: bytes = given.read()
    if len(raw) > MOST_BYTES:
        raise CannotLoad(_("The file is larger than %(most)s MB: load it on the server with “vatra places "
                           "boundaries”."), most=MOST_BYTES // 1_000_000)
    return raw


def _shown(request: HttpRequest, form: BoundariesForm, *, status: int = 200, refused: str = "") -> HttpResponse:
    told: dict[str, Any] = {
        "form": form, "errors": errors_of(form) if form.is_bound else [], "refused": refused, "sets": boundary_sets(),
    }
    return render(request, "web/screens/boundaries.html", told, status=status)
