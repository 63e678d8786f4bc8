"""Exceptional access: opened for some hours with a reason and the password, ended, looked at by a supervisor."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from vatra.access import entries as access
from vatra.access import exceptional, policies
from vatra.access.exceptional import LONGEST_REASON, SHORTEST_REASON, CannotOpen
from vatra.notices.entries import tell_of_opening, tell_waiting
from vatra.web.forms import Choices
from vatra.web.gate import page
from vatra.web.me import me_of
from vatra.web.present.exceptional import domain_in_words, openings_listed
from vatra.web.screens.acting import Error, errors_of, household_address
from vatra.web.screens.opening import Opened, opened
from vatra.web.seen import note_refused

HOURS = 8  # while the rulebook names none


class OpenForm(forms.Form):
    """Which domain, why, and the worker's own password."""

    domain = forms.ChoiceField(label=lazy("What must you see?"), widget=forms.RadioSelect,
                               error_messages={"required": lazy("Choose what you must see.")})
    reason = forms.CharField(
        label=lazy("Why now?"), widget=forms.Textarea(attrs={"rows": 4}), min_length=SHORTEST_REASON,
        max_length=LONGEST_REASON,
        help_text=lazy("What would go wrong if you waited for the colleague whose matter it is. Your supervisor reads "
                       "this at once."),
        error_messages={"required": lazy("Say why you must see it now."),
                        "min_length": lazy("Say in a sentence why you must see it now.")},
    )
    password = forms.CharField(label=lazy("Your password"), widget=forms.PasswordInput(
        attrs={"autocomplete": "current-password"}), error_messages={"required": lazy("Type your password.")})

    def __init__(self, *args: Any, domains: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["domain"].choices = list(domains)  # type: ignore[attr-defined]


class LookForm(forms.Form):
    """A supervisor's word on an exceptional access."""

    agreed = forms.ChoiceField(
        label=lazy("Was it needed?"), widget=forms.RadioSelect,
        choices=[("yes", lazy("I agree: it was needed")), ("no", lazy("I do not agree: it ends now"))],
        error_messages={"required": lazy("Choose whether it was needed.")},
    )
    words = forms.CharField(label=lazy("What you say about it"), required=False, max_length=LONGEST_REASON,
                            widget=forms.Textarea(attrs={"rows": 3}),
                            help_text=lazy("The worker reads this. Say why when you do not agree."))


@page("cases", takes_form=True)
@sensitive_post_parameters("password")
def open_exceptionally(request: HttpRequest, household: UUID) -> HttpResponse:
    """Open a domain of this household for some hours."""
    home = opened(request, household, purpose="open_exceptionally")
    domains = exceptional.domains_to_open(home.me.worker, home.household.commune_id, on=home.me.on)
    if not domains:
        raise PermissionDenied
    hours = int(home.words.book.parameters_on(home.me.on).get("exceptional_h") or HOURS)
    form = OpenForm(request.POST if request.method == "POST" else None,
                    domains=[(one, domain_in_words(one)) for one in domains])
    errors: list[Error] = []
    if request.method == "POST":
        errors = errors_of(form) if not form.is_valid() else _opened(request, home, form.cleaned_data, hours)
        if not errors:
            messages.success(request, _("Open for %(hours)s hours. Your supervisor was told.") % {"hours": hours})
            return redirect(household_address(home))
    return render(request, "web/screens/act.html", {
        "form": form, "errors": errors, "title": _("See what my role does not show"),
        "about": _("For %(hours)s hours, on this page only, not on the tablet. Your supervisor is told at once, and "
                   "each time you read it is written down.") % {"hours": hours},
        "send": _("Open"), "back": household_address(home),
    }, status=422 if errors else 200)


def _opened(request: HttpRequest, home: Opened, said: dict[str, Any], hours: int) -> list[Error]:
    now, worker = timezone.now(), home.me.worker
    address = str(request.META.get("REMOTE_ADDR", ""))
    if access.sign_in(worker.username, said["password"], address=address, at=now).worker != worker:
        return [{"sentence": _("This is not your password. Try again, or later."), "field": "id_password"}]
    try:
        opening = exceptional.open_exceptionally(
            worker, home.uuid, said["domain"], said["reason"], commune=home.household.commune_id,
            lasts=timedelta(hours=hours), at=now,
        )
    except (CannotOpen, policies.NotPermitted) as refusal:
        return [{"sentence": refusal.message(), "field": ""}]
    tell_waiting(at=now, only=tell_of_opening(opening, at=now))
    return []


@page("cases", takes_form=True)
@require_POST
def end_openings(request: HttpRequest, household: UUID) -> HttpResponse:
    """Close again what this worker opened of this household."""
    home = opened(request, household, purpose="end_opening", exceptionally=True)
    for one in home.openings:
        exceptional.end_opening(one.uuid, by=home.me.worker, at=timezone.now())
    messages.success(request, _("Closed."))
    return redirect(household_address(home))


@page("cases")
def openings(request: HttpRequest) -> HttpResponse:
    """What a supervisor must look at, and what was looked at lately."""
    me = me_of(request)
    return render(request, "web/screens/openings.html", {
        "waiting": openings_listed(me, exceptional.openings_to_look_at(me.worker, me.communes, on=me.on)),
        "done": openings_listed(me, exceptional.openings_looked_at(me.worker, me.communes, on=me.on)),
    })


@page("cases", takes_form=True)
def look(request: HttpRequest, opening: UUID) -> HttpResponse:
    """A supervisor looks at one, agrees or does not."""
    me = me_of(request)
    one = exceptional.opening(opening)
    if one is None or one.commune not in me.communes:
        note_refused(me, opening, purpose="look_at_opening", about="exceptional_access")
        raise Http404
    if not exceptional.may_look_at(me.worker, one.worker, one.commune, on=me.on):
        raise PermissionDenied
    form, errors = LookForm(request.POST if request.method == "POST" else None), []
    if request.method == "POST":
        errors = errors_of(form) if not form.is_valid() else _looked(one, form.cleaned_data, me.worker)
        if not errors:
            messages.success(request, _("Your word is written down."))
            return redirect("web:openings")
    return render(request, "web/screens/act.html", {
        "form": form, "errors": errors, "title": _("Exceptional access"), "opening": openings_listed(me, [one])[0],
        "send": _("Keep my word"), "back": reverse("web:openings"), "back_words": _("Exceptional accesses"),
    }, status=422 if errors else 200)


def _looked(one: exceptional.Opening, said: dict[str, Any], by: Any) -> list[Error]:
    try:
        exceptional.look_at_opening(one.uuid, agreed=said["agreed"] == "yes", words=said["words"], by=by,
                                    at=timezone.now())
    except CannotOpen as refusal:
        return [{"sentence": refusal.message(), "field": "id_words"}]
    return []
