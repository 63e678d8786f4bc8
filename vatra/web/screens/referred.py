"""Trimiteri: the referrals of a worker's communes with their clocks; one with its history and what comes next."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vatra.access.scopes import Scope
from vatra.care import queries as care
from vatra.care.links import link_of, shared
from vatra.care.moves import OPEN
from vatra.web.gate import page
from vatra.web.me import Me, me_of
from vatra.web.paging import Slice, page_number
from vatra.web.present.persons import household_name
from vatra.web.present.plans import short_of
from vatra.web.present.referrals import (
    NEXT,
    clock_in_words,
    history,
    listed,
    sharing_in_words,
    state_in_words,
)
from vatra.web.screens.opening import Opened, opened
from vatra.web.screens.referring import referral_here
from vatra.web.templatetags.page import day_in_words, number

A_PAGE = 30


@page("cases")
def referrals(request: HttpRequest) -> HttpResponse:
    """The list, a part of it when asked for: one's own, drafts, those nobody confirmed, under way, closed, unmet."""
    me = me_of(request)
    asked_for = request.GET.get("show", "open")
    part = asked_for if asked_for in care.REFERRAL_PARTS else "open"
    found = _found(me, part)
    here = Slice(page_number(request), A_PAGE, len(found))
    return render(request, "web/screens/referrals.html", {
        "sentence": _sentence(found if part == "open" else _found(me, "open")), "chips": _chips(part),
        "referrals": listed(me, _seen(me, found[here.start : here.start + A_PAGE])), "shown": here,
        "query": f"show={part}&", "part": part,
    })


Found = tuple[Scope, UUID, bool]  # in which of the worker's scopes; which; whether it is overdue


def _found(me: Me, part: str) -> list[Found]:
    found = [
        (scope, uuid, late) for scope in me.scopes
        for uuid, late in care.referrals_in(scope.communes, scope.domains, on=me.on, roles=scope.roles, part=part,
                                            by=me.worker.pk if part == "mine" else None)
    ]
    return sorted(found, key=lambda one: not one[-1]) if part in ("open", "silent", "mine") else found


def _seen(me: Me, found: list[Found]) -> list[care.ReferralSeen]:
    seen: dict[UUID, care.ReferralSeen] = {}
    for scope in me.scopes:
        here = [uuid for its, uuid, _late in found if its is scope]
        seen |= care.referrals_seen(here, scope.domains, on=me.on, roles=scope.roles)
    return [seen[uuid] for _scope, uuid, _late in found]


def _sentence(under_way: list[Found]) -> str:
    late = sum(is_late for _scope, _uuid, is_late in under_way)
    said = ngettext("%(count)s referral is under way", "%(count)s referrals are under way", len(under_way)) % {
        "count": number(len(under_way))}
    if not late:
        return _("%(said)s; nobody's answer is overdue.") % {"said": said}
    return _("%(said)s; %(late)s.") % {"said": said, "late": ngettext(
        "%(count)s answer is overdue", "%(count)s answers are overdue", late) % {"count": number(late)}}


def _chips(part: str) -> list[tuple[str, str, bool]]:
    names = {"open": _("Under way"), "mine": _("Mine"), "draft": _("To be sent"), "silent": _("Not confirmed"),
             "closed": _("Closed"), "unmet": _("Unmet needs")}
    base = reverse("web:referrals")
    return [(word, f"{base}?show={name}", name == part) for name, word in names.items()]


@page("cases")
def referral_page(request: HttpRequest, household: UUID, referral: UUID) -> HttpResponse:
    """One referral: where it stands, what comes next, how its provider can answer, and its whole history."""
    home = opened(request, household, purpose="referral")
    one = referral_here(home, referral)
    may = home.may("refer") and one.state != "withdrawn"
    made = link_of(one.uuid, at=timezone.now())
    return render(request, "web/screens/referral.html", {
        "one": one, "home": household_name(home.members), "back": reverse("web:household", args=[home.uuid]),
        "who": short_of(home, one.person), "state": state_in_words(one), "next": _next(one, may),
        "clock": clock_in_words(one, on=home.me.on), "late": one.is_late(home.me.on),
        "sharing": sharing_in_words(one), "history": history(home, one), "why": _why(home, one),
        "provider": care.provider(one.institution, on=home.me.on) if one.institution else None,
        "link": _link_in_words(made), **_ways(home, one, may),
    })


def _next(one: care.ReferralSeen, may: bool) -> str:
    if one.state == "closed":
        if one.outcome in ("no_provider", "turned_away"):
            return _("It is counted as an unmet need. Look in the directory for somebody else.")
        return _("Nothing more. What came of it stands in the history.")
    return str(NEXT.get(one.state, "")) if may or one.state == "withdrawn" else ""


def _why(home: Opened, one: care.ReferralSeen) -> str:
    return ", ".join(home.words.vulnerability(code) for code in one.codes)


def _ways(home: Opened, one: care.ReferralSeen, may: bool) -> dict[str, str]:
    """The addresses of what this worker may do with it now."""
    ids = [home.uuid, one.uuid]
    under_way = may and one.state in OPEN
    return {
        "send": reverse("web:send_draft", args=ids) if may and one.state == "draft" else "",
        "reply": reverse("web:reply", args=ids) if may and one.state in (*OPEN, "closed") and one.sent_on else "",
        "letter": reverse("web:referral_letter", args=ids)
        if under_way and one.institution and shared(one, on=home.me.on) else "",
        "withdraw": reverse("web:withdraw_consent", args=ids)
        if may and one.basis and one.state != "draft" and not one.consent_withdrawn_on else "",
    }


def _link_in_words(made: Any) -> str:
    if made is None:
        return ""
    until = day_in_words(timezone.localtime(made.expires_at).date())
    if made.opened_at:
        return _("The link of the letter was opened first on %(day)s; it holds until %(until)s.") % {
            "day": day_in_words(timezone.localtime(made.opened_at).date()), "until": until}
    return _("The link of the letter was not opened yet; it holds until %(until)s.") % {"until": until}
