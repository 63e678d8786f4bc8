"""The way of every act: show the form with a seal, or take it, hand it in, and tell what the register said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from vatra.web.held import take
from vatra.web.screens.opening import Opened
from vatra.web.sealing import Act, grown_old, hand_in, new_seal, read_seal, tell

Error = dict[str, str]


def household_address(home: Opened) -> str:
    """The address of the household's page."""
    return reverse("web:household", args=[home.uuid])


def keep(request: HttpRequest, home: Opened, acts: Sequence[Act], *, on: date, done: str) -> str | None:
    """Hand the acts in; None when the register has them (and a message is left), else why not."""
    seal = read_seal(request.POST.get("seal", ""), request.user)
    if seal is None:
        return grown_old()
    receipts = hand_in(request, seal, acts, household=home.household, on=on, rulebook=home.words.version)
    return tell(request, receipts, done)


def posted(request: HttpRequest) -> Any:
    """What is to fill the form: what was sent, or what was held while the worker signed in again."""
    return request.POST if request.method == "POST" else take(request)


def answer_form(
    request: HttpRequest, home: Opened, form: forms.Form, *, title: str, send: str, done: str,
    acts: Callable[[dict[str, Any]], list[Act]], **more: Any,
) -> HttpResponse:
    """Keep a valid form's acts and go to the household; else show the form, filled, with what is to mend."""
    errors: list[Error] = []
    if request.method == "POST":
        if form.is_valid():
            why = keep(request, home, acts(form.cleaned_data), on=form.cleaned_data["on"], done=done)
            if why is None:
                return redirect(household_address(home))
            errors = [{"sentence": why, "field": ""}]
        else:
            errors = errors_of(form)
    shown = {
        "form": form, "title": title, "send": send, "errors": errors, "back": household_address(home),
        "seal": seal_again(request), **more,
    }
    return render(request, "web/screens/act.html", shown, status=422 if errors else 200)


def seal_again(request: HttpRequest) -> str:
    """The seal that came with the form while it is good, so that a second try is the same entry; else a new one."""
    came = request.POST.get("seal", "")
    if came and read_seal(came, request.user) is not None:
        return came
    return new_seal(request.user, at=timezone.now())


def errors_of(form: forms.Form) -> list[Error]:
    """What is to mend, each with the field it is about."""
    return [
        {"sentence": str(sentence), "field": form[name].auto_id if name in form.fields else ""}
        for name, sentences in form.errors.items() for sentence in sentences
    ]
