"""What a trial of a change of the method tells, in rows and sentences for its page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext, pgettext_lazy

from vatra.places import queries as places
from vatra.releases import queries as releases
from vatra.web.me import Me
from vatra.web.method_words import Words
from vatra.web.present.map import Map, Spot, map_of
from vatra.web.present.money import in_lei, in_range, plain
from vatra.web.screens.county import around, told
from vatra.web.templatetags.page import number, percent

OUTCOMES = {
    "more": lazy("something is newly found"), "less": lazy("something is no longer found"),
    "both": lazy("one thing is newly found, another no longer"),
    "otherwise": lazy("the same is found, graver or milder, or it is not known any more"),
}
WAYS = {
    "gained": lazy("newly found"), "lost": lazy("no longer found"), "graver": lazy("graver"), "milder": lazy("milder"),
    "to_ask": lazy("no longer known: to ask"), "known": lazy("known without asking"),
}
GROUPS = {
    "ethnicity": lazy("Roma and others, as they declared themselves"), "place": lazy("Town and village"),
    "sex": lazy("Girls and boys"), "age": lazy("By age"),
}
PARTS = {
    "roma": lazy("Roma"), "other": lazy("others"), "unknown": lazy("not declared or not known"),
    "urban": lazy("towns"), "rural": lazy("communes"), "f": lazy("girls"), "m": lazy("boys"),
    "0-2": lazy("0 to 2 years"), "3-5": lazy("3 to 5 years"), "6-10": lazy("6 to 10 years"),
    "11-14": lazy("11 to 14 years"), "15-17": lazy("15 to 17 years"),
}
MOST_EXAMPLES = 12


@dataclass(frozen=True, slots=True)
class Row:
    """One part of the children, or one commune."""

    name: str
    children: str
    gained: str
    lost: str


def result(told_: releases.Told, book: Words, *, post_lei: int | None, post_source: str) -> dict[str, Any]:
    """Everything the page shows of a trial."""
    named = places.communes([int(part.name) for part in told_.communes])
    return {
        "exact": told_.exact, "sentence": _sentence(told_), "figures": _figures(told_, post_lei),
        "outcomes": [(str(OUTCOMES[name]), told(count)) for name, count in told_.outcomes.items() if count != 0],
        "posts": _posts(told_.posts), "price": _price(told_.posts, post_lei, post_source), "priced": bool(post_lei),
        **tables(told_, book),
        "communes": [_row(named[int(part.name)].name, part) for part in told_.communes],
        "map": _map(told_, named),
    }


def tables(told_: releases.Told | releases.FileTold, book: Words) -> dict[str, Any]:
    """The rows by vulnerability, by service and by group."""
    return {
        "codes": [{"name": book.vulnerability(code), "cells": [(told(ways[way]), str(WAYS[way])) for way in WAYS]}
                  for code, ways in told_.codes.items()],
        "ways": [str(word) for word in WAYS.values()],
        "services": [(book.service(code), told(more), told(less)) for code, (more, less) in told_.services.items()],
        "groups": [(str(GROUPS[name]), [_row(str(PARTS[part.name]), part) for part in told_.groups[name]])
                   for name in GROUPS if told_.groups.get(name)],
    }


def _sentence(one: releases.Told) -> str:
    if one.touched == 0:
        return _("Nothing would be found otherwise in any of the %(children)s children.") % {
            "children": told(one.children)}
    if one.touched is None:
        return _("For fewer than five of %(children)s children something would be found otherwise.") % {
            "children": told(one.children)}
    return _("For %(touched)s of %(children)s children something would be found otherwise, in %(homes)s of "
             "%(households)s households.") % {
        "touched": told(one.touched), "children": told(one.children), "homes": told(one.touched_households),
        "households": told(one.households),
    }


def _figures(one: releases.Told, post_lei: int | None) -> list[tuple[str, str]]:
    figures = [
        (told(one.up), _("children come to a graver level")),
        (told(one.down), _("children come to a milder level")),
        (told(one.cases[0]), _("more households would need a case")),
        (told(one.cases[1]), _("households would no longer need one")),
    ]
    if one.posts is not None:
        lei = one.posts.at(post_lei) if post_lei else one.posts.lei
        figures += [(_signed(round(one.posts.posts.mid, 1)), _("posts of social workers")),
                    (in_lei(lei.mid), _("a year for these posts: %(range)s") % {"range": in_range(lei)})]
    return figures


def _signed(value: float) -> str:
    shown = number(abs(value) if value != round(value) else abs(round(value)))
    return shown if not value else f"{'+' if value > 0 else '−'}{shown}"


def _posts(one: releases.PostsMoved | None) -> str:
    if one is None:
        return ""
    return _("A case is opened from severity 3 on and weighs 4; from severity 4 on it weighs 8. One social worker "
             "carries a weighted load of %(load)s (%(low)s to %(high)s): the posts are the load that is added, less "
             "the load that falls away, divided by it.") % {
        "load": number(plain(one.load.mid)), "low": number(plain(one.load.low)), "high": number(plain(one.load.high))}


def _price(one: releases.PostsMoved | None, post_lei: int | None, post_source: str) -> str:
    """What a post costs a year, and by whom."""
    if one is None:
        return ""
    if post_lei:
        return _("A post at %(lei)s a year, by: %(source)s.") % {"lei": in_lei(post_lei), "source": post_source}
    words = _("A post at %(lei)s a year (%(range)s): pay, employer's part and running costs of costs.csv, in lei of "
              "%(year)s.") % {"lei": in_lei(one.post.mid), "range": in_range(one.post), "year": one.year}
    return words if one.confirmed else f"{words} {_('Not confirmed.')}"


def _row(name: str, part: Any) -> Row:
    return Row(name, told(part.children), _of(part.gained, part.children), _of(part.lost, part.children))


def _of(count: int | None, children: int | None) -> str:
    if count is None or not children:
        return told(count)
    return f"{number(count)} ({percent(count, children)})"


def _map(one: releases.Told, named: Mapping[int, Any]) -> Map | None:
    spots = []
    for part in one.communes:
        commune = named[int(part.name)]
        if commune.lat is not None and commune.lon is not None:
            moved = None if part.gained is None or part.lost is None else part.gained + part.lost
            spots.append(Spot(commune.name, commune.lat, commune.lon, moved, f"{commune.name}: {told(moved)}"))
    if len(spots) < 2:
        return None
    return map_of(
        spots, around=around(next(iter(named.values())).county_id),
        title=_("Children in whom something is newly or no longer found, by commune"),
        sentence=_("The larger the circle, the more children in whom something is newly or no longer found."),
    )


def examples(told_: releases.Told, book: Words, me: Me) -> list[releases.Example]:
    """Households to look at, for who may: of vulnerabilities that their domains in its commune may know."""
    seen = {commune: scope.domains for scope in me.scopes for commune in scope.communes}
    kept: dict[UUID, releases.Example] = {}
    for one in told_.examples:
        if one.commune in seen and book.may_know(one.code, seen[one.commune]):
            kept.setdefault(one.household, one)
    return list(kept.values())[:MOST_EXAMPLES]


def address_of(one: releases.Example) -> str:
    """The page of a household to look at."""
    return reverse("web:household", args=[one.household])


def in_words(one: releases.Example, book: Words) -> str:
    """Why to look at it."""
    return _("%(vulnerability)s: %(way)s") % {"vulnerability": book.vulnerability(one.code), "way": WAYS[one.way]}


def counted(done: int, of: int) -> str:
    """How far a trial has come."""
    return ngettext("%(done)s of %(of)s commune tried", "%(done)s of %(of)s communes tried", of) % {
        "done": number(done), "of": number(of)}


STATES = {
    "open": pgettext_lazy("change of the method", "being thought about"),
    "published": pgettext_lazy("change of the method", "published"),
    "dropped": pgettext_lazy("change of the method", "not done"),
}
