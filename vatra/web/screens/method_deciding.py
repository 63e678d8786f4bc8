"""Deciding on a draft of the method: publish it with a day, or not; take back what is not in force yet; its cost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from vatra.base.refusal import Refusal
from vatra.releases import entries
from vatra.web.forms_of_method import CostForm, DecideForm, PublishForm
from vatra.web.gate import page
from vatra.web.me import me_of
from vatra.web.screens.acting import errors_of, posted
from vatra.web.screens.method_changes import address, the_draft


@page("method", takes_form=True)
def method_publish(request: HttpRequest, change: UUID) -> HttpResponse:
    """From which day on the draft is the method."""
    form = PublishForm(posted(request), today=me_of(request).on)
    return _decide(
        request, change, form, lambda draft, **by: entries.publish(
            draft, since=form.cleaned_data["since"], words=form.cleaned_data["words"], **by),
        title=_("Publish the change"), send=_("Publish it"), done=_("The change is published with its day."),
        about=_("From the day on the new method is in force for everybody; what was found before stays as it was "
                "found."),
    )


@page("method", takes_form=True)
def method_drop(request: HttpRequest, change: UUID) -> HttpResponse:
    """The method stays as it is."""
    form = DecideForm(posted(request))
    return _decide(
        request, change, form, lambda draft, **by: entries.drop(draft, words=form.cleaned_data["words"], **by),
        title=_("Leave the method as it is"), send=_("Keep the decision"),
        done=_("The method stays as it is; the draft is kept."),
    )


@page("method", takes_form=True)
def method_withdraw(request: HttpRequest, change: UUID) -> HttpResponse:
    """Take back a published change whose day has not come."""
    form = DecideForm(posted(request))
    return _decide(
        request, change, form, lambda draft, **by: entries.withdraw(draft, words=form.cleaned_data["words"], **by),
        title=_("Take the change back before its day"), send=_("Take it back"),
        done=_("The change is taken back; the method stays as it is."),
    )


@page("method", takes_form=True)
def method_cost(request: HttpRequest, change: UUID) -> HttpResponse:
    """What a post costs, so that posts can be told in lei."""
    draft = the_draft(request, change)
    form = CostForm(posted(request), initial={"lei": draft.post_lei, "source": draft.post_source})
    return _decide(
        request, change, form, lambda draft, **by: entries.price_posts(
            draft, form.cleaned_data["lei"], form.cleaned_data["source"], **by),
        title=_("The cost of a post"), send=_("Keep"), done=_("The cost of a post is kept with its source."),
    )


def _decide(
    request: HttpRequest, change: UUID, form: forms.Form, act: Callable[..., object], *, done: str, **shown: Any
) -> HttpResponse:
    """Do it and go back to the draft; else show the form, filled, with what is to mend."""
    draft, errors = the_draft(request, change), []
    if request.method == "POST":
        if form.is_valid():
            try:
                act(draft, by=me_of(request).worker, at=timezone.now())
                messages.success(request, done)
                return redirect(address(draft))
            except Refusal as refusal:
                errors = [{"sentence": refusal.message(), "field": ""}]
        else:
            errors = errors_of(form)
    return render(request, "web/screens/act.html", {
        "form": form, "errors": errors, "back": address(draft), "back_words": draft.title, **shown,
    }, status=422 if errors else 200)
