"""Where a human decides what holds: both sides, what follows from each choice, and the choice becomes an entry."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from vatra.access import queries as access
from vatra.assessment import queries as assessment
from vatra.people import queries as people
from vatra.web.forms import DayInput
from vatra.web.gate import page
from vatra.web.present.contradictions import Card, Side, answer_words, contradictions_shown
from vatra.web.present.persons import household_name
from vatra.web.present.told import person_told
from vatra.web.screens.acting import Error, errors_of, keep, seal_again
from vatra.web.screens.opening import Opened, opened
from vatra.web.sealing import Act

Choices = Sequence[tuple[str, str]]


class DecideForm(forms.Form):
    """Which of the choices, and how that is known; `day` where a choice needs another day."""

    choice = forms.ChoiceField(label=lazy("What holds?"), widget=forms.RadioSelect,
                               error_messages={"required": lazy("Choose what holds.")})
    day = forms.DateField(label=lazy("Which day, if another one"), required=False, widget=DayInput, localize=False)
    reason = forms.CharField(
        label=lazy("How do you know?"), widget=forms.Textarea(attrs={"rows": 3}), min_length=3, max_length=2000,
        error_messages={"required": lazy("Say how you know it."), "min_length": lazy("Say why in a few words.")})

    def __init__(self, *args: Any, choices: Choices, with_day: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["choice"].choices = list(choices)  # type: ignore[attr-defined]
        if not with_day:
            del self.fields["day"]

    def clean(self) -> dict[str, Any]:
        """A choice of another day says which."""
        said = super().clean() or {}
        if said.get("choice") == "other_day" and "day" in self.fields and not said.get("day"):
            self.add_error("day", _("Say on which day."))
        return said


def decided(
    request: HttpRequest, home: Opened, card: Card, choices: Choices,
    acts: Callable[[dict[str, Any]], list[Act]], *, with_day: bool = False, more: Sequence[tuple[str, str]] = (),
) -> HttpResponse:
    """Show both sides and the choices, or keep the choice as entries. `more`: pages where it can be mended by hand."""
    form = DecideForm(request.POST if request.method == "POST" else None, choices=choices, with_day=with_day)
    errors: list[Error] = []
    if request.method == "POST":
        if form.is_valid():
            why = keep(request, home, acts(form.cleaned_data), on=home.me.on, done=_("Settled."))
            if why is None:
                return redirect("web:settle")
            errors = [{"sentence": why, "field": ""}]
        else:
            errors = errors_of(form)
    return render(request, "web/screens/decide.html", {
        "form": form, "errors": errors, "card": card, "seal": seal_again(request), "back": reverse("web:settle"),
        "more": more,
    }, status=422 if errors else 200)


def _asked(request: HttpRequest, household: UUID, address: str) -> tuple[Opened, Card]:
    """The household, where this worker settles, and the question that still stands; 404 when it stands no more."""
    home = opened(request, household, purpose="to_settle")
    if not home.may("settle"):
        raise PermissionDenied
    card = next((one for one in contradictions_shown(home.me) if one.address == address), None)
    if card is None:
        raise Http404
    return home, card


@page("cases", takes_form=True)
def settle_answer(request: HttpRequest, household: UUID, subject: UUID, fact: str) -> HttpResponse:
    """Which of the answers of one day holds?"""
    home, card = _asked(request, household, request.path)
    one = next(each for each in assessment.contradictions([household], on=home.me.on)
               if each.fact == fact and (each.person or each.household) == subject)
    values = [value for value, _by in one.said]

    def acts(said: dict[str, Any]) -> list[Act]:
        return [Act("settle_answer", {
            "fact": fact, "seen_on": one.seen_on.isoformat(), "value": values[int(said["choice"])],
            "reason": said["reason"]}, one.person)]

    return decided(request, home, card, [
        (str(place), _("“%(answer)s” holds: what was found is worked out from it") % {
            "answer": answer_words(fact, value, home.me)}) for place, value in enumerate(values)
    ], acts)


@page("cases", takes_form=True)
def settle_death(request: HttpRequest, household: UUID, act: UUID, person: UUID) -> HttpResponse:
    """Somebody was met after the day of death."""
    home, card = _asked(request, household, request.path)
    found = people.person(person)
    died = found.died_on.isoformat() if found is not None and found.died_on else ""

    def acts(said: dict[str, Any]) -> list[Act]:
        if said["choice"] == "both":
            return [Act("let_both_stand", {"one": str(act), "other": str(person), "reason": said["reason"]})]
        day: date | None = said.get("day") if said["choice"] == "other_day" else None
        return [Act("correct_person", {"field": "died_on", "base": died, "value": day.isoformat() if day else None},
                    person)]

    mends = [("lives", _("The person lives: the death is taken back, and the person is a member again")),
             ("other_day", _("The person died on another day: the death moves to it"))] \
        if home.may("register_people") else []
    return decided(request, home, card, [
        *mends, ("both", _("The death is right: the other act stays as written, and is not asked about again")),
    ], acts, with_day=bool(mends))


@page("cases", takes_form=True)
def settle_plans(request: HttpRequest, household: UUID, first: UUID, second: UUID) -> HttpResponse:
    """Two plans of one family."""
    home, card = _asked(request, household, request.path)
    anew = (reverse("web:plan", args=[household]), _("Agree one plan anew with the family"))
    more = [anew] if home.may("plan") else []
    return decided(request, home, card, [
        ("both", _("Both stand: the family has one plan with the services of both")),
    ], lambda said: [Act("let_both_stand", {"one": str(first), "other": str(second), "reason": said["reason"]})],
        more=more)


def _written_down(one: people.Bearer, on: date) -> Side:
    """A person with the number: who wrote them down, of which day."""
    told = person_told(one.household, one.person)
    if told is None:
        return Side(_name_and_place(one), "", on)
    by = access.workers({told.by}).get(told.by)
    return Side(_name_and_place(one), by.full_name if by else "", told.on, told.at)


def _name_and_place(one: people.Bearer) -> str:
    return f"{one.name}, {one.address}" if one.address else one.name


@page("cases", takes_form=True)
def settle_person(request: HttpRequest, household: UUID, kept: UUID, gone: UUID) -> HttpResponse:
    """Two persons with one CNP: one person in two households, or a number mistyped."""
    home = opened(request, household, purpose="to_settle")
    if not home.may("settle") or not home.may("register_people"):
        raise PermissionDenied
    group = next((several for several in people.same_cnp(home.me.settles)
                  if {kept, gone} <= {one.person for one in several}), None)
    if group is None or home.member(kept) is None:
        raise Http404
    named = {one.person: one for one in group}
    card = Card(
        title=_("Two current households for one person"), family=household_name(home.members),
        about=_("Two persons with the same personal number (CNP)"), address=request.path,
        household=reverse("web:household", args=[household]),
        sides=tuple(_written_down(named[one], home.me.on) for one in (kept, gone)),
    )
    return decided(request, home, card, [
        ("one", _("One person, who lives in this household: the other record ends, and can be told apart again")),
    ], lambda said: [Act("merge_persons", {"kept": str(kept), "gone": str(gone), "reason": said["reason"]})],
        more=[(reverse("web:household", args=[named[one].household]),
               _("They are two: correct the number of %(name)s") % {"name": _name_and_place(named[one])})
              for one in (kept, gone)])
