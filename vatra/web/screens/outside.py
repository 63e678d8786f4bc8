"""The way of an act that has no household's page to go back to: as `acting.answer_form`, about a commune."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from vatra.web.me import me_of
from vatra.web.method_words import words
from vatra.web.screens.acting import Error, errors_of, seal_again
from vatra.web.sealing import Act, grown_old, hand_in, read_seal, tell


@dataclass(frozen=True, slots=True)
class Whose:
    """The commune, and the household if there is one, that an entry names."""

    commune_id: int
    uuid: UUID | None = None


def answer_outside(
    request: HttpRequest, form: Any, act: Callable[[dict[str, Any]], Act], *, commune: int | Callable[[], int],
    back: str, done: str, household: UUID | None = None, **shown: Any,
) -> HttpResponse:
    """Keep a valid form's act and go back; else show the form, filled, with what is to mend."""
    errors: list[Error] = []
    if request.method == "POST":
        if form.is_valid():
            there = commune if isinstance(commune, int) else commune()
            said = form.cleaned_data
            why = keep_outside(request, Whose(there, household), act(said), on=said.get("on"), done=done)
            if why is None:
                return redirect(back)
            errors = [{"sentence": why, "field": ""}]
        else:
            errors = errors_of(form)
    return render(request, "web/screens/act.html", {
        "form": form, "errors": errors, "back": back, "seal": seal_again(request), **shown,
    }, status=422 if errors else 200)


def keep_outside(request: HttpRequest, whose: Whose, act: Act, *, on: date | None, done: str) -> str | None:
    """Hand one act in; None when the register has it (and a message is left), else why not."""
    seal = read_seal(request.POST.get("seal", ""), request.user)
    if seal is None:
        return grown_old()
    today = me_of(request).on
    receipts = hand_in(request, seal, [act], household=whose, on=on or today, rulebook=words(on=today).version)
    return tell(request, receipts, done)
