"""Signals in words, for the list of those that nobody has triaged yet and for the triage itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from vatra.care import queries as care
from vatra.people import queries as people
from vatra.web.forms_of_signals import SIGNS, SOURCES
from vatra.web.me import Me
from vatra.web.method_words import words
from vatra.web.present.persons import household_name
from vatra.web.seen import note_read
from vatra.web.templatetags.page import day_in_words


@dataclass(frozen=True, slots=True)
class Listed:
    """A signal on the list; `address` is that of its triage, `about` stands behind a tap."""

    address: str
    who: str
    about: str
    source: str
    noticed: str
    by: str
    visit_by: str
    late: bool
    signs: tuple[tuple[str, str], ...]
    told_by: str
    words: str
    sheet: str
    paper: str


def waiting(me: Me, *, most: int, start: int = 0) -> list[Listed]:
    """What nobody has triaged yet where this worker sees cases, the oldest first: `most` from the `start`."""
    if len(me.scopes) == 1:
        scope = me.scopes[0]
        return listed(me, care.signals_waiting(scope.communes, scope.domains, start=start, most=most))
    found = [one for scope in me.scopes
             for one in care.signals_waiting(scope.communes, scope.domains, most=start + most)]
    return listed(me, sorted(found, key=lambda one: one.noticed_at)[start : start + most])


def number_waiting(me: Me) -> int:
    """How many `waiting` would list without a limit."""
    communes = {code for scope in me.scopes if "general" in scope.domains for code in scope.communes}
    return care.number_of_signals_waiting(communes) if communes else 0


def listed(me: Me, found: Sequence[Any]) -> list[Listed]:
    """Some signals in words; noted as read are the households, or the signal that names a family nobody knows yet."""
    homes = {one.household for one in found if one.household}
    members = people.members_of(homes, on=me.on) if homes else {}
    note_read(me, [(one.household, one.commune) for one in found if one.household], purpose="signals")
    note_read(me, [(one.uuid, one.commune) for one in found if not one.household], purpose="signals", about="signal")
    return [_listed(me, one, members.get(one.household, [])) for one in found]


def _listed(me: Me, one: Any, members: list[Any]) -> Listed:
    roles = [words(on=me.on).role(code) for code in one.profession]
    return Listed(
        address=reverse("web:triage", args=[one.uuid]),
        who=household_name(members) if one.household else _("A family not in the register"), about=one.about,
        source=str(SOURCES.get(one.source, one.source)), noticed=moment_in_words(one.noticed_at),
        by=", ".join([one.by, *roles]), visit_by=moment_in_words(one.visit_by),
        late=one.triaged_on is None and one.noticed_on < me.on,
        signs=tuple((str(SIGNS[sign.domain]), sign.words) for sign in one.signs if sign.seen == "yes"),
        told_by=one.told_by, words=one.words,
        sheet=_("Observation sheet, from %(begun)s to %(ended)s") % {
            "begun": hour(one.started_at), "ended": hour(one.ended_at)} if one.started_at else "",
        paper=reverse("web:signal_paper", args=[one.uuid]),
    )


def moment_in_words(moment: datetime) -> str:
    """The day and the hour."""
    there = timezone.localtime(moment)
    return f"{day_in_words(there.date())}, {hour(moment)}"


def hour(moment: datetime) -> str:
    """The hour, as on a clock of the wall."""
    return date_format(timezone.localtime(moment), "H:i")
