"""A study registered, and its plan changed: on a form, with the same checks as on the command line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from vatra.base.refusal import Refusal
from vatra.releases import studies
from vatra.web.forms import Choices
from vatra.web.forms_of_studies import LaterStudyForm, StudyForm, filled_from
from vatra.web.gate import page
from vatra.web.me import Me, me_of
from vatra.web.method_words import words
from vatra.web.screens.acting import errors_of, posted
from vatra.web.screens.studies import the_study


@page("numbers", takes_form=True)
def study_register(request: HttpRequest) -> HttpResponse:
    """Write a study down before its second round."""
    me = _registrar(request)
    form = StudyForm(posted(request), outcomes=_outcomes(me, words(on=me.on).book))
    return _kept(
        request, form, lambda: studies.register(
            form.cleaned_data["title"], form.plan(), by=me.worker, at=timezone.now()).uuid,
        title=_("Register a study"), send=_("Register the study"), done=_("The study is registered."),
        back=reverse("web:studies"), back_words=_("Studies"),
        about=_("The plan is kept before its second round, with the method as it is today, so that neither can be "
                "chosen by what came out."),
    )


@page("numbers", takes_form=True)
def study_change(request: HttpRequest, study: UUID) -> HttpResponse:
    """A later plan with its reason; the first one stays readable."""
    me, found = _registrar(request), the_study(request, study)
    try:
        book = studies.frozen(found)
    except Refusal as refusal:
        messages.warning(request, refusal.message())
        return redirect("web:study", study)
    form = LaterStudyForm(posted(request), outcomes=_outcomes(me, book),
                          initial=filled_from(studies.plan_in_force(found)))

    def change() -> UUID:
        studies.change(found, form.plan(), words=form.cleaned_data["words"], by=me.worker, at=timezone.now())
        return study

    return _kept(
        request, form, change, title=_("Change the plan"), send=_("Keep the later plan"),
        done=_("The change is kept with the study."), back=reverse("web:study", args=[study]), back_words=found.title,
        about=_("The first plan stays readable, and this one says why. Rounds that were counted stay."),
    )


def _registrar(request: HttpRequest) -> Me:
    me = me_of(request)
    if not studies.can_register_study(me.worker, on=me.on):
        raise PermissionDenied
    return me


def _outcomes(me: Me, book: Any) -> Choices:
    named = words(on=me.on)
    return [(code, named.named(one.row)) for code, one in studies.outcomes_of(book).items()]


def _kept(
    request: HttpRequest, form: forms.Form, act: Callable[[], UUID], *, done: str, **shown: Any
) -> HttpResponse:
    """Do it and go to the study; else show the form, filled, with what is to mend."""
    errors = []
    if request.method == "POST":
        if form.is_valid():
            try:
                uuid = act()
                messages.success(request, done)
                return redirect("web:study", uuid)
            except Refusal as refusal:
                errors = [{"sentence": refusal.message(), "field": ""}]
        else:
            errors = errors_of(form)
    return render(request, "web/screens/act.html", {"form": form, "errors": errors, **shown},
                  status=422 if errors else 200)
