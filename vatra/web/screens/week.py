"""Săptămâna: the visits of a worker or of the team from Monday to Sunday, village by village; what could be joined."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from vatra.access import policies
from vatra.access import queries as access
from vatra.access.scopes import Scope
from vatra.care import queries as care
from vatra.people import queries as people
from vatra.web.gate import page
from vatra.web.me import Me, me_of
from vatra.web.method_words import words
from vatra.web.present.chips import Chip
from vatra.web.present.persons import household_name, where
from vatra.web.screens.teamwork import ACT, day_offered, monday
from vatra.web.sealing import new_seal
from vatra.web.seen import note_read
from vatra.web.templatetags.page import day_in_words

MOST_DUE = 60
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Line:
    """A household in the week: a planned visit, something due, or a proposal to go together."""

    who: str
    address: str
    words: str = ""
    state: str = ""
    act: str = ""
    seal: str = ""


@dataclass(slots=True)
class Day:
    """A day and its visits by village."""

    on: date
    title: str
    today: bool
    villages: list[tuple[str, list[Line]]] = field(default_factory=list)


def own_scopes(me: Me) -> list[Scope]:
    """The communes in whose team this worker makes visits."""
    own = {held.commune_id for held in me.roles if held.commune_id
           and policies.can_act(me.worker, ACT, held.commune_id, on=me.on)}
    return [Scope(one.communes & own, one.domains, one.roles) for one in me.scopes if one.communes & own]


@page("cases")
def week(request: HttpRequest) -> HttpResponse:
    """The week that a day asked for lies in; of this worker, or of the whole team."""
    me = me_of(request)
    scopes = own_scopes(me)
    if not scopes:
        raise PermissionDenied
    begins, team = monday(_day(request.GET.get("din", "")) or me.on), request.GET.get("cine") == "echipa"
    visits = [one for scope in scopes for one in care.visits_planned(
        scope.domains, on=me.on, since=begins, until=begins + WEEK, communes=scope.communes, roles=scope.roles)]
    visits = [one for one in visits if team or one.is_of(me.worker.uuid)]
    joined = [one for scope in scopes for one in _together(me, scope, begins)] if begins >= monday(me.on) else []
    due = _due(me, scopes, {one.household for one in visits}) if begins == monday(me.on) else []
    homes = _homes(me, [*(one.household for one in visits), *(one.household for one in joined),
                        *(one.household for one in due)])
    return render(request, "web/screens/week.html", {
        "title": _("Week of %(day)s") % {"day": day_in_words(begins)}, "days": _days(me, begins, visits, homes),
        "together": [_joined(request, me, one, homes) for one in joined],
        "due": _by_village([(one.household, _due_line(one, homes)) for one in due], homes),
        "chips": _chips(begins, team), "any": bool(visits),
        "before": _address(begins - WEEK, team), "after": _address(begins + WEEK, team),
    })


def visits_of_today(me: Me) -> list[Line]:
    """The visits that this worker makes today, as planned; those already made with that word."""
    visits = [one for scope in own_scopes(me) for one in care.visits_planned(
        scope.domains, on=me.on, since=me.on, until=me.on + timedelta(days=1), communes=scope.communes,
        roles=scope.roles) if one.is_of(me.worker.uuid)]
    homes = _homes(me, [one.household for one in visits]) if visits else {}
    return [_visit_line(me, one, homes) for one in visits]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _address(begins: date, team: bool) -> str:
    return f"{reverse('web:week')}?din={begins.isoformat()}" + ("&cine=echipa" if team else "")


def _chips(begins: date, team: bool) -> list[Chip]:
    return [Chip(_("My visits"), None, _address(begins, False), not team),
            Chip(_("The whole team"), None, _address(begins, True), team)]


def _together(me: Me, scope: Scope, begins: date) -> list[care.Together]:
    roles = {code for commune in scope.communes for one in access.team_of(commune, on=me.on) for code in one.roles}
    return care.visits_to_make_together(
        scope.communes, scope.domains, scope.roles, week=begins, on=me.on, team=roles,
    )[:10]


def _due(me: Me, scopes: Iterable[Scope], planned: Collection[UUID]) -> list[care.Asked]:
    """What is due by Sunday where no visit is planned, one line a household."""
    until = monday(me.on) + WEEK
    found: dict[UUID, care.Asked] = {}
    for scope in scopes:
        for one in care.worklist(scope.communes, scope.domains, on=me.on, limit=MOST_DUE, roles=scope.roles):
            if one.due_on < until and one.household not in planned:
                found.setdefault(one.household, one)
    return list(found.values())


def _homes(me: Me, uuids: list[UUID]) -> dict[UUID, tuple[str, str]]:
    """Name and village of households; each is noted as read."""
    rows = people.households(set(uuids))
    note_read(me, [(row.uuid, row.commune_id) for row in rows.values()], purpose="week")
    members = people.members_of(list(rows), on=me.on) if rows else {}
    return {uuid: (household_name(members.get(uuid, [])), where(row)) for uuid, row in rows.items()}


def _days(me: Me, begins: date, visits: list[care.VisitPlanned], homes: dict[UUID, tuple[str, str]]) -> list[Day]:
    names = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
    days = []
    for number, name in enumerate(names):
        on = begins + timedelta(days=number)
        of_day = [(one.household, _visit_line(me, one, homes)) for one in visits if one.day == on]
        if of_day or number < 5:
            days.append(Day(on, f"{name}, {day_in_words(on)}", on == me.on, _by_village(of_day, homes)))
    return days


def _visit_line(me: Me, one: care.VisitPlanned, homes: dict[UUID, tuple[str, str]]) -> Line:
    who = [one.by_name, *one.names]
    parts = [words(on=me.on).service(one.purpose) if one.purpose else "", ", ".join(who), one.note]
    states = {"made": _("made"), "missed": _("not made on its day")}
    off = reverse("web:cancel_visit", args=[one.household, one.uuid]) if one.state == "planned" else ""
    return Line(homes[one.household][0], reverse("web:household", args=[one.household]),
                " · ".join(part for part in parts if part), states.get(one.state, ""), off,
                new_seal(me.worker, at=timezone.now()) if off else "")


def _due_line(one: care.Asked, homes: dict[UUID, tuple[str, str]]) -> Line:
    said = _("%(what)s · by %(day)s") % {"what": one.what, "day": day_in_words(one.due_on)}
    return Line(homes[one.household][0], reverse("web:household", args=[one.household]), said,
                _("late") if one.days_late else "", reverse("web:plan_visit", args=[one.household]))


def _joined(request: HttpRequest, me: Me, one: care.Together, homes: dict[UUID, tuple[str, str]]) -> Line:
    book = words(on=me.on)
    theirs = ", ".join(book.service(code) for code in one.what)
    said = _("you: %(mine)s · %(role)s: %(theirs)s") % {
        "mine": ", ".join(book.service(code) for code in one.mine), "role": book.role(one.other_role),
        "theirs": theirs or _("has something due here too"),
    }
    return Line(f"{homes[one.household][0]}, {homes[one.household][1]}",
                reverse("web:household", args=[one.household]), said, day_in_words(day_offered(one, me.on)),
                reverse("web:together", args=[one.household]), new_seal(request.user, at=timezone.now()))


def _by_village(lines: list[tuple[UUID, Line]], homes: dict[UUID, tuple[str, str]]) -> list[tuple[str, list[Any]]]:
    """The lines of each village together, to spare the road."""
    grouped: dict[str, list[Line]] = {}
    for uuid, line in sorted(lines, key=lambda pair: homes[pair[0]][1]):
        grouped.setdefault(homes[uuid][1], []).append(line)
    return list(grouped.items())
