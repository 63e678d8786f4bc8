"""Signals: written down at the office, about a household or a family nobody knows yet; listed; triaged."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from vatra.access import policies
from vatra.access import queries as access
from vatra.care import queries as care
from vatra.people import queries as people
from vatra.places import queries as places
from vatra.web.forms_of_signals import SignalForm, TriageForm
from vatra.web.gate import page
from vatra.web.me import Me, me_of
from vatra.web.method_words import words
from vatra.web.paging import Slice, page_number
from vatra.web.present.persons import household_name, who
from vatra.web.present.signals import listed, number_waiting, waiting
from vatra.web.screens.acting import Error, answer_form, errors_of, posted, seal_again
from vatra.web.screens.opening import opened
from vatra.web.sealing import Act, grown_old, hand_in, read_seal, tell
from vatra.web.seen import note_read, note_refused, note_search

FIRST_DAY = date(2000, 1, 1)
A_PAGE = 20
MOST_LIKELY, MOST_NAMES = 8, 6


@dataclass(frozen=True, slots=True)
class Whose:
    """The household that an entry about a signal names, if any, and the commune."""

    uuid: UUID | None
    commune_id: int


@page("cases")
def signals(request: HttpRequest) -> HttpResponse:
    """What nobody has triaged yet."""
    me = me_of(request)
    shown = Slice(page_number(request), A_PAGE, number_waiting(me))
    return render(request, "web/screens/signals.html", {
        "signals": waiting(me, start=shown.start, most=A_PAGE), "may_signal": bool(signalling_communes(me)),
        "may_triage": may_triage(me), "shown": shown,
    })


def signalling_communes(me: Me) -> list[int]:
    """Where this worker may write down signals."""
    return _communes_with(me, "visit")


def may_triage(me: Me) -> bool:
    """Whether this worker leads cases somewhere, and so triages."""
    return bool(_communes_with(me, "case"))


def _communes_with(me: Me, act: str) -> list[int]:
    book = access.roles_book()
    return sorted(code for scope in me.scopes if any(act in book[role].acts for role in scope.roles)
                  for code in scope.communes)


@page("cases", takes_form=True)
def household_signal(request: HttpRequest, household: UUID) -> HttpResponse:
    """A signal about a household of the register."""
    home = opened(request, household, purpose="record_signal")
    if not home.may("visit"):
        raise PermissionDenied
    form = SignalForm(
        posted(request), today=home.me.on, since=FIRST_DAY, now=timezone.localtime(), communes=(),
        members=[(str(one.uuid), who(one, on=home.me.on).short) for one in home.members],
    )
    return answer_form(
        request, home, form, title=_("New signal"), send=_("Keep the signal"), done=_("The signal is written down."),
        acts=lambda said: [Act("record_signal", form.payload())],
    )


@page("cases", takes_form=True)
def signal(request: HttpRequest) -> HttpResponse:
    """A signal about a family that nobody knows yet."""
    me = me_of(request)
    communes = signalling_communes(me)
    if not communes:
        raise PermissionDenied
    named = sorted(places.communes(communes).values(), key=lambda one: one.searched)
    form = SignalForm(
        posted(request), today=me.on, since=FIRST_DAY, now=timezone.localtime(), members=None,
        communes=[(str(one.siruta), one.name) for one in named],
    )

    def act() -> tuple[Whose, Act]:
        return Whose(None, int(form.cleaned_data["commune"])), Act("record_signal", form.payload())

    return _answer(
        request, me, form, act,
        title=_("New signal"), send=_("Keep the signal"), done=_("The signal is written down."),
        about=_("About a family that is not in the register. If it is, open its page and write the signal there."),
    )


@page("cases", takes_form=True)
def triage(request: HttpRequest, signal: UUID) -> HttpResponse:
    """What is decided about a signal, by who leads cases; and whose it is."""
    me = me_of(request)
    there = care.signal(signal, {"general"})
    if there is None or there.commune not in me.communes:
        note_refused(me, signal, purpose="triage_signal", about="signal")
        raise Http404
    if not policies.can_act(me.worker, "case", there.commune, on=me.on):
        raise PermissionDenied
    seen = care.signal(signal, policies.domains_seen(me.worker, there.commune, on=me.on)) or there
    likely = _likely(me, seen) if seen.household is None else []
    form = TriageForm(posted(request), today=me.on, since=seen.noticed_on, likely=likely)

    def act() -> tuple[Whose, Act]:
        said = form.cleaned_data
        chosen = seen.household or (UUID(said["whose"]) if said.get("whose") else None)
        return Whose(chosen, seen.commune), Act("triage_signal", {
            "signal": str(signal), "decision": said["decision"], "note": said["note"],
        })

    return _answer(
        request, me, form, act, title=_("Triage of a signal"), send=_("Keep the decision"),
        done=_("The decision is written down."), signal=listed(me, [seen])[0],
    )


def _likely(me: Me, seen: Any) -> list[tuple[str, str]]:
    """The households of the commune that the names told of the family mean; most names first."""
    note_search(me)
    homes: Counter[UUID] = Counter()
    addresses: dict[UUID, str] = {}
    for name in [word for word in re.findall(r"\w{3,}", seen.about) if word[0].isupper()][:MOST_NAMES]:
        found = people.persons_found(name, communes=[seen.commune], limit=3 * MOST_LIKELY)
        there = {one.household: one.address for one in found
                 if one.household and one.is_current and one.commune_id == seen.commune}
        addresses |= there
        homes.update(there.keys())
    likely = [home for home, _names in homes.most_common(MOST_LIKELY)]
    note_read(me, [(home, seen.commune) for home in likely], purpose="triage_signal")
    members = people.members_of(likely, on=me.on)
    return [
        (str(home), " · ".join(part for part in (household_name(members.get(home, [])), addresses[home]) if part))
        for home in likely
    ]


def _answer(request: HttpRequest, me: Me, form: Any, act: Any, *, done: str, **shown: Any) -> HttpResponse:
    """As `answer_form`, for what has no household's page to go back to."""
    errors: list[Error] = []
    if request.method == "POST":
        if form.is_valid():
            why = _keep(request, me, *act(), on=form.cleaned_data["on"], done=done)
            if why is None:
                return redirect("web:signals")
            errors = [{"sentence": why, "field": ""}]
        else:
            errors = errors_of(form)
    return render(request, "web/screens/act.html", {
        "form": form, "errors": errors, "back": reverse("web:signals"), "back_words": _("Signals"),
        "seal": seal_again(request), **shown,
    }, status=422 if errors else 200)


def _keep(request: HttpRequest, me: Me, whose: Whose, act: Act, *, on: date, done: str) -> str | None:
    seal = read_seal(request.POST.get("seal", ""), request.user)
    if seal is None:
        return grown_old()
    return tell(request, hand_in(request, seal, [act], household=whose, on=on, rulebook=words(on=me.on).version), done)
