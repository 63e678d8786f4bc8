"""What the frame of every page needs: who is here, and the ways to the other pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from vatra.register import queries as register
from vatra.web.me import Me, me_of
from vatra.web.method_words import words

SHORT = 3  # so many links fit beside each other on a phone
AT_HAND = 2  # of a longer list, so many stay in sight there
BESIDE = 7  # so many fit in one line of an office screen; the rest stand under “More pages” everywhere


@dataclass(frozen=True, slots=True)
class Way:
    """A link of the navigation; `here` when the page shown belongs to it.

    `folded`: behind “More pages” on a phone; `tucked`: there on every screen.
    """

    word: str
    address: str
    drawing: str
    here: bool
    count: int = 0
    folded: bool = False
    tucked: bool = False


def page(request: HttpRequest) -> dict[str, Any]:
    """`me` for the header, or nothing when nobody is signed in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    me = me_of(request)
    shown = ways(me, request.path)
    return {"me": {
        "name": user.full_name, "place": me.place, "role": _roles_in_words(me), "ways": shown,
        "folds": any(way.folded for way in shown), "tucks": any(way.tucked for way in shown),
        "rulebook": words(on=me.on).version,
    }}


def _waiting(me: Me) -> int:
    """How many of the questions that wait this worker is shown: where they settle, and elsewhere their own."""
    return register.number_to_settle(me.settles, own=(me.worker, me.communes))


def _roles_in_words(me: Me) -> str:
    book = words(on=me.on)
    return ", ".join(dict.fromkeys(book.role(held.role) for held in me.roles))


def ways(me: Me, path: str) -> list[Way]:
    """The pages this worker's roles open, the most used first; the first of them is the first screen.

    The page that is open and those where somebody waits are never folded away.
    """
    offered: list[tuple[str, str, str, int]] = []
    if me.sees_cases:
        offered += [
            (_("Today"), "web:today", "list-checks", 0),
            *([(_("Week"), "web:week", "calendar", 0)] if me.visits else []),
            (_("Households"), "web:households", "house", 0),
            (_("Referrals"), "web:referrals", "send", 0),
            *([(_("Supervision"), "web:supervising", "eye", 0)] if me.supervises else []),
            (_("To settle"), "web:settle", "messages-square", _waiting(me)),
        ]
    if me.councils:
        offered.append((_("The council"), "web:council", "users-round", 0))
    if me.sees_numbers:
        offered += [
            (_("The commune") if me.is_of_one_commune else _("The county"), "web:county", "map", 0),
            (_("Results"), "web:results", "chart-line", 0),
            (_("Published figures"), "web:published", "scale", 0),
        ]
    if me.edits_method:
        offered.append((_("The method"), "web:method_changes", "sliders-horizontal", 0))
    if me.sees_numbers and not me.sees_cases:  # others come to them from the referrals
        offered.append((_("Unmet needs"), "web:unmet", "circle-off", 0))
    if me.sees_cases or me.administers:
        offered.append((_("Tablets"), "web:tablets", "tablet", 0))
    if me.administers:
        offered.append((_("Providers"), "web:directory", "map-pin", 0))
        offered.append((_("Maps"), "web:boundaries", "map", 0))
        offered.append((_("Accounts"), "web:accounts", "users", 0))
    here = [path.startswith(reverse(name)) for _word, name, _drawing, _count in offered]
    stays = [here[place] or bool(count) for place, (_word, _name, _drawing, count) in enumerate(offered)]
    on_a_phone = _in_sight(stays, all_when=SHORT, else_only=AT_HAND)
    at_the_desk = _in_sight(stays, all_when=BESIDE, else_only=BESIDE - 1)
    return [
        Way(word, reverse(name), drawing, here[place], count, folded=place not in on_a_phone,
            tucked=place not in at_the_desk)
        for place, (word, name, drawing, count) in enumerate(offered)
    ]


def _in_sight(stays: Sequence[bool], *, all_when: int, else_only: int) -> set[int]:
    """The places of the links that are not folded away: the first, those that stay in any case, then in their order."""
    if len(stays) <= all_when:
        return set(range(len(stays)))
    kept = {0, *(place for place, one in enumerate(stays) if one)}
    rest = [place for place in range(len(stays)) if place not in kept]
    return kept | set(rest[:max(0, else_only - len(kept))])
