"""The households of the worker's communes: all of them by place, or found by the name of anyone who lives there."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vatra.assessment import queries as assessment
from vatra.care import queries as care
from vatra.people import queries as people
from vatra.results import queries as results
from vatra.web.gate import page
from vatra.web.me import Me, me_of
from vatra.web.method_words import words
from vatra.web.paging import Slice, page_number
from vatra.web.present.chips import Chip
from vatra.web.present.levels import levels_seen, levels_seen_in
from vatra.web.present.persons import (
    age_in_words,
    children_in_words,
    household_name,
    is_child,
    members_in_words,
    sex_in_words,
    where,
)
from vatra.web.present.progress import STATES
from vatra.web.screens.enrolling import enrolling_communes
from vatra.web.seen import note_read, note_search
from vatra.web.templatetags.page import LEVELS, day_in_words, number

A_PAGE = 25
MOST_FOUND = 20
LONGEST = 100


@dataclass(frozen=True, slots=True)
class Row:
    """A household in the list."""

    address: str
    short: str
    about: str
    level: str | None


@dataclass(frozen=True, slots=True)
class Match:
    """A person found by name, and the household they lead to."""

    address: str
    name: str
    about: str
    where: str
    level: str | None


@page("cases")
def households(request: HttpRequest) -> HttpResponse:
    """The list, a page of it, of one level when asked for."""
    return _answer(request, me_of(request))


@page("cases", takes_form=True)
def search(request: HttpRequest) -> HttpResponse:
    """Found by name; posted, so that a name never stands in an address or a log."""
    if request.method != "POST":
        return redirect("web:households")
    me = me_of(request)
    typed = request.POST.get("words", "")[:LONGEST].strip()
    found = _found(typed, me) if len(typed) > 1 else []
    if typed:
        note_search(me)
    shown = {"words": typed, "found": found, "found_sentence": _found_sentence(typed, found)}
    if getattr(request, "htmx", False):
        return render(request, "web/parts/found.html", shown)
    return _answer(request, me, **shown) if len(typed) < 2 else _found_alone(request, me, shown)


def _found_alone(request: HttpRequest, me: Me, shown: dict[str, Any]) -> HttpResponse:
    """A page of who was found, without the list of all, when script does not put them above it."""
    counted = results.counts_of(me.communes, on=me.on).values()
    sentence = _sentence(sum(one.households for one in counted), sum(one.households_assessed for one in counted), me)
    return render(request, "web/screens/households.html", {"sentence": sentence, "searched": True, **shown})


def _answer(request: HttpRequest, me: Me, **more: Any) -> HttpResponse:
    chosen = people.households_in(me.communes, on=me.on)
    levels = levels_seen_in(me) if me.is_of_one_commune else None
    wanted = request.GET.get("level", "")
    level = wanted if levels is not None and wanted in LEVELS else ""
    counted = results.counts_of(me.communes, on=me.on).values()
    whole = sum(one.households for one in counted)
    if level and levels is not None:
        chosen = chosen.filter(uuid__in=[uuid for uuid, one in levels.items() if one == level])
    state = request.GET.get("state", "")
    state = state if state in STATES else ""
    if state:
        chosen = chosen.filter(uuid__in=[
            one for scope in me.scopes for one in care.households_in(state, scope.communes, scope.domains, on=me.on)
        ])
    where_found = _where_found(request.GET.get("vulnerability", ""), me)
    if where_found:
        chosen = chosen.filter(uuid__in=where_found.households)
    shown = Slice(page_number(request), A_PAGE, chosen.count() if level or state or where_found else whole)
    listed = list(chosen[shown.start : shown.start + A_PAGE])
    note_read(me, [(one.uuid, one.commune_id) for one in listed], purpose="households")
    assessed = sum(one.households_assessed for one in counted)
    return render(request, "web/screens/households.html", {
        "sentence": _sentence(whole, assessed, me), "levels": _chips(whole, levels, level) if levels else [],
        "households": _rows(listed, me), "shown": shown,
        "query": "".join(f"{name}={value}&" for name, value in (
            ("level", level), ("state", state), ("vulnerability", where_found.code if where_found else "")) if value),
        "vulnerability": where_found.name if where_found else "",
        "states": _states(me, state), "state": STATES.get(state, ""),
        "may_enrol": bool(enrolling_communes(me)),
        "empty": {"title": _("No household here yet"),
                  "words": _("A household stands here after it was enrolled in the field or brought in from a list.")},
        **more,
    })


@dataclass(frozen=True, slots=True)
class WhereFound:
    """A vulnerability by code and name, and the households where it is present, as far as the reader may know."""

    code: str
    name: str
    households: list[UUID]


def _where_found(code: str, me: Me) -> WhereFound | None:
    """None for a code that is none, or that no role of the reader may know of."""
    book = words(on=me.on)
    known = any(each.code == code for each in book.book.vulnerabilities)
    if not known or not any(book.may_know(code, scope.domains) for scope in me.scopes):
        return None
    found = [one for scope in me.scopes
             for one in assessment.households_where_found(code, scope.communes, domains=scope.domains)]
    return WhereFound(code, book.vulnerability(code), found)


def _states(me: Me, here: str) -> list[Chip]:
    """The states of the process that any household is in, in the order of the process."""
    counted: Counter[str] = Counter()
    for scope in me.scopes:
        counted.update(results.number_by_state(scope.communes, scope.domains, on=me.on))
    base = reverse("web:households")
    return [Chip(str(word), counted[state], f"{base}?state={state}", state == here)
            for state, word in STATES.items() if state in counted]


def _sentence(whole: int, assessed: int, me: Me) -> str:
    counted = ngettext("%(count)s household", "%(count)s households", whole) % {"count": number(whole)}
    return _("%(households)s, of which %(assessed)s assessed, on %(day)s.") % {
        "households": counted, "assessed": number(min(assessed, whole)), "day": day_in_words(me.on),
    }


def _chips(whole: int, levels: dict[UUID, str], level: str) -> list[Chip]:
    base = reverse("web:households")
    counts = Counter(levels.values())
    chips = [Chip(_("All"), whole, base, not level)]
    for code, (_step, word) in LEVELS.items():
        if counts[code]:
            chips.append(Chip(capfirst(str(word)), counts[code], f"{base}?level={code}", code == level))
    return chips


def _rows(found: list[Any], me: Me) -> list[Row]:
    uuids = [one.uuid for one in found]
    members = people.members_of(uuids, on=me.on)
    levels = levels_seen(uuids, me)
    return [
        Row(_address(one.uuid), household_name(members[one.uuid]), _about(one, members[one.uuid], me),
            levels.get(one.uuid))
        for one in found
    ]


def _about(household: Any, members: list[Any], me: Me) -> str:
    children = sum(is_child(one, on=me.on) for one in members)
    parts = [_place(household, me), members_in_words(len(members)), children_in_words(children) if children else ""]
    return " · ".join(part for part in parts if part)


def _place(household: Any, me: Me) -> str:
    village = where(household)
    if me.is_of_one_commune or village == household.commune.name:
        return village
    return f"{village}, {household.commune.name}"


def _found(typed: str, me: Me) -> list[Match]:
    persons = [one for one in people.persons_found(typed, communes=me.communes, limit=MOST_FOUND) if one.household]
    uuids = [one.household for one in persons if one.household]
    homes, levels = people.households(uuids), levels_seen(uuids, me)
    note_read(me, [(home.uuid, home.commune_id) for home in homes.values()], purpose="search")
    return [_match(one, homes[one.household], levels.get(one.household), me)
            for one in persons if one.household in homes]


def _match(one: Any, home: Any, level: str | None, me: Me) -> Match:
    person = _as_member(one)
    parts = [age_in_words(person, on=me.on), sex_in_words(person, on=me.on),
             "" if one.is_current else _("no longer lives there")]
    return Match(
        address=_address(one.household), name=f"{one.surname} {one.given_name}".strip(),
        about=", ".join(part for part in parts if part), where=_place(home, me), level=level,
    )


def _as_member(one: Any) -> people.Member:
    """What was found, with the ages and the sex that a member can tell."""
    return people.Member(
        one.person, one.household, one.surname, one.given_name, one.sex, one.born_on, one.born_precision, one.died_on,
        cnp_state="", relation="", is_head=False, since=one.born_on, until=None,
    )


def _address(uuid: UUID) -> str:
    return reverse("web:household", args=[uuid])


def _found_sentence(typed: str, found: list[Match]) -> str:
    if len(typed) < 2:
        return ""
    if not found:
        return _("Nobody found")
    if len(found) == MOST_FOUND:
        return _("The %(count)s closest; write more of the name to narrow it") % {"count": number(len(found))}
    return ngettext("%(count)s person found", "%(count)s persons found", len(found)) % {"count": number(len(found))}
