"""Anunțuri: what this worker was told outside the pages, and how to be told."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from vatra.notices import queries as notices
from vatra.notices.entries import CannotPrefer, prefer
from vatra.web.gate import page
from vatra.web.me import me_of
from vatra.web.present.signals import moment_in_words
from vatra.web.screens.acting import Error, errors_of

CHANNELS = {"email": lazy("by e-mail"), "sms": lazy("by SMS")}


class PreferenceForm(forms.Form):
    """How to be told; nothing of a family ever stands in it."""

    ways = forms.MultipleChoiceField(label=lazy("How do you want to be told?"), required=False,
                                     widget=forms.CheckboxSelectMultiple, choices=list(CHANNELS.items()))
    email = forms.CharField(label=lazy("Your e-mail address"), required=False, max_length=254)
    phone = forms.CharField(label=lazy("Your telephone"), required=False, max_length=30)


@page("anyone", takes_form=True)
def notice_board(request: HttpRequest) -> HttpResponse:
    """The latest notices, and the form."""
    worker = me_of(request).worker
    form = PreferenceForm(request.POST if request.method == "POST" else None, initial=_initial(worker))
    errors: list[Error] = []
    if request.method == "POST":
        errors = errors_of(form) if not form.is_valid() else _preferred(worker, form.cleaned_data)
        if not errors:
            messages.success(request, _("Kept how you want to be told."))
            return redirect("web:notices")
    return render(request, "web/screens/notices.html", {
        "form": form, "errors": errors, "open": notices.channels_open(),
        "notices": [(moment_in_words(one.at), one.text, ", ".join(str(CHANNELS[way]) for way in one.by))
                    for one in notices.notices_of(worker)],
    }, status=422 if errors else 200)


def _initial(worker: Any) -> dict[str, Any]:
    held = notices.preference_of(worker)
    if held is None:
        return {}
    ways = [way for way, wanted in (("email", held.by_email), ("sms", held.by_sms)) if wanted]
    return {"ways": ways, "email": held.email, "phone": held.phone}


def _preferred(worker: Any, said: dict[str, Any]) -> list[Error]:
    try:
        prefer(worker, by_email="email" in said["ways"], email=said["email"], by_sms="sms" in said["ways"],
               phone=said["phone"])
    except CannotPrefer as refusal:
        return [{"sentence": refusal.message(), "field": f"id_{refusal.code}"}]
    return []
