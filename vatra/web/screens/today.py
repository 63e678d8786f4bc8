"""Azi: what is to be done, for whom, why, by when and from which law; overdue first."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vatra.access import exceptional
from vatra.care import queries as care
from vatra.people import handed
from vatra.people import queries as people
from vatra.results import queries as results
from vatra.supervision import queries as supervision
from vatra.web.gate import page
from vatra.web.me import Me, me_of
from vatra.web.method_words import words
from vatra.web.paging import Slice, page_number
from vatra.web.present.chips import Chip
from vatra.web.present.coming_of_age import birthdays
from vatra.web.present.council import council_due, own_tasks
from vatra.web.present.handing import coming_shown, registering_communes
from vatra.web.present.messages import unread
from vatra.web.present.referrals import news
from vatra.web.present.signals import number_waiting, waiting
from vatra.web.present.tasks import by_household
from vatra.web.screens.closing import closings_waiting
from vatra.web.screens.leaving import lists_waiting
from vatra.web.screens.sampling import interviewing
from vatra.web.screens.signals import may_triage, signalling_communes
from vatra.web.screens.week import visits_of_today
from vatra.web.seen import note_read
from vatra.web.templatetags.page import number

A_PAGE = 20
FEW = 5  # signals shown here; all of them have a page of their own


@page("cases")
def today(request: HttpRequest) -> HttpResponse:
    """The worklist of the worker's communes, a part of it when asked for."""
    me = me_of(request)
    asked_for = request.GET.get("show", "all")
    part = asked_for if asked_for in care.PARTS else "all"
    counts = _counts(me)
    here = page_number(request)
    asked = _asked(me, part, (here - 1) * A_PAGE, late=counts["late"])
    members = people.members_of({one.household for one in asked}, on=me.on)
    note_read(me, [(one.household, one.commune) for one in asked], purpose="worklist")
    shown = {
        "sentence": _sentence(counts), "chips": _chips(counts, part) if counts["all"] else [],
        "homes": by_household(asked, members, words(on=me.on), on=me.on),
        "shown": Slice(here, A_PAGE, counts[part]), "query": f"show={part}&",
        "empty": _empty(counts, part), "signals": waiting(me, most=FEW), "signals_all": number_waiting(me),
        "may_triage": may_triage(me),
        "may_signal": bool(signalling_communes(me)), "council_tasks": own_tasks(me), "council_due": council_due(me),
        "news": news(me), "coming": coming_shown(me), "birthdays": birthdays(me),
        "asked_for": len(handed.asked_of(registering_communes(me))), "may_hand_over": bool(registering_communes(me)),
        "closings": closings_waiting(me), "school_lists": lists_waiting(me),
        "openings": len(exceptional.openings_to_look_at(me.worker, me.communes, on=me.on)),
        "ask_again": len(supervision.to_ask_again(me.worker, interviewing(me))),
        "unread": unread(me), "planned": visits_of_today(me),
    }
    return render(request, "web/screens/today.html", shown)


def _counts(me: Me) -> dict[str, int]:
    counted = [results.worklist_counts(one.communes, one.domains, on=me.on, roles=one.roles) for one in me.scopes]
    return {part: sum(one[part] for one in counted) for part in care.PARTS}


def _asked(me: Me, part: str, offset: int, *, late: int) -> list[care.Asked]:
    """A page of the worklist; of several scopes their lists are merged in the same order."""
    if len(me.scopes) == 1:
        scope = me.scopes[0]
        return care.worklist(scope.communes, scope.domains, on=me.on, part=part, offset=offset, limit=A_PAGE,
                             roles=scope.roles, late=late)
    lists = [care.worklist(scope.communes, scope.domains, on=me.on, part=part, limit=offset + A_PAGE,
                           roles=scope.roles) for scope in me.scopes]
    merged = sorted((one for several in lists for one in several),
                    key=lambda one: (one.due_on >= me.on, -one.urgency, one.due_on))
    return merged[offset : offset + A_PAGE]


def _sentence(counts: dict[str, int]) -> str:
    whole = counts["all"]
    if not whole:
        return _("Nothing is waiting.")
    said = ngettext("%(count)s thing to do", "%(count)s things to do", whole) % {"count": number(whole)}
    late = counts["late"]
    if not late:
        return _("%(things)s, none is late.") % {"things": said}
    return _("%(things)s, of which %(late)s.") % {
        "things": said,
        "late": ngettext("%(count)s is late", "%(count)s are late", late) % {"count": number(late)},
    }


def _chips(counts: dict[str, int], part: str) -> list[Chip]:
    names = {"all": _("All"), "late": _("Late"), "week": _("Next 7 days"), "later": _("Later")}
    base = reverse("web:today")
    return [Chip(names[name], counts[name], f"{base}?show={name}" if name != "all" else base, name == part)
            for name in care.PARTS]


def _empty(counts: dict[str, int], part: str) -> dict[str, Any]:
    if counts["all"]:
        return {"title": _("Nothing here"), "words": _("Nothing of your list falls in this part."),
                "address": reverse("web:today"), "act": _("Show all")}
    return {
        "title": _("Nothing is waiting"), "address": reverse("web:households"), "act": _("To the households"),
        "words": _("Deadlines of the law and of your plans will stand here, the latest first. "
                   "The first ones come with the first interview that finds a vulnerability."),
    }


