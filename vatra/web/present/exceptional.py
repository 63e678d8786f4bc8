"""Exceptional accesses in words: to the worker who opened one, and to the supervisor who must look at it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from vatra.people import queries as people
from vatra.web.me import Me
from vatra.web.method_words import words
from vatra.web.present.persons import household_name
from vatra.web.present.signals import hour, moment_in_words
from vatra.web.seen import note_read

DOMAINS = {
    "general": lazy("general matters"), "economic": lazy("the economic situation"), "housing": lazy("the dwelling"),
    "family": lazy("the family's situation"), "education": lazy("school"), "health": lazy("health"),
    "health_detail": lazy("medical details"), "violence": lazy("violence, abuse and neglect"),
    "risk": lazy("risk behaviours"),
}


@dataclass(frozen=True, slots=True)
class OpeningShown:
    """An exceptional access: on the household's page, or on the list of those to look at."""

    words: str
    reason: str
    address: str = ""
    who: str = ""
    household: str = ""
    verdict: str = ""
    said: str = ""


def domain_in_words(domain: str) -> str:
    """What a domain is about."""
    return str(DOMAINS.get(domain, domain))


def openings_shown(openings: Iterable[Any]) -> list[OpeningShown]:
    """What stands open for the worker who reads the page."""
    return [
        OpeningShown(
            _("Open for you until %(hour)s: %(domain)s. Your supervisor was told; what you read is written down.")
            % {"hour": hour(one.until), "domain": domain_in_words(one.domain)}, one.reason,
        )
        for one in openings
    ]


def openings_listed(me: Me, openings: Iterable[Any]) -> list[OpeningShown]:
    """Some exceptional accesses with whose they are and of which household; the households are noted as read."""
    several = list(openings)
    members = people.members_of({one.household for one in several}, on=me.on) if several else {}
    note_read(me, [(one.household, one.commune) for one in several], purpose="exceptional_access")
    return [_listed(me, one, members.get(one.household, [])) for one in several]


def _listed(me: Me, one: Any, members: list[Any]) -> OpeningShown:
    verdict = {True: _("Agreed by %(name)s"), False: _("Not agreed by %(name)s")}.get(one.agreed, "")
    return OpeningShown(
        words=_("%(domain)s, from %(since)s to %(until)s") % {
            "domain": domain_in_words(one.domain), "since": moment_in_words(one.since),
            "until": moment_in_words(min(one.ended_at or one.until, one.until))},
        reason=one.reason, address=reverse("web:look_at_opening", args=[one.uuid]),
        who=f"{one.worker.full_name}, {words(on=me.on).role(one.role)}", household=household_name(members),
        verdict=verdict % {"name": one.looked_by} if verdict else "", said=one.words,
    )
