"""Households between communes, as far as each side may see them: who comes, since when, whether a case is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from vatra.access import queries as access
from vatra.care import queries as care
from vatra.people import handed
from vatra.people import queries as people
from vatra.places import queries as places
from vatra.web.me import Me
from vatra.web.present.persons import children_in_words, household_name, is_child, members_in_words
from vatra.web.seen import note_read
from vatra.web.templatetags.page import day_in_words

ACT = "register_people"


@dataclass(frozen=True, slots=True)
class Coming:
    """A household handed over to one's own commune: no more than what is needed to find it."""

    uuid: UUID
    household: UUID
    to_commune: int
    on: date
    title: str
    words: str
    note: str
    take: str
    not_come: str


def registering_communes(me: Me) -> list[int]:
    """Where this worker may write down who lives where."""
    book = access.roles_book()
    return sorted(code for scope in me.scopes if any(ACT in book[role].acts for role in scope.roles)
                  for code in scope.communes)


def coming_shown(me: Me) -> list[Coming]:
    """What waits for the worker's communes; each look is written down, also for those who handed over."""
    waiting = handed.coming(registering_communes(me))
    note_read(me, [(one.household, one.of_commune) for one in waiting], purpose="hand_over")
    members = people.members_of([one.household for one in waiting], on=me.on)
    names = places.communes({one.of_commune for one in waiting})
    return [_coming(one, members[one.household], names, me) for one in waiting]


def _coming(one: Any, members: list[Any], names: dict[int, Any], me: Me) -> Coming:
    case = care.open_case(one.household)
    said = [
        _("from %(commune)s") % {"commune": names[one.of_commune].name if one.of_commune in names else ""},
        _("since %(day)s") % {"day": day_in_words(one.on)}, members_in_words(len(members)),
        children_in_words(sum(is_child(member, on=me.on) for member in members)),
        _("a case is open since %(day)s") % {"day": day_in_words(case.opened_on)} if case else _("no open case"),
    ]
    return Coming(
        uuid=one.uuid, household=one.household, to_commune=one.to_commune, on=one.on, title=household_name(members),
        words=" · ".join(said), note=one.note, take=reverse("web:take", args=[one.uuid]),
        not_come=reverse("web:not_come", args=[one.uuid]),
    )


def handed_words(one: Any, me: Me) -> dict[str, str]:
    """A household that one's own commune handed over: who, to whom, and what the answer is so far."""
    members = people.members_of([one.household], on=me.on)[one.household]
    names = places.communes({one.to_commune})
    where = names[one.to_commune].name if one.to_commune in names else ""
    waits = one.state == "open"
    return {
        "title": household_name(members), "page": reverse("web:household", args=[one.household]),
        "words": _("Handed over to %(commune)s on %(day)s; it waits for their answer.")
        % {"commune": where, "day": day_in_words(one.on)} if waits else
        _("%(commune)s says since %(day)s that they have not come: “%(answer)s”. The household is still yours: find "
          "out where they are, then hand it over again or go on here.")
        % {"commune": where, "day": day_in_words(one.answered_on), "answer": one.answer},
        "undo": reverse("web:undo_event", args=[one.household, one.uuid]) if waits else "",
    }
