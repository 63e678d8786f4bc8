"""Supervizare: what needs a supervisor, commune by commune and worker by worker; sessions held."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from vatra.access import exceptional, policies
from vatra.access import queries as access
from vatra.access.scopes import Scope
from vatra.care import queries as care
from vatra.care.team import team_for
from vatra.people import queries as people
from vatra.places import queries as places
from vatra.results import queries as results
from vatra.supervision import queries as supervision
from vatra.web.forms_of_supervision import SessionForm
from vatra.web.gate import page
from vatra.web.me import Me, me_of
from vatra.web.method_words import words
from vatra.web.present.persons import household_name
from vatra.web.screens.acting import answer_form, posted
from vatra.web.screens.opening import Opened, opened
from vatra.web.screens.outside import answer_outside
from vatra.web.sealing import Act
from vatra.web.seen import note_read, note_refused

SUPERVISE = "supervise"
FIRST_DAY = date(2000, 1, 1)
MOST_EMERGENCIES = 10


@dataclass(frozen=True, slots=True)
class Row:
    """A commune as the first screen lists it."""

    name: str
    address: str
    seen: supervision.CommuneSeen


@dataclass(frozen=True, slots=True)
class Emergency:
    """A household with an open emergency."""

    who: str
    where: str
    address: str


def supervised(me: Me) -> list[Scope]:
    """The scopes in which this worker supervises."""
    book = access.roles_book()
    return [scope for scope in me.scopes if any(SUPERVISE in book[code].acts for code in scope.roles)]


def communes_supervised(me: Me) -> list[int]:
    """The communes in which this worker supervises."""
    return sorted(code for scope in supervised(me) for code in scope.communes)


def check_supervises(me: Me) -> None:
    """PermissionDenied unless this worker supervises somewhere."""
    if not supervised(me):
        raise PermissionDenied


@page("cases")
def supervising(request: HttpRequest) -> HttpResponse:
    """What needs this supervisor, and why; then the communes, the one that needs it most first."""
    me = me_of(request)
    check_supervises(me)
    seen = [one for scope in supervised(me) for one in
            supervision.communes_seen(results.waiting_in(scope.communes, on=me.on), scope.domains, on=me.on,
                                      roles=scope.roles)]
    seen.sort(key=lambda one: -one.needs)
    named = places.communes([one.commune for one in seen])
    emergencies = [(uuid, one.commune) for one in seen for uuid in one.emergencies]
    return render(request, "web/screens/supervising.html", {
        "rows": [Row(named[one.commune].name, reverse("web:supervised_commune", args=[one.commune]), one)
                 for one in seen],
        "emergencies": _emergencies(me, emergencies[:MOST_EMERGENCIES]), "emergencies_all": len(emergencies),
        "openings": len(exceptional.openings_to_look_at(me.worker, me.communes, on=me.on)),
        "questions": sum(not one.answer for one in _questions(me)),
        "unsupervised": sum(one.unsupervised for one in seen), "unanswered": sum(one.unanswered for one in seen),
    })


def _questions(me: Me) -> list[Any]:
    return [one for scope in supervised(me)
            for one in supervision.method_questions(scope.communes, scope.domains, on=me.on)]


def _emergencies(me: Me, households: list[tuple[UUID, int]]) -> list[Emergency]:
    note_read(me, households, purpose="supervision")
    members = people.members_of([uuid for uuid, _commune in households], on=me.on) if households else {}
    named = places.communes({commune for _uuid, commune in households})
    return [Emergency(household_name(members.get(uuid, [])), named[commune].name,
                      reverse("web:household", args=[uuid])) for uuid, commune in households]


@page("cases")
def commune(request: HttpRequest, commune: int) -> HttpResponse:
    """The team of a commune with what each did, the samples and the latest sessions."""
    me = me_of(request)
    scope = _scope(me, commune)
    return render(request, "web/screens/supervised_commune.html", {
        "name": places.communes([commune])[commune].name, "commune": commune,
        "workers": [(one, ", ".join(words(on=me.on).role(code) for code in one.roles))
                    for one in supervision.workers_seen(commune, on=me.on)],
        "unsupervised": _unsupervised(me, scope, commune),
        "samples": supervision.samples([commune], most=10),
        "sessions": _sessions(me, care.sessions_of(scope.domains, communes=[commune], most=20)),
    })


def _unsupervised(me: Me, scope: Scope, commune: int) -> list[tuple[str, str, Any]]:
    """The grave cases that wait for their session: name, the page that records it, and what is asked."""
    late = supervision.unsupervised(commune, scope.domains, on=me.on, roles=scope.roles)
    homes = {one.household for one in late}
    note_read(me, [(uuid, commune) for uuid in homes], purpose="supervision")
    members = people.members_of(homes, on=me.on) if homes else {}
    return [(household_name(members.get(one.household, [])), reverse("web:household", args=[one.household]), one)
            for one in late]


def _sessions(me: Me, sessions: list[care.Session]) -> list[tuple[care.Session, str]]:
    homes = {one.household for one in sessions if one.household}
    members = people.members_of(homes, on=me.on) if homes else {}
    note_read(me, [(one.household, one.commune) for one in sessions if one.household], purpose="supervision")
    return [(one, household_name(members.get(one.household, [])) if one.household else one.worker) for one in sessions]


def _scope(me: Me, commune: int) -> Scope:
    """The scope of a commune that this worker supervises; 404 for one out of reach."""
    if commune not in me.communes:
        note_refused(me, None, purpose="supervision", about="commune")
        raise Http404
    found = next((scope for scope in supervised(me) if commune in scope.communes), None)
    if found is None:
        raise PermissionDenied
    return found


@page("cases", takes_form=True)
def worker_session(request: HttpRequest, commune: int) -> HttpResponse:
    """A session about the work of one worker of a commune."""
    me = me_of(request)
    _scope(me, commune)
    team = [(str(one.uuid), one.name) for one in supervision.workers_seen(commune, on=me.on)
            if one.uuid != me.worker.uuid]
    form = SessionForm(posted(request), today=me.on, since=FIRST_DAY, team=team)
    return answer_outside(
        request, form, lambda said: Act("hold_supervision", _said(said)), commune=commune,
        back=reverse("web:supervised_commune", args=[commune]), back_words=_("The commune"),
        title=_("Supervision session with a worker"), send=_("Keep the session"), done=_("The session is recorded."),
    )


@page("cases", takes_form=True)
def case_session(request: HttpRequest, household: UUID) -> HttpResponse:
    """A session about a household's case."""
    home = opened(request, household, purpose="hold_supervision")
    if not policies.can_act(home.me.worker, SUPERVISE, home.household.commune_id, on=home.me.on):
        raise PermissionDenied
    form = SessionForm(posted(request), today=home.me.on, since=home.household.enrolled_on, of_case=True,
                       team=_team(home))
    return answer_form(
        request, home, form, title=_("Supervision session"), send=_("Keep the session"),
        done=_("The session is recorded."), acts=lambda said: [Act("hold_supervision", _said(said))],
    )


def _team(home: Opened) -> list[tuple[str, str]]:
    """Those of the team of the case with whom a session may be held."""
    team = team_for(home.uuid, home.household.commune_id, on=home.me.on)
    book = access.roles_book()
    return [(str(one.worker.uuid), one.full_name) for one in team if one.worker.pk != home.me.worker.pk
            and any(code in book and book[code].sees_cases for code in one.roles)]


def _said(said: dict[str, Any]) -> dict[str, Any]:
    payload = {"agreed": said["agreed"]}
    if said.get("worker"):
        payload["worker"] = said["worker"]
    if said["next_on"]:
        payload["next_on"] = said["next_on"].isoformat()
    return payload
