"""Sitting down with a council: of the own commune or it does not exist; and the way of every act done there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from vatra.community import policies
from vatra.community import queries as community
from vatra.places import queries as places
from vatra.web.me import Me, me_of
from vatra.web.method_words import words
from vatra.web.screens.acting import Error, errors_of, seal_again
from vatra.web.sealing import Act, grown_old, hand_in, read_seal, tell
from vatra.web.seen import note_refused


@dataclass(frozen=True, slots=True)
class Whose:
    """What an entry of the council is about: a commune, and no household."""

    commune_id: int
    uuid: UUID | None = None


@dataclass(frozen=True)
class Seat:
    """A worker at the council of one commune, and what they may do there."""

    me: Me
    commune: int

    @cached_property
    def keeps(self) -> bool:
        """Whether they write for it, and may know whose cases are spoken of."""
        return policies.can_keep(self.me.worker, self.commune, on=self.me.on)

    @cached_property
    def calls(self) -> bool:
        """Whether they call it together."""
        return policies.can_call(self.me.worker, self.commune, on=self.me.on)

    @cached_property
    def council(self) -> Any:
        """The council, or None while none was founded."""
        return community.council_of(self.commune)

    @cached_property
    def members(self) -> list[community.Member]:
        """Who sits in it today."""
        return community.members_of(self.commune, on=self.me.on)

    @cached_property
    def place(self) -> Any:
        """The commune."""
        return places.commune(self.commune)

    @property
    def address(self) -> str:
        """The address of the council's page."""
        base = reverse("web:council")
        return base if len(self.me.councils) == 1 else f"{base}?commune={self.commune}"


def seated(request: HttpRequest) -> Seat:
    """At the council that the address names, or the first of the worker's; 404 for another commune's."""
    me = me_of(request)
    asked = request.GET.get("commune") or request.POST.get("commune") or ""
    if not asked:
        return Seat(me, min(me.councils))
    if not asked.isdecimal() or int(asked) not in me.councils:
        note_refused(me, None, purpose="council", about="council")
        raise Http404
    return Seat(me, int(asked))


def seated_at(request: HttpRequest, meeting: UUID, *, purpose: str) -> tuple[Seat, community.Sitting]:
    """At a meeting; 404 alike for another commune's and for one that never was."""
    me = me_of(request)
    found = community.meeting(meeting)
    if found is None or found.commune not in me.councils:
        note_refused(me, meeting, purpose=purpose, about="meeting")
        raise Http404
    return Seat(me, found.commune), found


def must(may: bool) -> None:
    """403 unless it may be."""
    if not may:
        raise PermissionDenied


def keep(request: HttpRequest, seat: Seat, acts: Sequence[Act], *, on: Any, done: str) -> str | None:
    """Hand the acts in; None when the register has them (and a message is left), else why not."""
    seal = read_seal(request.POST.get("seal", ""), request.user)
    if seal is None:
        return grown_old()
    receipts = hand_in(request, seal, acts, household=Whose(seat.commune), on=on,
                       rulebook=words(on=seat.me.on).version)
    return tell(request, receipts, done)


def answer(
    request: HttpRequest, seat: Seat, form: Any, acts: Callable[[], Sequence[Act]], *, done: str, back: str,
    back_words: str, **shown: Any,
) -> HttpResponse:
    """As `answer_form`, for what goes back to a page of the council."""
    errors: list[Error] = []
    if request.method == "POST":
        if form.is_valid():
            why = keep(request, seat, acts(), on=form.cleaned_data["on"], done=done)
            if why is None:
                return redirect(back)
            errors = [{"sentence": why, "field": ""}]
        else:
            errors = errors_of(form)
    return render(request, "web/screens/act.html", {
        "form": form, "errors": errors, "back": back, "back_words": back_words, "seal": seal_again(request), **shown,
    }, status=422 if errors else 200)
